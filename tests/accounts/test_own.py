"""One's own account: what stands there, and how it changes."""

from datetime import timedelta

import pytest

from app.accounts import queries
from app.accounts.operations import account
from app.foundation import clock
from app.foundation.clock import now
from app.foundation.db import session
from app.foundation.errors import Conflict
from tests.accounts.people import (
    PASSWORD,
    grow_stale,
    letter_of,
    plain,
    sign_in,
    token_in,
    with_factor,
    with_password,
)
from tests.factories import last_line, letters

ACCOUNT = "/en/account/"
NEW = "plovers on the flats"


def profile(person, **changed):
    values = {"name": person.name, "language": "en", "time_zone": "UTC", "seen": person.revision}
    return values | changed


def test_the_account_shows_what_is_kept_and_where_one_is_signed_in(cast, visit):
    visit(cast.amara)
    client = visit(cast.amara)

    page = client.get(ACCOUNT).text

    assert "amara@example.org" in page
    assert page.count("Sign out there") == 1
    assert "This device" in page


def test_name_language_zone_and_letters_change_together(cast, visit):
    answer = visit(cast.amara).post(
        f"{ACCOUNT}edit",
        data=profile(cast.amara, name="Amara W.", language="ar", time_zone="Africa/Nairobi", notice_only="y"),
    )

    amara = queries.get_person(cast.amara.key)
    assert answer.location == "/ar/account/"
    assert (amara.name, amara.lang, amara.time_zone, amara.notice_only) == (
        "Amara W.",
        "ar",
        "Africa/Nairobi",
        True,
    )
    assert last_line().action == "user.edit"


def test_a_form_opened_before_another_change_is_refused_and_kept(cast, visit):
    client = visit(cast.amara)
    stale = profile(cast.amara, name="Amara, of the older page")
    client.post(f"{ACCOUNT}edit", data=profile(cast.amara, name="Amara W."))

    answer = client.post(f"{ACCOUNT}edit", data=stale)

    assert answer.status_code == 409
    assert "Amara, of the older page" in answer.text


def test_a_new_password_ends_every_other_sign_in(cast, visit):
    here, phone = visit(with_password(cast.amara)), visit(cast.amara)

    here.post(f"{ACCOUNT}password", data={"old_password": PASSWORD, "password": NEW})

    assert here.get(ACCOUNT).status_code == 200
    assert phone.get(ACCOUNT).status_code == 302
    assert sign_in(visit(), cast.amara, NEW).status_code == 302
    assert letter_of("password_changed").recipient_id == cast.amara.id


def test_a_password_changes_only_for_who_knows_the_present_one(cast, visit):
    client = visit(with_password(cast.amara))

    answers = [
        client.post(f"{ACCOUNT}password", data={"old_password": "a wrong guess", "password": NEW})
        for _ in range(11)
    ]

    assert [a.status_code for a in answers] == [422] * 10 + [429]
    assert letters() == []


def test_one_device_can_be_signed_out_from_another(cast, visit):
    phone = visit(cast.amara)
    key = queries.visits_of(cast.amara)[0].key
    here = visit(cast.amara)

    here.post(f"{ACCOUNT}sessions/{key}/end")

    assert phone.get(ACCOUNT).status_code == 302
    assert here.get(ACCOUNT).status_code == 200


def test_nobody_ends_another_persons_sign_in(cast, visit):
    visit(cast.amara)
    theirs = queries.visits_of(cast.amara)[0].key

    assert visit(cast.chen).post(f"{ACCOUNT}sessions/{theirs}/end").status_code == 404
    assert len(queries.visits_of(cast.amara)) == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("(X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox, Linux"),
        ("(Linux; Android 14; Pixel 8) AppleWebKit/537 Chrome/130.0 Safari/537", "Chrome, Android"),
        ("(iPhone; CPU iPhone OS 17_0) AppleWebKit/605 Version/17.0 Safari/604.1", "Safari, iPhone"),
        ("(Windows NT 10.0) AppleWebKit/537 Chrome/130.0 Safari/537 Edg/130.0", "Edge, Windows"),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_of_a_device_only_its_family_is_kept(cast, visit, agent, words):
    client = visit()

    client.post(
        "/en/account/sign-in",
        data={"email": with_password(cast.amara).email, "password": PASSWORD},
        headers={"User-Agent": agent},
    )

    assert queries.visits_of(cast.amara)[0].device == words


