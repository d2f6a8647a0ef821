"""Learners: who they are from their first answer on, and how a guest becomes a person."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.exc import IntegrityError

from app.foundation import jobs, seals
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.learning.models import Attempt, Enrolment, Learner, LessonProgress
from app.learning.queries.learners import Who

KEPT = timedelta(days=366)  # a guest's cookie lives for a year from its last use
SEEN_EVERY = timedelta(hours=1)


def begin(who: Who) -> tuple[int, Who]:
    """Somebody who never learnt here is a learner from now on; a guest by a word of ours, whatever they
    brought. Inside a transaction.
    """
    who = who if who.user_id is not None else Who(word=seals.new_token())
    learner = Learner(user_id=who.user_id, digest=seals.digest(who.word) if who.word else None)
    try:
        with session.begin_nested():
            session.add(learner)
    except IntegrityError:  # of two first answers at once the other came first
        return session.scalars(select(Learner.id).where(Learner.user_id == who.user_id)).one(), who
    return learner.id, who


def note_seen(learner: Any) -> None:
    """Inside a transaction: so that whoever still comes is not forgotten."""
    if now() - learner.seen_at > SEEN_EVERY:
        session.execute(update(Learner).where(Learner.id == learner.id).values(seen_at=now()))


def take_over(word: str, *, person: int) -> bool:
    """What a guest did in this browser is the person's from now on; of what both did the better is kept."""
    with transaction():
        guest = session.scalar(select(Learner).where(Learner.digest == seals.digest(word)))
        if guest is None:
            return False
        own = session.scalar(select(Learner).where(Learner.user_id == person))
        if own is None:
            guest.user_id, guest.digest = person, None
            return True
        _join(guest, own)
        session.flush()
        _drop([guest.id])
    return True


def _join(guest: Learner, own: Learner) -> None:
    theirs = update(Attempt).where(Attempt.learner_id == guest.id)
    session.execute(theirs.values(learner_id=own.id))  # all answers stay: the best of them counts
    for mine, other in _pairs(Enrolment, Enrolment.course_id, guest, own):
        if mine is None:
            _move(other, Enrolment, own)
        else:
            mine.last_lesson_id, mine.lang = other.last_lesson_id or mine.last_lesson_id, other.lang
            mine.began_at = min(mine.began_at, other.began_at)
            mine.finished_at = _earlier(mine.finished_at, other.finished_at)
    for mine, other in _pairs(LessonProgress, LessonProgress.lesson_id, guest, own):
        if mine is None:
            _move(other, LessonProgress, own)
        else:
            mine.opened_at = min(mine.opened_at, other.opened_at)
            mine.read_at = _earlier(mine.read_at, other.read_at)


def _pairs(model: Any, about: Any, guest: Learner, own: Learner) -> list[tuple[Any, Any]]:
    """What the guest has, each beside what the person has of the same; None where that is nothing."""
    mine = {
        getattr(row, about.key): row
        for row in session.scalars(select(model).where(model.learner_id == own.id))
    }
    theirs = session.scalars(select(model).where(model.learner_id == guest.id)).all()
    return [(mine.get(getattr(row, about.key)), row) for row in theirs]


def _move(row: Any, model: Any, own: Learner) -> None:
    values = {column.key: getattr(row, column.key) for column in model.__table__.columns}
    session.add(model(**values | {"learner_id": own.id}))


def _earlier(one: Any, other: Any) -> Any:
    return min(filter(None, (one, other)), default=None)


def forget_all_done(ids: Any) -> None:
    """All that these learners did. Inside a transaction."""
    for model in (Attempt, LessonProgress, Enrolment):
        session.execute(delete(model).where(model.learner_id.in_(ids)))


def _drop(ids: Any) -> None:
    """Learners with all that they did. Inside a transaction."""
    forget_all_done(ids)
    session.execute(delete(Learner).where(Learner.id.in_(ids)))


@jobs.daily
def sweep() -> None:
    """Guests whose cookie has ended are forgotten, with all that they did."""
    with transaction():
        gone = (Learner.user_id.is_(None), Learner.seen_at < now() - KEPT)
        if session.scalar(select(exists().where(*gone))):
            _drop(session.scalars(select(Learner.id).where(*gone)).all())
