"""Courses and lessons as they were loaded, for whoever reads them. What was withdrawn is not there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from app.foundation.db import table
from app.foundation.errors import NotFound
from app.foundation.i18n import Said, said
from app.foundation.prepared import Prepared
from app.learning.models import (
    Course,
    CourseText,
    Figure,
    Lesson,
    LessonText,
    Question,
    QuestionText,
)


@dataclass(frozen=True)
class Text:
    """What a course is called and for, in one language."""

    lang: str
    title: str
    summary: str
    audience: str
    is_stale: bool


@dataclass(frozen=True)
class Shown:
    """A course with its words in every language; minutes and lessons of all of it."""

    id: int
    slug: str
    level: str
    audiences: Sequence[str]
    pass_mark: int
    version: int
    languages: Sequence[str]
    licence: str
    cites: Sequence[str]
    texts: Mapping[str, Text]
    minutes: int = 0
    lessons: int = 0
    checked_on: date | None = None  # the latest day of its lessons

    @property
    def source(self) -> str:
        return self.languages[0]

    def text(self, lang: str) -> Text:
        """In the reader's language, else as it was written."""
        return self.texts.get(lang) or self.texts[self.source]

    def title(self, lang: str) -> Said:
        return said({code: text.title for code, text in self.texts.items()}, lang, own=self.source)


@dataclass(frozen=True)
class Page:
    """A lesson in the language that it is shown in."""

    id: int
    key: str
    position: int
    minutes: int
    cites: Sequence[str]
    checked_on: date
    lang: str
    title: str
    objectives: Sequence[str]
    html: str
    bytes: int
    figure_bytes: int
    is_stale: bool


@dataclass(frozen=True)
class Asked:
    """A question in the language that it is asked in."""

    id: int
    key: str
    kind: str
    right: Mapping[str, Any]
    passage: int
    digest: str
    lang: str
    words: Mapping[str, Any]


@dataclass(frozen=True)
class Point:
    """A question with what an answer to it needs of its lesson and its course, and nothing to be read."""

    course_id: int
    lesson_id: int
    pass_mark: int
    asked: Asked
    accepted: Sequence[str]  # spellings in any language: readers think in several


courses, course_texts = table(Course), table(CourseText)
lessons, lesson_texts = table(Lesson), table(LessonText)
questions, question_texts, figures = table(Question), table(QuestionText), table(Figure)
LIVE = courses.c.withdrawn_at.is_(None)
IN_USE = lessons.c.withdrawn_at.is_(None)

OF_COURSE = [
    courses.c[name]
    for name in ("id", "slug", "level", "audiences", "pass_mark", "version", "languages", "licence", "cites")
]
OF_TEXT = [course_texts.c[name] for name in ("lang", "title", "summary", "audience", "is_stale")]
_WITH_TEXT = select(*OF_COURSE, *OF_TEXT).join(course_texts, course_texts.c.course_id == courses.c.id)
COURSES = Prepared(_WITH_TEXT.where(LIVE).order_by(courses.c.position, courses.c.id, course_texts.c.lang))
COURSE = Prepared(_WITH_TEXT.where(LIVE, courses.c.slug == bindparam("slug")).order_by(course_texts.c.lang))
SIZES = Prepared(
    select(
        lessons.c.course_id,
        func.sum(lessons.c.minutes).label("minutes"),
        func.count().label("lessons"),
        func.max(lessons.c.checked_on).label("checked_on"),
    )
    .where(IN_USE)
    .group_by(lessons.c.course_id)
)
_TO_READ = ("id", "key", "position", "minutes", "cites", "checked_on")
_WRITTEN = ("lang", "title", "objectives", "html", "bytes", "figure_bytes", "is_stale")
PAGE = (
    select(*[lessons.c[name] for name in _TO_READ], *[lesson_texts.c[name] for name in _WRITTEN])
    .join(lesson_texts, lesson_texts.c.lesson_id == lessons.c.id)
    .where(
        IN_USE,
        lessons.c.course_id == bindparam("course_id"),
        or_(lesson_texts.c.lang == bindparam("wanted"), lesson_texts.c.lang == bindparam("source")),
    )
)
LESSON = Prepared(PAGE.where(lessons.c.key == bindparam("lesson_key")))
_OF_QUESTION = [questions.c[name] for name in ("id", "key", "kind", "right", "passage", "digest")]
_ASKED = (
    select(*_OF_QUESTION, question_texts.c.lang, question_texts.c.words)
    .join(question_texts, question_texts.c.question_id == questions.c.id)
    .where(
        questions.c.withdrawn_at.is_(None),
        questions.c.lesson_id == bindparam("lesson_id"),
        or_(question_texts.c.lang == bindparam("wanted"), question_texts.c.lang == bindparam("source")),
    )
)
QUESTIONS = Prepared(_ASKED.order_by(questions.c.position, questions.c.id))
POINT = Prepared(
    select(
        courses.c.id.label("course_id"),
        lessons.c.id.label("lesson_id"),
        courses.c.pass_mark,
        courses.c.languages,
        *_OF_QUESTION,
        question_texts.c.lang,
        question_texts.c.words,
    )
    .join(lessons, lessons.c.course_id == courses.c.id)
    .join(questions, questions.c.lesson_id == lessons.c.id)
    .join(question_texts, question_texts.c.question_id == questions.c.id)
    .where(
        LIVE,
        IN_USE,
        questions.c.withdrawn_at.is_(None),
        courses.c.slug == bindparam("slug"),
        lessons.c.key == bindparam("lesson_key"),
        questions.c.key == bindparam("question_key"),
    )
)
STILL = Prepared(
    select(questions.c.digest).where(questions.c.id == bindparam("id"), questions.c.withdrawn_at.is_(None))
)
MADE_FROM = Prepared(
    select(courses.c.digest, lessons.c.cites)
    .join(lessons, lessons.c.course_id == courses.c.id)
    .where(LIVE, IN_USE, courses.c.id == bindparam("course_id"))
    .order_by(lessons.c.position, lessons.c.id)
)
DIGESTS = Prepared(select(courses.c.digest).where(LIVE).order_by(courses.c.digest))
FIGURE = Prepared(select(figures.c.svg).where(figures.c.digest == bindparam("digest")))


