"""Whoever reads the mail of a protected organisation learns nothing: every letter there is, one by one."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.foundation import audit, mail
from app.foundation.db import session, transaction
from app.meetings import notices as of_documents
from app.organisations import notices as of_organisations
from app.organisations.models import Organisation, Seat
from app.reports.models import DeclineReason, Report, ReportState
from app.reports.notices import deciding as of_decisions
from app.reports.notices import filing as of_filing
from app.reports.operations import submitting
from app.reports.operations.calls import TIMES
from tests.factories import a_report, letters
from tests.meetings.given import a_document
from tests.organisations.given import an_invitation
from tests.reports.given import a_complete_report

ROOMS = Path(__file__).parents[2] / "app"
PARTS = {"meetings/email/parts"}
TO_MODERATORS = {"organisations/email/applied", "reports/email/submit", "reports/email/withdrawn"}


def every_letter():
    """The templates of all letters but those on an account or a certificate: they name no organisation."""
    found = ROOMS.glob("*/templates/*/email/*.txt")
    names = {f"{file.parts[-3]}/email/{file.stem}" for file in found}
    return {name for name in names if not name.startswith(("accounts/", "learning/"))} - PARTS


def all_are_written(cast):
    """Each notice of each room, about one protected organisation."""
    report = a_report(cast, ReportState.PUBLISHED)
    a_report(cast, title="Waders of the shore")  # the draft for which new dates are told
    document = a_document(cast)
    draft = a_complete_report(cast, title="Bustards of the plain")
    submitting.submit_report(draft.number, once="once", seen=draft.revision, actor=cast.amara)
    an_invitation(cast, email=cast.chen.email)
    an_invitation(cast, email="nobody@example.net")
    society, reason = cast.society, "For a reason."
    with transaction():
        _of_reports(report)
        for verb in ("checked", "issued", "tabled", "considered", "followed_up"):
            getattr(of_documents, verb)(document)
        of_documents.translated(document, "French.", needed=True)
        of_documents.closed(document, reason)
        for verb in ("applied", "verified", "restored", "lapsed"):
            getattr(of_organisations, verb)(society)
        of_organisations.declined(society, reason)
        of_organisations.change_declined(society, "name", reason)
        of_organisations.suspended(society, reason)
        of_organisations.renamed(society, society.name, "Geese")
        of_organisations.protection_ended(society, actor=cast.amara)
        of_organisations.joined(society, cast.chen, Seat.EDITOR)
        of_organisations.seat_changed(society, cast.emil, Seat.OWNER, actor=cast.amara)
        of_organisations.removed(society, cast.emil, actor=cast.amara)
        of_organisations.left(society, cast.emil)
        audit.record("test.letters", society, actor=None)


def _of_reports(report):
    of_filing.call_announced(report.call)
    of_filing.call_moved(report.call, {name: getattr(report.call, name) for name in TIMES})
    of_filing.call_cancelled(report.call, "For a reason.")
    of_filing.withdrawn(report, "For a reason.")
    of_decisions.sent_back(report, "Please mend.", [])
    of_decisions.declined(report, DeclineReason.SCOPE, "For a reason.")
    of_decisions.accepted(report, "Thank you.")
    of_decisions.published(report)


@pytest.fixture
def written(cast):
    with transaction():
        cast.society.protected = True
        audit.record("test.protect", cast.society, actor=None)
    all_are_written(cast)
    return [letter for letter in letters() if letter.email != cast.chen.email or "invited" in letter.template]


def test_every_letter_is_among_those_that_are_looked_at_here(written):
    assert {letter.template for letter in written} == every_letter()


def test_no_letter_names_anything_of_a_protected_organisation(app, cast, written):
    reports, societies = session.scalars(select(Report)).all(), session.scalars(select(Organisation)).all()
    hidden = {r.number for r in reports} | {r.title for r in reports} | {r.call.key for r in reports}
    hidden |= {name for o in societies for name in (o.name, o.slug)} | {"StC99", "Reports to", "2026-"}
    names = {person.name for person in session.scalars(select(User))}
    with app.app_context():
        for letter in written:
            subject, body = mail.render(letter)
            told = subject + body.replace(letter.message_id, "")
            assert not {word for word in hidden | names - {letter.name} if word in told}, letter.template


def test_no_link_of_a_letter_tells_anything_before_one_signs_in(app, cast, visit, written):
    with app.app_context():
        bodies = {letter.id: mail.render(letter)[1] for letter in written}
    for letter in written:
        links = [link.partition("8000")[2] for link in re.findall(r"http\S+", bodies[letter.id])]
        door = f"/en/work/letters/{letter.message_id}"
        if "invited" not in letter.template:
            assert links == [door, "/en/"], letter.template
        for link in links[:1]:
            answer = visit().get(link, follow_redirects=True).text
            assert cast.society.name not in answer
            assert "Flyways of the Sahel" not in answer


def test_whom_a_notice_is_for_reads_on_the_platform_what_it_did_not_say(cast, visit, written):
    own = [letter for letter in written if letter.recipient_id == cast.emil.id]
    doors = {letter.template: f"/en/work/letters/{letter.message_id}" for letter in own}
    assert set(doors) >= every_letter() - TO_MODERATORS - {
        "organisations/email/invited",
        "organisations/email/joined",  # to owners
        "organisations/email/left",
    }

    emil, amara = visit(cast.emil), visit(cast.amara)

    page = emil.get(doors["reports/email/sent_back"]).text
    assert "Please mend." in page
    assert "Flyways of the Sahel" in page
    assert amara.get(doors["reports/email/sent_back"]).status_code == 404
    for template, door in doors.items():
        assert emil.get(door).status_code == 200, template


def test_my_work_lists_the_news_that_letters_did_not_tell(cast, visit, written):
    page = visit(cast.emil).get("/en/work").text

    assert "News for you" in page
    last = [letter for letter in written if letter.recipient_id == cast.emil.id][-1]
    assert f"/en/work/letters/{last.message_id}" in page
    assert "News for you" not in visit(cast.chen).get("/en/work").text
