"""People, their roles, and where they are signed in."""

from datetime import datetime
from enum import StrEnum
from secrets import token_hex

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.readers import Guest, Person, Rights, Role, Standing
from app.foundation.clock import now
from app.foundation.db import Base


class User(Rights, Base):
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


class Visit(Standing, Base):
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


Somebody = User | Person
Reader = Somebody | Guest
