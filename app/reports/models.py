"""What a report is. Nothing here asks who is reading, or writes to the database."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.foundation.clock import end_of, now
from app.foundation.db import Base
from app.foundation.files import StoredFile
from app.meetings.models import AgendaItem, Document, Meeting
from app.organisations.models import Organisation
from app.reports import questions


class CallState(StrEnum):
    PREPARED = "prepared"
    ANNOUNCED = "announced"
    CANCELLED = "cancelled"


class Phase(StrEnum):
    """Where a call stands in time, whatever its state."""

    COMING = "coming"
    OPEN = "open"
    GRACE = "grace"  # closed, but a late report is still taken
    CLOSED = "closed"


class Template(Base):
    """Sections and questions as data. A version is never changed once a report uses it."""

    __tablename__ = "report_template"
    __table_args__ = (UniqueConstraint("key", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    lang: Mapped[str] = mapped_column(String(8))
    definition: Mapped[dict[str, Any]] = mapped_column(deferred=True)  # long: read when it is not known yet
    digest: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def shape(self) -> questions.Template:
        """What it asks, parsed once in each process."""
        return questions.known(self.digest) or questions.template_of(self.definition, self.digest)


LONGEST_GRACE = timedelta(weeks=2)


class CallTimes:
    """Where a call stands now, asked of a row or of a record alike."""

    state: Any
    opens_at: Any
    closes_at: Any
    grace_minutes: Any

    @property
    def ends_at(self) -> datetime:
        """The last moment at which a late report is taken."""
        last: datetime = self.closes_at + timedelta(minutes=self.grace_minutes)
        return last

    @property
    def late_until(self) -> datetime | None:
        """The same, for what takes late reports at all."""
        return self.ends_at if self.grace_minutes and self.state == CallState.ANNOUNCED else None

    @property
    def phase(self) -> Phase:
        moment = now()
        if moment < self.opens_at:
            return Phase.COMING
        if moment <= self.closes_at:
            return Phase.OPEN
        return Phase.GRACE if moment <= self.ends_at else Phase.CLOSED

    @property
    def takes_reports(self) -> bool:
        return bool(self.state == CallState.ANNOUNCED) and self.phase in {Phase.OPEN, Phase.GRACE}


class Call(CallTimes, Base):
    """An invitation to report to one meeting of one body, or between meetings."""

    __tablename__ = "call"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)  # its address
    titles: Mapped[dict[str, str]]
    lang: Mapped[str] = mapped_column(String(8), default="en")
    state: Mapped[CallState] = mapped_column(default=CallState.PREPARED)
    rehearsal: Mapped[bool] = mapped_column(default=False)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    mandate: Mapped[str] = mapped_column(String(200), default="")  # "Resolution 11.10, paragraph 5"
    guidance: Mapped[dict[str, str]] = mapped_column(default=dict)  # Markdown by language
    languages: Mapped[list[str]] = mapped_column(default=list)  # of the formal version
    template_id: Mapped[int | None] = mapped_column(ForeignKey("report_template.id"))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(40), default="UTC")
    grace_minutes: Mapped[int] = mapped_column(default=0)
    parties_too: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(Text, default="")  # of a historic call
    is_example: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column()

    meeting: Mapped[Meeting] = relationship()
    agenda_item: Mapped[AgendaItem | None] = relationship()
    template: Mapped[Template | None] = relationship()

    __mapper_args__ = {"version_id_col": revision}

    @property
    def is_history(self) -> bool:
        """Made before this platform: its source tells days, no hours, and no more than its page says."""
        return bool(self.source) and self.template_id is None


class ReportState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    PUBLISHED = "published"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({ReportState.DRAFT, ReportState.RETURNED})  # its authors may still change the words


class DeclineReason(StrEnum):
    """Formal reasons only (reference/ngo_reporting.md, section 3, life cycle)."""

    SCOPE = "scope"
    NOT_AN_ORGANISATION = "not_an_organisation"
    PERSONAL_ATTACKS = "personal_attacks"
    ANONYMOUS = "anonymous"
    UNLAWFUL = "unlawful"


PRACTICE = "P"  # begins the number of what is written for practice, which is none of the record's


class Report(Base):
    """One organisation's formal report; or, to a rehearsal, what one person wrote for practice."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL", name="submitted_has_date"
        ),
        CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="published_has_date"),
        CheckConstraint("rehearsal = (organisation_id IS NULL)", name="practice_is_a_persons"),
        Index("ix_report_published", "state", "rehearsal", "published_at", "id"),
        Index("ix_report_queue", "state", "rehearsal", "submitted_at", "id"),
        Index(
            "ix_report_practice",
            "started_by_id",
            sqlite_where=text("organisation_id IS NULL"),
            postgresql_where=text("organisation_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(12), unique=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("report_template.id"))
    title: Mapped[str] = mapped_column(String(200))
    lang: Mapped[str] = mapped_column(String(8))  # the one it is written in
    titles: Mapped[dict[str, str]] = mapped_column(default=dict)  # in other languages
    rehearsal: Mapped[bool] = mapped_column(default=False)
    is_example: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ReportState] = mapped_column(default=ReportState.DRAFT)
    late: Mapped[bool] = mapped_column(default=False)  # within the grace, after the deadline
    started_at: Mapped[datetime] = mapped_column(default=now)
    started_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    submitted_at: Mapped[datetime | None]  # the last time
    returned_at: Mapped[datetime | None]
    return_due_on: Mapped[date | None]
    decided_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(Text, default="")  # the last reason told to its authors
    decline_reason: Mapped[DeclineReason | None]
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))  # the moderator at work
    version_count: Mapped[int] = mapped_column(default=0)
    stays_protected: Mapped[bool] = mapped_column(default=False, server_default=false())  # published so
    revision: Mapped[int] = mapped_column()

    call: Mapped[Call] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    template: Mapped[Template] = relationship()
    started_by: Mapped[User] = relationship(foreign_keys=started_by_id)
    holder: Mapped[User | None] = relationship(foreign_keys=holder_id)
    answers: Mapped[list["Answer"]] = relationship(order_by="Answer.question, Answer.row")
    addressees: Mapped[list["Addressee"]] = relationship(order_by="Addressee.id")
    versions: Mapped[list["Version"]] = relationship(order_by="Version.number")

    __mapper_args__ = {"version_id_col": revision}  # the second net; the first is seen=

    @property
    def is_open(self) -> bool:
        """Whether its authors may still change the words."""
        return self.state in OPEN

    @property
    def due_at(self) -> datetime:
        """Until when it is in time: the call's deadline, or the end of the day that a returned one has."""
        if self.return_due_on and self.is_due_again:
            return end_of(self.return_due_on, self.call.zone)
        return self.call.closes_at

    @property
    def late_until(self) -> datetime | None:
        """How long what comes late is taken; a returned one has no such end."""
        return None if self.is_due_again else self.call.late_until

    @property
    def can_come_in(self) -> bool:
        """Whether its call still takes it: a returned one as long as the call stands, a draft in its time."""
        if self.state == ReportState.RETURNED:
            return self.call.state != CallState.CANCELLED
        return self.call.takes_reports

    @property
    def is_due_again(self) -> bool:
        """Whether it was returned, with a day of its own."""
        return self.state == ReportState.RETURNED and self.return_due_on is not None

    @property
    def is_protected(self) -> bool:
        """Whether the public is told nothing of whose it is; its twin in SQL is `register.is_protected`."""
        return self.stays_protected or (self.organisation is not None and self.organisation.protected)

    @property
    def reporter(self) -> Organisation:
        """Whose it is, where only what is real comes: nothing is decided on, told or shown of practice."""
        if self.organisation is None:
            raise ValueError("a practice report has no organisation")
        return self.organisation

    @property
    def filed_as(self) -> str:
        """The name that stands as the reporter's: never typed, so that nobody reports as somebody else."""
        return self.organisation.name if self.organisation else self.started_by.name


