"""The Secretariat's table: whose it is, what lies on it, and letters that could not be delivered."""

from datetime import timedelta

import pytest

from app.foundation import audit
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.outbox import Letter, LetterState
from app.organisations.models import OrganisationState
from app.reports.models import ReportState
from tests import counting
from tests.factories import a_report, last_line
from tests.page import page_of

EVERYBODY = (None, "amara", "bruno", "chen", "fatou", "dario", "talia", "edda", "adam")
SECRETARIAT = {"bruno", "talia", "edda", "adam"}


def get(visit, address, person):
    answer = visit(person).get(address)
    assert answer.status_code == 200
    return page_of(answer)


def a_letter(cast, state=LetterState.FAILED, **given):
    values = {
        "template": "reports/email/accepted",
        "subject": "Accepted",
        "body": "Dear Amara,\n\nGood news.",
        "snapshot": {},
    }
    letter = Letter(
        recipient_id=cast.amara.id,
        email=cast.amara.email,
        name="Amara",
        state=state,
        tries=3,
        last_error="550 no such mailbox",
        **values | given,
    )
    with transaction():
        session.add(letter)
    return letter


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_desk_is_the_secretariats(cast, visit, who):
    answer = visit(getattr(cast, who) if who else None).get("/en/desk")

    assert answer.status_code == (302 if who is None else 200 if who in SECRETARIAT else 404)


@pytest.mark.parametrize("who", EVERYBODY)
def test_letters_are_read_by_moderators_and_administrators(cast, visit, who):
    letter = a_letter(cast)
    client = visit(getattr(cast, who) if who else None)

    for address in ("/en/desk/letters", f"/en/desk/letters/{letter.id}"):
        expected = 302 if who is None else 200 if who in {"bruno", "adam"} else 404
        assert client.get(address).status_code == expected


def test_reports_to_check_stand_oldest_first_with_their_age_and_lateness(cast, visit):
    for days, title in ((1, "Young"), (12, "Old"), (8, "Middle")):
        a_report(cast, ReportState.SUBMITTED, title=title, submitted_at=now() - _days(days))

    page = get(visit, "/en/desk", cast.bruno)

    rows = [row.get_text(" ", strip=True) for row in page.select("tbody tr")]
    assert [row.split()[0] for row in rows] == ["Old", "Middle", "Young"]
    assert "12 days, overdue" in rows[0]
    assert "8 days, nearly due" in rows[1]
    assert "on time" in rows[2]
    assert "1 overdue" in page.select_one(".queue--here").get_text()


def _days(count):
    return timedelta(days=count, minutes=5)


def test_each_queue_opens_by_its_card(cast, visit):
    a_report(cast, ReportState.RETURNED, title="Returned")
    a_report(cast, ReportState.ACCEPTED, title="Accepted")
    front = get(visit, "/en/desk", cast.bruno)

    for card in front.select(".queue a"):
        get(visit, card["href"], cast.bruno)
    assert "Returned" in get(visit, "/en/desk?queue=returned", cast.bruno).select_one("tbody").get_text()
    assert "Accepted" in get(visit, "/en/desk?queue=accepted", cast.bruno).select_one("tbody").get_text()
    assert visit(cast.bruno).get("/en/desk?queue=nothing").status_code == 404


def test_an_application_says_who_applied(cast, visit):
    with transaction():
        cast.other.state, cast.other.applied_by_id = OrganisationState.APPLIED, cast.chen.id
        audit.record("test.apply", cast.other, actor=None)

    page = get(visit, "/en/desk?queue=organisation", cast.bruno)

    assert page.select_one("tbody tr td bdi").text == "Chen"


def test_others_of_the_secretariat_see_no_queue_of_the_moderators(cast, visit):
    a_report(cast, ReportState.SUBMITTED, title="Not theirs")

    for who in ("talia", "edda", "adam"):
        page = get(visit, "/en/desk", getattr(cast, who))
        assert "Not theirs" not in page.get_text()


def test_the_desk_asks_as_much_for_fifty_reports_as_for_five(app, cast, visit):
    client = visit(cast.bruno)

    def asked():
        assert client.get("/en/desk").status_code == 200
        return len(counting.asked(app, lambda: client.get("/en/desk")))

    for number in range(5):
        a_report(cast, ReportState.SUBMITTED, title=f"Report {number}")
    five = asked()
    for number in range(45):
        a_report(cast, ReportState.SUBMITTED, title=f"Report {number}")

    assert asked() == five <= 9


