"""Coming in: who may, who may not, and what a stranger can learn from the answer."""

import re

from tests.accounts.people import PASSWORD, sign_in, with_password

SIGN_IN = "/en/account/sign-in"
HERE = "/en/account/"


def sid(client):
    with client.session_transaction() as cookie:
        return cookie.get("sid")


def test_the_right_password_opens_the_persons_own_work(cast, visit):
    client = visit()

    answer = sign_in(client, with_password(cast.amara))

    assert answer.location == "/en/work"
    assert client.get(SIGN_IN).location == "/en/work"


def test_an_address_is_the_same_however_it_is_written(cast, visit):
    with_password(cast.amara)

    answer = visit().post(SIGN_IN, data={"email": "  AMARA@Example.org ", "password": PASSWORD})

    assert answer.status_code == 302


def test_a_wrong_password_and_an_unknown_person_are_answered_alike(cast, visit):
    with_password(cast.amara)

    wrong = visit().post(SIGN_IN, data={"email": "amara@example.org", "password": "not the password"})
    unknown = visit().post(SIGN_IN, data={"email": "nobody@example.org", "password": "not the password"})

    assert wrong.status_code == unknown.status_code == 422
    assert plain(wrong) == plain(unknown)


def plain(answer):
    return re.sub(r"[\w.]+@example\.org|value=\"[^\"]{20,}\"", "…", answer.text)
