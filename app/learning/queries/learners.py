"""What learners did: where they are in a course, what they answered, and whether that is enough."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select

from app.foundation import seals
from app.foundation.db import table
from app.foundation.i18n import Said, said
from app.foundation.prepared import Prepared
from app.learning.models import Attempt, Enrolment, Learner, LessonProgress
from app.learning.queries.courses import IN_USE, Shown, lesson_texts, lessons, questions

NOBODY = 0  # no learner has this id


@dataclass(frozen=True)
class Who:
    """Somebody who may have learnt here before: a person, or the word in a guest's cookie."""

    user_id: int | None = None
    word: str = ""


@dataclass(frozen=True)
class Step:
    """A lesson in the outline of a course, and how far the learner is in it."""

    id: int
    key: str
    position: int
    minutes: int
    titles: Mapping[str, str]
    stale: Sequence[str]  # languages in which its source has changed since
    source: str
    opened_at: datetime | None
    read_at: datetime | None
    is_last: bool  # where the learner was
    asked: int = 0
    right: int = 0

    def title(self, lang: str) -> Said:
        return said(self.titles, lang, own=self.source)

    @property
    def is_done(self) -> bool:
        return self.read_at is not None


@dataclass(frozen=True)
class Score:
    """Of the questions of a course: how many were answered rightly at least once, and how many must be."""

    right: int
    asked: int
    needed: int

    @property
    def passed(self) -> bool:
        return self.asked > 0 and self.right >= self.needed


@dataclass(frozen=True)
class Given:
    """The latest answer to a question, and whether any was right."""

    digest: str  # of the question as it was asked then
    given: Mapping[str, Any]
    is_right: bool
    at: datetime
    was_right: bool
    tries: int


@dataclass(frozen=True)
class Place:
    """Where a learner stands in a course."""

    course_id: int
    last_lesson_id: int | None
    finished_at: datetime | None
    done: int = 0  # lessons


learners, enrolments, attempts = table(Learner), table(Enrolment), table(Attempt)
progress = table(LessonProgress)
OF_PERSON = Prepared(select(learners.c.id).where(learners.c.user_id == bindparam("user")))
OF_GUEST = Prepared(select(learners.c.id).where(learners.c.digest == bindparam("digest")))

_STAND = (
    select(
        learners.c.id,
        learners.c.seen_at,
        enrolments.c.last_lesson_id,
        enrolments.c.lang,
        enrolments.c.finished_at,
        progress.c.opened_at,
        progress.c.read_at,
    )
    .outerjoin(
        enrolments,
        and_(enrolments.c.learner_id == learners.c.id, enrolments.c.course_id == bindparam("course")),
    )
    .outerjoin(
        progress, and_(progress.c.learner_id == learners.c.id, progress.c.lesson_id == bindparam("lesson"))
    )
)
STAND_OF_PERSON = Prepared(_STAND.where(learners.c.user_id == bindparam("user")))
STAND_OF_GUEST = Prepared(_STAND.where(learners.c.digest == bindparam("digest")))

