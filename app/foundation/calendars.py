"""iCalendar: meetings and deadlines for people's own calendars, each in its own zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Response, current_app
from icalendar import Calendar
from icalendar import Event as Entry

from app.foundation.clock import now
from app.foundation.i18n import current_lang
from app.foundation.text import one_line


@dataclass(frozen=True)
class Event:
    """A meeting (two days: the first and the last) or a deadline (one instant)."""

    key: str  # the same for the same event, however often it is fetched
    title: str
    starts: date | datetime
    ends: date | datetime | None = None
    zone: str = "UTC"
    place: str = ""
    text: str = ""
    url: str = ""


def answer(events: Iterable[Event], name: str) -> Response:
    calendar = Calendar()
    calendar.add("prodid", f"-//CMS Civil Society Platform//{current_lang().upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(_entry(event))
    calendar.add_missing_timezones()
    response = Response(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def _entry(event: Event) -> Entry:
    entry = Entry()
    entry.add("uid", f"{event.key}@{urlsplit(current_app.config['BASE_URL']).hostname}")
    entry.add("dtstamp", now())
    entry.add("summary", one_line(event.title))
    entry.add("dtstart", _local(event.starts, event.zone))
    entry.add("dtend", _end(event))
    for name, value in (("location", event.place), ("description", event.text), ("url", event.url)):
        if value:
            entry.add(name, value)
    return entry


def _end(event: Event) -> date | datetime:
    """The first moment that is no longer part of it: for days, the day after the last."""
    last = event.ends or event.starts
    return _local(last, event.zone) if isinstance(last, datetime) else last + timedelta(days=1)


def _local(when: date | datetime, zone: str) -> date | datetime:
    if not isinstance(when, datetime):
        return when
    return when.astimezone(UTC if zone == "UTC" else ZoneInfo(zone))
