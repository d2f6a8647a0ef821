"""Who asks or acts, as plain records: no row, so nothing of it goes stale or is loaded late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from app.foundation.clock import now


class Role(StrEnum):
    MODERATOR = "moderator"
    TRANSLATOR = "translator"
    EDITOR = "editor"  # of content
    ADMINISTRATOR = "administrator"
    FOCAL_POINT = "focal_point"  # reach: country
    DELEGATE = "delegate"  # reach: country or body


SECRETARIAT = frozenset({Role.MODERATOR, Role.TRANSLATOR, Role.EDITOR, Role.ADMINISTRATOR})


class Rights:
    """What roles allow, asked of a row or of a record alike."""

    is_authenticated = True

    grants: Any  # each with .role and .reach
    totp_since: Any

    def has(self, role: Role, reach: str | None = None) -> bool:
        """Whether the person holds the role; for `reach`, such as "country:KE" or "body:cms-stc"."""
        return any(g.role == role and reach in (None, g.reach) for g in self.grants)

    def reach_of(self, role: Role) -> list[str]:
        return [g.reach for g in self.grants if g.role == role]

    @property
    def is_moderator(self) -> bool:
        return self.has(Role.MODERATOR)

    @property
    def is_administrator(self) -> bool:
        return self.has(Role.ADMINISTRATOR)

    @property
    def is_secretariat(self) -> bool:
        return any(g.role in SECRETARIAT for g in self.grants)

    @property
    def needs_second_factor(self) -> bool:
        """Whether a password alone is too little: by role, or because the person chose so."""
        return self.is_secretariat or self.totp_since is not None


class Standing:
    """How much a sign-in is worth now, asked of a row or of a record alike."""

    user: Any
    epoch: Any
    began_at: Any
    last_seen_at: Any
    proved_at: Any
    factor_at: Any
    ended_at: Any

    @property
    def is_whole(self) -> bool:
        return self.factor_at is not None or not self.user.needs_second_factor

    def is_live(self) -> bool:
        """Neither ended, nor too old, nor too long unused, and its person may still come in."""
        idle, whole = (timedelta(hours=12), timedelta(days=14))
        if self.user.is_secretariat:
            idle, whole = (timedelta(minutes=30), timedelta(hours=12))
        return (
            self.ended_at is None
            and self.user.disabled_at is None
            and self.epoch == self.user.epoch
            and now() - self.last_seen_at < idle
            and now() - self.began_at < whole
        )

    def is_fresh(self) -> bool:
        """Whether the person proved to be it so lately that a grave step may follow."""
        return bool(now() - self.proved_at <= timedelta(minutes=10))


class Held(NamedTuple):
    role: Role
    reach: str


@dataclass(frozen=True, eq=False)
class Person(Rights):
    """Somebody who is signed in, as they were when they knocked. Operations that change them take the row."""

    id: int
    key: str
    email: str
    name: str
    lang: str
    time_zone: str
    confirmed_at: datetime | None
    disabled_at: datetime | None
    epoch: int
    notice_only: bool
    totp_since: datetime | None
    grants: Sequence[Held]


@dataclass(frozen=True)
class SignIn(Standing):
    """A visit as it was when the cookie was shown."""

    id: int
    key: str
    epoch: int
    began_at: datetime
    last_seen_at: datetime
    proved_at: datetime
    factor_at: datetime | None
    ended_at: datetime | None
    user: Person

    @property
    def user_id(self) -> int:
        return self.user.id


class Guest:
    """Nobody in particular. Answers every question a rule may ask, with no."""

    id = None
    lang = "en"
    time_zone = "UTC"
    name = ""
    is_authenticated = is_moderator = is_administrator = is_secretariat = False
    grants: Sequence[Held] = ()

    def has(self, role: Role, reach: str | None = None) -> bool:
        return False

    def reach_of(self, role: Role) -> list[str]:
        return []
