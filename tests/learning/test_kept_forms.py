"""The form of a page that is everybody's asks for no token: the browser says where it was, and nothing else
opens the door."""

import pytest

from tests.learning.given import RIGHT, a_course, send

ELSEWHERE = {"Origin": "https://elsewhere.example"}


@pytest.fixture
def guest(app, visit, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    a_course()
    return visit()


def answer(guest, **headers):
    return send(guest, "border", RIGHT["border"], headers=headers).status_code


@pytest.mark.parametrize("said", ["Origin", "Referer"])
def test_a_page_of_ours_may_send_it(guest, said):
    assert answer(guest, **{said: "http://localhost/en/learn/flyways/journeys"}) == 302


@pytest.mark.parametrize(
    "headers", [{}, ELSEWHERE, {"Origin": "null"}, ELSEWHERE | {"Referer": "http://localhost/en/"}]
)
def test_no_other_page_may(guest, headers):
    assert answer(guest, **headers) == 400
    assert guest.get_cookie("learner") is None


def test_a_page_opened_before_the_first_cookie_came_still_sends_its_answer(guest):
    """Two lessons open in two windows; an answer in the one, then an answer in the other."""
    assert answer(guest, Origin="http://localhost") == 302
    guest.get("/en/account/sign-in")
    assert answer(guest, Origin="http://localhost") == 302
    assert answer(guest, **ELSEWHERE) == 400


def test_so_does_one_opened_before_its_reader_signed_in(cast, visit, guest):
    amara = visit(cast.amara)

    assert answer(amara, Origin="http://localhost") == 302
    assert answer(amara, **ELSEWHERE) == 400


def test_a_form_for_anybody_else_needs_its_token(guest):
    sent = guest.post("/en/account/sign-in", data={"email": ""}, headers={"Origin": "http://localhost"})

    assert sent.status_code == 400


def test_a_lesson_that_nobody_has_begun_leaves_nothing_in_the_browser(guest):
    page = guest.get("/en/learn/flyways/journeys")

    assert "Set-Cookie" not in page.headers
    assert "csrf_token" not in page.text
