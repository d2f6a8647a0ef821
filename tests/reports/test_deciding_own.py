"""A moderator who belongs to the organisation reads as its member, and leaves the decision to others."""

import pytest

from app.foundation import audit
from app.foundation.db import session, transaction
from app.foundation.errors import NotAllowed
from app.organisations.models import Membership, Seat
from app.reports.operations import deciding
from app.reports.queries import deciding as queries
from tests.reports.decided import a_submitted_report


@pytest.fixture
def report(cast):
    """Submitted by the society, of which Bruno is a member too."""
    found = a_submitted_report(cast)
    with transaction():
        session.add(Membership(user=cast.bruno, organisation=cast.society, seat=Seat.READER))
        audit.record("test.joins", cast.society, actor=None)
    return found


@pytest.mark.parametrize("move", ["accept", "send-back", "decline"])
def test_a_moderator_does_not_decide_on_a_report_of_their_own_organisation(cast, visit, report, move):
    answer = visit(cast.bruno).get(f"/en/reports/{report.number}/{move}")
    assert answer.status_code == 403
    assert "another moderator" in answer.text
    with pytest.raises(NotAllowed):
        deciding.accept_report(report, seen=report.revision, actor=cast.bruno)


def test_the_review_tells_them_that_another_one_decides(cast, visit, report):
    answer = visit(cast.bruno).get(f"/en/reports/{report.number}/review")
    assert answer.status_code == 403
    assert "another moderator" in answer.text
    assert "Open on the desk" not in visit(cast.bruno).get(f"/en/reports/{report.number}").text


def test_they_read_no_remark_before_it_is_sent_and_write_none(cast, report):
    with transaction():
        cast.chen.grants = [type(cast.bruno.grants[0])(role="moderator")]
        audit.record("test.grants", cast.chen, actor=None)
    words = {"question": "b1", "row": 0, "text": "How many?", "lang": "en"}
    deciding.add_remark(report, **words, actor=cast.chen)
    assert len(queries.remarks(report, reader=cast.chen)) == 1
    assert queries.remarks(report, reader=cast.bruno) == []
    with pytest.raises(NotAllowed):
        deciding.add_remark(report, **words, actor=cast.bruno)
