"""Calls: the list, one by its key, and whether a person may answer."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Reader
from app.foundation.audit import Entry, name_of
from app.foundation.clock import now
from app.foundation.db import session
from app.foundation.errors import NotFound
from app.foundation.i18n import said
from app.meetings import queries as meetings
from app.meetings.models import AgendaItem, Document, Meeting
from app.meetings.queries.above import Asked, Origin, asks, draws
from app.organisations.models import Kind, Membership, Organisation, OrganisationState
from app.organisations.policy import WRITERS
from app.reports.models import LONGEST_GRACE, Call, CallState, Phase, Template


def _with_meeting() -> list[object]:
    return [
        joinedload(Call.meeting).joinedload(Meeting.body),
        joinedload(Call.agenda_item),
    ]


def listed(reader: Reader, *, meeting: Meeting | None = None) -> Sequence[Call]:
    """Every announced or cancelled call, the newest first; for moderators also what they prepare."""
    calls = select(Call).options(*_with_meeting())  # type: ignore[arg-type]
    if meeting is not None:
        calls = calls.where(Call.meeting_id == meeting.id)
    if not reader.is_moderator:
        calls = calls.where(Call.state != CallState.PREPARED, Call.rehearsal.is_(False))
    return session.scalars(calls.order_by(Call.closes_at.desc(), Call.id.desc()).limit(300)).all()


def open_calls(reader: Reader) -> Sequence[Call]:
    """What can be answered now, be it late, the most urgent first; rehearsals have an address only."""
    moment = now()
    calls = (
        select(Call)
        .where(
            Call.state == CallState.ANNOUNCED,
            Call.rehearsal.is_(False),
            Call.opens_at <= moment,
            Call.closes_at >= moment - LONGEST_GRACE,
        )
        .options(*_with_meeting())  # type: ignore[arg-type]
        .order_by(Call.closes_at)
    )
    return [call for call in session.scalars(calls.limit(100)) if call.takes_reports]


def open_rehearsals(*, meeting: Meeting | None = None) -> Sequence[Call]:
    """What can be answered now for practice: it is offered beside the calls, never among them."""
    calls = select(Call).where(Call.state == CallState.ANNOUNCED, Call.rehearsal, Call.opens_at <= now())
    if meeting is not None:
        calls = calls.where(Call.meeting_id == meeting.id)
    still = calls.where(Call.closes_at >= now() - LONGEST_GRACE).options(*_with_meeting())  # type: ignore[arg-type]
    return [call for call in session.scalars(still.order_by(Call.closes_at).limit(20)) if call.takes_reports]


def get_call(key: str, *, reader: Reader) -> Call:
    """With its meeting and template. What is only prepared is there for moderators alone."""
    wanted = select(Call).where(Call.key == key)
    options = [*_with_meeting(), joinedload(Call.template)]
    call: Call | None = session.scalar(wanted.options(*options))  # type: ignore[arg-type]
    if call is None or (call.state == CallState.PREPARED and not reader.is_moderator):
        raise NotFound("not_found")
    return call


def why_cancelled(call: Call) -> str:
    """The reason that was given when the call was cancelled; nothing for any other call."""
    if call.state != CallState.CANCELLED:
        return ""
    lines = select(Entry.detail).where(Entry.action == "call.cancel", Entry.thing == name_of(call))
    detail = session.scalar(lines.order_by(Entry.id.desc()).limit(1))
    return str((detail or {}).get("reason", ""))


@dataclass(frozen=True)
class Change:
    """One edit of a call after it was announced: when, and what each part was and became."""

    at: datetime
    parts: dict[str, Sequence[str]]


MOST_CHANGES = 20


def changes_of(call: Call) -> list[Change]:
    """What was changed since the call was announced, the newest first: its readers may have known it else."""
    if call.state == CallState.PREPARED or call.is_history:
        return []
    told = Entry.action.in_(["call.announce", "call.edit"])
    lines = select(Entry).where(Entry.thing == name_of(call), told).order_by(Entry.id.desc())
    since = takewhile(lambda line: line.action == "call.edit", session.scalars(lines.limit(MOST_CHANGES)))
    return [Change(line.at, parts) for line in since if (parts := (line.detail or {}).get("changed"))]


@asks
def asked_before(meeting_ids: Collection[int]) -> list[Asked]:
    """The announced calls for reports to these meetings that have not closed yet, be it to late ones."""
    lately = now() - LONGEST_GRACE
    announced = (Call.state == CallState.ANNOUNCED, Call.rehearsal.is_(False), Call.closes_at >= lately)
    calls = select(Call).where(Call.meeting_id.in_(meeting_ids), *announced)
    return [
        Asked(
            key=call.key,
            title=said(call.titles, own=call.lang),
            endpoint="reports.call",
            values={"key": call.key},
            meeting_id=call.meeting_id,
            closes_at=call.closes_at,
            zone=call.zone,
            is_open=call.takes_reports,
            late_until=call.late_until,
        )
        for call in session.scalars(calls)
        if call.phase != Phase.CLOSED
    ]


# A call of the past and the documents of the record that it drew bear the same number:
# call "notification-2015-019", documents "n2015-019-1" and so on (data/history.yaml).
NOTIFICATION = "notification-"
DRAWN = re.compile(r"n(\d{4}-\d{3})-\d+")


@draws
def call_that_drew(document: Document) -> Origin | None:
    """The call of the past that a document of the record answered."""
    found = DRAWN.fullmatch(document.origin_number or "") if document.origin_kind == "history" else None
    call = found and session.scalar(select(Call).where(Call.key == f"{NOTIFICATION}{found[1]}"))
    return Origin("reports.call", {"key": call.key}, said(call.titles, own=call.lang)) if call else None


def drawn_by(call: Call, *, reader: Reader) -> Sequence[Document]:
    """What the record holds of the answers to a call of the past."""
    if not call.is_history or not call.key.startswith(NOTIFICATION):
        return []
    return meetings.of_the_record(f"n{call.key.removeprefix(NOTIFICATION)}-", reader=reader)


def templates_for_choice() -> Sequence[Template]:
    return session.scalars(select(Template).order_by(Template.key, Template.version.desc())).all()


@dataclass(frozen=True)
class Standing:
    """Whether a person may answer a call now; if not, `word` says why, and the page what to do."""

    word: str
    organisations: Sequence[Organisation] = field(default_factory=list)

    @property
    def may(self) -> bool:
        return self.word == "yes"


def standing_of(reader: Reader, call: Call) -> Standing:
    """First the call's time, then the person, then the organisations they write for."""
    if word := _of_call(call):
        return Standing(word)
    if reader.id is None:
        return Standing("signed_out")
    if reader.confirmed_at is None:
        return Standing("unconfirmed")
    if call.rehearsal:
        return Standing("yes")  # each for themselves
    return _of_organisations(call, _memberships(reader), reader)


