"""A sign-in that ended loses nothing that was written."""

import re

import pytest

from app.accounts.operations import people
from app.foundation import carry
from app.foundation.clock import now
from tests.accounts.people import (
    OURS,
    PASSWORD,
    code,
    grow_stale,
    last_seen,
    sign_in,
    with_factor,
    with_password,
    without_factor,
)
from tests.factories import last_line

EDIT, SIGN_IN = "/en/account/edit", "/en/account/sign-in"
WRITTEN = {"name": "Amara <b>Wanjiru</b> أمارة", "language": "fr", "time_zone": "Africa/Nairobi"}


def written(person, **more):
    return WRITTEN | {"seen": person.revision} | more


def sealed_in(page):
    found = re.search(r'name="carried"[^>]* value="([^"]+)"', page.text)
    return found[1] if found else ""


def expired(visit, person):
    """A browser whose sign-in has run out while its person was writing."""
    client = visit(person)
    last_seen(person, now().replace(year=2020))
    return client


def fields_of(page):
    form = page.text[page.text.index('action="/en/account/edit"') :]
    return dict(re.findall(r'name="(\w+)"[^>]* value="([^"]*)"', form[: form.index("</form>")]))


def test_what_was_posted_comes_back_after_the_sign_in(cast, visit):
    client = expired(visit, with_password(cast.amara))

    asked = client.post(EDIT, data=written(cast.amara), headers=OURS)
    assert asked.status_code == 401
    assert "Nothing you wrote is lost." in asked.text
    assert "Wanjiru" not in sealed_in(asked)
    back = sign_in(client, cast.amara, carried=sealed_in(asked))

    assert back.status_code == 200
    assert "Your words are here" in back.text
    assert "Amara &lt;b&gt;Wanjiru&lt;/b&gt; أمارة" in back.text
    assert fields_of(back)["time_zone"] == "Africa/Nairobi"


def test_one_button_sends_them_where_they_were_going(cast, visit):
    client = expired(visit, with_password(cast.amara))
    asked = client.post(EDIT, data=written(cast.amara, name="Amara W."), headers=OURS)
    back = sign_in(client, cast.amara, carried=sealed_in(asked))

    sent = client.post(EDIT, data=fields_of(back))

    assert sent.status_code == 302
    assert last_line().action == "user.edit"
    assert "Amara W." in client.get("/fr/account/").text


def test_a_wrong_password_does_not_lose_them(cast, visit):
    client = expired(visit, with_password(cast.amara))
    asked = client.post(EDIT, data=written(cast.amara), headers=OURS)

    again = sign_in(client, cast.amara, "not the password", carried=sealed_in(asked))

    assert again.status_code == 422
    assert "Your words are here" in sign_in(client, cast.amara, carried=sealed_in(again)).text


def test_they_go_along_through_the_second_factor(cast, visit):
    with_factor(with_password(cast.bruno))
    client = expired(visit, cast.bruno)
    asked = client.post(EDIT, data=written(cast.bruno), headers=OURS)

    half = sign_in(client, cast.bruno, carried=sealed_in(asked))
    assert half.status_code == 200
    wrong = client.post("/en/account/sign-in/code", data={"code": "000000", "carried": sealed_in(half)})
    back = client.post("/en/account/sign-in/code", data={"code": code(), "carried": sealed_in(wrong)})

    assert "Your words are here" in back.text


def test_and_through_its_setting_up(cast, visit):
    import pyotp

    with_password(without_factor(cast.bruno))
    client = expired(visit, cast.bruno)
    asked = client.post(EDIT, data=written(cast.bruno), headers=OURS)
    page = sign_in(client, cast.bruno, carried=sealed_in(asked))

    offer = re.search(r'name="offer"[^>]* value="([^"]+)"', page.text)[1]
    secret = re.search(r'class="symbol">([A-Z2-7 ]+)<', page.text)[1].replace(" ", "")
    data = {"offer": offer, "code": pyotp.TOTP(secret).now(), "carried": sealed_in(page)}
    done = client.post("/en/account/sign-in/set-up", data=data)

    assert "Your recovery codes" in done.text
    assert "Your words are here" in done.text


def test_another_person_does_not_get_them(cast, visit):
    client = expired(visit, cast.amara)
    asked = client.post(EDIT, data=written(cast.amara), headers=OURS)

    other = sign_in(client, with_password(cast.chen), carried=sealed_in(asked))

    assert other.status_code == 302
    assert "written by somebody else" in client.get(EDIT).text