def test_a_queue_longer_than_a_page_has_a_next_one(cast, visit):
    for number in range(30):
        a_report(cast, ReportState.SUBMITTED, title=f"Report {number}")

    first = get(visit, "/en/desk", cast.bruno)
    second = get(visit, first.select_one(".pager a[rel=next]")["href"], cast.bruno)

    assert (len(first.select("tbody tr")), len(second.select("tbody tr"))) == (25, 5)


def test_a_letter_is_read_as_it_was_written(cast, visit):
    letter = a_letter(cast, body="Dear Amara,\n\n<script>alert(1)</script>")

    page = get(visit, f"/en/desk/letters/{letter.id}", cast.bruno)

    assert "Amara" in page.get_text()
    assert "550 no such mailbox" in page.get_text()
    assert "<script>alert(1)</script>" in page.select_one("main .prose").get_text()


@pytest.mark.parametrize(("state", "said"), [(LetterState.KEPT, "Kept since"), (LetterState.SENT, "Sent")])
def test_a_letter_that_was_kept_is_not_said_to_be_sent(cast, visit, state, said):
    letter = a_letter(cast, state, sent_at=now())

    page = get(visit, f"/en/desk/letters/{letter.id}", cast.bruno)

    terms = [term.text for term in page.select("dt")]
    assert {"Sent", "Kept since"} & set(terms) == {said}


@pytest.mark.parametrize("template", ["accounts/email/reset", "organisations/email/invited"])
def test_letters_that_hold_a_key_are_not_opened_on_the_desk(cast, visit, template):
    letter = a_letter(cast, template=template, body="https://example.org/secret-link")

    for who in (cast.bruno, cast.adam):
        assert "secret-link" not in get(visit, f"/en/desk/letters/{letter.id}", who).get_text()


def test_a_failed_letter_is_sent_again(cast, visit):
    letter = a_letter(cast)

    visit(cast.bruno).post(f"/en/desk/letters/{letter.id}/retry")

    assert (letter.state, letter.tries) == (LetterState.WAITING, 0)
    assert last_line().action == "letter.retry"
    assert visit(cast.bruno).post(f"/en/desk/letters/{letter.id}/retry").status_code == 409


def test_letters_are_listed_by_what_became_of_them(cast, visit):
    a_letter(cast, subject="Failed one")
    a_letter(cast, LetterState.KEPT, subject="Kept one")

    failed = get(visit, "/en/desk/letters", cast.adam).select_one("tbody").get_text()
    kept = get(visit, "/en/desk/letters?state=kept", cast.adam).select_one("tbody").get_text()

    assert ("Failed one" in failed, "Kept one" in failed, "Kept one" in kept) == (True, False, True)
    assert visit(cast.adam).get("/en/desk/letters?state=lost").status_code == 404
    assert audit.first_broken() is None


@pytest.mark.parametrize(
    ("template", "snapshot", "subject"),
    [
        ("accounts/email/password_changed", {}, "Your password was changed"),
        ("reports/email/published", {"title": "Terns"}, "“Terns” is published"),
        ("reports/email/published", {}, "A letter that is not written yet"),  # cannot be: it lacks its title
        ("reports/email/no_such", {}, "A letter that is not written yet"),
    ],
)
def test_a_letter_that_is_not_written_yet_goes_by_its_subject_to_be(cast, visit, template, snapshot, subject):
    letter = a_letter(cast, LetterState.WAITING, template=template, snapshot=snapshot, subject="")

    row = get(visit, "/en/desk/letters?state=waiting", cast.adam).select_one("tbody th").get_text(strip=True)
    page = get(visit, f"/en/desk/letters/{letter.id}", cast.adam)

    assert (row, page.h1.get_text(strip=True)) == (subject, subject)


def test_subjects_to_be_cost_one_statement_however_many(cast, visit, statements):
    for _letter in range(20):
        a_letter(cast, LetterState.WAITING, template="accounts/email/password_changed", subject="")
    client = visit(cast.adam)

    with statements() as sent:
        client.get("/en/desk/letters?state=waiting")

    assert sum("letter.snapshot" in str(one) for one in sent) == 1
