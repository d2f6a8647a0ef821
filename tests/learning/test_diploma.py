"""A certificate on paper: its holder's alone, with a code that leads to its page."""

from io import BytesIO

import pytest
import segno
from pypdf import PdfReader

from app.foundation import paper
from app.learning.queries import certificates
from app.learning.views import diploma
from tests.learning.given import a_certificate, a_course

pytestmark = pytest.mark.once  # what it asks is the same on every database

SUBJECTS = ["The journeys", "The after"]


@pytest.fixture
def certificate(cast):
    return a_certificate(cast.amara, a_course(), subjects=SUBJECTS)


def read(client, certificate, lang="en"):
    answer = client.get(f"/{lang}/learn/certificates/{certificate.serial}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    return PdfReader(BytesIO(answer.data))


def text_of(found):
    return " ".join(found.pages[0].extract_text().split())


def test_every_fact_of_the_page_is_printed_on_one_sheet(certificate, cast, visit):
    found = read(visit(cast.amara), certificate)

    page = found.pages[0].mediabox
    assert (len(found.pages), page.width > page.height) == (1, True)
    for fact in (cast.amara.name, "Flyways", *SUBJECTS, "7 of 8 questions right", certificate.serial):
        assert fact in text_of(found)
    assert f"http://localhost:8000/certificates/{certificate.serial}" in text_of(found)


def test_it_is_its_holders_alone(certificate, cast, visit):
    address = f"/en/learn/certificates/{certificate.serial}.pdf"

    assert visit(cast.chen).get(address).status_code == 403
    assert visit().get(address).status_code == 302


@pytest.mark.parametrize("state", ["revoked", "replaced"])
def test_what_is_no_longer_valid_is_not_printed(cast, visit, state):
    old = a_certificate(cast.amara, a_course(), state=state)

    assert visit(cast.amara).get(f"/en/learn/certificates/{old.serial}.pdf").status_code == 409


@pytest.mark.parametrize(
    ("holder", "words"),
    [("Александра Иванова", ["Александра", "Иванова"]), ("أمينة المنصوري", ["أمينة", "المنصوري"])],
)
def test_a_name_is_printed_in_its_own_letters(cast, visit, holder, words):
    certificate = a_certificate(cast.amara, a_course(), holder=holder)

    printed = text_of(read(visit(cast.amara), certificate, "ar"))

    assert all(word in printed for word in words)


def test_a_name_whose_letters_we_lack_is_never_printed_as_boxes(cast, visit):
    certificate = a_certificate(cast.amara, a_course(), holder="陳慧玲")

    answer = visit(cast.amara).get(f"/en/learn/certificates/{certificate.serial}.pdf")

    assert answer.status_code == 409
    assert "Print the page itself" in answer.text
    assert f"/en/learn/certificates/{certificate.serial}" in answer.text


def test_the_code_leads_to_the_page(app, certificate):
    with app.test_request_context("/en/learn"):
        told = diploma.told_of(certificates.printed(certificate), "en")

    assert told["address"] == f"http://localhost:8000/certificates/{certificate.serial}"
    code = segno.make(told["address"], error="q", micro=False)
    assert told["code"] == code.svg_inline(scale=4, border=0, dark="#06313b")


def test_the_name_is_kept_nowhere_else(certificate, cast, visit, monkeypatch):
    """Set anew each time: who has their data taken away leaves no paper behind."""
    asked = []
    monkeypatch.setattr(paper, "pdf", lambda template, told, on: asked.append(told) or b"%PDF")
    for _ in range(2):
        visit(cast.amara).get(f"/en/learn/certificates/{certificate.serial}.pdf")

    assert len(asked) == 2
