"""Whatever goes wrong, the page says what and what to do, in the reader's language, and loses no word."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import event, text

from app import create_app
from app.accounts.models import User
from app.accounts.operations.visits import begin_visit
from app.accounts.readers import Role
from app.foundation import audit
from app.foundation.clock import now
from app.foundation.db import Base, session, transaction
from app.reports.models import ReportState
from config import Settings
from tests.catalogues import catalogue
from tests.conftest import a_person
from tests.factories import a_call, a_report, keep
from tests.organisations.given import an_invitation
from tests.page import page_of
from tests.reports.given import a_complete_report

LANGS = ("en", "ar")
WORDS = "Green turtles came back."
in_arabic = catalogue("ar")  # the words themselves: a checkout need not hold them compiled


def told(answer, status, lang):
    """The page of a refusal, after what each must have was looked for."""
    assert answer.status_code == status
    page = page_of(answer)
    assert page.html["lang"] == lang
    assert page.html["dir"] == ("rtl" if lang == "ar" else "ltr")
    assert "Traceback" not in answer.text
    assert page.main.select("a[href], form"), "nowhere to go from here"
    if lang == "en" and status not in (409, 422):  # some of these are pages of a thing, under its own name
        known = in_arabic.get(page.h1.get_text(strip=True))
        assert known, "not in the catalogue"
        assert known.string, "in English only"
    return page


def typed_in(page):
    fields = page.select("textarea, input[type=text]")
    return [field.get("value") or field.get_text().strip() for field in fields]


def each_language(test):
    return pytest.mark.parametrize("lang", LANGS)(test)


# What is not there, or not for them


@each_language
@pytest.mark.parametrize("who", [None, "amara"])
@pytest.mark.parametrize(
    "address", ["nowhere", "reports/2020-9999", "organisations/none", "documents/2020-1"]
)
def test_what_is_not_there(cast, visit, lang, who, address):
    page = told(visit(who and getattr(cast, who)).get(f"/{lang}/{address}"), 404, lang)
    assert page.main.select_one(f'a[href="/{lang}/"]')


@each_language
def test_a_step_that_is_for_others_is_refused_and_what_was_typed_comes_back(cast, visit, lang):
    sent = {"number": "9", "title": WORDS}
    a_call()
    page = told(visit(cast.amara).post(f"/{lang}/meetings/stc99/agenda", data=sent), 403, lang)
    assert WORDS in typed_in(page)


@each_language
@pytest.mark.parametrize("address", ["confirm/old", "reset/old", "email/old"])
@pytest.mark.parametrize("who", [None, "amara"])
def test_a_link_that_is_spent(cast, visit, lang, address, who):
    page = told(visit(who and getattr(cast, who)).get(f"/{lang}/account/{address}"), 410, lang)
    assert page.main.select_one(f'a[href="/{lang}/account/forgot"]')


@each_language
def test_an_invitation_that_has_ended(cast, visit, lang):
    invitation = an_invitation(cast, email="fatou@example.org")
    with transaction():
        invitation.expires_at = now() - timedelta(days=1)
        audit.record("test.ended", cast.society, actor=None)
    address = f"/{lang}/organisations/invitations/{invitation.key}/accept"
    told(visit(cast.fatou).post(address), 409, lang)


# A call's time


@each_language
def test_a_closed_call_takes_nothing_more_and_says_that_the_draft_is_kept(cast, visit, lang):
    past = {"opens_at": now() - timedelta(days=9), "closes_at": now() - timedelta(days=1)}
    report = a_complete_report(cast, call=a_call(**past))
    sent = {"seen": report.revision, "once": "closed"}
    answer = visit(cast.amara).post(f"/{lang}/reports/{report.number}/submit", data=sent)
    page = told(answer, 409, lang)
    if lang == "en":
        assert "Your draft is kept" in page.main.get_text()
    assert report.state is ReportState.DRAFT


@each_language
def test_a_late_report_is_taken_within_the_grace_and_shown_as_late(cast, visit, lang):
    past = {"opens_at": now() - timedelta(days=9), "closes_at": now() - timedelta(minutes=5)}
    report = a_complete_report(cast, call=a_call(grace_minutes=60, **past))
    client, sent = visit(cast.amara), {"seen": report.revision, "once": "late"}
    assert client.post(f"/{lang}/reports/{report.number}/submit", data=sent).status_code == 302
    page = page_of(client.get(f"/{lang}/reports/{report.number}"))
    assert report.late
    assert lang == "ar" or "Received late" in page.main.get_text()


# What was sent


@each_language
def test_a_form_that_another_one_has_overtaken(cast, visit, lang):
    report = a_report(cast)
    sent = {"seen": report.revision + 7, "title": WORDS, "report_lang": "en"}
    page = told(visit(cast.amara).post(f"/{lang}/reports/{report.number}/details", data=sent), 409, lang)
    assert WORDS in typed_in(page)
    assert page.main.select_one(f'a[href="/{lang}/reports/{report.number}/details"]')


@each_language
@pytest.mark.parametrize("who", [None, "amara"])
def test_what_is_too_large(cast, visit, lang, who):
    head = b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\n'
    sent = {"data": head + b"w" * 3 * 1024 * 1024 + b"\r\n--x--\r\n"}
    client = visit(who and getattr(cast, who))
    kind = "multipart/form-data; boundary=x"
    answer = client.post(f"/{lang}/account/forgot", content_type=kind, **sent)
    assert "10" in told(answer, 413, lang).main.get_text()


@each_language
def test_a_file_of_the_wrong_kind_is_refused_and_the_text_beside_it_is_saved(cast, visit, lang):
    report = a_complete_report(cast)
    sent = {
        "seen-d6-1": "1",
        "d6-1": WORDS,
        "section_lang": "en",
        "d7_file-1": (BytesIO(b"MZ\x90\x00"), "birds.exe"),
    }
    address = f"/{lang}/reports/{report.number}/sections/d"
    page = told(visit(cast.amara).post(address, data=sent), 422, lang)
    assert WORDS in typed_in(page)
    assert any(answer.value == {"text": WORDS} for answer in report.answers)


def test_too_many_tries_at_a_password_say_how_long_to_wait(cast, visit):
    client, sent = visit(), {"email": cast.amara.email, "password": "wrong words here"}
    for _ in range(12):
        answer = client.post("/en/account/sign-in", data=sent)
    for lang in LANGS:
        answer = client.post(f"/{lang}/account/sign-in", data=sent)
        assert answer.status_code == 429
        page = page_of(answer)
        assert page.select_one(".error").get_text(strip=True)
        assert cast.amara.email in [field.get("value") for field in page.select("input")]
    assert "min" in page_of(client.post("/en/account/sign-in", data=sent)).select_one(".error").get_text()


@each_language
@pytest.mark.parametrize("who", [None, "amara"])
def test_a_form_without_its_token(app, cast, visit, monkeypatch, lang, who):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    client = visit(who and getattr(cast, who))
    ours = {"Sec-Fetch-Site": "same-origin"}
    answer = client.post(f"/{lang}/account/forgot", data={"email": WORDS}, headers=ours)
    assert answer.status_code == 400
    assert WORDS in answer.text
    assert page_of(answer).html["lang"] == lang


@each_language
@pytest.mark.parametrize("who", [None, "amara"])
def test_a_method_that_the_address_does_not_know(cast, visit, lang, who):
    answer = visit(who and getattr(cast, who)).put(f"/{lang}/reports")
    told(answer, 405, lang)
    assert "GET" in answer.headers["Allow"]


# On our side


@each_language
@pytest.mark.parametrize("who", [None, "amara"])
def test_what_breaks_on_our_side_says_its_number_and_gives_the_words_back(
    app, cast, visit, monkeypatch, lang, who
):
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.view_functions, "accounts.forgot", lambda: 1 / 0)
    client = visit(who and getattr(cast, who))
    answer = client.post(f"/{lang}/account/forgot", data={"email": WORDS})
    page = told(answer, 500, lang)
    assert answer.headers["X-Request-Id"] in page.main.get_text()
    assert "ZeroDivision" not in answer.text
    assert WORDS in typed_in(page)


@pytest.fixture
def busy(tmp_path):
    """A house on a file, whose one writer's turn somebody else does not give back."""
    folder = str(tmp_path)
    url = f"sqlite:///{folder}/busy.sqlite"
    house = create_app(
        Settings("t" * 32, url, folder, TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    )
    engine = house.extensions["engine"]
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=50"))
    session.remove()
    session.configure(bind=engine, join_transaction_mode="conditional_savepoint")
    Base.metadata.create_all(engine)
    person = keep(User(email="amara@example.org", name="Amara", confirmed_at=now()))
    client, seen = house.test_client(), person.revision
    token = begin_visit(person, device="Test")
    with client.session_transaction() as cookie:
        cookie["sid"] = token
    session.remove()
    with engine.connect().execution_options(writing=True) as other:
        other.execute(text("SELECT 1"))  # BEGIN IMMEDIATE went before it
        yield client, seen
        other.rollback()
    session.remove()
    engine.dispose()


def test_a_busy_house_asks_to_send_it_again_and_gives_the_words_back(busy):
    client, seen = busy
    sent = {"seen": seen, "name": WORDS, "language": "en", "time_zone": "UTC"}
    for lang in LANGS:
        answer = client.post(f"/{lang}/account/edit", data=sent)
        page = told(answer, 503, lang)
        assert WORDS in typed_in(page)
        assert int(answer.headers["Retry-After"]) > 0
        assert client.get(f"/{lang}/account/edit").status_code == 200, "who only reads need not wait"


# What is at odds with how things stand


def test_the_second_moderator_hears_what_was_decided_when_and_by_whom(cast, visit):
    report = a_report(cast, state=ReportState.SUBMITTED)
    anna = keep(a_person("Anna", (Role.MODERATOR, "")))
    seen, address = report.revision, f"/en/reports/{report.number}"
    visit(cast.bruno).post(f"{address}/decline", data={"seen": seen, "formal": "scope", "reason": "x"})

    page = told(visit(anna).post(f"{address}/accept", data={"seen": seen}), 409, "en")

    assert page.h1.get_text(strip=True) == "This has moved on meanwhile"
    assert "The last step was “Decline”, taken by Bruno on " in page.main.get_text()
    assert page.main.select_one(f'a.button--main[href="{address}"]')


def test_who_decided_is_nobody_elses_business(cast, visit):
    report = a_report(cast, state=ReportState.SUBMITTED)
    address, sent = (
        f"/en/reports/{report.number}",
        {"seen": report.revision, "formal": "scope", "reason": "x"},
    )
    assert visit(cast.bruno).post(f"{address}/decline", data=sent).status_code == 302

    page = told(visit(cast.amara).post(f"{address}/withdraw"), 409, "en")

    assert "The last step" not in page.main.get_text()


def test_the_last_owner_is_not_told_that_something_changed(cast, visit):
    address = "/en/organisations/society-of-the-flyway"

    page = told(visit(cast.amara).post(f"{address}/leave"), 409, "en")

    assert page.h1.get_text(strip=True) == "This is the last owner"
    assert page.main.select_one(f'a[href="{address}"]')
    assert not page.main.select_one(f'a[href="{address}/leave"]')
