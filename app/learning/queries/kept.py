"""Everything that is kept of somebody who learns: for them alone, to see and to take away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from app.foundation.db import plain, session, table
from app.foundation.i18n import Said, said
from app.learning.models import Certificate, Course, CourseText, LessonText, QuestionText, Sharing
from app.learning.queries.courses import lessons, questions
from app.learning.queries.learners import Who, attempts, enrolments, learner_id, learners, progress
from app.organisations.models import Organisation

courses, course_texts = table(Course), table(CourseText)
lesson_texts, question_texts = table(LessonText), table(QuestionText)
sharings, organisations = table(Sharing), table(Organisation)


@dataclass(frozen=True)
class LessonKept:
    key: str
    titles: Mapping[str, str]
    opened_at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class AnswerKept:
    lesson: str  # its key
    question: str
    kind: str
    words: Mapping[str, Any]  # of the question, in the reader's language or in its own
    words_lang: str
    given: Any
    is_right: bool
    at: datetime
    lang: str


@dataclass(frozen=True)
class CourseKept:
    slug: str
    titles: Mapping[str, str]
    source: str  # the language it was written in
    began_at: datetime
    finished_at: datetime | None
    lang: str
    is_gone: bool  # the course is no longer offered
    lessons: Sequence[LessonKept]
    answers: Sequence[AnswerKept]

    def title(self, lang: str) -> Said:
        return said(self.titles, lang, own=self.source)

    def lesson_title(self, key: str, lang: str) -> Said:
        titles = next((one.titles for one in self.lessons if one.key == key), {})
        return said(titles, lang, own=self.source) if titles else Said(key, self.source)


@dataclass(frozen=True)
class SharedWith:
    """An organisation that the person let see which courses they begin and pass."""

    slug: str
    name: str
    lang: str  # of the name
    agreed_at: datetime


@dataclass(frozen=True)
class Kept:
    began_at: datetime | None = None
    seen_at: datetime | None = None
    courses: Sequence[CourseKept] = ()
    certificates: Sequence[Certificate] = ()
    shared_with: Sequence[SharedWith] = ()

    @property
    def changed_at(self) -> datetime | None:
        return _newest(self)


def _newest(there: Kept) -> datetime | None:
    """When the latest of what is shown came to be."""
    moments = [there.seen_at]
    for course in there.courses:
        moments += [course.began_at, course.finished_at]
        moments += [one.at for one in course.answers]
        moments += [moment for one in course.lessons for moment in (one.opened_at, one.read_at)]
    for certificate in there.certificates:
        moments += [certificate.issued_at, certificate.revoked_at]
    moments += [one.agreed_at for one in there.shared_with]
    return max(filter(None, moments), default=None)


def kept_about(who: Who, lang: str) -> Kept | None:
    """All of it, in as many statements for much as for little; None of somebody of whom nothing is kept."""
    learner, shared = learner_id(who), _shared_by(who)
    if not learner:
        return Kept(shared_with=shared) if shared else None
    about = plain(select(learners.c.began_at, learners.c.seen_at).where(learners.c.id == learner)).one()
    titles = _texts(_COURSE_TITLES, learner)
    seen, given = _lessons(learner), _answers(learner, lang)
    found = [
        CourseKept(
            row.slug,
            titles[row.course_id],
            row.languages[0],
            row.began_at,
            row.finished_at,
            row.lang,
            row.withdrawn_at is not None,
            seen.get(row.course_id, ()),
            given.get(row.course_id, ()),
        )
        for row in plain(_ENROLLED.where(enrolments.c.learner_id == learner))
    ]
    own = select(Certificate).where(Certificate.learner_id == learner).order_by(Certificate.id)
    return Kept(about.began_at, about.seen_at, found, session.scalars(own).all(), shared)


def _shared_by(who: Who) -> list[SharedWith]:
    rows = plain(_SHARED.where(sharings.c.user_id == who.user_id)) if who.user_id is not None else ()
    return [SharedWith(*row) for row in rows]


_SHARED = (
    select(*[organisations.c[name] for name in ("slug", "name", "name_lang")], sharings.c.agreed_at)
    .join(sharings, sharings.c.organisation_id == organisations.c.id)
    .order_by(sharings.c.agreed_at)
)


_ENROLLED = (
    select(
        *[enrolments.c[name] for name in ("course_id", "began_at", "finished_at", "lang")],
        *[courses.c[name] for name in ("slug", "languages", "withdrawn_at")],
    )
    .join(courses, courses.c.id == enrolments.c.course_id)
    .order_by(enrolments.c.began_at, courses.c.id)
)
_COURSE_TITLES = (
    select(course_texts.c.course_id.label("id"), course_texts.c.lang, course_texts.c.title)
    .join(enrolments, enrolments.c.course_id == course_texts.c.course_id)
    .order_by(course_texts.c.lang)
)
_SEEN = (
    select(lessons.c.id, lessons.c.course_id, lessons.c.key, progress.c.opened_at, progress.c.read_at)
    .join(progress, progress.c.lesson_id == lessons.c.id)
    .order_by(lessons.c.course_id, lessons.c.position)
)
_GIVEN = (
    select(
        lessons.c.course_id,
        lessons.c.key.label("lesson"),
        questions.c.id,
        questions.c.key,
        questions.c.kind,
        *[attempts.c[name] for name in ("given", "is_right", "at", "lang")],
    )
    .join(questions, questions.c.id == attempts.c.question_id)
    .join(lessons, lessons.c.id == questions.c.lesson_id)
    .order_by(attempts.c.id.desc())
)


def _lessons(learner: int) -> dict[int, list[LessonKept]]:
    """By course."""
    read = select(progress.c.lesson_id).where(progress.c.learner_id == learner)
    texts = select(lesson_texts.c.lesson_id.label("id"), lesson_texts.c.lang, lesson_texts.c.title)
    titles = _by_id(plain(texts.where(lesson_texts.c.lesson_id.in_(read))))
    found: dict[int, list[LessonKept]] = {}
    for row in plain(_SEEN.where(progress.c.learner_id == learner)):
        told = LessonKept(row.key, titles.get(row.id, {}), row.opened_at, row.read_at)
        found.setdefault(row.course_id, []).append(told)
    return found


def _answers(learner: int, lang: str) -> dict[int, list[AnswerKept]]:
    """By course, the newest first."""
    asked = select(attempts.c.question_id).where(attempts.c.learner_id == learner)
    words: dict[int, dict[str, Any]] = {}
    for text in plain(select(question_texts).where(question_texts.c.question_id.in_(asked))):
        words.setdefault(text.question_id, {})[text.lang] = text.words
    found: dict[int, list[AnswerKept]] = {}
    for row in plain(_GIVEN.where(attempts.c.learner_id == learner)):
        there = words.get(row.id, {})
        shown = next((one for one in (lang, row.lang, *there) if one in there), lang)
        found.setdefault(row.course_id, []).append(
            AnswerKept(
                lesson=row.lesson,
                question=row.key,
                kind=row.kind,
                words=there.get(shown, {}),
                words_lang=shown,
                given=row.given["is"],
                is_right=row.is_right,
                at=row.at,
                lang=row.lang,
            )
        )
    return found


def _texts(statement: Select[Any], learner: int) -> dict[int, dict[str, str]]:
    return _by_id(plain(statement.where(enrolments.c.learner_id == learner)))


def _by_id(rows: Iterable[Any]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row.id, {})[row.lang] = row.title
    return found
