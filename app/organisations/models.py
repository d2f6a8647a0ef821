"""Whom people speak for."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from secrets import token_hex
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.clock import now
from app.foundation.db import Base
from app.foundation.files import StoredFile
from app.foundation.i18n import Said, said

INVITATION_LASTS = timedelta(days=14)
LETTER_ENDS_SOON = timedelta(days=60)


class OrganisationState(StrEnum):
    APPLIED = "applied"
    VERIFIED = "verified"
    DECLINED = "declined"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"


class Asking(StrEnum):
    """What an organisation in state applied waits for: each is verified in the same way."""

    REGISTRATION = "registration"
    RENAME = "rename"
    RENEWAL = "renewal"  # of the authority letter
    AGAIN = "again"  # after it was declined


class Kind(StrEnum):
    INTERNATIONAL_NGO = "international_ngo"
    NATIONAL_NGO = "national_ngo"
    CSO = "cso"
    ACADEMIC = "academic"
    INDIGENOUS = "indigenous"
    NETWORK = "network"
    GOVERNMENT = "government"  # Parties answered the calls of 2015 and 2016
    OTHER = "other"


class ObserverClass(StrEnum):
    """Article VII.9 of the Convention."""

    INTERNATIONAL = "international"
    NATIONAL_APPROVED = "national_approved"  # with approval of its State
    NONE = "none"


class Seat(StrEnum):
    OWNER = "owner"
    EDITOR = "editor"
    READER = "reader"


KINDS = {
    Kind.INTERNATIONAL_NGO: _l("International non-governmental organisation"),
    Kind.NATIONAL_NGO: _l("National non-governmental organisation"),
    Kind.CSO: _l("Civil society organisation"),
    Kind.ACADEMIC: _l("Academic or research institution"),
    Kind.INDIGENOUS: _l("Indigenous peoples' organisation"),
    Kind.NETWORK: _l("Network of organisations"),
    Kind.GOVERNMENT: _l("Government of a Party"),
    Kind.OTHER: _l("Other"),
}
OBSERVER_CLASSES = {
    ObserverClass.INTERNATIONAL: _l("International body"),
    ObserverClass.NATIONAL_APPROVED: _l("National body approved by its State"),
    ObserverClass.NONE: _lp("observer class", "None"),
}
SEATS = {Seat.OWNER: _l("Owner"), Seat.EDITOR: _l("Editor"), Seat.READER: _l("Reader")}


class Organisation(Base):
    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)  # its stable address
    name: Mapped[str] = mapped_column(String(200))
    name_lang: Mapped[str] = mapped_column(String(8), default="en")
    names: Mapped[dict[str, str]] = mapped_column(default=dict)  # in other languages
    skeleton: Mapped[str] = mapped_column(String(200), unique=True)  # look-alike names meet here
    acronym: Mapped[str] = mapped_column(String(40), default="")
    kind: Mapped[Kind]
    country: Mapped[str] = mapped_column(String(2))  # ISO 3166-1 alpha-2
    founded: Mapped[int | None]
    mission: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    instruments: Mapped[list[str]] = mapped_column(default=list)
    working_languages: Mapped[list[str]] = mapped_column(default=list)
    observer_class: Mapped[ObserverClass] = mapped_column(default=ObserverClass.NONE)
    state: Mapped[OrganisationState] = mapped_column(default=OrganisationState.APPLIED, index=True)
    protected: Mapped[bool] = mapped_column(default=False)  # letters are notices; the name is kept
    is_example: Mapped[bool] = mapped_column(default=False)
    asking: Mapped[Asking] = mapped_column(default=Asking.REGISTRATION)
    former_name: Mapped[str] = mapped_column(String(200), default="")  # before the last rename
    wanted: Mapped[dict[str, Any] | None]  # an identity to be verified
    applied_at: Mapped[datetime] = mapped_column(default=now)  # the last time
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    verified_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_why: Mapped[str] = mapped_column(Text, default="")
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    letter_signatory: Mapped[str] = mapped_column(String(200), default="")
    letter_valid_until: Mapped[date | None]
    revision: Mapped[int] = mapped_column()

    letter: Mapped[StoredFile | None] = relationship()
    members: Mapped[list["Membership"]] = relationship(
        back_populates="organisation", order_by="Membership.joined_at"
    )

    __mapper_args__ = {"version_id_col": revision}

    @property
    def all_names(self) -> dict[str, str]:
        """Its own name and those in other languages, for `said`."""
        return {**self.names, self.name_lang: self.name}

    @property
    def called(self) -> Said:
        """How every page calls it: by its name in the language of the page, else by its own."""
        return said(self.all_names, own=self.name_lang)

    @property
    def letter_has_ended(self) -> bool:
        return self.letter_valid_until is not None and self.letter_valid_until < now().date()

    @property
    def letter_ends_soon(self) -> bool:
        soon = (now() + LETTER_ENDS_SOON).date()
        return self.letter_valid_until is not None and self.letter_valid_until < soon


class OtherName(Base):
    """A name in another language, as its skeleton: no two organisations may look alike in any."""

    __tablename__ = "organisation_other_name"
    journal = False

    skeleton: Mapped[str] = mapped_column(String(200), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)


class Membership(Base):
    __tablename__ = "membership"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
    seat: Mapped[Seat] = mapped_column(default=Seat.EDITOR)
    joined_at: Mapped[datetime] = mapped_column(default=now)

    user: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship(back_populates="members")


class Invitation(Base):
    """A seat offered by mail. The letter carries a token; we keep its digest only."""

    __tablename__ = "invitation"
    __table_args__ = (
        Index(
            "uq_invitation_open",
            "organisation_id",
            "email",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(16), unique=True, default=lambda: token_hex(8))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    email: Mapped[str] = mapped_column(String(254), index=True)  # casefolded
    seat: Mapped[Seat] = mapped_column(default=Seat.EDITOR)
    lang: Mapped[str] = mapped_column(String(8), default="en")
    token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    invited_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(default=lambda: now() + INVITATION_LASTS)
    sent_at: Mapped[datetime | None]  # None: its letter waits until the organisation is verified
    closed_at: Mapped[datetime | None]  # accepted, refused or withdrawn
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    revision: Mapped[int] = mapped_column()

    organisation: Mapped[Organisation] = relationship()
    invited_by: Mapped[User] = relationship(foreign_keys=invited_by_id)

    __mapper_args__ = {"version_id_col": revision}

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= now()
