"""Calls: how they are prepared, who may answer, and what stands on their pages."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.foundation import audit
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from app.meetings.models import Meeting
from app.organisations.models import Kind, OrganisationState
from app.reports.models import Call, CallState, ReportState, Template
from app.reports.operations import calls as operations
from app.reports.operations.calls import Particulars
from app.reports.queries import calls as queries
from tests.conftest import a_person
from tests.factories import a_call, a_meeting, a_report, a_template, keep, last_line, letters
from tests.page import page_of

DATA = Path(__file__).parents[2] / "data"


def particulars(**given):
    meeting = given.pop("meeting", None) or session.scalar(select(Meeting)) or a_meeting()
    template = session.scalar(select(Template)) or keep(a_template())
    values = {
        "titles": {"en": "Reports to StC99"},
        "meeting_id": meeting.id,
        "template_id": template.id,
        "opens_at": now() - timedelta(days=1),
        "closes_at": now() + timedelta(days=30),
        "zone": "Europe/Berlin",
        "languages": ["en", "fr", "es"],
    }
    return Particulars(**values | given)


def change(thing, **values):
    with transaction():
        for name, value in values.items():
            setattr(thing, name, value)
        audit.record("test.change", thing, actor=None)


def test_a_moderator_prepares_a_call_that_nobody_else_sees(cast):
    call = operations.prepare_call(particulars(), actor=cast.bruno)

    assert (call.key, call.state) == ("reports-to-stc99", CallState.PREPARED)
    assert queries.get_call(call.key, reader=cast.bruno) is call
    with pytest.raises(NotFound):
        queries.get_call(call.key, reader=cast.amara)


def test_a_second_call_to_one_meeting_has_an_address_of_its_own(cast):
    operations.prepare_call(particulars(), actor=cast.bruno)

    assert operations.prepare_call(particulars(), actor=cast.bruno).key == "reports-to-stc99-2"


@pytest.mark.parametrize("name", ["amara", "chen", "fatou", "talia", "edda", "adam"])
def test_others_prepare_nothing(cast, name):
    with pytest.raises(NotAllowed):
        operations.prepare_call(particulars(), actor=getattr(cast, name))


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"closes_at": now() - timedelta(days=2)}, "closes_before_it_opens"),
        ({"zone": "Europe/Atlantis"}, "unknown_zone"),
        ({"meeting_id": 999_999}, "unknown_meeting"),
        ({"opens_at": now() - timedelta(days=9), "closes_at": now() - timedelta(days=1)}, "call_is_over"),
    ],
)
def test_what_cannot_be_is_refused(cast, given, key):
    with pytest.raises(Invalid, match=key):
        operations.prepare_call(particulars(**given), actor=cast.bruno)


def test_an_agenda_item_belongs_to_the_meeting(cast):
    said = particulars()
    other = a_meeting(key="stc98", number=98)

    with pytest.raises(Invalid, match="item_of_another_meeting"):
        operations.prepare_call(
            Particulars(**vars(said) | {"agenda_item_id": other.items[0].id}), actor=cast.bruno
        )


def test_announcing_tells_owners_and_editors_of_verified_organisations(cast):
    call = operations.prepare_call(particulars(), actor=cast.bruno)
    change(cast.other, state=OrganisationState.SUSPENDED)

    operations.announce_call(call, seen=call.revision, actor=cast.bruno)

    assert {letter.recipient_id for letter in letters()} == {cast.amara.id, cast.emil.id}
    assert last_line().action == "call.announce"


def test_a_rehearsal_is_told_to_nobody_and_stands_in_no_list(cast):
    call = operations.prepare_call(particulars(rehearsal=True), actor=cast.bruno)

    operations.announce_call(call, seen=call.revision, actor=cast.bruno)

    assert letters() == []
    assert call not in queries.listed(cast.amara)
    assert call not in queries.open_calls(cast.amara)
    assert queries.get_call(call.key, reader=cast.amara) is call


def test_what_organisations_answer_to_is_not_changed_under_them(cast):
    call = operations.prepare_call(particulars(), actor=cast.bruno)
    operations.announce_call(call, seen=call.revision, actor=cast.bruno)

    with pytest.raises(Conflict, match="call_is_announced"):
        operations.edit_call(call, particulars(rehearsal=True), seen=call.revision, actor=cast.bruno)

    later = now() + timedelta(days=60)
    operations.edit_call(call, particulars(closes_at=later), seen=call.revision, actor=cast.bruno)
    assert call.closes_at == later


def test_a_second_moderator_gets_a_conflict(cast):
    call = operations.prepare_call(particulars(), actor=cast.bruno)
    seen = call.revision
    operations.edit_call(call, particulars(mandate="Resolution 11.10"), seen=seen, actor=cast.bruno)

    with pytest.raises(Conflict, match="changed_meanwhile"):
        operations.edit_call(call, particulars(mandate="Another"), seen=seen, actor=cast.bruno)


def test_cancelling_tells_those_who_were_writing_why(cast):
    report = a_report(cast)

    operations.cancel_call(report.call, reason="Moved.", seen=report.call.revision, actor=cast.bruno)

    assert {letter.recipient_id for letter in letters()} == {cast.amara.id, cast.emil.id}
    assert {letter.snapshot["reason"] for letter in letters()} == {"Moved."}


def test_the_draft_and_the_page_of_a_cancelled_call_say_why(cast, visit):
    report = a_report(cast)
    number, key = report.number, report.call.key
    operations.cancel_call(report.call, reason="The body moved.", seen=report.call.revision, actor=cast.bruno)

    draft = visit(cast.amara).get(f"/en/reports/{number}/edit").text
    public = visit().get(f"/en/reports/calls/{key}").text

    for page in (draft, public):
        assert "The call was cancelled" in page
        assert "The body moved." in page
    assert "next meeting" not in draft


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({}, "yes"),
        ({"opens_at": timedelta(days=1)}, "coming"),
        ({"closes_at": timedelta(minutes=-1)}, "closed"),
        ({"closes_at": timedelta(minutes=-1), "grace_minutes": 5}, "yes"),
        ({"state": CallState.CANCELLED}, "cancelled"),
    ],
)
def test_a_calls_time_decides_first(cast, given, word):
    given = {key: now() + value if isinstance(value, timedelta) else value for key, value in given.items()}
    assert queries.standing_of(cast.amara, a_call(**given)).word == word


def test_each_person_is_told_where_they_stand(cast):
    call = a_call()

    assert queries.standing_of(cast.emil, call).organisations == [cast.society]
    assert queries.standing_of(cast.rosa, call).word == "reader_only"
    assert queries.standing_of(a_newcomer(), call).word == "no_organisation"
    change(cast.other, state=OrganisationState.APPLIED)
    assert queries.standing_of(cast.chen, call).word == "not_verified"


def a_newcomer():
    return keep(a_person("Noor"))


@pytest.mark.parametrize(
    ("name", "word", "link"),
    [("bruno", "secretariat", "/en/desk"), ("fatou", "by_role", None), ("dario", "by_role", None)],
)
def test_whoever_is_here_by_a_role_is_not_asked_to_register_an_organisation(cast, visit, name, word, link):
    call, person = a_call(), getattr(cast, name)
    assert queries.standing_of(person, call).word == word

    card = page_of(visit(person).get(f"/en/reports/calls/{call.key}")).select_one("aside .notice")

    assert "Organisations answer this call" in card.text
    assert card.a["href"] == (link or f"/en/reports?meeting={call.meeting.key}")


def test_a_call_to_parties_too_tells_a_delegate_how_a_government_answers(cast):
    assert queries.standing_of(cast.dario, a_call(parties_too=True)).word == "no_organisation"


@pytest.mark.parametrize(
    ("zone", "told"), [(None, False), ("Europe/Berlin", False), ("Europe/Paris", False), ("Asia/Tokyo", True)]
)
def test_ones_own_time_is_told_where_the_clocks_differ_and_never_to_guests(cast, visit, zone, told):
    key = a_call().key
    if zone:
        change(cast.amara, time_zone=zone)
    client = visit(cast.amara if zone else None)

    for page in ("/en/reports/calls", f"/en/reports/calls/{key}"):
        assert ("Your time:" in client.get(page).text) is told, page


@pytest.mark.parametrize(
    "page", ["/en/reports/calls/{key}", "/en/reports/calls", "/en/work", "/en/", "/en/meetings/stc99"]
)
def test_in_the_grace_every_page_says_how_long_late_reports_are_taken(cast, visit, page):
    call = a_call(closes_at=now() - timedelta(hours=1), grace_minutes=240)
    client = visit(cast.amara)

    answer = client.get(page.format(key=call.key))

    text = page_of(answer).select_one("main, .hero").get_text(" ", strip=True)
    assert re.search(r"Closed; [23] hours left for late reports", answer.text), text
    assert f'<time datetime="{call.ends_at:%Y-%m-%dT%H:%M}+00:00">' in answer.text, text


@pytest.mark.parametrize("page", ["/en/reports/calls", "/en/work", "/en/", "/en/meetings/stc99"])
def test_after_the_grace_a_call_is_closed(cast, visit, page):
    a_call(closes_at=now() - timedelta(hours=5), grace_minutes=240)

    assert "left for late reports" not in visit(cast.amara).get(page).text


def test_an_address_must_be_confirmed_first(cast):
    call = a_call()
    change(cast.amara, confirmed_at=None)

    assert queries.standing_of(cast.amara, call).word == "unconfirmed"


@pytest.mark.parametrize(("parties_too", "word"), [(True, "yes"), (False, "government")])
def test_governments_answer_only_where_they_are_asked(cast, parties_too, word):
    call = a_call(parties_too=parties_too)
    change(cast.society, kind=Kind.GOVERNMENT)

    assert queries.standing_of(cast.amara, call).word == word


@pytest.mark.parametrize("name", [None, "amara", "rosa", "chen", "fatou", "bruno"])
def test_the_list_and_the_page_open_for_everybody(cast, visit, name):
    key = a_call(guidance={"en": "Write **plainly**."}).key
    client = visit(name and getattr(cast, name))

    assert client.get("/en/reports/calls").status_code == 200
    answer = client.get(f"/en/reports/calls/{key}")
    assert answer.status_code == 200
    assert "<strong>plainly</strong>" in answer.text


@pytest.mark.parametrize("lang", ["fr", "es", "ar"])
def test_the_page_opens_in_every_language(cast, visit, lang):
    key = a_call().key

    assert visit(cast.amara).get(f"/{lang}/reports/calls/{key}").status_code == 200


def form_of(call_or_none=None, **changed):
    meeting = session.scalar(select(Meeting)) or a_meeting()
    template = session.scalar(select(Template)) or keep(a_template())
    values = {
        "title_en": "Reports to StC99",
        "meeting": meeting.id,
        "agenda_item": 0,
        "template": template.id,
        "opens_at": "2026-12-01T09:00",
        "closes_at": "2096-01-31T23:59",
        "zone": "Africa/Nairobi",
        "grace_minutes": "15",
        "languages": ["en", "fr"],
    }
    return values | changed


def test_the_form_makes_a_call_with_its_times_in_its_zone(cast, visit):
    visit(cast.bruno).post("/en/reports/calls/prepare", data=form_of())

    call = session.scalar(select(Call))
    assert call.opens_at.isoformat() == "2026-12-01T06:00:00+00:00"
    assert (call.grace_minutes, call.languages) == (15, ["en", "fr"])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title_en": ""}, "Write the title in English."),
        ({"title_en": "x" * 201}, "Shorten this to 200"),
        ({"closes_at": "2026-11-01T00:00"}, "The call closes before it opens."),
        ({"opens_at": "2020-01-01T00:00", "closes_at": "2020-02-01T00:00"}, "would be closed already."),
        ({"languages": []}, "Choose at least one language."),
        ({"zone": "Nowhere/Land"}, "This is not a time zone."),
        ({"grace_minutes": "-1"}, "Write a number of minutes"),
    ],
)
def test_the_form_complains_beside_the_field_and_keeps_what_was_typed(cast, visit, changed, words):
    answer = visit(cast.bruno).post("/en/reports/calls/prepare", data=form_of(**changed, mandate="Mandate!"))

    assert words in answer.text
    (link,) = page_of(answer).select('.notice a[href^="#"]')
    assert link["href"].startswith(f"#{list(changed)[-1]}")
    assert "Mandate!" in answer.text
    assert session.scalar(select(Call)) is None


def test_an_agenda_item_of_another_meeting_is_refused_beside_its_field(cast, visit):
    data = form_of()
    other = a_meeting(key="stc98", number=98, starts_on=now().date() + timedelta(days=90))

    answer = visit(cast.bruno).post(
        "/en/reports/calls/prepare", data=data | {"agenda_item": other.items[0].id}
    )

    page = page_of(answer)
    assert page.select_one('.notice a[href="#agenda_item"]')
    assert "belongs to another meeting" in page.select_one("#agenda_item-error").get_text()


def test_a_call_that_would_be_closed_already_is_not_announced(cast, visit):
    call = operations.prepare_call(particulars(), actor=cast.bruno)
    change(call, opens_at=now() - timedelta(days=9), closes_at=now() - timedelta(days=1))

    with pytest.raises(Invalid, match="call_is_over"):
        operations.announce_call(call, seen=call.revision, actor=cast.bruno)
    assert letters() == []


def test_every_step_of_a_call_through_its_doors(cast, visit):
    call = operations.prepare_call(particulars(), actor=cast.bruno)
    key, seen, bruno = call.key, call.revision, visit(cast.bruno)

    assert bruno.get(f"/en/reports/calls/{key}/edit").status_code == 200
    bruno.post(f"/en/reports/calls/{key}/edit", data=form_of(seen=seen, mandate="Resolution 11.10"))
    session.expire_all()
    assert call.mandate == "Resolution 11.10"
    bruno.post(f"/en/reports/calls/{key}/announce", data={"seen": call.revision})
    session.expire_all()
    assert call.state is CallState.ANNOUNCED
    asked = page_of(bruno.get(f"/en/reports/calls/{key}/cancel"))
    assert asked.select_one("form .button--stop + a").text == "Keep the call"
    bruno.post(f"/en/reports/calls/{key}/cancel", data={"seen": call.revision, "reason": "Moved."})
    session.expire_all()
    assert call.state is CallState.CANCELLED


@pytest.mark.parametrize("path", ["prepare", "{key}/edit", "{key}/cancel"])
def test_the_secretariats_doors_stay_shut_for_others(cast, visit, path):
    key = a_call().key

    assert visit(cast.amara).get(f"/en/reports/calls/{path.format(key=key)}").status_code == 403


@pytest.mark.parametrize("count", [5, 50])
def test_the_list_asks_the_database_a_fixed_number_of_times(cast, visit, statements, count):
    call = a_call()
    keep(*(_another(call, n) for n in range(count)))
    client = visit(cast.amara)
    client.get("/en/reports/calls")

    with statements() as sent:
        client.get("/en/reports/calls")

    assert len(sent) <= 8


def _another(call, n):
    return Call(
        key=f"call-{n}",
        titles={"en": f"Call {n}"},
        state=CallState.ANNOUNCED,
        meeting_id=call.meeting_id,
        opens_at=call.opens_at,
        closes_at=call.closes_at,
    )


def test_templates_load_once_and_are_never_changed(cast):
    (first,) = operations.load_templates(DATA / "templates")
    (again,) = operations.load_templates(DATA / "templates")

    assert first.id == again.id
    changed = dict(first.definition, key=first.key, version=first.version, title="Other words")
    with pytest.raises(Conflict, match="template_changed"):
        operations.load_template(changed)


def test_the_past_is_told_with_its_sources_and_cannot_be_answered(cast):
    for key, number in (("stc44", 44), ("stc45", 45), ("stc48", 48)):
        a_meeting(key=key, number=number, is_example=False)

    calls = operations.load_history(DATA / "calls_history.yaml")
    again = operations.load_history(DATA / "calls_history.yaml")

    assert [call.key for call in calls] == [
        "notification-2015-019",
        "notification-2016-017",
        "notification-2018-008",
    ]
    assert again == []
    assert all(call.source for call in calls)
    assert [call.mandate for call in calls] == [
        "Resolution 11.11",
        "Resolution 11.11",
        "",
    ]  # no source tells it
    assert {queries.standing_of(cast.amara, call).word for call in calls} == {"no_template"}
    assert calls[0].closes_at.date() == date(2015, 9, 1)


def test_people_find_their_own_reports_on_the_calls_page(cast, visit):
    report = a_report(cast, state=ReportState.SUBMITTED)

    assert report.number in visit(cast.rosa).get(f"/en/reports/calls/{report.call.key}").text
    assert report.number not in visit(cast.chen).get(f"/en/reports/calls/{report.call.key}").text


def test_the_calls_of_one_meeting_stand_alone_and_lead_to_it(cast, visit):
    a_call()
    other = a_meeting(key="stc98", number=98)
    a_call(key="reports-to-stc98", titles={"en": "Reports to an earlier meeting"}, meeting=other)

    page = visit().get("/en/reports/calls?meeting=stc98").text

    assert "Reports to an earlier meeting" in page
    assert "/en/meetings/stc98" in page
    assert "/en/reports/calls/reports-to-stc99" not in page
    assert visit().get("/en/reports/calls?meeting=none").status_code == 404
