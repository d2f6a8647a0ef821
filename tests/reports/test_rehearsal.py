"""Practice: the real form from first page to receipt, for one person alone, with no trace elsewhere."""

import re
from hashlib import sha256

import pytest
from sqlalchemy import func, select

from app.foundation import files, search
from app.foundation.db import session, transaction
from app.foundation.errors import Conflict, NotAllowed, NotFound
from app.foundation.files import StoredFile, Upload
from app.foundation.numbers import Series
from app.meetings.models import Document
from app.reports.models import Report, ReportState
from app.reports.operations import attachments, filing, practice
from app.reports.queries import waiting
from tests.factories import a_call, a_report, last_line, letters, lines
from tests.page import page_of
from tests.reports.given import COMPLETE, a_complete_report, save

TITLE = "Nets that we only practised with"


@pytest.fixture
def call(cast):
    return a_call(key="rehearsal", titles={"en": "Practice report (example)"}, rehearsal=True)


def begun(call, person, title=TITLE):
    return filing.start_report(
        call, organisation=None, title=title, lang="en", kind="individual", actor=person
    )


def handed_in(call, person, client):
    """Started, written and submitted through its pages."""
    sent = {"title": TITLE, "report_lang": "en", "kind": "individual"}
    assert client.post(f"/en/reports/calls/{call.key}/start", data=sent).status_code == 302
    report = session.scalars(select(Report).where(Report.title == TITLE)).one()
    save(report, person, COMPLETE)
    check = page_of(client.get(f"/en/reports/{report.number}/check"))
    form = check.find("form", action=re.compile("/submit$"))
    sent = {one["name"]: one["value"] for one in form.find_all("input")}
    receipt = client.post(f"/en/reports/{report.number}/submit", data=sent).location
    session.expire_all()
    return session.scalars(select(Report).where(Report.title == TITLE)).one(), receipt


@pytest.mark.parametrize("who", ["dario", "emil"])
def test_anybody_practises_for_themselves_with_an_organisation_or_without(call, cast, visit, who):
    person = getattr(cast, who)

    report, receipt = handed_in(call, person, visit(person))

    assert (report.state, report.rehearsal, report.organisation) == (ReportState.SUBMITTED, True, None)
    assert "/receipt" in receipt
    assert f'"a1","row":0,"value":{{"text":"{person.name}"}}' in report.versions[0].payload
    assert '"practice":true' in report.versions[0].payload


def test_nobody_else_sees_what_was_written_for_practice(call, cast, visit):
    report, _ = handed_in(call, cast.emil, visit(cast.emil))

    assert session.scalar(select(func.count(Document.id))) == 0
    assert search.find("Nets practised") == []
    assert letters() == []
    assert TITLE in visit(cast.emil).get("/en/work").text
    inside = [f"reports/{report.number}{page}" for page in ("/edit", "/check", "/receipt", "/review")]
    lists = ["reports", "reports/calls", f"meetings/{call.meeting.key}", "search?q=nets", "desk", "work"]
    lists += ["reports.json", "reports.csv", f"reports/calls/{call.key}"]
    for reader in (None, cast.amara, cast.chen, cast.bruno, cast.adam):
        client = visit(reader) if reader else visit()
        for address in inside:
            assert client.get(f"/en/{address}").status_code in ({404} if reader else {302})
        assert TITLE not in "".join(client.get(f"/en/{address}").text for address in lists)


def test_every_page_of_it_says_that_it_is_not_real(call, cast, visit):
    client = visit(cast.dario)
    report, receipt = handed_in(call, cast.dario, client)
    pages = ("/edit", "/check", "/sections/b", "/sections/b/earlier", "/delete")
    addresses = [receipt, *(f"/en/reports/{report.number}{page}" for page in pages)]

    for address in addresses:
        assert "Practice: not real" in page_of(client.get(address)).main.get_text(), address
    assert "Practice: not real" in client.get("/en/work").text


def test_the_receipt_says_what_a_moderator_would_check(call, cast, visit):
    client = visit(cast.dario)
    _, receipt = handed_in(call, cast.dario, client)

    listed = page_of(client.get(receipt)).find("h2", id="self-check").find_parent("section")

    told = {item.span.get_text(): item.get_text() for item in listed.select("ul.stack li")}
    assert "The form has seen to it" in told["It keeps to the word limits."]
    assert "Ask yourself" in told["It gives no exact place of a sensitive species."]
    assert "5. Results for animals" not in listed.get_text()


def test_practice_takes_no_number_of_the_record(call, cast):
    report = begun(call, cast.dario)

    assert report.number.startswith("P")
    assert not [one for one in session.scalars(select(Series.name)) if one.startswith("report ")]


