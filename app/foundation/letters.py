"""Letters that were written: how many, which, whose words are nobody else's; failed ones sent again."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from app.foundation import audit, jobs, paging
from app.foundation.audit import Actor
from app.foundation.clock import now
from app.foundation.db import after_commit, session, transaction
from app.foundation.errors import Conflict, NotFound
from app.foundation.outbox import Letter, LetterState

MANY = 999
WHOLE = "accounts/"  # what concerns the safety of an account is told to everyone in full
NEWS_FOR = timedelta(days=60)
MOST_NEWS = 10
SECRET = ("accounts/", "organisations/email/invited")  # they hold a key to an account or a seat


def is_secret(letter: Letter) -> bool:
    """Whether its words would let a reader act as somebody else."""
    return letter.template.startswith(SECRET)


def is_notice(letter: Letter) -> bool:
    """Whether it goes out naming no content."""
    return letter.notice_only and not letter.template.startswith(WHOLE)


def news_for(person_id: int) -> Sequence[Letter]:
    """What the last notices to a person did not say: they read it on the platform, the newest first."""
    theirs = (Letter.recipient_id == person_id, Letter.notice_only, Letter.created_at >= now() - NEWS_FOR)
    found = select(Letter).where(*theirs).order_by(Letter.id.desc()).limit(MOST_NEWS)
    return [letter for letter in session.scalars(found) if is_notice(letter) and not is_secret(letter)]


def get_own(key: str, *, person_id: int) -> Letter:
    """A letter, for the person it was written to and nobody else."""
    theirs = (Letter.message_id == key, Letter.recipient_id == person_id)
    letter = session.scalar(select(Letter).where(*theirs))
    if letter is None or is_secret(letter):
        raise NotFound("not_found")
    return letter


def counts() -> dict[LetterState, int]:
    """How many letters are in each state, in one statement that never counts to the end."""
    columns = []
    for state in LetterState:
        some = select(Letter.id).where(Letter.state == state).limit(MANY + 1).subquery()
        columns.append(select(func.count()).select_from(some).scalar_subquery().label(state.value))
    return dict(zip(LetterState, session.execute(select(*columns)).one(), strict=True))


def listed(state: LetterState, token: str | None) -> paging.Page:
    """Letters in one state, the newest first, without their words."""
    those: Any = select(
        Letter.id,
        Letter.name,
        Letter.email,
        Letter.subject,
        Letter.template,
        Letter.lang,
        Letter.created_at,
        Letter.tries,
        Letter.last_error,
    ).where(Letter.state == state)
    return paging.page(those, [Letter.id.desc()], token)


def get_letter(id: int) -> Letter:
    letter = session.scalar(select(Letter).where(Letter.id == id).options(defer(Letter.snapshot)))
    if letter is None:
        raise NotFound("not_found")
    return letter


def retry(letter: Letter, *, actor: Actor) -> None:
    """Put a failed letter back among those to be sent."""
    with transaction():
        if letter.state != LetterState.FAILED:
            raise Conflict("moved_on")
        letter.state, letter.tries, letter.next_try_at = LetterState.WAITING, 0, now()
        audit.record("letter.retry", letter, actor=actor)
        after_commit(jobs.wake)
