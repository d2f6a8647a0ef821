"""The rows of a course, as its files have it. Called inside the transaction that takes it in."""

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from app.foundation import pointers
from app.foundation.clock import now
from app.foundation.db import session
from app.learning.library import parts, questions
from app.learning.models import Course, CourseText, Figure, Lesson, LessonText, Question, QuestionText
from app.learning.operations import indexing
from app.learning.operations.making import Page


def take_in(read: parts.Course, digest: str, pages: dict[tuple[str, str], Page]) -> Course:
    course = _course(read, digest)
    old = {lesson.key: lesson for lesson in course.lessons}
    for lesson in read.lessons:
        row = old.pop(lesson.key) if lesson.key in old else Lesson(key=lesson.key)
        _lesson(row, lesson, {lang: pages[lesson.key, lang] for lang in lesson.texts})
        if row not in course.lessons:
            course.lessons.append(row)
    for gone in old.values():
        gone.withdrawn_at = gone.withdrawn_at or now()
    _figures(read)
    indexing.put_course(course)
    _point_to(read)
    return course


def _course(read: parts.Course, digest: str) -> Course:
    about = read.about
    course = session.scalar(
        select(Course)
        .where(Course.slug == read.slug)
        .options(selectinload(Course.texts), selectinload(Course.lessons).selectinload(Lesson.texts))
    ) or Course(slug=read.slug)
    course.position, course.level, course.version = about.order, about.level, about.version
    course.audiences, course.languages = list(about.audiences), about.languages
    course.pass_mark, course.licence, course.cites = about.pass_mark, about.licence, about.cites
    course.explains = list(dict.fromkeys(topic for one in read.lessons for topic in one.head.explains))
    course.digest, course.withdrawn_at = digest, None
    texts = {text.lang: text for text in course.texts}
    course.texts = [texts.get(lang) or CourseText(lang=lang) for lang in about.languages]
    for text in course.texts:
        words = about.words[text.lang]
        text.title, text.summary, text.audience = words.title, words.summary, words.audience
        text.is_stale = text.lang in read.stale
    session.add(course)
    return course


def _lesson(row: Lesson, read: parts.Lesson, pages: dict[str, Page]) -> None:
    head = read.head
    row.position, row.minutes, row.checked_on = read.position, head.minutes, head.checked
    row.cites, row.explains, row.withdrawn_at = head.cites, head.explains, None
    texts = {text.lang: text for text in row.texts}
    row.texts = [texts.get(lang) or LessonText(lang=lang) for lang in pages]
    for text in row.texts:
        page = pages[text.lang]
        text.title, text.objectives, text.is_stale = page.text.title, page.text.objectives, page.text.is_stale
        text.html, text.bytes = page.html, len(page.html.encode())
        text.figure_bytes, text.digest = page.figure_bytes, page.digest
    old = {question.key: question for question in row.questions}
    for place, question in enumerate(read.questions, 1):
        key = question.source.key
        asked = old.pop(key) if key in old else Question(key=key)
        _question(asked, question, place)
        if asked not in row.questions:
            row.questions.append(asked)
    for gone in old.values():
        gone.withdrawn_at = gone.withdrawn_at or now()


def _question(row: Question, read: parts.Question, place: int) -> None:
    source = read.source
    row.kind, row.right, row.digest = source.kind, questions.right_of(source), read.digest
    row.position, row.passage, row.withdrawn_at = place, source.passage, None
    texts = {text.lang: text for text in row.texts}
    row.texts = [texts.get(lang) or QuestionText(lang=lang) for lang in read.words]
    for text in row.texts:
        text.words = read.words[text.lang]


def _figures(read: parts.Course) -> None:
    """A figure never changes: another drawing is another figure."""
    wanted = {drawing.digest: drawing for drawing in read.figures.values()}
    there = set(session.scalars(select(Figure.digest).where(Figure.course_slug == read.slug)))
    session.add_all(
        Figure(digest=digest, course_slug=read.slug, name=wanted[digest].name, svg=wanted[digest].svg)
        for digest in wanted.keys() - there
    )
    session.execute(delete(Figure).where(Figure.digest.in_(there - wanted.keys())))


def _point_to(read: parts.Course) -> None:
    """The pages that a lesson explains offer it, and no other does any longer."""
    pointers.drop(_owner(read.slug))
    for lesson in read.lessons:
        for topic in dict.fromkeys(lesson.head.explains):
            pointers.put(
                topic,
                {lang: text.title for lang, text in lesson.texts.items()},
                source=read.about.languages[0],
                endpoint="learning.lesson",
                values={"slug": read.slug, "lesson": lesson.key},
                minutes=lesson.head.minutes,
                owner=_owner(read.slug),
                position=100 * read.about.order + lesson.position,
            )


def _owner(slug: str) -> str:
    return f"course {slug}"


def withdraw(slug: str) -> Course:
    course = session.scalars(select(Course).where(Course.slug == slug)).one()
    course.withdrawn_at = course.withdrawn_at or now()
    indexing.put_course(course)
    pointers.drop(_owner(slug))
    return course
