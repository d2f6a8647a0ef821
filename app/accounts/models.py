"""People. A guest is a person too: one with no name and no rights."""

from datetime import datetime
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
        return self.is_secretariat


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
