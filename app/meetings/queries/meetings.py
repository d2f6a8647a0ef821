"""Meetings, their agenda and their deadlines."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.foundation.clock import now
from app.foundation.db import session
from app.foundation.errors import NotFound
from app.meetings.models import AgendaItem, Body, Deadline, Document, Meeting, document_item
from app.meetings.queries.names import body_name, title_of


def get_meeting(key: str) -> Meeting:
    """Meetings are public."""
    meeting = session.scalar(select(Meeting).options(joinedload(Meeting.body)).where(Meeting.key == key))
    if meeting is None:
        raise NotFound("not_found")
    return meeting


def all_meetings(body: str = "") -> Sequence[Meeting]:
    """Every meeting, or those of one body, with bodies and deadlines: in three statements."""
    wanted = select(Meeting).join(Meeting.body).options(joinedload(Meeting.body))
    wanted = wanted.options(selectinload(Meeting.deadlines))
    if body:
        wanted = wanted.where(Body.key == body)
    return session.scalars(wanted.order_by(Meeting.id)).all()


def bodies_that_met() -> Sequence[Body]:
    """The bodies that have a meeting in the record: the filter's list."""
    met = select(Meeting.body_id)
    return session.scalars(select(Body).where(Body.id.in_(met)).order_by(Body.id)).all()


def bodies() -> Sequence[Body]:
    return session.scalars(select(Body).order_by(Body.id)).all()


def bodies_by_name() -> dict[str, str]:
    """Every body that may have delegates: its key, and its name in the current language."""
    return {body.key: body_name(body) for body in bodies()}


def bodies_named(keys: Sequence[str]) -> dict[str, Body]:
    return {body.key: body for body in session.scalars(select(Body).where(Body.key.in_(keys)))}


def meetings_for_choice() -> list[tuple[int, str]]:
    """(id, title), the latest first, for a form's list; those without any date on top."""
    known = session.scalars(select(Meeting).options(joinedload(Meeting.body))).all()
    latest = sorted(known, key=lambda meeting: (meeting.around or date.max, meeting.id), reverse=True)
    return [(meeting.id, title_of(meeting)) for meeting in latest]


def items_of(meeting: Meeting, ids: list[int]) -> Sequence[AgendaItem]:
    those = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.id.in_(ids))
    return session.scalars(those.order_by(AgendaItem.sort_key)).all()


def get_item(meeting: Meeting, number: str) -> AgendaItem:
    found = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.number == number)
    item = session.scalar(found)
    if item is None:
        raise NotFound("not_found")
    return item


def has_documents(item: AgendaItem) -> bool:
    stand_there = select(document_item.c.document_id).where(document_item.c.agenda_item_id == item.id)
    return session.scalar(stand_there.limit(1)) is not None


def is_empty(meeting: Meeting) -> bool:
    """Whether nothing of this room stands under it; rooms above may still name it."""
    if meeting.items or meeting.deadlines:
        return False
    return session.scalar(select(Document.id).where(Document.meeting_id == meeting.id).limit(1)) is None


def deadlines_ahead(limit: int = 5) -> Sequence[tuple[Deadline, Meeting]]:
    """What falls due next, soonest first."""
    ahead = (
        select(Deadline, Meeting)
        .join(Meeting, Meeting.id == Deadline.meeting_id)
        .options(joinedload(Meeting.body))
        .where(Deadline.at > now())
        .order_by(Deadline.at)
        .limit(limit)
    )
    return [(deadline, meeting) for deadline, meeting in session.execute(ahead)]
