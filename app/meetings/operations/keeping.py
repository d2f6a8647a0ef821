"""Keeping meetings and their deadlines: what moderators do."""

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from app.accounts.models import Reader
from app.foundation import audit
from app.foundation.db import check_seen, session, transaction
from app.foundation.errors import Conflict, Invalid, NotAllowed
from app.meetings import policy
from app.meetings.models import (
    BY_STAFF,
    Body,
    Deadline,
    Document,
    DocumentState,
    Meeting,
)
from app.meetings.operations import indexing
from app.meetings.operations.receiving import due_days
from app.meetings.queries.meetings import is_empty


class Facts(NamedTuple):
    """What staff say of a meeting."""

    number: int | None
    titles: dict[str, str]
    theme: str
    city: str | None
    country: str | None
    online: bool
    starts_on: date | None
    ends_on: date | None
    year: int | None
    month: int | None
    zone: str
    languages: list[str]


def key_of(body: Body, number: int | None) -> str:
    """cop15, stc45, scc-sc3, aewa-mop9: the Convention's own bodies need no name before them."""
    return f"{body.key.removeprefix('cms-')}{number or ''}"


def add_meeting(body_id: int, facts: Facts, *, actor: Reader) -> Meeting:
    with transaction():
        check_keeper(actor)
        _check_named(facts)
        body = session.get_one(Body, body_id)
        key = key_of(body, facts.number)
        if session.scalar(select(Meeting.id).where(Meeting.key == key)):
            raise Conflict("meeting_exists", meeting=f"{body.short}{facts.number or ''}")
        meeting = Meeting(key=key, body=body, **facts._asdict())
        session.add(meeting)
        audit.record("meeting.add", meeting, actor=actor, key=key)
        indexing.put_meeting(meeting)
    return meeting


def edit_meeting(meeting: Meeting, facts: Facts, *, seen: int, actor: Reader) -> None:
    """What staff say replaces what the reference list said. Due steps follow the days."""
    with transaction():
        check_keeper(actor)
        check_seen(meeting, seen)
        _check_named(facts)
        changed = {name: value for name, value in facts._asdict().items() if getattr(meeting, name) != value}
        if "number" in changed and session.scalar(
            select(Document.id).where(Document.meeting_id == meeting.id)
        ):
            raise Conflict("meeting_has_documents")
        days = (meeting.starts_on, meeting.ends_on)
        for name, value in changed.items():
            setattr(meeting, name, value)
        meeting.confidence, meeting.as_of = BY_STAFF, None
        if days != (facts.starts_on, facts.ends_on):
            _move_due_steps(meeting)
        audit.record("meeting.edit", meeting, actor=actor, changed=sorted(changed))
        indexing.put_meeting(meeting)


def _check_named(facts: Facts) -> None:
    """A meeting of which nothing is known cannot be told from any other."""
    if not any((facts.number, facts.city, facts.country, facts.online, facts.starts_on, facts.year)):
        raise Invalid("meeting_unnamed")


def remove_meeting(meeting: Meeting, *, seen: int, actor: Reader) -> None:
    """Take a meeting off the list, while nothing stands under it."""
    with transaction():
        check_keeper(actor)
        check_seen(meeting, seen)
        if not is_empty(meeting):
            raise Conflict("meeting_in_use")
        audit.record("meeting.remove", meeting, actor=actor, key=meeting.key, titles=meeting.titles)
        indexing.drop_meeting(meeting)
        session.delete(meeting)
        try:
            session.flush()
        except IntegrityError:  # a call or a report of a room above names it
            raise Conflict("meeting_in_use") from None


def _move_due_steps(meeting: Meeting) -> None:
    """What is still to come is due by the new days; what was done keeps its date."""
    under_way = select(Document).where(
        Document.meeting_id == meeting.id, Document.state != DocumentState.CLOSED
    )
    for document in session.scalars(under_way.options(selectinload(Document.steps))):
        due = due_days(meeting, document.received_at.astimezone(ZoneInfo(meeting.zone)).date())
        for step in document.steps:
            if not step.is_settled:
                step.due_on = due[DocumentState(step.name)]


def set_deadline(
    meeting: Meeting, kind: str, *, at: datetime, zone: str, day_only: bool, rule: str, actor: Reader
) -> None:
    """Each kind of deadline stands once for a meeting: setting it again moves it."""
    with transaction():
        check_keeper(actor)
        found = next((deadline for deadline in meeting.deadlines if deadline.kind == kind), None)
        before = found.at.isoformat() if found else ""
        if found is None:
            found = Deadline(kind=kind)
            meeting.deadlines.append(found)
        found.at, found.zone, found.day_only, found.rule = at, zone, day_only, rule
        told = {"kind": kind, "at": at.isoformat(), "before": before}
        audit.record("meeting.set_deadline", meeting, actor=actor, **told)


def remove_deadline(meeting: Meeting, deadline: Deadline, *, actor: Reader) -> None:
    with transaction():
        check_keeper(actor)
        told = {"kind": deadline.kind, "at": deadline.at.isoformat()}
        audit.record("meeting.remove_deadline", meeting, actor=actor, **told)
        session.delete(deadline)


def check_keeper(actor: Reader) -> None:
    if not policy.keeps_meetings(actor):
        raise NotAllowed("not_allowed")