def test_not_even_after_the_person_signed_out(cast, visit):
    client = visit(cast.amara)
    client.post("/en/account/sign-out")
    asked = client.post(EDIT, data=written(cast.amara), headers=OURS)

    assert sign_in(client, with_password(cast.chen), carried=sealed_in(asked)).status_code == 302


def test_where_nobody_knows_whose_they_are_who_signs_in_has_them(cast, visit):
    client = visit()
    asked = client.post(EDIT, data=written(cast.amara), headers=OURS)

    assert "Your words are here" in sign_in(client, with_password(cast.amara), carried=sealed_in(asked)).text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {},
    ],
)
def test_another_site_cannot_put_words_in_anybodys_mouth(cast, visit, headers):
    asked = visit().post(EDIT, data=written(cast.amara), headers=headers)

    assert asked.status_code == 401
    assert sealed_in(asked) == ""


def test_what_we_did_not_seal_is_nothing(cast, visit):
    answer = sign_in(visit(), with_password(cast.amara), carried="gAAAAABmade-up")

    assert answer.status_code == 302


def test_passwords_are_never_carried(cast, visit):
    data = {"old_password": PASSWORD, "password": "herons in the mist"}
    client = expired(visit, with_password(cast.amara))
    asked = client.post("/en/account/password", data=data, headers=OURS)

    back = sign_in(client, cast.amara, carried=sealed_in(asked))

    assert "herons" not in back.text
    assert PASSWORD not in back.text


def test_files_cannot_be_kept_and_the_page_says_so(app, cast, visit):
    import io

    client = expired(visit, with_password(cast.amara))
    data = written(cast.amara, letter=(io.BytesIO(b"%PDF-"), "letter.pdf"))
    asked = client.post(EDIT, data=data, headers=OURS, content_type="multipart/form-data")

    assert "Attach them again" in sign_in(client, cast.amara, carried=sealed_in(asked)).text


def test_a_script_is_told_in_its_own_way(cast, visit):
    client = expired(visit, cast.amara)

    answer = client.post(EDIT, data=written(cast.amara), headers=OURS | {"X-Autosave": "1"})

    assert answer.status_code == 401
    assert answer.json["error"] == "signed_out"
    assert "Your text is still on this page" in answer.json["sentence"]


def test_the_sign_in_is_asked_for_before_the_token(app, cast, visit, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    answer = visit().post(EDIT, data=written(cast.amara), headers=OURS)

    assert answer.status_code == 401
    assert sealed_in(answer)


def test_a_live_sign_in_with_an_old_token_loses_nothing_either(app, cast, visit, monkeypatch):
    """As when a person signs in again in another tab, and then sends the older page."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    client = visit(cast.amara)

    ours = client.post(EDIT, data=written(cast.amara, csrf_token="old"), headers=OURS)
    foreign = client.post(EDIT, data=written(cast.amara, csrf_token="old"))

    assert ours.status_code == foreign.status_code == 400
    assert "Your words are here" in ours.text
    assert "Your words are here" not in foreign.text
    token = fields_of(ours)["csrf_token"]
    assert client.post(EDIT, data=written(cast.amara, csrf_token=token)).status_code == 302


def test_many_values_of_one_name_come_back_in_their_order(app):
    sent = {"answer": ["one", "two", "three"], "seen": "4"}
    with app.test_request_context("/en/reports/2026-0001/a?x=1", method="POST", data=sent, headers=OURS):
        words = carry.opened(carry.posted(7), 7)

    assert words.path == "/en/reports/2026-0001/a?x=1"
    assert words.fields == [("answer", "one"), ("answer", "two"), ("answer", "three"), ("seen", "4")]
    assert words.shown == ["one", "two", "three"]


def test_a_grave_step_waits_while_the_person_proves_to_be_it(cast, visit):
    with_factor(with_password(cast.adam))
    client = visit(cast.adam)
    grow_stale(cast.adam)
    address = f"/en/desk/people/{cast.emil.key}/disable"
    data = {"reason": "Left the society.", "seen": cast.emil.revision}

    asked = client.post(address, data=data, headers=OURS)
    assert asked.status_code == 401
    proof = {"password": PASSWORD, "code": code(), "carried": sealed_in(asked)}
    back = client.post("/en/account/prove", data=proof)

    assert "Left the society." in back.text
    assert client.post(address, data=data).status_code == 302
    assert people.queries.get_person(cast.emil.key).disabled_at