def test_the_same_start_twice_is_one_and_there_is_an_end_to_it(call, cast, monkeypatch):
    assert begun(call, cast.dario) is begun(call, cast.dario)
    assert begun(call, cast.emil).started_by_id == cast.emil.id

    monkeypatch.setattr(filing, "MOST_PRACTICE", 1)
    with pytest.raises(Conflict, match="enough_practice"):
        begun(call, cast.dario, "Another")


def test_a_person_reports_alone_to_a_rehearsal_only_and_an_organisation_never(call, cast):
    real = a_call(key="real")

    with pytest.raises(NotAllowed):
        begun(real, cast.amara)
    with pytest.raises(NotAllowed):
        filing.start_report(
            call, organisation=cast.society, title="T", lang="en", kind="individual", actor=cast.amara
        )
    report = a_report(cast, call=real)
    with pytest.raises(Conflict), transaction():
        report.rehearsal = True  # so says the table itself


def test_practice_waits_for_nobody(call, cast):
    begun(call, cast.dario)

    assert waiting.waiting_for(cast.dario) == []


def test_its_writer_deletes_every_word_and_file_of_it(app, call, cast, visit):
    client = visit(cast.dario)
    report, _ = handed_in(call, cast.dario, client)
    number, kept = report.number, report.id
    other = a_complete_report(cast, call=a_call(key="real"))
    form = page_of(client.get(f"/en/reports/{number}/delete")).main.find("form")

    sent = {one["name"]: one["value"] for one in form.find_all("input")}
    answer = client.post(f"/en/reports/{number}/delete", data=sent)

    assert answer.location == "/en/reports/calls"
    session.expire_all()
    assert client.get(f"/en/reports/{number}/edit").status_code == 404
    assert last_line().action == "report.delete"
    assert TITLE not in str([line.detail for line in lines()])
    assert session.scalars(select(Report.id)).all() == [other.id] != [kept]


def test_a_file_goes_with_it_unless_another_has_the_same(app, call, cast):
    first, second = begun(call, cast.dario), begun(call, cast.dario, "Another")
    data = b"a,b\n1,2\n"
    upload = Upload("field.csv", "text/csv", data, sha256(data).hexdigest())
    asked = first.template.shape.question("d7_file")
    with app.app_context():
        for report in (first, second):
            attachments.attach_file(report, asked, 1, upload, description="", actor=cast.dario)
        practice.delete_practice(first, seen=first.revision, actor=cast.dario)
        left = session.scalars(select(StoredFile)).one()
        assert files.is_whole(left)

        practice.delete_practice(second, seen=second.revision, actor=cast.dario)
        assert session.scalar(select(func.count(StoredFile.id))) == 0
        assert not files.is_whole(StoredFile(digest=upload.digest))


def test_what_is_real_is_never_deleted_and_practice_by_its_writer_alone(call, cast):
    with pytest.raises(NotFound):
        practice.delete_practice(a_report(cast), seen=1, actor=cast.amara)
    with pytest.raises(NotFound):
        practice.delete_practice(begun(call, cast.emil), seen=1, actor=cast.amara)


def test_one_practises_as_an_invented_organisation_and_is_not_asked_for_a_joint_report(call, cast, visit):
    client = visit(cast.emil)
    page = page_of(client.get(f"/en/reports/calls/{call.key}/start"))
    assert "organisation that you invent" in page.main.get_text()
    assert page.select_one("[name=kind]") is None

    section = page_of(client.get(f"/en/reports/{begun(call, cast.emil).number}/sections/a")).main.get_text()

    assert "organisation that you invent" in section
    assert "profile" not in section


def test_a_rehearsal_that_is_open_is_offered_for_practice_and_never_among_the_open_calls(call, cast, visit):
    for client in (visit(), visit(cast.amara), visit(cast.bruno)):
        main = page_of(client.get("/en/reports/calls")).main
        link = main.select_one('a[href$="/calls/rehearsal"]')
        assert len(main.find_all("a", href=re.compile("/calls/rehearsal$"))) == 1
        assert link.find_previous("h2").get_text() == "For practice"


def test_a_cancelled_rehearsal_claims_no_letters(call, cast, visit):
    client = visit(cast.bruno)
    sent = {"reason": "It was for a trial only.", "seen": call.revision}

    answer = client.post(f"/en/reports/calls/{call.key}/cancel", data=sent, follow_redirects=True)

    assert "The call is cancelled." in answer.text
    assert "have been told why" not in answer.text
    assert letters() == []
