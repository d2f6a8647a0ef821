"""More than a password: asked of the Secretariat, open to all."""

import re
from datetime import timedelta

import pyotp
import pytest

from app.accounts import queries
from app.accounts.operations import factors
from app.foundation import clock
from app.foundation.clock import now
from app.foundation.codes import digits_of
from app.foundation.db import session
from app.foundation.errors import Invalid, NotAllowed
from tests.accounts.people import (
    PASSWORD,
    SECRET,
    code,
    grow_stale,
    letter_of,
    sign_in,
    with_factor,
    with_password,
    without_factor,
)
from tests.factories import last_line

SIGN_IN, CODE = "/en/account/sign-in", "/en/account/sign-in/code"
SET_UP, FACTOR = "/en/account/sign-in/set-up", "/en/account/second-factor"
MINE = "/en/account/edit"


def half_in(visit, person):
    """The password was right, the code is still owed."""
    client = visit()
    client.post(SIGN_IN, data={"email": person.email, "password": PASSWORD})
    return client


def offered(page):
    """The sealed offer of a new secret, and the secret as it is shown to be typed."""
    sealed = re.search(r'name="offer"[^>]* value="([^"]+)"', page.text)[1]
    return sealed, re.search(r'class="symbol">([A-Z2-7 ]+)<', page.text)[1].replace(" ", "")


def test_the_password_alone_gives_the_secretariat_no_rights(cast, visit):
    with_factor(with_password(cast.bruno))

    client = half_in(visit, cast.bruno)

    assert client.get(MINE).location.startswith(SIGN_IN)
    assert client.get(SIGN_IN).location == CODE


def test_the_code_opens(cast, visit):
    with_factor(with_password(cast.bruno))

    answer = sign_in(visit(), cast.bruno)

    assert answer.location == "/en/desk"
    assert last_line().action == "user.enter_code"


def test_a_code_counts_once_even_with_a_space_in_it(cast, visit):
    with_factor(with_password(cast.bruno))
    used = code()
    sign_in(visit(), cast.bruno)

    for again in (
        used,
        f" {used[:3]} {used[3:]} ",
        used.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    ):
        answer = half_in(visit, cast.bruno).post(CODE, data={"code": again})
        assert answer.status_code == 422


def test_a_clock_may_be_one_step_off_and_no_more(cast):
    with_factor(cast.bruno)
    with clock.at(now()):
        for steps in (-2, 2):
            with pytest.raises(Invalid):
                factors.check_code(cast.bruno, code(steps))
        factors.check_code(cast.bruno, code(-1))
        factors.check_code(cast.bruno, code(1))


def test_an_older_code_is_worth_nothing_after_a_newer_one(cast):
    with_factor(cast.bruno)
    with clock.at(now()):
        factors.check_code(cast.bruno, code())

        with pytest.raises(Invalid):
            factors.check_code(cast.bruno, code(-1))


@pytest.mark.parametrize(
    "typed", ["\uff11\uff12\uff13\uff14\uff15\uff16", "١٢٣٤٥٦", "123 456", "123-456", "\u200f123456"]
)
def test_digits_are_read_as_people_type_them(typed):
    assert digits_of(typed) == "123456"


def test_the_sixth_wrong_code_has_to_wait(cast, visit):
    with_factor(with_password(cast.bruno))
    client = half_in(visit, cast.bruno)

    statuses = [client.post(CODE, data={"code": "000000"}).status_code for _ in range(6)]

    assert statuses == [422] * 5 + [429]
    assert client.post(CODE, data={"code": code()}).status_code == 429


