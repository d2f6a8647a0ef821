import json

import pytest
from flask import session as cookie
from sqlalchemy import text
from structlog.testing import capture_logs

from app.foundation import db, health, limits, logs
from app.foundation.db import session
from app.foundation.headers import CSP


@pytest.mark.parametrize("path", ["/en/", "/healthz", "/en/there-is-no-such-page", "/"])
def test_every_answer_forbids_what_we_never_do(visit, path):
    answer = visit().get(path)

    assert answer.headers["Content-Security-Policy"] == CSP
    assert "unsafe" not in CSP
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in answer.headers


def test_a_page_for_nobody_in_particular_is_private_and_one_for_a_person_is_not_kept(app):
    assert _cache_control(app, {}) == "private, no-cache"
    assert _cache_control(app, {"sid": "x"}) == "no-store"


def _cache_control(app, held):
    with app.test_request_context("/en/"):
        cookie.update(held)
        logs.begin()
        return app.process_response(app.response_class("x")).headers["Cache-Control"]


def test_a_page_is_packed_for_whoever_unpacks_it(visit):
    answer = visit().get("/en/", headers={"Accept-Encoding": "gzip, br, zstd"})

    assert answer.headers["Content-Encoding"] in {"zstd", "br", "gzip"}


def test_a_request_is_one_line_without_a_person_in_it(visit):
    with capture_logs() as lines:
        answer = visit().get("/en/?q=secret-word", headers={"X-Forwarded-For": "203.0.113.7"})

    (line,) = [line for line in lines if line["event"] == "request"]
    assert line["status"] == answer.status_code
    assert line["id"] == answer.headers["X-Request-Id"]
    assert "secret-word" not in json.dumps(line)
    assert "203.0.113.7" not in json.dumps(line)
    assert "127.0.0.1" not in json.dumps(line)


def test_a_failure_says_where_and_what_kind_but_quotes_nobody(app, visit, monkeypatch):
    def fail(**_):
        raise ValueError("amara@example.org wrote this")

    monkeypatch.setitem(app.view_functions, "health.alive", fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr(app, "log_exception", lambda _: None)
    with capture_logs() as lines:
        answer = visit().get("/healthz")

    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in answer.get_data(as_text=True)
    (line,) = [line for line in lines if line["event"] == "failure"]
    assert line["kind"] == "ValueError"
    assert any("fail" in place for place in line["where"])
    assert "amara" not in json.dumps(line)


def test_a_database_error_quotes_no_words(app):
    with pytest.raises(Exception, match=r"no such|does not exist|syntax") as caught:
        session.execute(text("SELECT :words FROM nowhere"), {"words": "amara@example.org"})
    session.rollback()

    assert "amara" not in str(caught.value)


def test_the_machine_is_told_when_it_is_ready(visit):
    answer = visit().get("/readyz")

    assert answer.status_code == 200, answer.json
    assert answer.json["ready"] is True
    assert visit().get("/healthz").data == b"ok\n"


def test_and_when_it_is_not(visit, monkeypatch):
    def broken():
        raise OSError("/secret/path")

    monkeypatch.setitem(health.CHECKS, "disk", broken)
    answer = visit().get("/readyz")

    assert answer.status_code == 503
    assert answer.json["disk"] == {"good": False, "says": "OSError"}


def test_the_library_and_its_journal_are_a_safe_pair(app, monkeypatch):
    assert db.is_safe(db.journal()[1])
    monkeypatch.setattr(db.dbapi2, "sqlite_version_info", (3, 40, 1))
    assert not db.is_safe("wal")
    assert db.is_safe("truncate")


def test_a_place_is_an_alias_that_changes_every_day(app):
    with app.test_request_context(environ_base={"REMOTE_ADDR": "203.0.113.7"}):
        ours = limits.place()
        assert ours == limits.place()
    with app.test_request_context(environ_base={"REMOTE_ADDR": "203.0.113.8"}):
        assert limits.place() != ours
    assert "203.0" not in ours


def test_the_line_of_a_library_quotes_nobody_either():
    line = logs._without_messages(None, "error", {"event": "x", "exc_info": ValueError("amara@example.org")})
    assert line["kind"] == "ValueError"
    assert "amara" not in json.dumps(line)
