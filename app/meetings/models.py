"""What bodies do with what they are sent: meetings, agenda items, documents and their trail."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.clock import now
from app.foundation.db import Base
from app.foundation.files import StoredFile
from app.organisations.models import Organisation


class Body(Base):
    """A body of the CMS Family that takes or prepares decisions. Loaded from reference data."""

    __tablename__ = "body"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)  # "cms-stc"
    instrument: Mapped[str] = mapped_column(String(40), index=True)  # key in vocabularies
    short: Mapped[str] = mapped_column(String(20))  # "StC"
    names: Mapped[dict[str, str]]
    kind: Mapped[str] = mapped_column(String(40))
    level: Mapped[str] = mapped_column(String(40))
    languages: Mapped[list[str]] = mapped_column(default=list)
    symbol_pattern: Mapped[str] = mapped_column(String(200), default="")
    symbol_stem: Mapped[str] = mapped_column(String(60), default="")  # "UNEP/CMS/StC{n}/Inf."
    confidence: Mapped[str] = mapped_column(String(20))


class Meeting(Base):
    __tablename__ = "meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)  # "cop15", "stc45"
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    number: Mapped[int | None]
    city: Mapped[str | None] = mapped_column(String(80))
    country: Mapped[str | None] = mapped_column(String(2))
    starts_on: Mapped[date | None] = mapped_column(index=True)
    ends_on: Mapped[date | None]
    year: Mapped[int | None]
    month: Mapped[int | None]
    zone: Mapped[str] = mapped_column(String(40), default="UTC")  # IANA name
    languages: Mapped[list[str]] = mapped_column(default=list)
    titles: Mapped[dict[str, str]] = mapped_column(default=dict)  # only where it has a name of its own
    note: Mapped[str] = mapped_column(Text, default="")
    confidence: Mapped[str] = mapped_column(String(20), default="source")
    is_example: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column()

    body: Mapped[Body] = relationship()
    items: Mapped[list["AgendaItem"]] = relationship(back_populates="meeting", order_by="AgendaItem.sort_key")
    deadlines: Mapped[list["Deadline"]] = relationship(order_by="Deadline.at")

    __mapper_args__ = {"version_id_col": revision}


class AgendaItem(Base):
    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    number: Mapped[str] = mapped_column(String(20))  # "21.1.27"
    sort_key: Mapped[str] = mapped_column(String(60))  # "0021.0001.0027"
    titles: Mapped[dict[str, str]]
    lang: Mapped[str] = mapped_column(String(8), default="en")
    revision: Mapped[int] = mapped_column()

    meeting: Mapped[Meeting] = relationship(back_populates="items")

    __mapper_args__ = {"version_id_col": revision}


class Deadline(Base):
    """An instant by which something is due for a meeting, and the rule that set it."""

    __tablename__ = "deadline"
    __table_args__ = (UniqueConstraint("meeting_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(40), default="UTC")
    day_only: Mapped[bool] = mapped_column(default=False)  # the source gives a day, no hour
    rule: Mapped[str] = mapped_column(Text, default="")


class DocumentState(StrEnum):
    RECEIVED = "received"
    CHECKED = "checked"
    TRANSLATED = "translated"
    ISSUED = "issued"
    TABLED = "tabled"
    CONSIDERED = "considered"
    FOLLOWED_UP = "followed_up"
    CLOSED = "closed"  # declined or withdrawn before it was issued


class Outcome(StrEnum):
    NOTED = "noted"
    DISCUSSED = "discussed"
    REFERRED = "referred"  # to whom
    REFLECTED = "reflected"  # where: resolution, paragraph
    NOT_TAKEN_UP = "not_taken_up"  # reason


document_item = Table(
    "document_item",
    Base.metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("agenda_item_id", ForeignKey("agenda_item.id"), primary_key=True, index=True),
)


class Document(Base):
    """One paper before a body, whatever room it came from, and what became of it."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("origin_kind", "origin_number", "meeting_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(12), unique=True)  # our own: "2026-0042"
    symbol: Mapped[str | None] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(20), default="Inf")  # Doc, Inf, CRP, statement, …
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    lang: Mapped[str] = mapped_column(String(8))
    titles: Mapped[dict[str, str]] = mapped_column(default=dict)  # in other languages
    state: Mapped[DocumentState] = mapped_column(default=DocumentState.RECEIVED, index=True)
    is_public: Mapped[bool] = mapped_column(default=False)
    text_held: Mapped[bool] = mapped_column(default=True)  # False: known to exist, text not held
    source: Mapped[str] = mapped_column(Text, default="")  # where historic facts come from
    origin_kind: Mapped[str | None] = mapped_column(String(20))  # "report", "dialogue"; None: upload
    origin_number: Mapped[str | None] = mapped_column(String(12))
    origin_endpoint: Mapped[str | None] = mapped_column(String(60))  # "reports.show"
    received_at: Mapped[datetime] = mapped_column(default=now)
    outcome: Mapped[Outcome | None]
    outcome_where: Mapped[str] = mapped_column(String(200), default="")  # body, or text and paragraph
    outcome_text: Mapped[str] = mapped_column(Text, default="")
    follow_up: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column()

    meeting: Mapped[Meeting] = relationship()
    items: Mapped[list[AgendaItem]] = relationship(secondary=document_item, order_by=AgendaItem.sort_key)
    steps: Mapped[list["Step"]] = relationship(order_by="Step.place")
    parties: Mapped[list["DocumentParty"]] = relationship()
    files: Mapped[list["DocumentFile"]] = relationship()

    __mapper_args__ = {"version_id_col": revision}


class Step(Base):
    """One step of the trail: done on a day, or due on one and not yet done."""

    __tablename__ = "document_step"
    __table_args__ = (UniqueConstraint("document_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    place: Mapped[int]  # 1 to 7
    name: Mapped[str] = mapped_column(String(20))  # the words of DocumentState
    done_on: Mapped[date | None]
    done_at: Mapped[datetime | None]  # where the instant is known
    due_on: Mapped[date | None]
    skipped: Mapped[bool] = mapped_column(default=False)  # not needed for this document
    note: Mapped[str] = mapped_column(Text, default="")
    note_lang: Mapped[str] = mapped_column(String(8), default="en")
    source: Mapped[str] = mapped_column(Text, default="")


class DocumentParty(Base):
    """Whom the document concerns, and who is told at each step."""

    __tablename__ = "document_party"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")  # a party that holds no account
    role: Mapped[str] = mapped_column(String(20), default="author")
    is_public: Mapped[bool] = mapped_column(default=True)

    organisation: Mapped[Organisation | None] = relationship()
    user: Mapped[User | None] = relationship()


class DocumentFile(Base):
    __tablename__ = "document_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    lang: Mapped[str] = mapped_column(String(8))

    file: Mapped[StoredFile] = relationship()


class DocumentLink(Base):
    """One document went into another: consolidated in it, or led to it."""

    __tablename__ = "document_link"

    from_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(20))  # "consolidated_in", "led_to"
