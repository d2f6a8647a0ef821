"""What a submission needs, as plain records: one statement under the writer's lock, and no object."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate, chain
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import and_, bindparam, select

from app.foundation.db import columns, table
from app.foundation.errors import NotFound
from app.foundation.prepared import Prepared
from app.meetings.models import Meeting
from app.organisations.models import Kind, Membership, Organisation, OrganisationState, Seat
from app.reports.models import Addressee, Call, CallState, CallTimes, Report, ReportState, Template, Version


class Member(NamedTuple):
    user_id: int
    seat: Seat


@dataclass(frozen=True)
class Reporter:
    """The organisation; of its members, the one who submits."""

    id: int
    slug: str
    name: str
    state: OrganisationState
    kind: Kind
    protected: bool
    members: Sequence[Member]


@dataclass(frozen=True)
class Asking(CallTimes):
    """The call."""

    key: str
    titles: dict[str, str]
    state: CallState
    opens_at: datetime
    closes_at: datetime
    grace_minutes: int
    zone: str
    parties_too: bool


@dataclass(frozen=True)
class Questions:
    """The version of the template."""

    id: int
    key: str
    version: int
    digest: str


@dataclass
class Draft:
    """A report as far as handing it in goes. Its state moves; the operation writes it down."""

    __tablename__: ClassVar[str] = "report"  # for the audit line

    id: int
    number: str
    state: ReportState
    title: str
    lang: str
    rehearsal: bool
    late: bool
    version_count: int
    revision: int
    return_due_on: date | None
    started_by_id: int
    meeting: str
    organisation: Reporter | None  # none: it is written for practice
    call: Asking
    template: Questions


class Receipt(NamedTuple):
    """A version as it was received."""

    number: int
    payload: str
    sha256: str
    submitted_at: datetime


reports, calls, meetings, templates = table(Report), table(Call), table(Meeting), table(Template)
organisations, memberships = table(Organisation), table(Membership)
PARTS = [columns(reports, Draft), columns(organisations, Reporter), columns(calls, Asking)]
PARTS += [columns(templates, Questions), [memberships.c.user_id, memberships.c.seat]]
PARTS.append([meetings.c.key])
ENDS = list(accumulate(map(len, PARTS)))
SLICES = [slice(end - len(part), end) for part, end in zip(PARTS, ENDS, strict=True)]
DRAFT = Prepared(
    select(*chain.from_iterable(PARTS))
    .outerjoin(organisations, organisations.c.id == reports.c.organisation_id)
    .join(calls, calls.c.id == reports.c.call_id)
    .join(meetings, meetings.c.id == calls.c.meeting_id)
    .join(templates, templates.c.id == reports.c.template_id)
    .outerjoin(
        memberships,
        and_(memberships.c.organisation_id == organisations.c.id, memberships.c.user_id == bindparam("by")),
    )
    .where(reports.c.number == bindparam("number"))
    .with_for_update(key_share=True, of=reports)
)


def draft_held(number: str, *, by: int) -> Draft:
    """The report as it is now, and nobody else's until we commit."""
    row = DRAFT.first(number=number, by=by)
    if row is None:
        raise NotFound("not_found")
    own, reporter, asking, template, member, (meeting,) = [row[part] for part in SLICES]
    members = [Member(*member)] if member[0] else []
    who = None if reporter[0] is None else Reporter(*[*reporter, members])
    whole = [*own, meeting, who, Asking(*asking), Questions(*template)]
    return Draft(*whole)


versions, addressees = table(Version), table(Addressee)
RECEIPT = Prepared(
    select(versions.c.number, versions.c.payload, versions.c.sha256, versions.c.submitted_at).where(
        versions.c.report_id == bindparam("report"), versions.c.once == bindparam("once")
    )
)
TO_WHOM = Prepared(
    select(addressees.c.id, addressees.c.meeting_id, addressees.c.agenda_item_id)
    .where(addressees.c.report_id == bindparam("report"))
    .order_by(addressees.c.id)
)


def receipt_of_form(draft: Draft, once: str) -> Receipt | None:
    """What a form with this one-time key has already submitted."""
    row = RECEIPT.first(report=draft.id, once=once)
    return Receipt(*row) if row else None


def addressees_of(draft: Draft) -> Sequence[Any]:
    """(id, meeting_id, agenda_item_id) of each body's meeting that the report is addressed to."""
    return TO_WHOM.all(report=draft.id)