def _of_call(call: Call) -> str:
    if call.state != CallState.ANNOUNCED:
        return str(call.state)
    if call.template_id is None:
        return "no_template"
    return {Phase.COMING: "coming", Phase.CLOSED: "closed"}.get(call.phase, "")


def _memberships(reader: Reader) -> Sequence[Membership]:
    own = select(Membership).where(Membership.user_id == reader.id)
    with_members = joinedload(Membership.organisation).options(selectinload(Organisation.members))
    return session.scalars(own.options(with_members).order_by(Membership.joined_at)).all()


def _of_organisations(call: Call, memberships: Sequence[Membership], reader: Reader) -> Standing:
    if not memberships:
        return Standing(_of_an_outsider(call, reader))
    verified = [m for m in memberships if m.organisation.state == OrganisationState.VERIFIED]
    if not verified:
        return Standing("not_verified", [m.organisation for m in memberships])
    writing = [m.organisation for m in verified if m.seat in WRITERS]
    if not writing:
        return Standing("reader_only", [m.organisation for m in verified])
    asked = [o for o in writing if call.parties_too or o.kind != Kind.GOVERNMENT]
    return Standing("yes", asked) if asked else Standing("government", writing)


def _of_an_outsider(call: Call, reader: Reader) -> str:
    """Of somebody without an organisation: whoever is here by a role is not asked to register one.

    Unless the call asks Parties too, for which a government answers as an organisation.
    """
    if reader.is_secretariat:
        return "secretariat"
    return "by_role" if reader.grants and not call.parties_too else "no_organisation"


def items_for_choice() -> Sequence[AgendaItem]:
    """Agenda items of meetings that are still to come, or have no day yet."""
    ahead = or_(Meeting.starts_on.is_(None), Meeting.starts_on >= now().date())
    items = select(AgendaItem).join(AgendaItem.meeting).where(ahead)
    shown = joinedload(AgendaItem.meeting).joinedload(Meeting.body)
    in_order = items.options(shown).order_by(Meeting.starts_on, Meeting.id, AgendaItem.sort_key)
    return session.scalars(in_order.limit(500)).all()
