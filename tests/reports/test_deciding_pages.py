"""The doors of moderators: who may knock, the report beside the decision, and words that are never lost."""

import pytest

from app.foundation import audit, mail
from app.foundation.db import session, transaction
from app.reports.models import ReportState
from app.reports.operations import deciding, submitting
from tests import counting
from tests.factories import letters
from tests.page import page_of
from tests.reports.decided import AGAIN, a_returned_report, a_submitted_report, an_accepted_report
from tests.reports.given import save

MEMBERS = {"amara", "emil", "rosa"}
EVERYBODY = (None, "amara", "rosa", "bruno", "chen", "fatou", "dario", "talia", "edda", "adam")
NAUGHTY = "</p><script>alert(1)</script> {{ 7*7 }} %(x)s"
DOORS = {
    "send-back": (a_submitted_report, {"reason": "Why", "due_on": AGAIN.isoformat()}, ReportState.RETURNED),
    "decline": (a_submitted_report, {"formal": "scope", "reason": "Why"}, ReportState.DECLINED),
    "accept": (a_submitted_report, {}, ReportState.ACCEPTED),
    "publish": (an_accepted_report, {}, ReportState.PUBLISHED),
}


def review(visit, cast, report, query=""):
    answer = visit(cast.bruno).get(f"/en/reports/{report.number}/review{query}")
    assert answer.status_code == 200
    return page_of(answer)


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("door", DOORS)
def test_each_person_knocks_at_each_door(cast, visit, vocabulary, door, who):
    report = DOORS[door][0](cast)

    answer = visit(getattr(cast, who) if who else None).get(f"/en/reports/{report.number}/{door}")

    expected = 302 if who is None else 200 if who == "bruno" else 403 if who in MEMBERS else 404
    assert answer.status_code == expected


@pytest.mark.parametrize("door", DOORS)
def test_the_form_of_each_door_makes_its_move(cast, visit, vocabulary, door):
    begin, typed, state = DOORS[door]
    report = begin(cast)

    answer = visit(cast.bruno).post(
        f"/en/reports/{report.number}/{door}", data={"seen": report.revision, **typed}
    )

    assert answer.status_code == 302
    assert report.state is state


@pytest.mark.parametrize("door", DOORS)
def test_a_second_moderator_gets_a_conflict_with_their_words(cast, visit, vocabulary, door):
    begin, typed, _ = DOORS[door]
    report = begin(cast)
    words = dict.fromkeys(typed, "My careful words") | {"due_on": AGAIN.isoformat(), "formal": "scope"}
    typed = {name: words[name] for name in typed}
    opened = report.revision
    deciding.take_report(report, seen=opened, actor=cast.bruno)

    answer = visit(cast.bruno).post(f"/en/reports/{report.number}/{door}", data={"seen": opened, **typed})

    assert answer.status_code == 409
    if "reason" in typed:
        assert "My careful words" in answer.get_data(as_text=True)


def test_what_is_wrong_in_a_form_is_said_beside_its_field(cast, visit, vocabulary):
    report = a_submitted_report(cast)
    address = f"/en/reports/{report.number}/send-back"

    answer = visit(cast.bruno).post(
        address, data={"seen": report.revision, "reason": "Kept words", "due_on": "2001-01-01"}
    )

    page = page_of(answer)
    assert "Choose a day after today" in page.select_one("#due_on-error").get_text()
    assert page.select_one("#reason").get_text().strip() == "Kept words"
    assert report.state is ReportState.SUBMITTED


@pytest.mark.parametrize(
    "typed", [{"formal": "because"}, {"formal": ""}, {"reason": "x" * 5001}, {"reason": " "}]
)
def test_a_report_is_declined_for_a_fixed_reason_in_words_of_some_length(cast, visit, vocabulary, typed):
    report = a_submitted_report(cast)
    sent = {"seen": report.revision, "formal": "scope", "reason": "Why"} | typed

    visit(cast.bruno).post(f"/en/reports/{report.number}/decline", data=sent)

    assert report.state is ReportState.SUBMITTED


def test_the_report_stands_beside_the_decision(cast, visit, vocabulary):
    report = a_submitted_report(cast)

    page = review(visit, cast, report)

    links = {link.get_text(): link["href"] for link in page.select("#decide ~ .cluster a")}
    assert set(links) == {"Accept", "Return for revision", "Decline"}
    assert "We counted birds." in page.get_text()
    assert "It gives no exact place of a sensitive species." in page.get_text()


@pytest.mark.parametrize("who", [w for w in EVERYBODY if w != "bruno"])
def test_the_review_is_the_moderators_alone(cast, visit, vocabulary, who):
    report = a_submitted_report(cast)

    answer = visit(getattr(cast, who) if who else None).get(f"/en/reports/{report.number}/review")

    assert answer.status_code == (404 if who else 302)


def test_a_remark_is_written_beside_its_answer(cast, visit, vocabulary):
    report = a_submitted_report(cast)
    page = review(visit, cast, report, "?on=b1-0")
    place = page.select_one("#q-b1-0")

    answer = visit(cast.bruno).post(
        place.form["action"], data={"question": "b1", "row": "0", "text": NAUGHTY}
    )
    html = visit(cast.bruno).get(answer.location).get_data(as_text=True)
    written = review(visit, cast, report).find(id=answer.location.split("#")[1])

    assert written.find_parent(class_="anchored")["id"] == "q-b1-0"
    assert written["tabindex"] == "-1"  # the focus is on it
    assert "<script>alert" not in html
    assert "{{ 7*7 }}" in html


