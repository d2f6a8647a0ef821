"""People. A guest is a person too: one with no name and no rights."""

from datetime import datetime, timedelta
from enum import StrEnum
from secrets import token_hex

from flask_login import AnonymousUserMixin, UserMixin
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.clock import now
from app.foundation.db import Base


class Role(StrEnum):
    MODERATOR = "moderator"
    TRANSLATOR = "translator"
    EDITOR = "editor"  # of content
    ADMINISTRATOR = "administrator"
    FOCAL_POINT = "focal_point"  # reach: country
    DELEGATE = "delegate"  # reach: country or body


SECRETARIAT = frozenset({Role.MODERATOR, Role.TRANSLATOR, Role.EDITOR, Role.ADMINISTRATOR})


class User(Base, UserMixin):
    """One person. Nobody shares an account: people act for organisations through memberships."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(16), unique=True, default=lambda: token_hex(8))
    email: Mapped[str] = mapped_column(String(254), unique=True)  # casefolded
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    lang: Mapped[str] = mapped_column(String(8), default="en")
    time_zone: Mapped[str] = mapped_column(String(40), default="UTC")
    created_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_at: Mapped[datetime | None]  # the e-mail address is theirs
    disabled_at: Mapped[datetime | None]
    epoch: Mapped[int] = mapped_column(default=0)  # raised to end every session at once
    notice_only: Mapped[bool] = mapped_column(default=False)  # letters name no content
    totp_secret: Mapped[str | None] = mapped_column(String(200))  # sealed with a key of ours
    totp_step: Mapped[int | None]  # the last step used, so that no code counts twice
    totp_since: Mapped[datetime | None]  # None: not yet set up
    revision: Mapped[int] = mapped_column()

    grants: Mapped[list["Grant"]] = relationship(
        lazy="selectin", foreign_keys="Grant.user_id", back_populates="user", order_by="Grant.id"
    )

    __mapper_args__ = {"version_id_col": revision}

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


class Grant(Base):
    """A role that a person holds, and how far it reaches, in words: "country:KE", "body:cms-cop"."""

    __tablename__ = "grant"
    __table_args__ = (UniqueConstraint("user_id", "role", "reach"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    role: Mapped[Role]
    reach: Mapped[str] = mapped_column(String(60), default="")
    granted_at: Mapped[datetime] = mapped_column(default=now)
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    user: Mapped[User] = relationship(foreign_keys=user_id, back_populates="grants")


class Visit(Base):
    """One sign-in of one person, on one device. The cookie carries a word of which only the digest is here.

    A visit whose person still owes the second factor carries no rights at all.
    """

    __tablename__ = "user_session"
    journal = False

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(16), unique=True, default=lambda: token_hex(8))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    epoch: Mapped[int]  # the person's when it began; when they differ, it is over
    device: Mapped[str] = mapped_column(String(60), default="")  # "Firefox, Android", and no more
    began_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)  # to some minutes
    proved_at: Mapped[datetime] = mapped_column(default=now)  # when the person last proved to be it
    factor_at: Mapped[datetime | None]  # when the second factor was given
    ended_at: Mapped[datetime | None] = mapped_column(index=True)

    user: Mapped[User] = relationship()

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
        return now() - self.proved_at <= timedelta(minutes=10)


class Registration(Base):
    """Somebody asked for an account; nobody has one before the letter was answered."""

    __tablename__ = "registration"
    journal = False

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    lang: Mapped[str] = mapped_column(String(8))
    time_zone: Mapped[str] = mapped_column(String(40))
    next: Mapped[str] = mapped_column(String(300), default="")  # where the person was going
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Purpose(StrEnum):
    RESET = "reset"
    EMAIL_OLD = "email_old"  # the address that is left agrees
    EMAIL_NEW = "email_new"  # the address that is taken up answers


class MailLink(Base):
    """A link in a letter: for one purpose, once, for a while. Only its digest is kept."""

    __tablename__ = "mail_link"
    journal = False

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[Purpose]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), default="")  # the new one, where it changes
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class RecoveryCode(Base):
    """One line on the paper for the day the phone is lost. It opens once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class Guest(AnonymousUserMixin):
    """Nobody in particular. Answers every question a rule may ask, with no."""

    id = None
    lang = "en"
    time_zone = "UTC"
    name = ""
    is_moderator = is_administrator = is_secretariat = False
    grants: list[Grant] = []

    def has(self, role: Role, reach: str | None = None) -> bool:
        return False

    def reach_of(self, role: Role) -> list[str]:
        return []


Reader = User | Guest
