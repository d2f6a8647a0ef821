"""A learner opens lessons and finishes them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, update

from app.foundation.clock import now
from app.foundation.db import transaction
from app.foundation.prepared import Prepared, unless_there
from app.learning.operations import learners
from app.learning.queries.courses import Page, Shown
from app.learning.queries.learners import Who, enrolments, progress, stand_of

# Of two requests at once, as a button pressed twice sends them, the second finds these rows there.
ENROL = Prepared(unless_there(enrolments), "learner_id", "course_id", "last_lesson_id", "lang", "began_at")
OPEN = Prepared(unless_there(progress), "learner_id", "lesson_id", "opened_at")
_IN_COURSE = (enrolments.c.learner_id == bindparam("who"), enrolments.c.course_id == bindparam("course"))
MOVE = Prepared(
    update(enrolments).where(*_IN_COURSE).values(last_lesson_id=bindparam("lesson"), lang=bindparam("tongue"))
)
FINISH = Prepared(
    update(enrolments)
    .where(*_IN_COURSE, enrolments.c.finished_at.is_(None))
    .values(finished_at=bindparam("moment"))
)
READ = Prepared(
    update(progress)
    .where(progress.c.learner_id == bindparam("who"), progress.c.lesson_id == bindparam("lesson"))
    .where(progress.c.read_at.is_(None))
    .values(read_at=bindparam("moment"))
)


@dataclass(frozen=True)
class Here:
    """A learner in a lesson of a course: the rows are there."""

    learner_id: int
    who: Who  # with the word that the guest has from now on
    read_at: datetime | None
    finished_at: datetime | None


def open_lesson(course: Shown, lesson: Page, *, learner: Who) -> None:
    """Remember where the learner is, so that they can go on there."""
    with transaction():
        be_here(course.id, lesson.id, lesson.lang, learner)


def finish_lesson(course: Shown, lesson: Page, *, learner: Who) -> Who:
    """The learner says that they have read it. Gives back who they are, a new guest with their word."""
    with transaction():
        here = be_here(course.id, lesson.id, lesson.lang, learner)
        mark_read(here, lesson.id)
    return here.who


def be_here(course: int, lesson: int, lang: str, who: Who) -> Here:
    """Inside a transaction: the learner is in this lesson now, whoever they were before."""
    stand = stand_of(who, course, lesson)
    if stand is None:
        learner_id, who = learners.begin(who)
        last, was_opened, read_at, finished_at = None, False, None, None
    else:
        learner_id, last = stand.id, stand.lang and (stand.last_lesson_id, stand.lang)
        was_opened, read_at, finished_at = stand.opened_at is not None, stand.read_at, stand.finished_at
        learners.note_seen(stand)
    if last is None:
        ENROL.run(learner_id=learner_id, course_id=course, last_lesson_id=lesson, lang=lang, began_at=now())
    elif last != (lesson, lang):
        MOVE.run(who=learner_id, course=course, lesson=lesson, tongue=lang)
    if not was_opened:
        OPEN.run(learner_id=learner_id, lesson_id=lesson, opened_at=now())
    return Here(learner_id, who, read_at, finished_at)


def mark_read(here: Here, lesson: int) -> None:
    """Inside a transaction: the first time counts."""
    READ.run(who=here.learner_id, lesson=lesson, moment=now())


def mark_finished(here: Here, course: int) -> None:
    """Inside a transaction: the learner has reached the pass mark; the first time counts."""
    FINISH.run(who=here.learner_id, course=course, moment=now())
