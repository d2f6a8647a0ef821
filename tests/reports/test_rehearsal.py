"""A rehearsal: the real form from the first page to the receipt, and no trace of it anywhere else."""

import re

import pytest
from sqlalchemy import func, select

from app.foundation import search
from app.foundation.db import session
from app.meetings.models import Document
from app.reports.models import Report, ReportState
from tests.factories import a_call
from tests.page import page_of
from tests.reports.given import COMPLETE, save

TITLE = "Nets that we only practised with"


@pytest.fixture
def filed(cast, visit):
    """A practice report, started and submitted through its pages."""
    call = a_call(key="rehearsal", titles={"en": "Practice report (example)"}, rehearsal=True)
    client, start = visit(cast.amara), f"/en/reports/calls/{call.key}/start"
    sent = {"organisation": cast.society.slug, "title": TITLE, "report_lang": "en", "kind": "individual"}
    assert client.post(start, data=sent).status_code == 302
    report = session.scalars(select(Report).where(Report.title == TITLE)).one()
    save(report, cast.amara, COMPLETE)
    form = page_of(client.get(f"/en/reports/{report.number}/check")).find(
        "form", action=re.compile("/submit$")
    )
    sent = {one["name"]: one["value"] for one in form.find_all("input")}
    assert "/receipt" in client.post(f"/en/reports/{report.number}/submit", data=sent).location
    session.expire_all()
    return session.scalars(select(Report).where(Report.title == TITLE)).one()


def test_a_rehearsal_is_filed_with_the_real_form_and_is_seen_by_nobody_else(filed, cast, visit):
    assert (filed.state, filed.rehearsal) == (ReportState.SUBMITTED, True)
    assert session.scalar(select(func.count(Document.id))) == 0
    assert search.find("Nets practised") == []
    own = visit(cast.amara).get(f"/en/reports/{filed.number}").text
    assert TITLE in own
    meeting = filed.call.meeting.key
    for reader in (None, cast.chen, cast.bruno):
        client = visit(reader) if reader else visit()
        assert client.get(f"/en/reports/{filed.number}").status_code == 404
        for address in ("reports", "reports/calls", f"meetings/{meeting}", "search?q=nets", "desk"):
            assert TITLE not in client.get(f"/en/{address}").text


def test_a_rehearsal_that_is_open_is_offered_for_practice_and_never_among_the_open_calls(cast, visit):
    a_call(key="rehearsal", titles={"en": "Only practice"}, rehearsal=True)

    for client in (visit(), visit(cast.amara), visit(cast.bruno)):
        main = page_of(client.get("/en/reports/calls")).main
        link = main.select_one('a[href$="/calls/rehearsal"]')
        assert len(main.find_all("a", href=re.compile("/calls/rehearsal$"))) == 1
        assert link.find_previous("h2").get_text() == "For practice"
