"""What bodies do with what they are sent: meetings, agenda items, documents and their trail."""

from datetime import date, datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from sqlalchemy import Column, ForeignKey, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.clock import now
from app.foundation.db import Base
from app.foundation.files import StoredFile
from app.organisations.models import Organisation

BY_STAFF = "staff"  # the confidence of what the Secretariat entered itself


class Body(Base):
    """A body of the CMS Family that takes or prepares decisions. Loaded from reference data."""

    __tablename__ = "body"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)  # "cms-stc"
    instrument: Mapped[str] = mapped_column(String(40), index=True)  # key in vocabularies
    instrument_short: Mapped[str] = mapped_column(String(60), default="")  # "AEWA"
    short: Mapped[str] = mapped_column(String(20))  # "StC"
    names: Mapped[dict[str, str]]
    kind: Mapped[str] = mapped_column(String(40))
    level: Mapped[str] = mapped_column(String(40))
    languages: Mapped[list[str]] = mapped_column(default=list)
    symbol_pattern: Mapped[str] = mapped_column(String(200), default="")
    symbol_stem: Mapped[str] = mapped_column(String(60), default="")  # "UNEP/CMS/StC{n}/Inf."
    confidence: Mapped[str] = mapped_column(String(20))

    @property
    def is_meeting(self) -> bool:
        """Whether it is named a meeting itself, as a Meeting of the Parties is."""
        return self.kind in {"meeting-of-parties", "meeting-of-signatories"}


class Meeting(Base):
    """One meeting of a body. Where the days are not confirmed there is a year, perhaps a month."""

    __tablename__ = "meeting"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)  # "cop15", "stc45"
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    number: Mapped[int | None]
    city: Mapped[str | None] = mapped_column(String(80))
    online: Mapped[bool] = mapped_column(default=False)
    country: Mapped[str | None] = mapped_column(String(2))
    starts_on: Mapped[date | None] = mapped_column(index=True)
    ends_on: Mapped[date | None]
    year: Mapped[int | None]
    month: Mapped[int | None]
    zone: Mapped[str] = mapped_column(String(40), default="UTC")  # IANA name
    languages: Mapped[list[str]] = mapped_column(default=list)
    titles: Mapped[dict[str, str]] = mapped_column(default=dict)  # only where it has a name of its own
    theme: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")  # for the Secretariat
    confidence: Mapped[str] = mapped_column(String(20), default=BY_STAFF)
    as_of: Mapped[date | None]  # of the reference list it comes from
    is_example: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column()

    body: Mapped[Body] = relationship()
    items: Mapped[list["AgendaItem"]] = relationship(back_populates="meeting", order_by="AgendaItem.sort_key")
    deadlines: Mapped[list["Deadline"]] = relationship(order_by="Deadline.at")

    __mapper_args__ = {"version_id_col": revision}

    @property
    def around(self) -> date | None:
        """The first day, or the first of the month or year where no day is confirmed."""
        return self.starts_on or (date(self.year, self.month or 1, 1) if self.year else None)

    def is_over(self, today: date) -> bool:
        """Whether its last day is past; without days, whether its month or year is."""
        if last := self.ends_on or self.starts_on:
            return last < today
        if not self.year:
            return False
        return (self.year, self.month or 12) < (today.year, today.month)


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
    is_public: Mapped[bool] = mapped_column(default=False, index=True)
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
    steps: Mapped[list["Step"]] = relationship(order_by="Step.place", back_populates="document")
    parties: Mapped[list["DocumentParty"]] = relationship()
    files: Mapped[list["DocumentFile"]] = relationship(order_by="DocumentFile.id")

    __mapper_args__ = {"version_id_col": revision}

    @property
    def translations(self) -> list["DocumentFile"]:
        """Its text in languages it was not received in."""
        return [kept for kept in self.files if kept.lang != self.lang]


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
    undated: Mapped[bool] = mapped_column(default=False)  # it happened; the day is not known
    unknown: Mapped[bool] = mapped_column(default=False)  # whether it happened is not known
    note: Mapped[str] = mapped_column(Text, default="")
    note_lang: Mapped[str] = mapped_column(String(8), default="en")  # and of the outcome's own words
    source: Mapped[str] = mapped_column(Text, default="")

    document: Mapped[Document] = relationship(back_populates="steps")

    @property
    def is_settled(self) -> bool:
        """Nothing is due any more: done, not needed, or lost to the record."""
        return self.done_on is not None or self.skipped or self.undated or self.unknown


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


CONSOLIDATED_IN, LED_TO, FOLLOWED_BY = "consolidated_in", "led_to", "followed_by"


class DocumentLink(Base):
    """What one document has to do with a later one; "followed by" claims no cause."""

    __tablename__ = "document_link"

    from_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(20))  # one of the three above


# Words for what is kept as a key.

DEADLINES = {
    "documents_to_secretariat": _l("Documents to the Secretariat"),
    "documents": _l("Documents"),
    "documents_posted": _l("Documents posted"),
    "draft_resolutions": _l("Draft resolutions"),
    "observer_requests": _l("Requests to take part as observer"),
    "observer_notice": _l("Notice by observers, with the names of their representatives"),
    "decision_on_observers": _l("Decision on observers"),
    "registration": _l("Registration"),
    "registration_funded_delegates": _l("Registration of funded delegates"),
    "registration_other_participants": _l("Registration of other participants"),
    "side_events": _l("Applications for side events"),
    "statements": _l("Written statements"),
    "national_reports": _l("National reports"),
    "national_reports_plan_of_action_africa": _l("National reports on the Plan of Action for Africa"),
    "amendment_proposals": _l("Proposals for amendments"),
    "amendments_to_technical_committee_preferred": _l("Amendments to the Technical Committee, preferred day"),
    "amendments_to_technical_committee_latest": _l("Amendments to the Technical Committee, latest day"),
    "technical_committee_nominations": _l("Nominations to the Technical Committee"),
}
DOCUMENT_KINDS = {
    "Inf": _l("Information document"),
    "Doc": _l("Working document"),
    "CRP": _l("Conference room paper"),
    "statement": _l("Statement"),
    "summary": _l("Summary of a dialogue"),
    "contribution": _l("Contribution to a call"),
    "consolidation": _l("Consolidation of contributions"),
    "resolution": _l("Resolution"),
    "decision": _l("Decision"),
}
OUTCOMES = {
    Outcome.NOTED: _lp("outcome", "Noted"),
    Outcome.DISCUSSED: _lp("outcome", "Discussed"),
    Outcome.REFERRED: _lp("outcome", "Referred"),
    Outcome.REFLECTED: _lp("outcome", "Reflected in a text"),
    Outcome.NOT_TAKEN_UP: _lp("outcome", "Not taken up"),
}
