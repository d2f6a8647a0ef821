"""Deciding: every move by every person, what it changes, who hears of it with which words."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.foundation.clock import end_of, now
from app.foundation.db import session
from app.foundation.errors import Conflict, Invalid, NotAllowed
from app.meetings.models import Document, DocumentState
from app.reports.models import DeclineReason, Facet, Remark, ReportState
from app.reports.operations import deciding, submitting
from app.reports.queries import deciding as queries
from tests.factories import last_line, letters, lines
from tests.reports.decided import (
    AGAIN,
    a_declined_report,
    a_published_report,
    a_returned_report,
    a_submitted_report,
    an_accepted_report,
)
from tests.reports.given import save

EVERYBODY = ("amara", "emil", "rosa", "bruno", "chen", "fatou", "dario", "talia", "edda", "adam")
MOVES = {
    "send_back": (
        a_submitted_report,
        lambda r, a: deciding.send_back_report(r, reason="Why", due_on=AGAIN, seen=r.revision, actor=a),
    ),
    "decline": (
        a_submitted_report,
        lambda r, a: deciding.decline_report(
            r, formal=DeclineReason.SCOPE, reason="Why", seen=r.revision, actor=a
        ),
    ),
    "accept": (a_submitted_report, lambda r, a: deciding.accept_report(r, seen=r.revision, actor=a)),
    "publish": (an_accepted_report, lambda r, a: deciding.publish_report(r, seen=r.revision, actor=a)),
    "take": (a_submitted_report, lambda r, a: deciding.take_report(r, seen=r.revision, actor=a)),
    "release": (a_submitted_report, lambda r, a: deciding.release_report(r, seen=r.revision, actor=a)),
    "remark": (a_submitted_report, lambda r, a: remark(r, a)),
}


def remark(report, actor, question="b1", text="Who counted?"):
    return deciding.add_remark(report, question=question, row=0, text=text, lang="en", actor=actor)


def told(template):
    return [letter for letter in letters() if letter.template == f"reports/email/{template}"]


def the_document():
    return session.scalars(select(Document)).one()


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("move", MOVES)
def test_moderators_decide_and_nobody_else(cast, move, who):
    begin, act = MOVES[move]
    report = begin(cast)
    person = getattr(cast, who)

    if who == "bruno":
        act(report, person)
        return
    before = report.state
    with pytest.raises(NotAllowed):
        act(report, person)
    assert report.state is before


@pytest.mark.parametrize("begin", [a_returned_report, a_declined_report, a_published_report])
@pytest.mark.parametrize("move", MOVES)
def test_what_has_moved_on_is_not_decided_again(cast, begin, move):
    report = begin(cast)

    with pytest.raises(Conflict):
        MOVES[move][1](report, cast.bruno)


def test_a_report_sent_back_tells_its_authors_why_and_every_remark(cast):
    report = a_submitted_report(cast)
    remark(report, cast.bruno)
    remark(report, cast.bruno, question="", text="Thank you for the figures.")

    deciding.send_back_report(
        report, reason="Two questions.", due_on=AGAIN, seen=report.revision, actor=cast.bruno
    )

    assert report.state is ReportState.RETURNED
    assert (report.why, report.return_due_on) == ("Two questions.", AGAIN)
    assert last_line().action == "report.send_back"
    assert last_line().detail["reason"] == "Two questions."
    sent = told("sent_back")
    assert {letter.recipient_id for letter in sent} == {cast.amara.id, cast.emil.id}
    assert sent[0].snapshot["reason"] == "Two questions."
    assert datetime.fromisoformat(sent[0].snapshot["due_at"]) == end_of(AGAIN, report.call.zone)
    assert sent[0].snapshot["remarks"] == [
        {"on": "Summary for delegates", "text": "Who counted?"},
        {"on": "", "text": "Thank you for the figures."},
    ]


def test_a_report_is_not_sent_back_without_a_reason_or_to_a_day_that_is_past(cast):
    report = a_submitted_report(cast)

    with pytest.raises(Invalid):
        deciding.send_back_report(report, reason=" ", due_on=AGAIN, seen=report.revision, actor=cast.bruno)
    with pytest.raises(Invalid):
        deciding.send_back_report(
            report, reason="Why", due_on=now().date(), seen=report.revision, actor=cast.bruno
        )

    assert report.state is ReportState.SUBMITTED
    assert told("sent_back") == []


def test_remarks_are_the_moderators_own_until_the_report_goes_back(cast):
    report = a_submitted_report(cast)
    remark(report, cast.bruno)

    assert queries.remarks(report, reader=cast.amara) == []
    deciding.send_back_report(report, reason="Why", due_on=AGAIN, seen=report.revision, actor=cast.bruno)

    assert [r.text for r in queries.remarks(report, reader=cast.rosa)] == ["Who counted?"]
    assert queries.remarks(report, reader=cast.chen) == []


def test_a_remark_is_edited_and_removed_by_its_author_before_it_is_sent(cast):
    report = a_submitted_report(cast)
    ours = remark(report, cast.bruno)

    deciding.edit_remark(ours, report, text="Who counted them?", seen=ours.revision, actor=cast.bruno)
    assert ours.text == "Who counted them?"
    with pytest.raises(Conflict):
        deciding.edit_remark(ours, report, text="Late", seen=1, actor=cast.bruno)
    deciding.remove_remark(ours, report, seen=ours.revision, actor=cast.bruno)

    assert session.scalars(select(Remark)).all() == []
    assert [line.action for line in lines()][-3:] == [
        "report.remark",
        "report.edit_remark",
        "report.remove_remark",
    ]


def test_a_remark_that_was_sent_stays_as_it_is_and_can_be_settled_in_the_next_round(cast):
    report = a_submitted_report(cast)
    ours = remark(report, cast.bruno)
    deciding.send_back_report(report, reason="Why", due_on=AGAIN, seen=report.revision, actor=cast.bruno)
    submitting.submit_report(report.number, once="again", seen=report.revision, actor=cast.amara)

    with pytest.raises(Conflict):
        deciding.edit_remark(ours, report, text="Other", seen=ours.revision, actor=cast.bruno)
    deciding.settle_remark(ours, report, seen=ours.revision, actor=cast.bruno)

    assert ours.settled_at is not None
    with pytest.raises(Conflict):
        deciding.settle_remark(ours, report, seen=ours.revision, actor=cast.bruno)


def test_taking_a_report_names_its_holder_and_a_second_form_is_a_conflict(cast):
    report = a_submitted_report(cast)
    opened = report.revision

    deciding.take_report(report, seen=opened, actor=cast.bruno)

    assert report.holder_id == cast.bruno.id
    assert last_line().action == "report.take"
    with pytest.raises(Conflict):
        deciding.accept_report(report, seen=opened, actor=cast.bruno)


def test_declining_closes_the_document_and_says_the_formal_reason(cast):
    report = a_declined_report(cast)

    assert report.state is ReportState.DECLINED
    assert report.decline_reason is DeclineReason.SCOPE
    assert the_document().state is DocumentState.CLOSED
    assert told("declined")[0].snapshot["formal"] == "scope"
    assert told("declined")[0].snapshot["reason"] == "It is about hats."


def test_accepting_checks_the_document_and_publishes_nothing(cast):
    report = an_accepted_report(cast)

    assert report.state is ReportState.ACCEPTED
    assert the_document().state is DocumentState.CHECKED
    assert not the_document().is_public
    assert told("accepted")[0].snapshot["words"] == "Thank you."


def test_publishing_opens_the_document_and_writes_what_the_report_is_about(cast):
    report = a_published_report(cast)

    assert report.state is ReportState.PUBLISHED
    assert report.published_at is not None
    assert the_document().is_public
    facets = {(f.kind, f.key) for f in session.scalars(select(Facet))}
    assert facets == {
        ("language", "en"),
        ("meeting", "stc99"),
        ("organisation", "society-of-the-flyway"),
        ("country", "KE"),
        ("country", "TZ"),
        ("instrument", "cms"),
        ("species", "numenius-arquata"),
    }
    assert {letter.recipient_id for letter in told("published")} == {cast.amara.id, cast.emil.id}
    assert told("published")[0].snapshot["number"] == report.number


def test_the_desk_counts_each_queue_and_says_who_holds_a_report(cast):
    a_returned_report(cast)
    report = a_submitted_report(cast, title="Second", once="two")
    deciding.take_report(report, seen=report.revision, actor=cast.bruno)

    tallies = queries.counts(cast.bruno)
    waiting = queries.waiting(cast.bruno).rows

    assert {name: tally.count for name, tally in tallies.items()} == {
        "reports": 1,
        "returned": 1,
        "accepted": 0,
    }
    assert [(w.title, w.holder, w.party) for w in waiting] == [
        ("Second", "Bruno", "Society of the Flyway (example)")
    ]
    assert waiting[0].due - waiting[0].since == timedelta(days=10)


@pytest.mark.parametrize("who", [name for name in EVERYBODY if name != "bruno"])
def test_nothing_waits_on_the_desk_for_others(cast, who):
    a_submitted_report(cast)

    assert queries.counts(getattr(cast, who)) == {}
    assert queries.waiting(getattr(cast, who)).rows == []


def test_a_report_keeps_its_answers_when_a_moderator_writes_a_remark_meanwhile(cast):
    report = a_returned_report(cast)
    save(report, cast.amara, {("b1", 0): {"text": "Better now."}}, seen=1)

    assert report.state is ReportState.RETURNED
