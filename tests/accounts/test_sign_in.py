"""Coming in: who may, who may not, and what a stranger can learn from the answer."""

from datetime import timedelta

import pytest

from app.accounts import queries
from app.accounts.models import Visit
from app.accounts.operations import visits
from app.foundation import audit, clock
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.passwords import HASHER
from tests.accounts.people import (
    PASSWORD,
    code,
    last_seen,
    plain,
    shut_out,
    sign_in,
    with_factor,
    with_password,
)
from tests.counting import asked, sent_by
from tests.factories import last_line

SIGN_IN = "/en/account/sign-in"
MINE = "/en/account/edit"


def sid(client):
    with client.session_transaction() as cookie:
        return cookie.get("sid")


def is_in(client):
    return client.get(MINE).status_code == 200


def test_the_right_password_opens_the_persons_own_work(cast, visit):
    client = visit()

    answer = sign_in(client, with_password(cast.amara))

    assert answer.location == "/en/work"
    assert is_in(client)


def test_work_begins_in_the_persons_own_language(cast, visit):
    visit(cast.amara).post(MINE, data=profile(cast.amara, language="fr"))

    assert sign_in(visit(), with_password(cast.amara)).location == "/fr/work"


def test_an_address_is_the_same_however_it_is_written(cast, visit):
    with_password(cast.amara)

    answer = visit().post(SIGN_IN, data={"email": "  AMARA@Example.org ", "password": PASSWORD})

    assert answer.status_code == 302


def test_a_wrong_password_an_unknown_and_a_disabled_person_are_answered_alike(cast, visit):
    with_password(cast.amara)
    shut_out(with_password(cast.emil), cast.adam)

    wrong = visit().post(SIGN_IN, data={"email": "amara@example.org", "password": "not the password"})
    unknown = visit().post(SIGN_IN, data={"email": "nobody@example.org", "password": "not the password"})
    disabled = visit().post(SIGN_IN, data={"email": "emil@example.org", "password": PASSWORD})

    assert wrong.status_code == unknown.status_code == disabled.status_code == 422
    assert plain(wrong) == plain(unknown) == plain(disabled)


def test_an_unknown_person_costs_as_much_hashing_as_a_known_one(cast, visit, monkeypatch):
    asked = []
    monkeypatch.setattr(type(HASHER), "verify", lambda _self, kept, _password: bool(asked.append(kept)))

    for email in ("amara@example.org", "nobody@example.org"):
        visit().post(SIGN_IN, data={"email": email, "password": PASSWORD})

    assert len(asked) == 2


def test_a_disabled_person_is_out_at_once(cast, visit):
    client = visit(cast.emil)
    assert is_in(client)

    shut_out(cast.emil, cast.adam)

    assert not is_in(client)


