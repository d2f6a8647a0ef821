"""Opening an account, and what nobody learns from trying."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts import queries
from app.accounts.models import Registration, User
from app.foundation import clock
from app.foundation.clock import now
from app.foundation.db import session
from tests.accounts.people import PASSWORD, letter_of, plain, token_in
from tests.counting import sent_by
from tests.factories import last_line, letters

REGISTER = "/en/account/register"
NEW = {
    "name": "Kofi Mensah",
    "email": "Kofi@Example.org",
    "password": PASSWORD,
    "language": "fr",
    "time_zone": "Africa/Accra",
}


def confirm_page():
    return f"/fr/account/confirm/{token_in(letter_of('confirm'))}"


def test_an_account_opens_when_the_letter_is_answered_with_the_password(app, visit):
    client = visit()

    asked = client.post(REGISTER, data=NEW)
    assert asked.location == "/en/account/check-mail?after=register"
    assert queries.person_by_email("kofi@example.org") is None

    opened = client.post(confirm_page(), data={"password": PASSWORD})

    kofi = queries.person_by_email("kofi@example.org")
    assert (kofi.name, kofi.lang, kofi.time_zone) == ("Kofi Mensah", "fr", "Africa/Accra")
    assert kofi.confirmed_at
    assert opened.location == "/fr/work"
    assert client.get("/fr/account/edit").status_code == 200
    assert (last_line().action, last_line().actor_id) == ("user.confirm", kofi.id)


def test_looking_at_the_link_does_not_use_it_up(visit):
    visit().post(REGISTER, data=NEW)

    for _ in range(3):
        assert visit().get(confirm_page()).status_code == 200

    assert visit().post(confirm_page(), data={"password": PASSWORD}).status_code == 302


def test_who_reads_the_letter_needs_the_password_too(visit):
    """So nobody opens an account in another's name, with a password of their own, and waits."""
    visit().post(REGISTER, data=NEW)

    answer = visit().post(confirm_page(), data={"password": "another password"})

    assert answer.status_code == 422
    assert queries.person_by_email("kofi@example.org") is None


def test_the_link_opens_once(visit):
    visit().post(REGISTER, data=NEW)
    page = confirm_page()
    visit().post(page, data={"password": PASSWORD})

    assert visit().get(page).status_code == 410
    assert visit().post(page, data={"password": PASSWORD}).status_code == 410
    assert session.scalar(select(func.count()).where(User.email == "kofi@example.org")) == 1


def test_the_link_is_good_for_two_days(visit):
    visit().post(REGISTER, data=NEW)
    page = confirm_page()

    with clock.at(now() + timedelta(hours=47)):
        assert visit().get(page).status_code == 200
    with clock.at(now() + timedelta(hours=49)):
        assert visit().get(page).status_code == 410


def test_of_two_who_ask_with_one_address_the_one_who_answers_gets_it(visit):
    visit().post(REGISTER, data=NEW | {"name": "Impostor", "password": "another set of words"})
    theirs = confirm_page()
    visit().post(REGISTER, data=NEW)

    visit().post(confirm_page(), data={"password": PASSWORD})

    assert queries.person_by_email("kofi@example.org").name == "Kofi Mensah"
    assert visit().get(theirs).status_code == 410


def test_a_known_address_is_answered_like_an_unknown_one(app, cast, visit):
    unknown = visit().post(REGISTER, data=NEW)
    known = visit().post(REGISTER, data=NEW | {"email": "amara@example.org"})

    assert (unknown.status_code, unknown.location) == (known.status_code, known.location)
    assert plain(visit().get(unknown.location)) == plain(visit().get(known.location))
    assert [one.template for one in letters()] == [
        "accounts/email/confirm",
        "accounts/email/already_registered",
    ]
    assert letters()[-1].email == "amara@example.org"


def test_both_cost_one_hash_and_one_write(app, cast, visit, monkeypatch):
    from app.foundation import passwords

    hashes, hashed = [], passwords.hashed
    monkeypatch.setattr(passwords, "hashed", lambda word: hashes.append(word) or hashed(word))

    unknown = sent_by(app, lambda: visit().post(REGISTER, data=NEW))
    known = sent_by(app, lambda: visit().post(REGISTER, data=NEW | {"email": "amara@example.org"}))

    assert len(hashes) == 2
    assert abs(len(unknown) - len(known)) <= 2


def test_no_address_gets_more_than_three_letters_a_day(visit):
    answers = {visit().post(REGISTER, data=NEW).location for _ in range(6)}

    assert len(answers) == 1
    assert len(letters()) == 3


def test_who_was_on_the_way_somewhere_gets_there(visit):
    visit().post(REGISTER, data=NEW | {"next": "/en/organisations/invitations/abc"})

    answer = visit().post(confirm_page(), data={"password": PASSWORD})

    assert answer.location == "/en/organisations/invitations/abc"


def test_a_stranger_cannot_say_where_the_letter_leads(visit):
    visit().post(REGISTER, data=NEW | {"next": "//evil.example"})

    assert visit().post(confirm_page(), data={"password": PASSWORD}).location == "/fr/work"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", " ", "Write your name."),
        ("name", "x" * 121, "Shorten this to 120 characters."),
        ("email", "kofi", "Write a whole e-mail address"),
        ("email", "kofi@example.org\r\nBcc: x@example.org", "Write a whole e-mail address"),
        ("email", f"{'k' * 250}@example.org", "Shorten this to 254 characters."),
        ("password", "tern", "Make it longer: at least 12 characters."),
        ("password", "Kofi and the terns", "Choose one without your name"),
        ("password", "password1234", "Many people use this password"),
        ("language", "xx", "Not a valid choice"),
        ("time_zone", "Mars/Base", "Not a valid choice"),
    ],
)
def test_every_error_says_what_to_do_and_keeps_what_was_typed(visit, field, value, words):
    answer = visit().post(REGISTER, data=NEW | {field: value})

    assert answer.status_code == 422
    assert words in answer.text
    if field != "name":
        assert "Kofi Mensah" in answer.text
    assert PASSWORD not in answer.text
    assert session.scalar(select(func.count(Registration.id))) == 0


def test_the_time_zone_is_guessed_from_the_browser(visit):
    page = visit().get(REGISTER, headers={"Accept-Language": "fr-SN,fr;q=0.9"})

    assert '<option selected value="Africa/Dakar">' in page.text
