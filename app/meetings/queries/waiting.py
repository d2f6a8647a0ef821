"""What waits for the Secretariat: to issue, to table, to record, to follow up. One queue each.

Outcomes wait for the delegates of the body, too.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager

from app.accounts.models import Reader, User
from app.accounts.readers import Role
from app.foundation.clock import now
from app.foundation.db import session
from app.foundation.queue import Waiting
from app.meetings.models import Body, Document, DocumentParty, DocumentState, Meeting, Step

S = DocumentState
QUEUES = {  # the step that is due: the states it is due in
    S.ISSUED: {S.CHECKED, S.TRANSLATED},
    S.TABLED: {S.ISSUED},
    S.CONSIDERED: {S.TABLED},
    S.FOLLOWED_UP: {S.CONSIDERED},
}
AFTER_THE_FACT = {S.CONSIDERED, S.FOLLOWED_UP}  # wait only from the day they are due
KINDS = {
    S.ISSUED: "document_to_issue",
    S.TABLED: "document_to_table",
    S.CONSIDERED: "outcome_due",
    S.FOLLOWED_UP: "follow_up_due",
}
DOORS = {
    S.ISSUED: "documents.issue",
    S.TABLED: "documents.table",
    S.CONSIDERED: "documents.consider",
    S.FOLLOWED_UP: "documents.follow_up",
}
COUNTED = 1000
MOST = 100  # of each queue; the oldest are shown first


def waiting(reader: Reader, kind: str | None = None) -> list[Waiting]:
    """The open ends of a moderator, of one kind or all, the longest overdue first; nobody else has any."""
    if not reader.is_moderator:
        return []
    names = [name for name in QUEUES if kind in {None, KINDS[name]}]
    return [_as_waiting(step) for name in names for step in _due(name)]


def waiting_for(person: User) -> list[Waiting]:
    """The outcomes that are due of the bodies a person is a delegate to."""
    keys = [reach.removeprefix("body:") for reach in person.reach_of(Role.DELEGATE)]
    if not keys:
        return []
    theirs = Document.meeting.has(Meeting.body.has(Body.key.in_(keys)))
    return [_as_waiting(step) for step in _due(S.CONSIDERED, theirs)]


def counts(reader: Reader) -> dict[str, tuple[int, int]]:
    """By kind: how many wait, and how many of them too long; one statement that never counts to the end."""
    if not reader.is_moderator:
        return {}
    columns = []
    for name, kind in KINDS.items():
        steps = _steps(select(Step.id), name)
        columns.append(_capped(steps).label(kind))
        columns.append(_capped(steps.where(Step.due_on < now().date())).label(f"{kind}_late"))
    found = session.execute(select(*columns)).one()._mapping
    return {kind: (found[kind], found[f"{kind}_late"]) for kind in KINDS.values()}


def _capped(steps: Select[Any]) -> Any:
    return select(func.count()).select_from(steps.limit(COUNTED).subquery()).scalar_subquery()


def _due(name: DocumentState, *which: ColumnElement[bool]) -> Sequence[Step]:
    due = _steps(select(Step), name).where(*which)
    shown = contains_eager(Step.document)
    due = due.options(
        shown.joinedload(Document.meeting).joinedload(Meeting.body),
        shown.selectinload(Document.parties).joinedload(DocumentParty.organisation),
    )
    return session.scalars(due.order_by(Step.due_on, Step.id).limit(MOST)).all()


def _steps(steps: Select[Any], name: DocumentState) -> Select[Any]:
    due = (
        steps.join(Step.document)
        .where(Step.name == name, Document.state.in_(QUEUES[name]))
        .where(Step.done_on.is_(None), Step.unknown.is_(False), Step.undated.is_(False))
    )
    if name in AFTER_THE_FACT:
        due = due.where(Step.due_on <= now().date())
    return due


def _as_waiting(step: Step) -> Waiting:
    document, name = step.document, DocumentState(step.name)
    parties = (
        party.organisation.called.text if party.organisation else party.name for party in document.parties
    )
    return Waiting(
        kind=KINDS[name],
        title=document.title,
        lang=document.lang,
        since=document.received_at,
        due=_at_the_end_of(step.due_on, document.meeting.zone),
        zone=document.meeting.zone,
        endpoint=DOORS[name],
        values={"number": document.number},
        party=next(parties, ""),
    )


def _at_the_end_of(day: date | None, zone: str) -> datetime | None:
    return datetime.combine(day, time.max, ZoneInfo(zone)) if day else None
