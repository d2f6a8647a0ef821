"""A learner opens lessons and finishes them."""

from sqlalchemy import update

from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.learning.models import Enrolment, Learner, LessonProgress
from app.learning.operations import learners
from app.learning.queries.courses import Page, Shown
from app.learning.queries.learners import Who


def open_lesson(course: Shown, lesson: Page, *, learner: Who) -> None:
    """Remember where the learner is, so that they can go on there."""
    with transaction():
        note_place(course.id, lesson.id, lesson.lang, learners.known_or_new(learner))


def finish_lesson(course: Shown, lesson: Page, *, learner: Who) -> None:
    """The learner says that they have read it."""
    with transaction():
        mark_read(note_place(course.id, lesson.id, lesson.lang, learners.known_or_new(learner)))


def note_place(course: int, lesson: int, lang: str, learner: Learner) -> LessonProgress:
    """Inside a transaction: the learner is in this lesson now."""
    enrolment = session.get(Enrolment, (learner.id, course))
    if enrolment is None:
        enrolment = Enrolment(learner_id=learner.id, course_id=course, lang=lang)
        session.add(enrolment)
    enrolment.last_lesson_id, enrolment.lang = lesson, lang
    progress = session.get(LessonProgress, (learner.id, lesson))
    if progress is None:
        progress = LessonProgress(learner_id=learner.id, lesson_id=lesson)
        session.add(progress)
    return progress


def mark_read(progress: LessonProgress) -> None:
    if progress.read_at is None:
        progress.read_at = now()


def mark_finished(course: int, learner: Learner) -> None:
    """Inside a transaction: the learner has reached the pass mark; the first time counts."""
    mine = (Enrolment.learner_id == learner.id, Enrolment.course_id == course)
    first = update(Enrolment).where(*mine, Enrolment.finished_at.is_(None))
    session.execute(first.values(finished_at=now()))
