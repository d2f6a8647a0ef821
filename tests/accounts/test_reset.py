"""A way back for those who lost their password, and not for others."""

from datetime import timedelta

import pytest

from app.accounts import queries
from app.accounts.models import Purpose
from app.foundation import clock
from app.foundation.clock import now
from app.foundation.db import session
from tests.accounts.people import (
    PASSWORD,
    letter_of,
    plain,
    shut_out,
    sign_in,
    token_in,
    with_factor,
    with_password,
)
from tests.factories import last_line, letters

FORGOT = "/en/account/forgot"
NEW = "plovers on the flats"


def reset_page():
    return f"/en/account/reset/{token_in(letter_of('reset'))}"


def ask(visit, email="amara@example.org"):
    return visit().post(FORGOT, data={"email": email})


def test_the_link_sets_a_new_password_and_lets_the_person_in(cast, visit):
    with_password(cast.amara)
    ask(visit)
    client = visit()

    answer = client.post(reset_page(), data={"password": NEW})

    assert answer.location == "/en/work"
    assert client.get("/en/account/edit").status_code == 200
    assert sign_in(visit(), cast.amara).status_code == 422
    assert sign_in(visit(), cast.amara, NEW).status_code == 302
    assert last_line().action == "user.reset"
    assert letter_of("password_changed").recipient_id == cast.amara.id


def test_the_link_works_once_and_ends_its_sisters(cast, visit):
    ask(visit)
    first = reset_page()
    ask(visit)
    second = reset_page()

    visit().post(second, data={"password": NEW})

    for page in (first, second):
        assert visit().get(page).status_code == 410
        assert visit().post(page, data={"password": "egrets in the reeds"}).status_code == 410


def test_looking_at_the_link_does_not_use_it_up(cast, visit):
    ask(visit)

    assert [visit().get(reset_page()).status_code for _ in range(3)] == [200, 200, 200]


def test_the_link_is_good_for_half_an_hour(cast, visit):
    ask(visit)
    page = reset_page()

    with clock.at(now() + timedelta(minutes=29)):
        assert visit().get(page).status_code == 200
    with clock.at(now() + timedelta(minutes=31)):
        assert visit().get(page).status_code == 410


def test_every_other_sign_in_ends(cast, visit):
    phone = visit(cast.amara)
    ask(visit)

    visit().post(reset_page(), data={"password": NEW})

    assert phone.get("/en/account/edit").status_code == 302


def test_the_second_factor_is_still_asked_for(cast, visit):
    with_factor(with_password(cast.bruno))
    ask(visit, "bruno@example.org")
    client = visit()

    answer = client.post(reset_page(), data={"password": NEW})

    assert answer.location == "/en/account/sign-in/code"
    assert client.get("/en/account/edit").status_code == 302


def test_an_unknown_and_a_disabled_person_are_answered_alike(cast, visit):
    shut_out(cast.emil, cast.adam)
    before = len(letters())

    answers = [ask(visit, f"{who}@example.org") for who in ("amara", "nobody", "emil")]

    assert {(a.status_code, a.location) for a in answers} == {(302, "/en/account/check-mail?after=forgot")}
    assert len({plain(visit().get(a.location)) for a in answers}) == 1
    assert [one.template for one in letters()[before:]] == ["accounts/email/reset"]


def test_a_disabled_persons_link_opens_nothing(cast, visit):
    ask(visit)
    page = reset_page()

    shut_out(cast.amara, cast.adam)

    assert visit().get(page).status_code == 410


def test_a_person_shut_out_by_anothers_guesses_has_a_way_in(cast, visit):
    with_password(cast.amara)
    for _ in range(11):
        visit().post("/en/account/sign-in", data={"email": "amara@example.org", "password": "a wrong guess"})
    assert sign_in(visit(), cast.amara).status_code == 429

    ask(visit)
    visit().post(reset_page(), data={"password": NEW})

    assert sign_in(visit(), cast.amara, NEW).status_code == 302


@pytest.mark.parametrize("token", ["", "x", "../..", "%00", "é" * 300])
def test_a_made_up_link_opens_nothing(visit, token):
    assert visit().get(f"/en/account/reset/{token}").status_code in (404, 410)


def test_only_the_digest_of_the_link_is_kept(cast, visit):
    ask(visit)
    token = token_in(letter_of("reset"))

    link = queries.link_of(token, Purpose.RESET)

    assert token not in link.digest
    session.rollback()


def test_the_new_password_is_judged_like_any(cast, visit):
    with_password(cast.amara)
    ask(visit)

    answer = visit().post(reset_page(), data={"password": "amara loves terns"})

    assert answer.status_code == 422
    assert sign_in(visit(), cast.amara, PASSWORD).status_code == 302