def ask(visit, person, email="amara@flyway.example.org"):
    return visit(person).post(f"{ACCOUNT}email", data={"email": email})


def test_an_address_changes_when_both_have_agreed(cast, visit):
    ask(visit, cast.amara)
    old, new = (f"{ACCOUNT}email/{token_in(letter_of(verb))}" for verb in ("email_old", "email_new"))
    assert (letter_of("email_old").email, letter_of("email_new").email) == (
        "amara@example.org",
        "amara@flyway.example.org",
    )

    visit().get(new)
    first = visit().post(new)
    assert "One address has agreed" in first.text
    assert queries.person_by_email("amara@flyway.example.org") is None
    second = visit().post(old)

    assert "The e-mail address was changed" in second.text
    assert queries.person_by_email("amara@flyway.example.org").id == cast.amara.id
    assert [one.email for one in letters()[-2:]] == ["amara@example.org", "amara@flyway.example.org"]
    assert visit().get(old).status_code == 410


def test_one_address_cannot_agree_for_both(cast, visit):
    ask(visit, cast.amara)
    new = token_in(letter_of("email_new"))
    account.agree_to_email(new)

    with pytest.raises(Conflict):
        account.agree_to_email(new)
    assert queries.person_by_email("amara@example.org")


def test_what_agreed_to_one_wish_does_not_agree_to_the_next(cast, visit):
    ask(visit, cast.amara, "first@flyway.example.org")
    account.agree_to_email(token_in(letter_of("email_old")))
    ask(visit, cast.amara, "second@flyway.example.org")

    assert account.agree_to_email(token_in(letter_of("email_new"))) is False


def test_another_persons_address_is_answered_like_a_free_one(cast, visit):
    free = ask(visit, cast.amara)
    taken = ask(visit, cast.emil, "chen@example.org")

    assert (free.status_code, free.location) == (taken.status_code, taken.location)
    assert letters()[-1].template == "accounts/email/already_registered"
    assert letters()[-1].email == "chen@example.org"
    assert account.agree_to_email(token_in(letter_of("email_old"))) is False
    assert queries.person_by_email("chen@example.org").id == cast.chen.id


def test_the_links_are_good_for_two_days(cast, visit):
    ask(visit, cast.amara)
    page = f"{ACCOUNT}email/{token_in(letter_of('email_old'))}"

    with clock.at(now() + timedelta(hours=49)):
        assert visit().get(page).status_code == 410


def test_a_change_of_address_asks_again_who_sits_here(cast, visit):
    client = visit(cast.amara)
    grow_stale(cast.amara)

    assert client.get(f"{ACCOUNT}email").location.startswith("/en/account/prove")


def test_new_recovery_codes_are_shown_once(cast, visit):
    with_factor(cast.amara)
    client = visit(cast.amara)

    shown = client.post(f"{ACCOUNT}recovery")

    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store"
    session.rollback()
    assert "Recovery codes left: 10" in client.get(ACCOUNT).text


@pytest.mark.parametrize("page", ["", "edit", "password", "email", "second-factor"])
@pytest.mark.parametrize("lang", ["en", "fr", "ar"])
def test_every_page_of_the_account_is_there_in_every_language(cast, visit, page, lang):
    answer = visit(cast.amara).get(f"/{lang}/account/{page}")

    assert answer.status_code == 200
    assert plain(answer).count("<h1>") == 1
