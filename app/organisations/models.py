"""Whom people speak for."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.clock import now
from app.foundation.db import Base


class OrganisationState(StrEnum):
    APPLIED = "applied"
    VERIFIED = "verified"
    DECLINED = "declined"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"


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
    applied_at: Mapped[datetime] = mapped_column(default=now)
    verified_at: Mapped[datetime | None]
    decided_why: Mapped[str] = mapped_column(Text, default="")
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    letter_signatory: Mapped[str] = mapped_column(String(200), default="")
    letter_valid_until: Mapped[date | None]
    revision: Mapped[int] = mapped_column()

    members: Mapped[list["Membership"]] = relationship(
        back_populates="organisation", order_by="Membership.joined_at"
    )

    __mapper_args__ = {"version_id_col": revision}


class Membership(Base):
    __tablename__ = "membership"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
    seat: Mapped[Seat] = mapped_column(default=Seat.EDITOR)
    joined_at: Mapped[datetime] = mapped_column(default=now)

    user: Mapped[User] = relationship()
    organisation: Mapped[Organisation] = relationship(back_populates="members")
