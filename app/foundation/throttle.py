"""Tries at one door, counted for whom they concern: some are free, then each waits longer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import String, delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import seals
from app.foundation.clock import now
from app.foundation.db import Base, session, transaction
from app.foundation.errors import TooMany

KEPT = timedelta(days=2)


class Tries(Base):
    """How often it was tried. The name it concerns is kept as an alias only."""

    __tablename__ = "tries"
    journal = False

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    count: Mapped[int]
    last_at: Mapped[datetime]
    not_before: Mapped[datetime | None]


@dataclass(frozen=True)
class Rule:
    name: str
    free: int  # tries before the first wait
    forget: timedelta  # after so long a quiet all is forgotten
    first_wait: timedelta
    longest_wait: timedelta  # never for ever: others must not be able to shut a person out

    def wait_after(self, count: int) -> timedelta:
        # The power is capped before it is taken: a patient guesser must not make numbers overflow.
        times = 1 << min(count - self.free, 20)
        return min(self.first_wait * times, self.longest_wait)

    def key(self, whom: str) -> str:
        return f"{self.name}:{seals.alias('tries', whom)}"


def take(rule: Rule, whom: str) -> None:
    """Count a try before it is made, so that many at once do not slip through together.

    Raises TooMany while the wait lasts; a refused try does not make it longer.
    """
    with transaction():
        tries = _held(rule.key(whom))
        if tries.not_before and tries.not_before > now():
            raise TooMany("tried_too_often", minutes=ceil((tries.not_before - now()) / timedelta(minutes=1)))
        if now() - max(tries.last_at, tries.not_before or tries.last_at) > rule.forget:
            tries.count = 0
        tries.count, tries.last_at = tries.count + 1, now()
        late = tries.count >= rule.free
        tries.not_before = now() + rule.wait_after(tries.count) if late else None


def _held(key: str) -> Tries:
    """The row of this key, ours until we commit; of two who make it at once the second takes the first's."""
    tries = session.get(Tries, key, with_for_update=True)
    if tries:
        return tries
    session.execute(delete(Tries).where(Tries.last_at < now() - KEPT))
    try:
        with session.begin_nested():
            session.add(Tries(key=key, count=0, last_at=now()))
    except IntegrityError:
        session.expire_all()
    return session.get_one(Tries, key, with_for_update=True)


def clear(rule: Rule, whom: str) -> None:
    with transaction():
        session.execute(delete(Tries).where(Tries.key == rule.key(whom)))
