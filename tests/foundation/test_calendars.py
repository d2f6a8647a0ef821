from datetime import UTC, date, datetime

from icalendar import Calendar

from app.foundation import calendars
from app.foundation.calendars import Event


def test_a_calendar_says_days_and_instants_in_their_zone(app):
    events = [
        Event(
            "stc48", "48th Meeting; of the StC, Bonn", date(2018, 10, 23), date(2018, 10, 24), place="Bonn"
        ),
        Event("call-1", "Reports are due", datetime(2026, 7, 1, 21, 59, tzinfo=UTC), zone="Europe/Berlin"),
    ]
    with app.test_request_context("/en/"):
        answer = calendars.answer(events, "stc")

    assert answer.content_type == "text/calendar; charset=utf-8"
    read = Calendar.from_ical(answer.get_data())
    meeting, deadline = read.walk("VEVENT")
    assert (meeting["DTSTART"].dt, meeting["DTEND"].dt) == (date(2018, 10, 23), date(2018, 10, 25))
    assert meeting["SUMMARY"] == "48th Meeting; of the StC, Bonn"
    assert deadline["DTSTART"].dt == datetime(2026, 7, 1, 21, 59, tzinfo=UTC)
    assert deadline["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert len(read.walk("VTIMEZONE")) == 1
    assert b"UID:stc48@localhost" in answer.get_data()


def test_words_cannot_end_a_line(app):
    with app.test_request_context("/en/"):
        text = calendars.answer(
            [Event("x", "A\r\nATTENDEE:b", date(2026, 1, 1), text="c\r\nd")], "x"
        ).get_data()

    assert b"\nATTENDEE" not in text
    assert b"DESCRIPTION:c\\nd" in text