class Addressee(Base):
    """A body's meeting that the report is addressed to, and the document it became there."""

    __tablename__ = "report_addressee"
    __table_args__ = (UniqueConstraint("report_id", "meeting_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))

    meeting: Mapped[Meeting] = relationship()
    agenda_item: Mapped[AgendaItem | None] = relationship()
    document: Mapped[Document | None] = relationship()


class Answer(Base):
    """What was given to one question, in one row of its table. Saving it leaves the report's row alone.

    `value` by kind of question: {"text": str}, {"chosen": [key, …]}, {"number": str, "unit": str},
    {"day": "2026-09-14"}, {"cells": {row key: choice key}}, {"ticked": bool}.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("report_id", "question", "row"),)
    journal = False

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    question: Mapped[str] = mapped_column(String(40))
    row: Mapped[int] = mapped_column(default=0)  # 0 outside tables; a row's number is never reused
    value: Mapped[dict[str, Any]]
    lang: Mapped[str] = mapped_column(String(12))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    author: Mapped[User] = relationship()

    __mapper_args__ = {"version_id_col": revision}


class EarlierAnswer(Base):
    """What an answer was before it was saved over; below revision 0, one that gave way to another."""

    __tablename__ = "answer_earlier"
    __table_args__ = (UniqueConstraint("report_id", "question", "row", "revision"),)
    journal = False

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    question: Mapped[str] = mapped_column(String(40))
    row: Mapped[int]
    value: Mapped[dict[str, Any]]
    lang: Mapped[str] = mapped_column(String(12))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime]
    revision: Mapped[int]


class FinishedSection(Base):
    """Its writers say that a section is finished; taken back by deleting the row."""

    __tablename__ = "report_section"
    journal = False

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    section: Mapped[str] = mapped_column(String(10), primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class Attachment(Base):
    """A file given as an answer."""

    __tablename__ = "report_attachment"
    journal = False

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    question: Mapped[str] = mapped_column(String(40))
    row: Mapped[int] = mapped_column(default=0)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    description: Mapped[str] = mapped_column(String(200), default="")
    added_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    added_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]

    file: Mapped[StoredFile] = relationship()


class Version(Base):
    """What was submitted, frozen. `payload` is the canonical JSON, byte for byte what was hashed."""

    __tablename__ = "report_version"
    __table_args__ = (
        UniqueConstraint("report_id", "number"),
        UniqueConstraint("report_id", "once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    number: Mapped[int]
    once: Mapped[str] = mapped_column(String(40))  # the one-time key of the form that submitted it
    payload: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


class Remark(Base):
    """A moderator's comment to the authors, on a question or on the whole, for one round."""

    __tablename__ = "report_remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    version: Mapped[int]  # the round it speaks of
    question: Mapped[str] = mapped_column(String(40), default="")  # "": on the whole report
    row: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(Text)
    lang: Mapped[str] = mapped_column(String(8))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]  # the authors read it from then on
    settled_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column()

    author: Mapped[User] = relationship()

    __mapper_args__ = {"version_id_col": revision}


class Facet(Base):
    """What a published report is about, for filters: one row per country, species, target, …"""

    __tablename__ = "report_facet"
    __table_args__ = (Index("ix_report_facet_found", "kind", "key", "published_at", "report_id"),)
    journal = False

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)  # country, species, target, …
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    published_at: Mapped[datetime]  # the report's: so that one index finds and orders


class Rendered(Base):
    """The body of a report as HTML, under the digest of everything it was made from."""

    __tablename__ = "rendered_html"
    journal = False

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    html: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(default=now)
