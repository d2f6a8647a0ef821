"""Doors: who may knock at which, what the pages say, and what a form does with what is typed."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.accounts.models import User
from app.foundation import audit, search
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.meetings import operations, queries
from app.meetings.flow import DOCUMENT
from app.meetings.models import AgendaItem, Deadline, Document, DocumentState, Meeting, Outcome
from app.meetings.operations import keeping
from app.reports.models import Call, CallState
from app.reports.operations import calls
from tests.counting import asked
from tests.factories import a_call, a_meeting, a_template, last_line
from tests.meetings.given import a_document, a_picture, begun, days_from_now

DATA = Path(__file__).parents[2] / "data"
STATES = {move.name: next(iter(move.sources)) for move in DOCUMENT.moves.values()}
MAY = {
    "check": {"bruno"},
    "translate": {"bruno", "talia"},
    "issue": {"bruno"},
    "table": {"bruno"},
    "consider": {"bruno", "dario"},
    "follow_up": {"bruno", "dario"},
    "correct_outcome": {"bruno"},
    "correct_symbol": {"bruno"},
    "close": {"bruno"},
}
PEOPLE = ("amara", "emil", "rosa", "chen", "fatou", "dario", "bruno", "talia", "edda", "adam")


def text_of(answer):
    return re.sub(r"\s+", " ", BeautifulSoup(answer.data, "html.parser").main.get_text(" "))


@pytest.mark.parametrize("move", DOCUMENT.moves)
def test_every_move_has_a_door_that_opens_for_the_right_people(cast, visit, move):
    outcome = Outcome.NOTED if STATES[move] == DocumentState.CONSIDERED else None
    document = a_document(cast, STATES[move], is_public=True, outcome=outcome)
    url = f"/en/documents/{document.number}/{move.replace('_', '-')}"

    opened = {name for name in PEOPLE if visit(getattr(cast, name)).get(url).status_code == 200}

    assert opened == MAY[move]
    assert visit().get(url).status_code in {302, 303, 401}


def test_the_whole_way_can_be_gone_by_forms(cast, visit):
    document = a_document(cast, meeting=begun())
    number, item = document.number, document.meeting.items[0].id
    bruno = visit(cast.bruno)

    def step(door, **typed):
        seen = session.scalar(select(Document.revision).where(Document.number == number))
        answer = bruno.post(f"/en/documents/{number}/{door}", data={"seen": seen, **typed})
        assert answer.status_code == 302, text_of(answer)

    step("check")
    step("translate", note="English only.", not_needed="y")
    step("issue", symbol="UNEP/CMS/StC99/Inf.1")
    step("table", items=[item])
    step("consider", outcome="reflected", where="Resolution 1, paragraph 2", words="*Well*.")
    step("correct-outcome", outcome="noted", words="Noted.", reason="It was misread.")
    step("follow-up", words="Done.")

    document = session.scalar(select(Document).where(Document.number == number))
    assert document.state is DocumentState.FOLLOWED_UP
    assert document.symbol == "UNEP/CMS/StC99/Inf.1"
    page = text_of(bruno.get(f"/en/documents/{number}"))
    assert "Noted" in page
    assert "English only." in page
    assert "Corrected on" in page


def test_the_next_symbol_is_proposed_and_one_that_was_taken_gives_way(cast, visit):
    a_document(cast, symbol="UNEP/CMS/StC99/Inf.1", origin="2026-0009")
    document = a_document(cast, DocumentState.CHECKED)
    url = f"/en/documents/{document.number}/issue"
    page = BeautifulSoup(visit(cast.bruno).get(url).data, "html.parser")
    assert page.find(id="symbol")["value"] == "UNEP/CMS/StC99/Inf.2"

    typed = {"symbol": "UNEP/CMS/StC99/Inf.1", "seen": document.revision}
    answer = visit(cast.bruno).post(url, data=typed)

    page = BeautifulSoup(answer.data, "html.parser")
    assert "UNEP/CMS/StC99/Inf.1 was given to another document meanwhile." in page.get_text()
    assert page.find(id="symbol")["value"] == "UNEP/CMS/StC99/Inf.2"


def test_a_symbol_that_was_issued_can_be_corrected_by_its_form(cast, visit):
    symbol = "UNEP/CMS/StC99/Inf.70"
    document = a_document(cast, DocumentState.ISSUED, is_public=True, symbol=symbol)
    url, bruno = f"/en/documents/{document.number}", visit(cast.bruno)
    typed = {"seen": document.revision, "symbol": "UNEP/CMS/StC99/Inf.007", "reason": "A slip."}
    refused = text_of(bruno.post(f"{url}/correct-symbol", data=typed))
    assert "Write the numbers without zeros before them: UNEP/CMS/StC99/Inf.7" in refused

    typed["symbol"] = "UNEP/CMS/StC99/Inf.7"
    answer = bruno.post(f"{url}/correct-symbol", data=typed)

    assert answer.status_code == 302, text_of(answer)
    words = text_of(visit().get(url))
    assert "UNEP/CMS/StC99/Inf.7 " in words
    assert symbol not in words
    assert "Corrected on" in words


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"outcome": "referred"}, "Write to whom it was referred."),
        ({"outcome": "reflected"}, "Write in which text and paragraph it is reflected."),
        ({"outcome": "not_taken_up"}, "Write why it was not taken up."),
        ({"outcome": ""}, "Choose one from the list."),
        ({"outcome": "noted", "on": "2999-01-01"}, "This day is still to come."),
        ({"outcome": "noted", "on": "1999-01-01"}, "The step before it was done on"),
    ],
)
def test_an_outcome_that_lacks_something_is_told_beside_its_field(cast, visit, typed, complaint):
    document = a_document(cast, DocumentState.TABLED)
    url = f"/en/documents/{document.number}/consider"

    answer = visit(cast.bruno).post(url, data={"seen": document.revision, **typed})

    assert complaint in text_of(answer)
    assert session.get(Document, document.id).state is DocumentState.TABLED


def test_a_stale_form_is_a_conflict(cast, visit):
    document = a_document(cast, DocumentState.CONSIDERED, outcome=Outcome.NOTED)
    url = f"/en/documents/{document.number}/follow-up"

    answer = visit(cast.bruno).post(url, data={"seen": document.revision - 1, "words": "Mine."})

    assert answer.status_code == 409
    assert "Mine." in answer.text


def test_a_document_that_is_not_public_looks_like_none(cast, visit):
    document = a_document(cast)
    url = f"/en/documents/{document.number}"

    seen = {name for name in PEOPLE if visit(getattr(cast, name)).get(url).status_code == 200}

    assert seen == {"amara", "emil", "rosa", "bruno", "talia"}
    assert visit().get(url).status_code == 404
    assert visit(cast.chen).get(f"{url}/issue").status_code == 404


def test_a_file_is_kept_in_its_language_and_given_out_as_an_attachment(cast, visit):
    document = a_document(cast, DocumentState.CHECKED, is_public=True)
    number = document.number
    data = {"file": (BytesIO(a_picture()), "text.png"), "file_lang": "fr"}
    answer = visit(cast.talia).post(f"/en/documents/{number}/upload", data=data)
    assert answer.status_code == 302, text_of(answer)

    page = BeautifulSoup(visit().get(f"/en/documents/{number}").data, "html.parser")
    link = page.select_one(".files a")
    file = visit().get(link["href"])
    assert (link.get_text(), link["hreflang"]) == ("French", "fr")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert last_line().action == "document.add_file"


def test_a_meeting_shows_its_agenda_with_what_is_tabled_under_each_item(cast, visit):
    meeting = a_meeting()
    rows = ["21 Species", "21.1 Avian species", "21.1.27 Illegal killing and taking", "9 Reports"]
    typed = {"item_lang": "en", "agenda": "\n".join(rows)}
    answer = visit(cast.bruno).post("/en/meetings/stc99/agenda/paste", data=typed)
    assert answer.status_code == 302, text_of(answer)
    item = session.scalar(select(AgendaItem).where(AgendaItem.number == "21.1.27"))
    document = a_document(cast, DocumentState.ISSUED, is_public=True, symbol="UNEP/CMS/StC99/Inf.3")
    operations.table_document(document, items=[item.id], seen=document.revision, actor=cast.bruno)

    page = BeautifulSoup(visit().get("/en/meetings/stc99").data, "html.parser")

    order = [li["id"] for li in page.select("li[id^=item-]")]
    assert order == ["item-9", "item-14", "item-21", "item-21.1", "item-21.1.27"]
    nested = page.find(id="item-21").find(id="item-21.1").find(id="item-21.1.27")
    assert "UNEP/CMS/StC99/Inf.3" in nested.get_text()
    assert meeting.key == "stc99"


def test_lines_of_an_agenda_that_cannot_be_read_are_all_named_and_nothing_is_lost(cast, visit):
    a_meeting()
    agenda = "1 Opening\nWithout number\n2\n1 Again"

    answer = visit(cast.bruno).post(
        "/en/meetings/stc99/agenda/paste", data={"item_lang": "en", "agenda": agenda}
    )

    words = text_of(answer)
    assert "Line 2: begin with a number such as 21.1.27, then the title." in words
    assert "Line 3: write a title after 2." in words
    assert "Line 4: 1 is there twice." in words
    typed = BeautifulSoup(answer.data, "html.parser").find("textarea").get_text()
    assert typed.strip().split() == agenda.split()
    assert session.scalars(select(AgendaItem.number)).all() == ["14"]


def test_an_item_with_something_under_it_stays(cast, visit):
    document = a_document(cast)
    item = document.items[0]

    answer = visit(cast.bruno).post("/en/meetings/stc99/agenda/14/remove", data={"seen": item.revision})

    assert answer.status_code == 409
    assert session.scalar(select(AgendaItem).where(AgendaItem.number == "14"))


@pytest.mark.parametrize(
    "path",
    [
        "add",
        "stc99/edit",
        "stc99/remove",
        "stc99/agenda",
        "stc99/agenda/paste",
        "stc99/deadlines",
        "stc99/documents/add",
    ],
)
def test_only_moderators_keep_meetings(cast, visit, path):
    a_meeting()
    url = f"/en/meetings/{path}"

    opened = {name for name in PEOPLE if visit(getattr(cast, name)).get(url).status_code == 200}

    assert opened == {"bruno"}
    assert visit(cast.chen).get(url).status_code == 403


def test_a_meeting_needs_its_number_or_place_or_days(cast, visit):
    meeting = a_meeting()
    bruno, typed = visit(cast.bruno), {"zone": "UTC", "body": meeting.body_id, "seen": meeting.revision}
    typed |= dict.fromkeys(("number", "city", "country", "starts_on", "ends_on", "year", "month"), "")
    for url in ("/en/meetings/add", "/en/meetings/stc99/edit"):
        assert "Write the number of the meeting, or its place, or its days." in text_of(
            bruno.post(url, data=typed)
        )
    assert session.scalars(select(Meeting.number)).all() == [99]

    assert bruno.post("/en/meetings/add", data=typed | {"city": "Nairobi"}).status_code == 302


def test_a_meeting_with_nothing_under_it_can_be_removed_and_no_other(cast, visit):
    full, bruno = a_meeting(), visit(cast.bruno)
    added = bruno.post("/en/meetings/add", data={"zone": "UTC", "body": full.body_id, "number": "77"})
    url = added.headers["Location"]
    assert f"{url}/remove" in bruno.get(url).text
    assert "/remove" not in bruno.get("/en/meetings/stc99").text

    assert bruno.post(f"{url}/remove", data={"seen": 1}).status_code == 302
    assert (last_line().action, last_line().detail["key"]) == ("meeting.remove", "stc77")
    assert visit().get(url).status_code == 404
    assert search.find("77th", kinds={"meeting"}) == []
    assert bruno.post("/en/meetings/stc99/remove", data={"seen": full.revision}).status_code == 409
    assert visit().get("/en/meetings/stc99").status_code == 200


def test_a_meeting_that_a_call_names_stays(cast, visit):
    meeting = a_meeting(items=[])
    with transaction():
        template = a_template()
        told = {"titles": {"en": "Reports"}, "opens_at": now(), "closes_at": now(), "template": template}
        session.add(Call(key="asks", meeting=meeting, **told))
        audit.record("test.call", meeting, actor=None)

    answer = visit(cast.bruno).post("/en/meetings/stc99/remove", data={"seen": meeting.revision})

    assert answer.status_code == 409
    assert session.scalars(select(Meeting.key)).all() == ["stc99"]


def test_a_meeting_moved_takes_what_is_due_with_it(cast, visit):
    document = a_document(cast)
    meeting = document.meeting
    typed = {
        "seen": meeting.revision,
        "number": "99",
        "starts_on": days_from_now(200).isoformat(),
        "ends_on": days_from_now(203).isoformat(),
        "zone": "Europe/Berlin",
    }

    answer = visit(cast.bruno).post("/en/meetings/stc99/edit", data=typed)

    assert answer.status_code == 302, text_of(answer)
    due = {step.name: step.due_on for step in session.get(Document, document.id).steps}
    assert due["issued"] == days_from_now(170)
    assert (due["tabled"], due["considered"]) == (days_from_now(200), days_from_now(203))


def test_a_deadline_is_set_shown_with_its_zone_and_removed(cast, visit):
    a_meeting()
    typed = {"kind": "statements", "day": days_from_now(30), "hour": "17:00", "zone": "Africa/Nairobi"}
    bruno = visit(cast.bruno)
    assert bruno.post("/en/meetings/stc99/deadlines", data=typed).status_code == 302

    page = text_of(visit().get("/en/meetings/stc99"))

    assert "Written statements" in page
    assert "17:00" in page
    assert "left" in page
    assert bruno.post("/en/meetings/stc99/deadlines/statements/remove").status_code == 302
    assert session.scalars(select(Deadline)).all() == []


def test_a_document_that_came_by_another_way_is_entered_with_its_source(cast, visit):
    a_meeting(key="stc44", number=44, starts_on=days_from_now(-400), ends_on=days_from_now(-399))
    typed = {"title": "An old paper", "title_lang": "en", "kind": "Doc", "symbol": "CMS/StC37/7"}
    bruno, url = visit(cast.bruno), "/en/meetings/stc44/documents/add"
    refused = text_of(bruno.post(url, data=typed))
    assert "Write where the document is known from, or add its file." in refused
    refused = text_of(bruno.post(url, data=typed | {"source": "A list."}))
    assert "This is not a symbol of StC." in refused

    answer = bruno.post(url, data=typed | {"source": "A list.", "other_form": "y", "authors": "Togo\nKenya"})

    page = text_of(visit().get(answer.headers["Location"]))
    assert "The text is not held here." in page
    assert "A list." in page
    assert "Not known" in page
    assert "To come" not in page


def test_pages_of_meetings_cost_the_same_with_5_rows_as_with_50(cast, visit, app):
    a_meeting()
    counts = []
    for upto in (5, 50):
        for serial in range(5 if counts else 0, upto):
            a_document(cast, DocumentState.ISSUED, is_public=True, origin=f"2026-{serial:04}")
        counts.append(
            [statements(app, visit(cast.bruno), url) for url in ("/en/meetings", "/en/meetings/stc99")]
        )

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12


def test_a_document_page_costs_at_most_twelve_statements(cast, visit, app):
    document = a_document(cast, DocumentState.ISSUED, is_public=True)
    url = f"/en/documents/{document.number}"

    assert statements(app, visit(cast.bruno), url) <= 12


def statements(app, client, url):
    assert client.get(url).status_code == 200
    return len(asked(app, lambda: client.get(url)))


def test_reference_data_is_loaded_once_and_what_staff_entered_is_left_alone(cast):
    assert operations.load(DATA) > 130
    assert operations.load(DATA) == 0
    keys = set(session.scalars(select(Meeting.key)))
    expected = {
        "cop15",
        "stc45",
        "scc18",
        "scc-sc3",
        "aewa-mop9",
        "ascobans-mop8",
        "sharks-mos3",
        "raptors-mos2",
    }
    assert expected <= keys

    meeting = queries.get_meeting("cop16")
    facts = {name: getattr(meeting, name) for name in keeping.Facts._fields} | {"city": "Nairobi"}
    keeping.edit_meeting(meeting, keeping.Facts(**facts), seen=meeting.revision, actor=cast.bruno)
    assert operations.load(DATA) == 0
    assert queries.get_meeting("cop16").city == "Nairobi"


def test_history_is_one_trail_that_says_what_is_not_known(cast, visit):
    operations.load(DATA)
    added = operations.load_history(DATA)
    assert (added, operations.load_history(DATA)) == (13, 0)
    number = session.scalar(select(Document.number).where(Document.title.startswith("The Firebird")))
    seen = []
    while number and number not in seen:
        seen.append(number)
        page = BeautifulSoup(visit().get(f"/en/documents/{number}").data, "html.parser")
        on = [
            dt.find_next_sibling("dd").a["href"]
            for dt in page.find_all("dt")
            if dt.get_text() in {"Consolidated in", "Led to", "Next in the record"}
        ]
        number = on[0].rpartition("/")[2] if on else None

    last = session.scalar(select(Document).where(Document.number == seen[-1]))
    assert len(seen) == 5
    assert last.symbol == "UNEP/CMS/COP13/Inf.33"
    assert [item.number for item in last.items] == ["18"]
    words = text_of(visit().get(f"/en/documents/{seen[0]}"))
    assert "Wild Migration" in words
    assert "The text is not held here." in words
    assert "Not known" in words
    assert "28 October 2017" in words


def test_a_meeting_whose_days_are_not_confirmed_says_so(cast, visit):
    operations.load(DATA)

    page = text_of(visit().get("/en/meetings/stc56"))

    assert "March 2025, days not confirmed" in page
    assert "Not verified" in page
    assert "as of 31 March 2026" in page


def test_a_meeting_and_its_deadlines_go_into_a_calendar(cast, visit):
    meeting = a_meeting()
    typed = {"kind": "statements", "day": days_from_now(30), "hour": "17:00", "zone": "Africa/Nairobi"}
    visit(cast.bruno).post("/en/meetings/stc99/deadlines", data=typed)

    for url in ("/en/meetings/stc99.ics", "/en/meetings.ics"):
        answer = visit().get(url)
        assert answer.mimetype == "text/calendar"
        assert "SUMMARY:99th meeting of the Standing Committee" in answer.text
        assert f"DTSTART;VALUE=DATE:{meeting.starts_on:%Y%m%d}" in answer.text
        assert f"DTSTART;TZID=Africa/Nairobi:{days_from_now(30):%Y%m%d}T170000" in answer.text


def test_a_meeting_shows_the_open_calls_to_report_to_it_among_what_is_due(cast, visit):
    call = a_call(titles={"en": "Reports wanted"})
    a_call(key="rehearsal", titles={"en": "Only practice"}, rehearsal=True)
    a_call(key="over", titles={"en": "Long closed"}, closes_at=now() - timedelta(days=1))
    a_call(key="gone", titles={"en": "Not any more"}, state=CallState.CANCELLED)

    page = BeautifulSoup(visit().get("/en/meetings/stc99").data, "html.parser")

    for heading in ("calls", "due"):
        shown = page.find(id=heading).find_next_sibling("dl")
        assert [link["href"] for link in shown.find_all("a")] == [f"/en/reports/calls/{call.key}"]
        assert "20 days left" in shown.get_text()
    assert "No deadline is known here" not in page.get_text()
    assert "Reports wanted" in text_of(visit().get("/en/meetings"))
    closes = call.closes_at.astimezone(ZoneInfo(call.zone))
    for url in ("/en/meetings/stc99.ics", "/en/meetings.ics"):
        told = visit().get(url).text
        assert "SUMMARY:StC99: Reports wanted" in told
        assert f"DTSTART;TZID=Europe/Berlin:{closes:%Y%m%dT%H%M}" in told
        assert not any(words in told for words in ("Only practice", "Long closed", "Not any more"))


def test_a_deadline_that_is_a_day_says_where_it_ends_and_the_readers_time(cast, visit):
    a_meeting()
    typed = {"kind": "statements", "day": days_from_now(30), "zone": "Pacific/Auckland"}
    visit(cast.bruno).post("/en/meetings/stc99/deadlines", data=typed)
    with transaction():
        session.get_one(User, cast.chen.id).time_zone = "Europe/Paris"
        audit.record("test.zone", cast.chen, actor=None)

    words = text_of(visit(cast.chen).get("/en/meetings/stc99"))

    assert re.search(r"\d+ \w+ \d{4} ?, end of the day in Auckland \(UTC\+1[23]\)", words)
    assert "Your time:" in words
    assert not re.search(r"(23|00):\d\d Auckland", words)


def test_the_front_page_tells_no_hour_that_nobody_set(cast, visit):
    a_meeting()
    typed = {"kind": "statements", "day": days_from_now(30), "zone": "Pacific/Auckland"}
    visit(cast.bruno).post("/en/meetings/stc99/deadlines", data=typed)

    words = text_of(visit().get("/en/"))

    assert "Written statements" in words
    assert "end of the day in Auckland" in words
    assert "23:59" not in words


def test_a_call_of_the_past_shows_what_it_drew_and_no_more_than_its_source_tells(cast, visit):
    operations.load(DATA)
    operations.load_history(DATA)
    calls.load_history(DATA / "calls_history.yaml")

    page = BeautifulSoup(visit().get("/en/reports/calls/notification-2016-017").data, "html.parser")
    words = page.main.get_text(" ")

    drawn = [link["href"] for link in page.main.select(".records a")]
    assert len(drawn) == 2
    assert "Response of the Government of Togo" in words
    assert "14 July 2016" in words
    assert not any(made_up in words for made_up in ("00:00", "23:59", "Verified", "formal version"))
    for url in drawn:
        page = BeautifulSoup(visit().get(url).data, "html.parser")
        assert page.find("dt", string="In answer to").find_next("a")["href"].endswith("notification-2016-017")
    words = text_of(visit().get("/en/reports/calls/notification-2018-008"))
    assert "No source held here tells which ones." in words
    assert "23:59" not in text_of(visit().get("/en/reports/calls"))


def test_meetings_and_public_documents_are_found_by_searching(cast):
    operations.load(DATA)
    operations.load_history(DATA)
    meeting = session.scalars(select(Meeting).where(Meeting.items.any())).first()
    a_document(cast, title="Hidden flyways", meeting=meeting, origin="2026-0003")

    assert [hit.key for hit in search.find("standing committee 45th", kinds={"meeting"})] == ["stc45"]
    assert [hit.title[:12] for hit in search.find("Firebird Wild Migration")] == ["The Firebird"]
    assert search.find("Hidden flyways", kinds={"document"}) == []


def test_what_a_body_said_is_in_the_language_of_whoever_wrote_it_down(cast, visit):
    document = a_document(cast, DocumentState.TABLED, is_public=True, meeting=begun())
    with transaction():
        session.get_one(User, cast.dario.id).lang = "fr"
        audit.record("test.lang", cast.dario, actor=None)

    words = "Le Comité demande un avis."
    operations.consider_document(
        document, outcome=Outcome.NOTED, words=words, seen=document.revision, actor=cast.dario
    )

    page = BeautifulSoup(visit().get(f"/en/documents/{document.number}").text, "html.parser")
    assert {prose["lang"] for prose in page.select(".prose") if words in prose.text} == {"fr"}
