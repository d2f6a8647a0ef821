"""A person's own table."""

from datetime import timedelta

from app.accounts.readers import Role
from app.foundation import clock
from app.foundation.clock import now
from app.meetings.models import DocumentState
from app.organisations.models import Seat
from app.organisations.operations import deciding, invitations
from app.reports.models import ReportState
from app.vocabularies import queries
from app.vocabularies.models import Dataset, Term
from tests.conftest import a_person
from tests.counting import asked
from tests.factories import a_call, a_meeting, a_report, keep
from tests.meetings.given import a_document
from tests.organisations.given import an_application
from tests.page import page_of
from tests.reports.decided import a_published_report, a_returned_report, a_submitted_report

WORK = "/en/work"


def test_a_guest_is_sent_to_sign_in(visit):
    assert visit().get(WORK).status_code in {302, 401}


def test_a_new_account_is_told_how_to_begin(visit):
    newcomer = keep(a_person("Nadia", confirmed_at=None))

    page = visit(newcomer).get(WORK).text

    assert "Find or register your organisation" in page
    assert "Confirm your e-mail address" in page
    assert "/en/organisations/apply" in page


def test_whoever_has_nothing_to_do_is_told_so(cast, visit):
    page = visit(cast.amara).get(WORK).text

    assert "Nothing waits for you now." in page
    assert "Society of the Flyway (example)" in page
    assert "Your role: Owner" in page
    assert "can answer open calls" in page


def test_an_invitation_to_ones_address_waits_here(cast, visit):
    offer = invitations.invite(cast.society, "chen@example.org", Seat.EDITOR, "en", actor=cast.amara)

    page = visit(cast.chen).get(WORK).text

    assert f"/en/organisations/invitations/{offer.key}" in page
    assert "Answer the invitation to “<bdi>Society of the Flyway (example)</bdi>”" in page
    assert offer.key not in visit(cast.dario).get(WORK).text


def test_an_invitation_does_not_show_before_the_address_is_confirmed(cast, visit):
    newcomer = keep(a_person("Nadia", confirmed_at=None))
    invitations.invite(cast.society, "nadia@example.org", Seat.EDITOR, "en", actor=cast.amara)

    assert "/invitations/" not in visit(newcomer).get(WORK).text


def test_each_state_of_an_organisation_says_what_to_do(cast, visit):
    organisation = an_application(cast.amara)
    client = visit(cast.amara)
    assert "The Secretariat is checking the application." in client.get(WORK).text

    deciding.decline(organisation, reason="No letter.", seen=organisation.revision, actor=cast.bruno)
    page = client.get(WORK).text
    assert "No letter." in page
    assert "See what “<bdi>Turtle Shore Network (example)</bdi>” needs" in page


def test_open_calls_and_ones_own_reports_stand_here(cast, visit):
    call = a_call()
    draft = a_report(cast, call=call)
    published = a_report(cast, ReportState.PUBLISHED, call=call, title="Marshes of the coast")

    page = visit(cast.emil).get(WORK).text

    assert "Reports to the Standing Committee" in page
    assert f"/en/reports/calls/{call.key}" in page
    assert "Go on with “<bdi>Flyways of the Sahel</bdi>”" in page
    assert draft.number in page
    assert published.number in page
    assert page.count("Deadline:") == 1  # of what can still be changed
    assert "Flyways of the Sahel" not in visit(cast.chen).get(WORK).text


def test_a_draft_whose_call_has_closed_says_how_long_it_is_still_taken(cast, visit):
    a_report(cast, call=a_call(closes_at=now() - timedelta(hours=1), grace_minutes=240))

    task = page_of(visit(cast.amara).get("/en/work")).select_one(".tasks, .task")

    assert "hours left for late reports" in task.get_text()


def test_a_reader_is_not_asked_to_write(cast, visit):
    a_report(cast)

    page = visit(cast.rosa).get(WORK).text

    assert "Go on with" not in page
    assert "Flyways of the Sahel" in page