def test_an_empty_remark_is_refused_in_its_place_and_an_unknown_question_is_not_found(
    cast, visit, vocabulary
):
    report = a_submitted_report(cast)
    address = f"/en/reports/{report.number}/remarks"

    empty = visit(cast.bruno).post(address, data={"question": "b1", "row": "0", "text": " "})
    unknown = visit(cast.bruno).post(address, data={"question": "zz", "row": "0", "text": "Hm"})

    assert empty.status_code == 422
    assert page_of(empty).select_one("#q-b1-0 .error")
    assert unknown.status_code == 404


def test_the_second_round_shows_what_was_answered_before(cast, visit, vocabulary):
    report = a_submitted_report(cast)
    deciding.add_remark(report, question="b1", row=0, text="Who counted?", lang="en", actor=cast.bruno)
    deciding.send_back_report(report, reason="Why", due_on=AGAIN, seen=report.revision, actor=cast.bruno)
    save(report, cast.amara, {("b1", 0): {"text": "Ten people counted birds."}}, seen=1)
    submitting.submit_report(report.number, once="two", seen=report.revision, actor=cast.amara)

    page = review(visit, cast, report)

    changed = [link["href"] for link in page.select("#changed ~ ul a")]
    assert changed == ["#q-b1-0"]
    assert "Fewer nets were found." in page.select_one("#q-b1-0 details").get_text()
    assert "Settle" in page.select_one("#q-b1-0 form").get_text()


def test_taking_and_releasing_by_button(cast, visit, vocabulary):
    report = a_submitted_report(cast)

    visit(cast.bruno).post(f"/en/reports/{report.number}/take", data={"seen": report.revision})
    assert report.holder_id == cast.bruno.id
    visit(cast.bruno).post(f"/en/reports/{report.number}/release", data={"seen": report.revision})
    assert report.holder_id is None


def test_who_is_at_work_is_said_only_while_there_is_something_to_decide(cast, visit, vocabulary):
    report = a_submitted_report(cast)
    with transaction():
        report.holder_id = cast.edda.id
        audit.record("test.set", report, actor=None)
    before = review(visit, cast, report)
    deciding.accept_report(report, words="Thanks.", seen=report.revision, actor=cast.bruno)
    after = review(visit, cast, report)

    assert "Ask before you decide" in before.get_text()
    assert "Ask before you decide" not in after.get_text()


def test_the_review_asks_the_database_as_much_for_one_remark_as_for_thirty(app, cast, visit, vocabulary):
    report = a_submitted_report(cast)
    client, address = visit(cast.bruno), f"/en/reports/{report.number}/review"

    def asked():
        assert client.get(address).status_code == 200
        return len(counting.asked(app, lambda: client.get(address)))

    def more(count):
        for _ in range(count):
            deciding.add_remark(report, question="b1", row=0, text="Hm", lang="en", actor=cast.bruno)

    more(1)
    one = asked()
    more(29)
    assert asked() == one <= 12


@pytest.mark.parametrize("lang", ["en", "fr", "ar"])
def test_every_letter_of_a_decision_is_written_with_its_words(app, cast, vocabulary, lang):
    report = a_returned_report(cast)
    submitting.submit_report(report.number, once="two", seen=report.revision, actor=cast.amara)
    deciding.accept_report(report, words="Thank you.", seen=report.revision, actor=cast.bruno)
    deciding.publish_report(report, seen=report.revision, actor=cast.bruno)
    with app.app_context():
        written = {}
        for letter in letters():
            letter.lang = lang
            written[letter.template.rpartition("/")[2]] = mail.render(letter)

    assert "Annex II is missing." in written["sent_back"][1]
    assert f"/{lang}/reports/{report.number}/edit" in written["sent_back"][1]
    assert "Thank you." in written["accepted"][1]
    assert f"/{lang}/reports/{report.number}" in written["published"][1]
    assert "Flyways of the Sahel" in written["published"][0]
    session.rollback()


def test_authors_read_the_remarks_on_the_section_they_are_about(cast, visit, vocabulary):
    report = a_submitted_report(cast)
    deciding.add_remark(report, question="b1", row=0, text="Who counted?", lang="en", actor=cast.bruno)
    deciding.send_back_report(report, reason="Why", due_on=AGAIN, seen=report.revision, actor=cast.bruno)

    there = visit(cast.emil).get(f"/en/reports/{report.number}/sections/b").get_data(as_text=True)
    elsewhere = visit(cast.emil).get(f"/en/reports/{report.number}/sections/c").get_data(as_text=True)

    assert "Who counted?" in there
    assert "Who counted?" not in elsewhere


def test_the_decision_is_one_jump_from_the_top_and_each_remark_says_what_it_is_on(cast, visit, vocabulary):
    report = a_submitted_report(cast)

    page = review(visit, cast, report)

    jump = page.select_one('header a[href="#decide"]')
    assert jump.get_text() == "Go to the decision"
    assert jump.sourceline < page.select_one(".anchored").sourceline
    links = [link for link in page.select("a") if link.get_text() == "Write a remark"]
    names = [link["aria-label"] for link in links]
    assert len(names) > 10
    assert len(set(names)) == len(names)
    assert "Write a remark on “Summary for delegates" in " ".join(names)
    assert "Write a remark on the whole report" in names
