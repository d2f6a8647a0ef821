"""An organisation has one name on every page in one language, and the same in what is downloaded there."""

import pytest

from app.foundation import audit
from app.foundation.db import transaction
from app.organisations.models import Seat
from app.organisations.operations import invitations
from tests.factories import a_call, a_report
from tests.page import page_of
from tests.reports.decided import a_published_report, a_submitted_report

NAMES = {"en": "Friends of the Delta (example)", "fr": "Amis du Delta (exemple)"}


@pytest.fixture
def friends(cast):
    """They call themselves in French, and have an English name too."""
    with transaction():
        cast.society.name, cast.society.name_lang = NAMES["fr"], "fr"
        cast.society.names = {"en": NAMES["en"]}
        audit.record("test.named", cast.society, actor=None)
    return cast.society


@pytest.mark.parametrize(("lang", "other"), [("en", "fr"), ("fr", "en")])
def test_an_organisation_has_one_name_wherever_it_is_named(cast, visit, friends, lang, other):
    call = a_call()
    published = a_published_report(cast, call=call)
    submitted = a_submitted_report(cast, call=call, once="two")
    draft = a_report(cast, call=call)
    offer = invitations.invite(friends, "chen@example.org", Seat.EDITOR, "en", actor=cast.amara)
    its_document = published.addressees[0].document.number
    own, of_report = f"organisations/{friends.slug}", "reports/{}/{}".format
    seen_by = {
        None: [
            "reports",
            f"reports?organisation={friends.slug}",
            f"reports/{published.number}",
            "organisations",
        ],
        cast.amara: ["work", of_report(draft.number, "edit"), of_report(submitted.number, "receipt")],
        cast.emil: [f"{own}/members", f"{own}/leave", f"documents/{its_document}"],
        cast.bruno: ["desk", of_report(submitted.number, "review"), "desk?queue=document_to_issue"],
        cast.chen: ["work", f"organisations/invitations/{offer.key}"],
    }
    for person, addresses in seen_by.items():
        for address in addresses:
            page = page_of(visit(person).get(f"/{lang}/{address}"))
            for words in page.select("article, .anchored"):
                words.decompose()  # of the authors, who write their name as they like
            told = page.title.get_text() + page.main.get_text() + page.body.get_text()
            assert NAMES[lang] in told, address
            assert NAMES[other] not in told, address
    for download in ("csv", "json"):
        told = visit().get(f"/{lang}/reports.{download}").get_data(as_text=True)
        assert NAMES[lang] in told
        assert NAMES[other] not in told
