"""Whose a published report is: its search follows the name, its links lead where everybody may go."""

import re

import pytest

from app.foundation import audit, search
from app.foundation.db import session, transaction
from app.organisations.models import Organisation, OrganisationState
from app.organisations.operations import applying, deciding
from tests.organisations.given import an_identity
from tests.reports.decided import a_published_report

pytestmark = pytest.mark.usefixtures("vocabulary")
OLD, NEW = "Herons without Borders", "Storks over Water"


def rename(cast, name, **names):
    identity = an_identity(name=name, names=names)
    applying.rename(cast.society, identity, seen=cast.society.revision, actor=cast.amara)


def verify(cast):
    deciding.verify(cast.society, reason="Seen.", seen=cast.society.revision, actor=cast.bruno)


def published_by_herons(cast):
    rename(cast, OLD)
    verify(cast)
    report = a_published_report(cast)
    published = {("report", report.number), ("document", report.addressees[0].document.number)}
    return published, published | {("organisation", cast.society.slug)}


def found(words):
    return {(one.kind, one.key) for one in search.find(words)}


def test_after_a_verified_rename_everything_is_found_by_the_new_name_and_nothing_by_the_old(cast):
    published, everything = published_by_herons(cast)
    assert found(OLD) == everything

    rename(cast, NEW)
    assert (found(OLD), found(NEW)) == (published, set())

    verify(cast)
    assert (found(OLD), found(NEW)) == (set(), everything)


def test_after_a_refused_rename_everything_is_found_by_the_name_that_stands(cast):
    _, everything = published_by_herons(cast)
    rename(cast, NEW)

    deciding.decline(cast.society, reason="Whose storks?", seen=cast.society.revision, actor=cast.bruno)

    assert (found(OLD), found(NEW)) == (everything, set())


@pytest.mark.parametrize("state", OrganisationState)
@pytest.mark.parametrize("protected", [False, True])
def test_no_link_to_an_organisation_leads_a_guest_nowhere(cast, visit, state, protected):
    report = a_published_report(cast)
    document = report.addressees[0].document
    with transaction():
        organisation = session.get_one(Organisation, cast.society.id)
        organisation.state, organisation.protected = state, protected
        audit.record("test.state", organisation, actor=None)

    for address in (
        f"reports/{report.number}",
        f"documents/{document.number}",
        "meetings/stc99",
        "reports",
        "",
    ):
        page = visit().get(f"/en/{address}").text
        for link in set(re.findall(r'href="(/en/organisations/[^"?#]+)"', page)):
            assert visit().get(link).status_code == 200, f"{link} on {address}"


def test_an_organisation_with_names_in_many_languages_is_found_once(cast):
    rename(cast, "Herons of the Lake", fr="Hérons of the Lake", es="Garzas of the Lake")
    verify(cast)

    def titles(words):
        return [one.title for one in search.find(words, kinds=["organisation"])]

    assert titles("lake") == ["Herons of the Lake"]
    assert titles("garzas") == ["Garzas of the Lake"]
