"""Two invented meetings of a real body, one past and one to come, and the call to each."""

from datetime import time, timedelta
from typing import Any

from sqlalchemy import select

from app.cli.demo import told
from app.foundation import audit
from app.foundation.db import session, transaction
from app.meetings.models import AgendaItem, Body, Meeting
from app.meetings.operations import indexing
from app.meetings.operations.agenda import sort_key_of
from app.reports.models import Call, CallState, Template


def load() -> None:
    facts = told.read("meetings.yaml")
    body = session.scalars(select(Body).where(Body.key == facts["body"])).one()
    template = session.scalars(select(Template).order_by(Template.version.desc())).first()
    with transaction():
        made = {fact["key"]: _meeting(fact, facts, body) for fact in facts["meetings"]}
        session.add_all(made.values())
        session.flush()
        for meeting in made.values():
            audit.record("demo.meeting", meeting, actor=None)
            indexing.put_meeting(meeting)
        for fact in facts["calls"]:
            call = _call(fact, facts, made[fact["meeting"]], template)
            session.add(call)
            audit.record("demo.call", call, actor=None)


def _meeting(fact: dict[str, Any], facts: dict[str, Any], body: Body) -> Meeting:
    first = told.day(fact["first_day"])
    return Meeting(
        key=fact["key"],
        body=body,
        number=fact["number"],
        titles=fact["title"],
        city=facts["city"],
        country=facts["country"],
        zone=facts["zone"],
        starts_on=first,
        ends_on=first + timedelta(days=fact["days"] - 1),
        languages=facts["languages"],
        is_example=True,
        items=[_item(number, titles) for number, titles in fact["items"]],
    )


def _item(number: str, titles: dict[str, str]) -> AgendaItem:
    return AgendaItem(number=number, sort_key=sort_key_of(number), titles=titles)


def _call(fact: dict[str, Any], facts: dict[str, Any], meeting: Meeting, template: Template | None) -> Call:
    return Call(
        key=fact["key"],
        titles=fact["title"],
        state=CallState.ANNOUNCED,
        meeting=meeting,
        agenda_item=next(item for item in meeting.items if item.number == facts["item"]),
        mandate=facts["mandate"],
        guidance=fact.get("guidance", facts["guidance"]),
        languages=facts["languages"],
        template=template,
        opens_at=told.at(fact["opens"], time(9), facts["zone"]),
        closes_at=told.at(fact["closes"], time(23, 59), facts["zone"]),
        zone=facts["zone"],
        grace_minutes=60,
        is_example=True,
        rehearsal=fact.get("rehearsal", False),
    )