def test_the_page_runs_as_many_statements_for_fifty_rows_as_for_five(app, cast, visit):
    counts = []
    call = a_call()
    for more in (5, 45):
        for _ in range(more):
            a_report(cast, call=call)
        client = visit(cast.amara)
        assert client.get(WORK).status_code == 200
        counts.append(len(asked(app, lambda client=client: client.get(WORK))))

    assert 0 < counts[0] == counts[1] <= 12


def test_an_outcome_that_is_due_waits_for_the_delegates_of_the_body(cast, visit):
    yesterday = now().date() - timedelta(days=1)
    meeting = a_meeting(starts_on=yesterday, ends_on=yesterday)
    document = a_document(cast, DocumentState.TABLED, meeting=meeting)

    page = visit(cast.dario).get(WORK).text

    assert "Record what the body did with “<bdi>Flyways of the Sahel</bdi>”" in page
    assert f"/en/documents/{document.number}/consider" in page
    assert "Overdue" in page
    assert "Record what" not in visit(cast.fatou).get(WORK).text


def test_a_focal_point_reads_what_is_published_about_the_country(cast, visit):
    published = a_published_report(cast)

    page = visit(cast.fatou).get(WORK).text

    assert "Published reports about" in page
    assert f"/en/reports/{published.number}" in page
    assert "Published reports about" not in visit(cast.dario).get(WORK).text


def test_a_role_says_how_far_it_reaches_and_what_it_opens(cast, visit):
    a_meeting()

    delegate, focal_point = visit(cast.dario).get(WORK).text, visit(cast.fatou).get(WORK).text

    assert "Standing Committee" in delegate
    assert "/en/meetings?body=cms-stc" in delegate
    assert "National focal point" in focal_point
    assert "/en/reports?country=KE" in focal_point
    assert "Find or register your organisation" not in focal_point


def test_a_moderator_is_led_to_the_desk_with_the_number_that_waits_there(cast, visit):
    for once in ("one", "two"):
        a_submitted_report(cast, once=once)
    a_returned_report(cast, once="three")  # waits for its authors

    page = page_of(visit(cast.bruno).get(WORK)).main

    assert "2 things wait on the desk" in page.select_one(".tasks").get_text()
    assert page.select_one('.tasks a[href="/en/desk"]')
    assert "Moderator" in page.get_text()
    assert "Register your organisation" not in page.get_text()


def test_what_is_overdue_on_the_desk_is_said_on_my_work(cast, visit):
    with clock.at(now() - timedelta(days=40)):
        call = a_call(opens_at=now() - timedelta(days=9), closes_at=now() + timedelta(days=60))
        a_submitted_report(cast, call=call)

    task = page_of(visit(cast.bruno).get(WORK)).select_one(".tasks").get_text(" ")

    assert "Overdue: 1" in task


def test_whoever_moderates_an_empty_desk_still_finds_it(cast, visit):
    for person in (cast.bruno, cast.talia, cast.edda, cast.adam):
        page = page_of(visit(person).get(WORK)).main
        assert page.select_one('a[href="/en/desk"]')
        assert "Nothing waits for you now." in page.get_text()
        assert "Register your organisation" not in page.get_text()


def a_country(key, name):
    about = {"as_of": "2026-11-01", "source": "", "terms": "", "note": "", "digest": "", "term_count": 1}
    country = Term(kind="country", key=key, names={"en": name}, facts={}, place="0", confidence="source")
    country.dataset = Dataset(key="countries", files=[], **about)
    keep(country.dataset, country)
    queries.forget()


def test_a_delegate_of_a_party_has_a_card_that_names_the_country(cast, visit):
    delegate = keep(a_person("Dilan", (Role.DELEGATE, "country:KE")))
    a_country("KE", "Kenya")

    card = page_of(visit(delegate).get(WORK)).select_one("aside .card")

    assert "Delegate" in card.h3.get_text()
    assert "Kenya" in card.get_text()
    assert card.select_one('a[href="/en/reports?country=KE"]')
    assert "Register your organisation" not in page_of(visit(delegate).get(WORK)).main.get_text()
