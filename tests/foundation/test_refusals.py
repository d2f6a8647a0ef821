"""Whatever is refused: a page in the reader's language that says why, and gives back what was typed."""

import pytest
from bs4 import BeautifulSoup
from flask import Blueprint, abort, redirect

from app import create_app
from app.foundation import web
from app.foundation.errors import Busy, Conflict, Invalid, NotAllowed, NotFound
from app.foundation.sentences import SENTENCES
from config import Settings

ERRORS = {"404": NotFound, "403": NotAllowed, "409": Conflict, "422": Invalid, "503": Busy}
KEYS = {"404": "not_found", "403": "not_allowed", "409": "moved_on", "422": "reason_missing", "503": "busy"}
TYPED = {
    "words": "Green turtles came back.",
    "new_password": "secret words",
    "csrf_token": "abc",
    "empty": "",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A house of its own, with one door for each way to be refused."""
    folder = str(tmp_path_factory.mktemp("data"))
    app = create_app(Settings("t" * 32, "sqlite://", folder, WTF_CSRF_ENABLED=True, RATELIMIT_ENABLED=False))
    bp = Blueprint("doors", __name__, url_prefix="/doors")

    @bp.route("/refused/<code>", methods=["GET", "POST"])
    def refused(code):
        raise ERRORS[code](KEYS[code])

    @bp.get("/aborted/<int:code>")
    def aborted(code):
        abort(code)

    @bp.get("/moved")
    def moved():
        abort(redirect("/en/"))

    @bp.get("/broken")
    def broken():
        raise ZeroDivisionError

    web.register(app, bp)
    return app


@pytest.fixture
def knock(house):
    return house.test_client()


def main_of(answer):
    return BeautifulSoup(answer.data, "html.parser").main


@pytest.mark.parametrize("code", ERRORS)
def test_each_refusal_has_its_status_and_a_heading_of_its_own(knock, code):
    answer = knock.get(f"/en/doors/refused/{code}")
    others = {main_of(knock.get(f"/en/doors/refused/{other}")).h1.string for other in ERRORS if other != code}
    assert answer.status_code == int(code)
    assert main_of(answer).h1.string not in others
    assert str(SENTENCES[KEYS[code]]) in main_of(answer).text


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
def test_what_is_not_there_is_told_in_the_language_of_the_address(knock, lang):
    page = BeautifulSoup(knock.get(f"/{lang}/nowhere").data, "html.parser")
    assert page.html["lang"] == lang
    assert page.select_one(".languages [aria-current]")["lang"] == lang


def test_an_address_without_language_answers_in_the_one_the_browser_prefers(knock):
    answer = knock.get("/nowhere", headers={"Accept-Language": "es-AR,es;q=0.9"})
    assert answer.status_code == 404
    assert BeautifulSoup(answer.data, "html.parser").html["lang"] == "es"


def test_a_form_without_its_token_is_refused_and_its_words_come_back(knock):
    answer = knock.post("/en/doors/refused/409", data=TYPED)
    assert answer.status_code == 400
    assert [area.string for area in main_of(answer).select("textarea")] == ["Green turtles came back."]
    assert "secret words" not in answer.text


def test_a_refused_step_gives_back_what_was_typed(house, knock):
    house.config["WTF_CSRF_CHECK_DEFAULT"] = False
    answer = knock.post("/en/doors/refused/409", data=TYPED)
    house.config["WTF_CSRF_CHECK_DEFAULT"] = True
    assert answer.status_code == 409
    assert main_of(answer).find("a", href="/en/doors/refused/409")  # back to the form, read afresh
    assert [area.string for area in main_of(answer).select("textarea")] == ["Green turtles came back."]


def test_what_is_too_large_is_refused_with_the_limit(knock):
    for size, limit in ((3, "2 MB"), (65, "64 MB")):
        words = b"w" * (size * 1024 * 1024)
        body = b'--x\r\nContent-Disposition: form-data; name="words"\r\n\r\n' + words + b"\r\n--x--\r\n"
        answer = knock.post(
            "/en/doors/refused/409", data=body, content_type="multipart/form-data; boundary=x"
        )
        assert answer.status_code == 413
        assert limit in main_of(answer).text


def test_the_wrong_method_names_the_right_ones(knock):
    answer = knock.put("/en/doors/moved")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_too_many_tries_and_busy_say_when_to_come_back(knock):
    assert knock.get("/en/doors/aborted/429").status_code == 429
    assert int(knock.get("/en/doors/refused/503").headers["Retry-After"]) > 0


def test_what_breaks_on_our_side_says_so_and_tells_nothing_else(knock):
    answer = knock.get("/ar/doors/broken")
    assert answer.status_code == 500
    assert 'dir="rtl"' in answer.text
    assert "ZeroDivisionError" not in answer.text


def test_a_redirect_is_no_refusal(knock):
    assert knock.get("/en/doors/moved").location == "/en/"