def test_who_owes_a_second_factor_sets_it_up_before_anything_else(cast, visit):
    with_password(without_factor(cast.bruno))
    client = half_in(visit, cast.bruno)
    assert client.get(SIGN_IN).location == SET_UP
    assert client.get("/en/desk/people/").location.startswith(SIGN_IN)

    page = client.get(SET_UP)
    sealed, secret = offered(page)
    assert "<svg" in page.text
    assert "style=" not in page.text
    done = client.post(SET_UP, data={"offer": sealed, "code": pyotp.TOTP(secret).now()})

    assert done.status_code == 200
    assert len(re.findall(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){3}", done.text)) == 10
    assert done.headers["Cache-Control"] == "no-store"
    assert client.get(MINE).status_code == 200
    assert letter_of("factor_set_up").recipient_id == cast.bruno.id


def test_a_wrong_code_keeps_the_same_square(cast, visit):
    with_password(without_factor(cast.bruno))
    client = half_in(visit, cast.bruno)
    sealed, secret = offered(client.get(SET_UP))

    again = client.post(SET_UP, data={"offer": sealed, "code": "000000"})

    assert again.status_code == 422
    assert offered(again)[1] == secret


def test_loading_the_page_again_keeps_the_key_until_a_code_proves_it(cast, visit):
    with_password(cast.amara)
    client = visit()
    sign_in(client, cast.amara)
    sealed, secret = offered(client.get(FACTOR))

    assert offered(client.get(FACTOR))[1] == secret
    grow_stale(cast.amara)
    client.post("/en/account/prove", data={"password": PASSWORD})
    assert offered(client.get(FACTOR))[1] == secret

    client.post(FACTOR, data={"offer": sealed, "code": pyotp.TOTP(secret).now()})
    assert offered(client.get(FACTOR))[1] != secret


def test_a_key_that_is_no_longer_valid_is_said_to_be_renewed(cast, visit):
    client = visit(cast.amara)

    answer = client.post(FACTOR, data={"offer": factors.offer_secret(cast.chen), "code": "123456"})

    assert answer.status_code == 422
    assert "no longer valid, so here is a new one" in answer.text
    assert offered(answer)[1] == offered(client.get(FACTOR))[1]


def test_an_offer_made_to_one_person_is_nothing_to_another(cast):
    sealed = factors.offer_secret(cast.bruno)

    assert factors.offered_secret(cast.bruno, sealed)
    assert factors.offered_secret(cast.adam, sealed) is None
    assert factors.offered_secret(cast.bruno, f"{sealed[:-4]}AAAA") is None


def test_the_secret_is_not_kept_in_the_clear(cast):
    with_factor(cast.bruno)

    assert SECRET not in cast.bruno.totp_secret


def test_a_recovery_code_opens_once_and_the_person_hears_of_it(cast, visit):
    on_paper = with_factor(with_password(cast.bruno))
    client = half_in(visit, cast.bruno)

    answer = client.post("/en/account/sign-in/recovery", data={"code": on_paper[3].upper().replace("-", " ")})
    again = half_in(visit, cast.bruno).post("/en/account/sign-in/recovery", data={"code": on_paper[3]})

    assert answer.location == "/en/desk"
    assert again.status_code == 422
    assert "not a recovery code of yours, or it was used already" in again.text
    assert "Wait for the next one" not in again.text
    assert letter_of("recovery_code_used").snapshot["left"] == 9


def test_whoever_lost_the_list_too_reads_who_really_helps_one_administrator(cast, visit):
    with_factor(with_password(cast.bruno))
    given = visit(cast.adam).get(f"/en/desk/people/{cast.bruno.key}/lift-factor").text
    asked = half_in(visit, cast.bruno).get("/en/account/sign-in/recovery").text

    assert "an administrator makes sure that it is you" in asked
    assert "wo of its people" not in asked
    assert "Two people" not in given


def test_new_recovery_codes_end_the_old_ones(cast):
    old = with_factor(cast.bruno)

    new = factors.renew_recovery_codes(cast.bruno)

    with pytest.raises(Invalid):
        factors.check_recovery_code(cast.bruno, old[0])
    factors.check_recovery_code(cast.bruno, new[0])


def test_anybody_may_have_a_second_factor_and_is_then_asked_for_it(cast, visit):
    client, other = visit(with_password(cast.amara)), visit(cast.amara)
    sealed, secret = offered(client.get(FACTOR))

    client.post(FACTOR, data={"offer": sealed, "code": pyotp.TOTP(secret).now()})

    assert client.get(MINE).status_code == 200
    assert other.get(MINE).status_code == 302
    assert half_in(visit, queries.get_person(cast.amara.key)).get(MINE).status_code == 302


def test_the_secretariat_cannot_go_back_to_a_password_alone(cast, visit):
    with_factor(cast.bruno)
    client = visit(cast.bruno)

    assert client.post(f"{FACTOR}/remove").status_code == 403
    with pytest.raises(NotAllowed):
        factors.remove_factor(cast.bruno, here=queries.visits_of(cast.bruno)[0])


def test_others_can(cast, visit):
    with_factor(cast.amara)
    client = visit(cast.amara)

    client.post(f"{FACTOR}/remove")

    session.expire_all()
    assert cast.amara.totp_since is None
    assert queries.recovery_codes_left(cast.amara) == 0
    assert letter_of("factor_removed").recipient_id == cast.amara.id


def test_a_change_of_factor_asks_again_who_sits_here(cast, visit):
    with_factor(with_password(cast.amara))
    client = visit(cast.amara)
    grow_stale(cast.amara)

    asked = client.get(FACTOR)
    assert asked.location == f"/en/account/prove?next={FACTOR}"
    assert client.post(asked.location, data={"password": PASSWORD, "code": "000000"}).status_code == 422
    proved = client.post(asked.location, data={"password": PASSWORD, "code": code(), "next": FACTOR})

    assert proved.location == FACTOR
    assert client.get(FACTOR).status_code == 200


def test_a_role_of_the_secretariat_asks_for_a_factor_at_once(cast, visit):
    from app.accounts.operations.people import give_role
    from app.accounts.readers import Role

    client = visit(with_password(cast.amara))
    give_role(cast.amara, role=Role.MODERATOR, seen=cast.amara.revision, actor=cast.adam)

    assert client.get(MINE).status_code == 302
    assert half_in(visit, cast.amara).get(SIGN_IN).location == SET_UP


def test_time_moves_the_code_on(cast):
    with_factor(cast.bruno)
    factors.check_code(cast.bruno, code())

    with clock.at(now() + timedelta(seconds=61)):
        factors.check_code(cast.bruno, code())