def catalogue() -> list[Shown]:
    """Every course there is, in its order, with how long it takes."""
    sizes = {row.course_id: (int(row.minutes), row.lessons, row.checked_on) for row in SIZES.all()}
    by_course: dict[int, list[Any]] = {}
    for row in COURSES.all():
        by_course.setdefault(row.id, []).append(row)
    return [_course(rows, *sizes.get(key, ())) for key, rows in by_course.items()]


def get_course(slug: str) -> Shown:
    rows = COURSE.all(slug=slug)
    if not rows:
        raise NotFound("not_found")
    return _course(rows)


def made_from(course: Shown) -> tuple[str, list[str]]:
    """The digest of all its files, and the texts that its lessons cite."""
    rows = MADE_FROM.all(course_id=course.id)
    cited = dict.fromkeys(key for row in rows for key in row.cites)
    return (rows[0].digest if rows else "", list(cited))


def digests() -> list[str]:
    """Of all courses: another list is another state of what can be learnt."""
    return [row.digest for row in DIGESTS.all()]


def get_lesson(course: Shown, key: str, lang: str) -> Page:
    """In the reader's language, else as it was written."""
    rows = LESSON.all(course_id=course.id, lesson_key=key, wanted=lang, source=course.source)
    return Page(*best(rows, lang))


def questions_of(lesson: Page, course: Shown) -> list[Asked]:
    """What the lesson asks, in its own language: text and questions belong together."""
    by_question: dict[int, list[Any]] = {}
    for row in QUESTIONS.all(lesson_id=lesson.id, wanted=lesson.lang, source=course.source):
        by_question.setdefault(row.id, []).append(row)
    return [Asked(*best(rows, lesson.lang)) for rows in by_question.values()]


def get_point(slug: str, lesson: str, key: str, lang: str) -> Point:
    """The question in the reader's language, else as it was written."""
    rows = POINT.all_apart(slug=slug, lesson_key=lesson, question_key=key)
    if not rows:
        raise NotFound("not_found")
    source = rows[0].languages[0]
    best = next((row for code in (lang, source) for row in rows if row.lang == code), rows[0])
    accepted = [spelling for row in rows for spelling in row.words.get("accepted", ())]
    return Point(*[*best[:3], Asked(*best[4:]), accepted])


def is_still(asked: Asked) -> bool:
    """Whether the question is as it was asked."""
    return bool(STILL.scalar(id=asked.id) == asked.digest)


def get_figure(digest: str) -> str:
    svg = FIGURE.scalar(digest=digest)
    if svg is None:
        raise NotFound("not_found")
    return str(svg)


def _course(rows: Sequence[Any], *size: Any) -> Shown:
    texts = {row.lang: Text(*row[len(OF_COURSE) :]) for row in rows}
    return Shown(*[*rows[0][: len(OF_COURSE)], texts, *size])


def best(rows: Sequence[Any], lang: str) -> Any:
    """Of a thing told in one language or two: in the reader's, else in the other."""
    if not rows:
        raise NotFound("not_found")
    return next((row for row in rows if row.lang == lang), rows[0])
