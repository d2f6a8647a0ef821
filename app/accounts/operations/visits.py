"""Signing in and out: what the cookie speaks of."""

from datetime import timedelta

from sqlalchemy import delete, or_, update

from app.accounts.models import User, Visit
from app.foundation import audit, jobs, seals
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.errors import NotFound

KEPT = timedelta(days=1)  # an ended visit still tells whose half-written page comes back
IDLE, LONGEST = timedelta(hours=12), timedelta(days=14)
SEEN_EVERY = timedelta(minutes=5)


def begin_visit(person: User, *, device: str, factor: bool = False) -> str:
    """Let somebody in who has just proved to be this person. Gives the word for their cookie."""
    token = seals.new_token()
    with transaction():
        sweep()
        session.add(
            Visit(
                user_id=person.id,
                digest=seals.digest(token),
                epoch=person.epoch,
                device=device[:60],
                factor_at=now() if factor else None,
            )
        )
    return token


def prove_visit(visit: Visit, *, factor: bool = False) -> str:
    """The person proved again to be it: a new word for the cookie, the old one opens nothing."""
    token = seals.new_token()
    with transaction():
        visit.digest, visit.proved_at, visit.last_seen_at = seals.digest(token), now(), now()
        if factor:
            visit.factor_at = now()
    return token


def note_seen(visit_id: int) -> None:
    with transaction():
        session.execute(update(Visit).where(Visit.id == visit_id).values(last_seen_at=now()))


def end_visit(visit: Visit) -> None:
    with transaction():
        visit.ended_at = now()


def end_visit_of(person: User, key: str) -> None:
    """End one of one's own sign-ins, such as that of a phone left behind."""
    with transaction():
        ended = session.execute(
            update(Visit).where(Visit.key == key, Visit.user_id == person.id).values(ended_at=now())
        )
        if ended.rowcount == 0:  # type: ignore[attr-defined]
            raise NotFound("not_found")


def end_all_visits(person: User, *, but: Visit | None = None) -> None:
    """Sign out everywhere at once; where the person sits now may stay open. Inside a transaction."""
    person.epoch += 1
    others = (Visit.user_id == person.id, Visit.ended_at.is_(None), Visit.id != (but.id if but else None))
    session.execute(update(Visit).where(*others).values(ended_at=now()))
    session.flush()
    if but is not None:
        but.epoch = person.epoch


def sign_out_everywhere(person: User) -> None:
    with transaction():
        end_all_visits(person)
        audit.record("user.sign_out_everywhere", person, actor=person)


@jobs.daily
def sweep() -> None:
    """What is over is forgotten, whoever it was of."""
    with transaction():
        before = now() - KEPT
        over = (
            Visit.ended_at < before,
            Visit.last_seen_at < before - IDLE,
            Visit.began_at < before - LONGEST,
        )
        session.execute(delete(Visit).where(or_(*over)))
