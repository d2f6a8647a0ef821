"""Loading: files become courses. Each course in one transaction, and only when all of it is right."""

from dataclasses import dataclass, field
from pathlib import Path

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from app.foundation import audit, i18n, pointers
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.learning.library import files, known, markdown, parts, prints, questions, scan
from app.learning.library.faults import Fault
from app.learning.library.figures import Figure as Drawing
from app.learning.models import Course, CourseText, Figure, Lesson, LessonText, Question, QuestionText
from app.learning.operations import indexing
from app.learning.operations.addresses import Addresses, endpoints, places, taken

COURSES = Path(__file__).parents[3] / "courses"
DATA = Path(__file__).parents[3] / "data"
TAKEN_IN = 2  # counts up when more is made of the same files: then every course is loaded again


@dataclass
class Loaded:
    """What a loading did: courses by their slugs, and how many pages had to be made."""

    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    rendered: int = 0


@dataclass(frozen=True)
class Page:
    """A lesson in one language, made."""

    text: parts.LessonText
    html: str
    figure_bytes: int
    digest: str


def load(folder: Path = COURSES, data: Path = DATA) -> Loaded:
    """Bring every course whose files changed up to date.

    A course with faults is left as it was. One whose folder is gone is withdrawn; what learners did stays.
    """
    done, around = Loaded(), surroundings(data)
    there = files.slugs(folder)
    for slug in there:
        _load_one(folder, slug, around, done)
    for slug in session.scalars(select(Course.slug).where(Course.withdrawn_at.is_(None))).all():
        if slug not in there:
            _withdraw(slug)
            done.withdrawn.append(slug)
    return done


def check(folder: Path = COURSES, data: Path = DATA) -> list[Fault]:
    """Every fault and every warning of every course; nothing is written."""
    around = surroundings(data)
    read = [files.read(folder, slug, around) for slug in files.slugs(folder)]
    return [fault for one in read for fault in (*one.faults, *one.warnings)]


def surroundings(data: Path = DATA) -> known.Known:
    """What a course may name on this platform."""
    return known.from_data(data, i18n.LANGS, places(), endpoints(), taken())


def _load_one(folder: Path, slug: str, around: known.Known, done: Loaded) -> None:
    course = session.scalar(select(Course).where(Course.slug == slug))
    digest = prints.digest(
        files.print_of(folder, slug), around.print, markdown.MADE, TAKEN_IN, terms_titles()
    )
    if course and course.digest == digest and course.withdrawn_at is None:
        done.kept.append(slug)
        return
    read = files.read(folder, slug, around)
    done.faults += read.faults
    done.warnings += read.warnings
    if read.course is None:
        return
    pages = _pages(read.course, around, _made_before(course), done)
    with transaction():
        course = _take_in(read.course, digest, pages)
        audit.record("course.load", course, actor=None, version=course.version, digest=digest)
    done.changed.append(slug)


def terms_titles() -> dict[str, str]:
    """What stands above the terms of a lesson, in each language."""
    titles = {}
    for lang in i18n.LANGS:
        with force_locale(lang):
            titles[lang] = _("Terms of this lesson")
    return titles


# ------------------------------------------------------------------ pages, outside the transaction


def _made_before(course: Course | None) -> dict[tuple[str, str], LessonText]:
    if course is None:
        return {}
    texts = session.execute(
        select(Lesson.key, LessonText).join(LessonText.lesson).where(Lesson.course_id == course.id)
    )
    return {(key, text.lang): text for key, text in texts}


def _pages(
    course: parts.Course, around: known.Known, before: dict[tuple[str, str], LessonText], done: Loaded
) -> dict[tuple[str, str], Page]:
    titles = terms_titles()
    pages = {}
    for lesson in course.lessons:
        for lang, text in lesson.texts.items():
            addresses = Addresses(lang, course.slug, around)
            setting = markdown.Setting(
                lang, addresses, addresses.figure, course.figures, around, titles[lang]
            )
            digest = _made_from(text, setting)
            old = before.get((lesson.key, lang))
            if old and old.digest == digest:
                html = old.html
            else:
                html = markdown.render(text.body.text, setting)
                done.rendered += 1
            drawn = sum(drawing.bytes for drawing in _shown(text, setting))
            pages[lesson.key, lang] = Page(text, html, drawn, digest)
    return pages


def _made_from(text: parts.LessonText, setting: markdown.Setting) -> str:
    """Of everything that a page shows: as long as it is the same, so is the page."""
    around, targets = setting.known, [link.target for link in scan.links(text.body) if not link.is_figure]
    named: list[object] = []
    for scheme, _colon, key in (target.partition(":") for target in targets):
        if scheme == "term":
            named.append((around.terms[key], around.explanations.get(key)))
        else:
            named.append(setting.address(scheme, key))
    drawn = [drawing.digest for drawing in _shown(text, setting)]
    return prints.digest(markdown.MADE, setting.lang, setting.terms_title, text.body.text, named, drawn)


def _shown(text: parts.LessonText, setting: markdown.Setting) -> list[Drawing]:
    names = sorted({link.target for link in scan.links(text.body) if link.is_figure})
    return [setting.figures[name] for name in names]


# ------------------------------------------------------------------ rows, inside it


def _take_in(read: parts.Course, digest: str, pages: dict[tuple[str, str], Page]) -> Course:
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


def _withdraw(slug: str) -> None:
    with transaction():
        course = session.scalars(select(Course).where(Course.slug == slug)).one()
        course.withdrawn_at = course.withdrawn_at or now()
        indexing.put_course(course)
        pointers.drop(_owner(slug))
        audit.record("course.withdraw", course, actor=None)