def test_a_stale_hash_is_made_anew_at_the_door(cast, visit):
    with transaction():
        cast.amara.password_hash = type(HASHER)(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
        audit.record("test.old_hash", cast.amara, actor=None)

    sign_in(visit(), cast.amara)

    assert not HASHER.check_needs_rehash(queries.get_person(cast.amara.key).password_hash)
    assert last_line().action == "user.rehash"


def test_the_eleventh_wrong_password_has_to_wait(cast, visit):
    with_password(cast.amara)
    wrong = {"email": "amara@example.org", "password": "not the password"}
    client = visit()

    statuses = [client.post(SIGN_IN, data=wrong).status_code for _ in range(11)]

    assert statuses == [422] * 10 + [429]
    assert sign_in(client, cast.amara).status_code == 429
    assert sign_in(client, with_password(cast.chen)).status_code == 302
    with clock.at(now() + timedelta(minutes=1)):
        assert sign_in(client, cast.amara).status_code == 302


def test_a_strangers_guesses_do_not_stop_a_person_in_their_own_browser(cast, visit):
    own = visit(with_password(cast.amara))
    own.post("/en/account/sign-out")
    for _ in range(11):
        visit().post(SIGN_IN, data={"email": "amara@example.org", "password": "not the password"})

    assert sign_in(visit(), cast.amara).status_code == 429
    assert sign_in(own, cast.amara).status_code == 302


def test_nor_are_they_free_where_another_was_signed_in(cast, visit):
    shared = visit(with_password(cast.amara))
    shared.post("/en/account/sign-out")
    wrong = {"email": "chen@example.org", "password": "not the password"}

    assert [shared.post(SIGN_IN, data=wrong).status_code for _ in range(11)][-1] == 429
    assert sign_in(visit(), with_password(cast.chen)).status_code == 429


def test_an_unknown_person_has_to_wait_too(visit):
    wrong = {"email": "nobody@example.org", "password": "not the password"}
    client = visit()

    assert [client.post(SIGN_IN, data=wrong).status_code for _ in range(11)][-1] == 429


def test_the_cookie_of_a_stranger_never_becomes_a_persons(cast, visit):
    client = visit()
    client.get(SIGN_IN)
    with client.session_transaction() as cookie:
        cookie["sid"], cookie["planted"] = "planted", "yes"

    sign_in(client, with_password(cast.amara))

    with client.session_transaction() as cookie:
        assert cookie["sid"] != "planted"
        assert "planted" not in cookie


def test_each_step_of_the_sign_in_has_a_cookie_of_its_own(cast, visit):
    with_factor(with_password(cast.bruno))
    client = visit()
    client.post(SIGN_IN, data={"email": "bruno@example.org", "password": PASSWORD})
    half = sid(client)

    client.post("/en/account/sign-in/code", data={"code": code()})

    assert sid(client) != half
    assert queries.visit_of(half) is None


def test_signing_out_ends_it_on_the_server_too(cast, visit):
    client = visit(cast.amara)
    token = sid(client)

    client.post("/en/account/sign-out")

    assert not queries.visit_of(token).is_live()
    other = visit()
    with other.session_transaction() as cookie:
        cookie["sid"] = token
    assert not is_in(other)


def test_signing_out_is_a_step_not_a_link(cast, visit):
    assert visit(cast.amara).get("/en/account/sign-out").status_code == 405


def test_signing_out_everywhere_reaches_every_device(cast, visit):
    phone, desk, stranger = visit(cast.amara), visit(cast.amara), visit(cast.chen)

    phone.post("/en/account/sign-out-everywhere")

    assert [is_in(client) for client in (phone, desk, stranger)] == [False, False, True]


def test_a_visit_that_is_over_is_forgotten_within_two_days(cast, visit):
    ended, left, running = visit(cast.amara), visit(cast.emil), visit(cast.chen)
    ended.post("/en/account/sign-out")
    last_seen(cast.chen, now() + timedelta(days=2))

    with clock.at(now() + timedelta(days=2)):
        visits.sweep()

    assert [queries.visit_of(sid(client)) is None for client in (left, running)] == [True, False]
    assert session.query(Visit).count() == 1


@pytest.mark.parametrize(
    ("who", "idle", "inside"),
    [
        ("amara", timedelta(hours=11), True),
        ("amara", timedelta(hours=12), False),
        ("bruno", timedelta(minutes=29), True),
        ("bruno", timedelta(minutes=30), False),
    ],
)
def test_an_idle_visit_ends(cast, visit, who, idle, inside):
    person = getattr(cast, who)
    client = visit(person)
    last_seen(person, now() - idle)

    assert is_in(client) is inside


@pytest.mark.parametrize(("who", "whole"), [("amara", timedelta(days=14)), ("bruno", timedelta(hours=12))])
def test_even_a_busy_visit_ends_some_day(cast, visit, who, whole):
    person = getattr(cast, who)
    client = visit(person)
    last_seen(person, now() + whole)

    with clock.at(now() + whole - timedelta(minutes=1)):
        assert is_in(client)
    with clock.at(now() + whole):
        assert not is_in(client)


def test_a_clock_set_back_signs_nobody_out(cast, visit):
    client = visit(cast.amara)

    with clock.at(now() - timedelta(days=1)):
        assert is_in(client)


def test_a_guest_costs_no_statement_and_a_person_one(app, cast, visit):
    client = visit(cast.amara)

    assert len(asked(app, lambda: visit().get(SIGN_IN))) == 0
    assert len(asked(app, lambda: client.get("/en/accessibility"))) == 1


def test_being_seen_is_written_once_in_five_minutes(app, cast, visit):
    client = visit(cast.amara)

    with clock.at(now() + timedelta(minutes=6)):
        first = sent_by(app, lambda: client.get("/en/accessibility"))
        second = sent_by(app, lambda: client.get("/en/accessibility"))

    assert [s.split()[0] for s in first] == ["SELECT", "UPDATE"]
    assert len(second) == 1


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil",
        "javascript:alert(1)",
        "/\n/evil",
    ],
)
def test_no_link_leads_from_the_sign_in_to_a_strangers_door(cast, visit, address):
    answer = sign_in(visit(), with_password(cast.amara), next=address)

    assert answer.location == "/en/work"


def test_after_the_sign_in_a_reader_is_where_they_wanted_to_go(cast, visit):
    client = visit()
    sent = client.get(f"{MINE}?a=b")
    assert sent.location == "/en/account/sign-in?next=/en/account/edit?a%3Db"

    assert sign_in(client, with_password(cast.amara), next=f"{MINE}?a=b").location == f"{MINE}?a=b"


def test_the_cookie_is_for_this_site_alone(app, cast, visit, monkeypatch):
    monkeypatch.setitem(app.config, "SECURE_COOKIES", True)
    client = app.test_client()

    answer = client.post(
        SIGN_IN,
        data={"email": with_password(cast.amara).email, "password": PASSWORD},
        base_url="https://localhost",
    )

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-visit=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))
    assert "Domain" not in cookie


def profile(person, **changed):
    values = {"name": person.name, "language": person.lang, "time_zone": "UTC", "seen": person.revision}
    return values | changed
