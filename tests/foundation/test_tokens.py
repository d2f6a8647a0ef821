"""A form's token: what was found right is known again, and nothing else becomes right by it."""

import pytest
from flask import session as cookie
from flask_wtf.csrf import generate_csrf

SENT = "/en/account/sign-in"


@pytest.fixture
def guarded(app, monkeypatch):
    """Visitors whose forms are asked for their token."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    return lambda: _Visitor(app)


class _Visitor:
    def __init__(self, app):
        self.client = app.test_client()
        with app.test_request_context("/en/"):
            self.token = generate_csrf()
            self.own = cookie["csrf_token"]
        with self.client.session_transaction() as kept:
            kept["csrf_token"] = self.own

    def send(self, token, **more):
        return self.client.post(SENT, data={"csrf_token": token, "email": "", "password": ""}, **more)


def is_refused(answer):
    return "form had expired" in answer.text


def test_a_token_is_taken_as_often_as_it_is_sent(cast, guarded):
    visitor = guarded()

    assert not any(is_refused(visitor.send(visitor.token)) for _ in range(3))


def test_a_token_that_is_known_is_no_other_visitors_token(cast, guarded):
    one, other = guarded(), guarded()
    one.send(one.token)

    assert is_refused(other.send(one.token))
    assert is_refused(one.send(""))


def test_a_known_token_from_elsewhere_is_refused(cast, guarded):
    visitor = guarded()
    here = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/en/"}}
    there = here | {"headers": {"Referer": "https://elsewhere.example/"}}
    with visitor.client.session_transaction(base_url="https://localhost") as kept:
        kept["csrf_token"] = visitor.own

    assert not is_refused(visitor.send(visitor.token, **here))
    assert is_refused(visitor.send(visitor.token, **there))
    assert is_refused(visitor.send(visitor.token, base_url="https://localhost"))