OUTLINE = Prepared(
    select(
        *[lessons.c[name] for name in ("id", "key", "position", "minutes")],
        *[lesson_texts.c[name] for name in ("lang", "title", "is_stale")],
        progress.c.opened_at,
        progress.c.read_at,
        enrolments.c.last_lesson_id,
    )
    .join(lesson_texts, lesson_texts.c.lesson_id == lessons.c.id)
    .outerjoin(
        progress,
        and_(progress.c.lesson_id == lessons.c.id, progress.c.learner_id == bindparam("learner")),
    )
    .outerjoin(
        enrolments,
        and_(enrolments.c.course_id == lessons.c.course_id, enrolments.c.learner_id == bindparam("learner")),
    )
    .where(IN_USE, lessons.c.course_id == bindparam("course"))
    .order_by(lessons.c.position, lessons.c.id, lesson_texts.c.lang)
)
_ANSWERED = and_(attempts.c.question_id == questions.c.id, attempts.c.learner_id == bindparam("learner"))
TALLY = Prepared(
    select(
        questions.c.lesson_id,
        func.count(questions.c.id.distinct()).label("asked"),
        func.count(attempts.c.question_id.distinct()).label("answered"),
        func.count(case((attempts.c.is_right, attempts.c.question_id)).distinct()).label("right"),
    )
    .join(lessons, lessons.c.id == questions.c.lesson_id)
    .outerjoin(attempts, _ANSWERED)
    .where(IN_USE, questions.c.withdrawn_at.is_(None), lessons.c.course_id == bindparam("course"))
    .group_by(questions.c.lesson_id)
)
_latest = (
    select(
        func.max(attempts.c.id).label("id"),
        func.max(case((attempts.c.is_right, 1), else_=0)).label("was_right"),
        func.count().label("tries"),
    )
    .join(questions, questions.c.id == attempts.c.question_id)
    .where(attempts.c.learner_id == bindparam("learner"), questions.c.lesson_id == bindparam("lesson"))
    .group_by(attempts.c.question_id)
    .subquery()
)
ANSWERS = Prepared(
    select(
        *[attempts.c[name] for name in ("question_id", "question_digest", "given", "is_right", "at")],
        _latest.c.was_right,
        _latest.c.tries,
    ).join(_latest, _latest.c.id == attempts.c.id)
)
_OF_ENROLMENT = [enrolments.c[name] for name in ("course_id", "last_lesson_id", "finished_at")]
PLACES = Prepared(
    select(*_OF_ENROLMENT, func.count(progress.c.read_at).label("done"))
    .outerjoin(lessons, and_(lessons.c.course_id == enrolments.c.course_id, IN_USE))
    .outerjoin(
        progress,
        and_(progress.c.lesson_id == lessons.c.id, progress.c.learner_id == enrolments.c.learner_id),
    )
    .where(enrolments.c.learner_id == bindparam("learner"))
    .group_by(*_OF_ENROLMENT)
)


def learner_id(who: Who) -> int:
    """The learner that somebody is; nobody yet, for who never answered or finished anything."""
    if who.user_id is not None:
        return OF_PERSON.scalar(user=who.user_id) or NOBODY
    return (OF_GUEST.scalar(digest=seals.digest(who.word)) or NOBODY) if who.word else NOBODY


def outline(course: Shown, learner: int) -> list[Step]:
    """The lessons of a course in their order, with what the learner has done in each."""
    by_lesson: dict[int, list[Any]] = {}
    for row in OUTLINE.all(course=course.id, learner=learner):
        by_lesson.setdefault(row.id, []).append(row)
    told = {row.lesson_id: row for row in tallies(learner, course.id)}
    steps = [_step(rows, course.source) for rows in by_lesson.values()]
    return [
        replace(step, asked=tally.asked, right=tally.right) if (tally := told.get(step.id)) else step
        for step in steps
    ]


def _step(rows: Sequence[Any], source: str) -> Step:
    first = rows[0]
    return Step(
        first.id,
        first.key,
        first.position,
        first.minutes,
        titles={row.lang: row.title for row in rows},
        stale=[row.lang for row in rows if row.is_stale],
        source=source,
        opened_at=first.opened_at,
        read_at=first.read_at,
        is_last=first.last_lesson_id == first.id,
    )


def stand_of(who: Who, course: int, lesson: int) -> Any:
    """A learner's row with where they are in a course and a lesson; None for who is no learner yet."""
    if who.user_id is not None:
        return STAND_OF_PERSON.first(user=who.user_id, course=course, lesson=lesson)
    if not who.word:
        return None
    return STAND_OF_GUEST.first(digest=seals.digest(who.word), course=course, lesson=lesson)


def score(learner: int, course: Shown) -> Score:
    """The best of all answers counts."""
    return score_of(tallies(learner, course.id), course.pass_mark)


def tallies(learner: int, course: int) -> list[Any]:
    """Of each lesson of a course: how many questions are asked, answered, and answered rightly once."""
    return TALLY.all(course=course, learner=learner)


def score_of(lessons_told: Iterable[Any], pass_mark: int) -> Score:
    """From what was asked and right in each lesson."""
    counted = [(tally.right, tally.asked) for tally in lessons_told]
    asked = sum(asked for _, asked in counted)
    return Score(sum(right for right, _ in counted), asked, needed=-(-asked * pass_mark // 100))


def answers_of(learner: int, lesson_id: int) -> dict[int, Given]:
    """The latest answer to each question of a lesson, by the question's id."""
    rows = ANSWERS.all(learner=learner, lesson=lesson_id) if learner else []
    return {
        row.question_id: Given(
            row.question_digest, row.given, row.is_right, row.at, bool(row.was_right), row.tries
        )
        for row in rows
    }


def places(learner: int) -> dict[int, Place]:
    """Where the learner stands in every course that they began."""
    return {row.course_id: Place(*row) for row in PLACES.all(learner=learner)} if learner else {}
