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
from app.meetings.queries import meetings as of_meetings
from app.meetings.queries.names import place_of
from app.meetings.views.room import bp, calendar


@bp.get("/<key>.ics", endpoint="calendar")
@public
def one(key: str) -> ResponseReturnValue:
    meeting = queries.get_meeting(key)
    return calendars.answer(_events(meeting, meeting.deadlines), meeting.key)


@calendar.get("/meetings.ics")
@public
def upcoming() -> ResponseReturnValue:
    """Every meeting to come, and what is due before it."""
    today = now().date()
    ahead = [meeting for meeting in of_meetings.all_meetings() if not meeting.is_over(today)]
    return calendars.answer((event for m in ahead for event in _events(m, m.deadlines)), "meetings")


def _events(meeting: Meeting, deadlines: list[Deadline]) -> Iterator[Event]:
    """The days where they are confirmed, and each deadline: a whole day where no hour is given."""
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
    for deadline in deadlines:
        local = deadline.at.astimezone(ZoneInfo(deadline.zone))
        kind = DEADLINES.get(deadline.kind, deadline.kind)
        yield Event(
            key=f"deadline-{meeting.key}-{deadline.kind}",
            title=str(_("%(meeting)s: %(deadline)s", meeting=queries.short_of(meeting), deadline=kind)),
            starts=local.date() if deadline.day_only else deadline.at,
            zone=deadline.zone,
            text=deadline.rule,
            url=url,
        )
