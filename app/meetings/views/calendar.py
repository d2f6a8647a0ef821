"""Meetings and their deadlines for people's own calendars."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.foundation import calendars
from app.foundation.calendars import Event
from app.foundation.clock import now
from app.foundation.web import public
from app.meetings import queries
from app.meetings.models import DEADLINES, Deadline, Meeting
from app.meetings.queries import above
from app.meetings.queries import meetings as of_meetings
from app.meetings.queries.above import Asked
from app.meetings.queries.names import place_of
from app.meetings.views.room import bp, calendar


@bp.get("/<key>.ics", endpoint="calendar")
@public
def one(key: str) -> ResponseReturnValue:
    meeting = queries.get_meeting(key)
    asked = above.asked_before([meeting])[meeting.id]
    return calendars.answer(_events(meeting, asked), meeting.key)


@calendar.get("/meetings.ics")
@public
def upcoming() -> ResponseReturnValue:
    """Every meeting to come, and what is due before it."""
    today = now().date()
    ahead = [meeting for meeting in of_meetings.all_meetings() if not meeting.is_over(today)]
    asked = above.asked_before(ahead)
    return calendars.answer((event for m in ahead for event in _events(m, asked[m.id])), "meetings")


def _events(meeting: Meeting, asked: list[Asked]) -> Iterator[Event]:
    """The days where they are confirmed, each deadline, and the end of each call to report to it."""
    url = url_for("meetings.show", key=meeting.key, _external=True)
    if meeting.starts_on:
        yield Event(
            key=f"meeting-{meeting.key}",
            title=queries.title_of(meeting),
            starts=meeting.starts_on,
            ends=meeting.ends_on,
            place=place_of(meeting),
            url=url,
        )
    yield from (_due(meeting, deadline, url) for deadline in meeting.deadlines)
    yield from (_closing(meeting, call) for call in asked)


def _due(meeting: Meeting, deadline: Deadline, url: str) -> Event:
    """A whole day where no hour is given."""
    local = deadline.at.astimezone(ZoneInfo(deadline.zone))
    return Event(
        key=f"deadline-{meeting.key}-{deadline.kind}",
        title=_before(meeting, DEADLINES.get(deadline.kind, deadline.kind)),
        starts=local.date() if deadline.day_only else deadline.at,
        zone=deadline.zone,
        text=deadline.rule,
        url=url,
    )


def _closing(meeting: Meeting, call: Asked) -> Event:
    return Event(
        key=f"call-{call.key}",
        title=_before(meeting, call.title),
        starts=call.closes_at,
        zone=call.zone,
        url=url_for(call.endpoint, **call.values, _external=True),
    )


def _before(meeting: Meeting, what: object) -> str:
    return str(_("%(meeting)s: %(deadline)s", meeting=queries.short_of(meeting), deadline=what))
