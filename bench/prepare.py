"""What a run needs besides the data: people with cookies, forms with tokens, and the rows they write."""

import json
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

from flask import Flask
from flask import session as cookie
from flask_wtf.csrf import generate_csrf
from pysqlite3 import dbapi2 as sqlite3

from app import create_app
from app.accounts.models import User
from app.accounts.operations.visits import begin_visit
from app.accounts.queries import moderators
from app.foundation.db import session
from bench import measure, record
from bench.generate import connected, settings
from bench.measure import FORM

QUESTION = "b1"
SHOWN = 40  # reports that are opened turn by turn
LESSONS = (
    "SELECT '/en/learn/' || c.slug || '/' || l.key FROM lesson l JOIN course c ON c.id = l.course_id "
    "ORDER BY c.position, l.position"
)
QUESTION_OF_A_COURSE = (
    "SELECT c.slug, l.key, q.key, q.digest, q.right FROM question q JOIN lesson l ON l.id = q.lesson_id "
    "JOIN course c ON c.id = l.course_id WHERE q.kind = 'one' ORDER BY c.position, l.position, q.position"
)


@dataclass
class Signed:
    """A person's cookie and the token of their forms."""

    cookie: str
    token: str


@dataclass(frozen=True)
class Question:
    """A question of a course, and what is sent to answer it."""

    path: str
    right: dict[str, str]


@dataclass
class Prepared:
    """Everything asked in a run."""

    writer: Signed
    moderator: Signed
    reports: list[str]
    drafts: list[str]
    searches: list[str]
    lessons: list[str]
    question: Question
    kept: int = 1  # the revision of the answer that is saved over and over
    used: int = 0  # drafts that were handed in

    def save(self, connection: HTTPConnection, _n: int) -> int:
        """Save over one answer, as the script does while a person writes."""
        connection.request("POST", self.save_path, self.save_body(), FORM | {"Cookie": self.writer.cookie})
        size = measure.answer(connection, 200)
        self.kept += 1
        return size

    @property
    def save_path(self) -> str:
        return f"/en/reports/{self.drafts[0]}/answers/{QUESTION}/0"

    def save_body(self) -> str:
        name = f"{QUESTION}-0"
        words = f"Twelve villages counted birds on the coast, and told what they saw. {self.kept}"
        return urlencode({"csrf_token": self.writer.token, name: words, f"seen-{name}": self.kept})

    def submit(self, connection: HTTPConnection, _n: int) -> int:
        """Hand in the next draft; each is there for one submission."""
        path, body = self.submission()
        connection.request("POST", path, body, FORM | {"Cookie": self.writer.cookie})
        return measure.answer(connection, 302)

    def submission(self) -> tuple[str, str]:
        self.used += 1
        body = urlencode({"csrf_token": self.writer.token, "seen": 1, "once": uuid4().hex})
        return f"/en/reports/{self.drafts[self.used]}/submit", body

    def search(self, connection: HTTPConnection, n: int) -> int:
        """Another search of the register each time, so that nothing is at hand from before."""
        connection.request("GET", self.searches[n % len(self.searches)])
        return measure.answer(connection, 200)

    def show(self, connection: HTTPConnection, n: int) -> int:
        connection.request("GET", f"/en/reports/{self.reports[n % len(self.reports)]}")
        return measure.answer(connection, 200)

    def lesson(self, connection: HTTPConnection, n: int) -> int:
        """One lesson after another, as whoever comes for the first time sees it."""
        connection.request("GET", self.lessons[n % len(self.lessons)])
        return measure.answer(connection, 200)

    def answer(self, connection: HTTPConnection, _n: int) -> int:
        """A learner answers a question once more: judged, and kept as one more attempt."""
        connection.request(
            "POST", self.question.path, self.answer_body(), FORM | {"Cookie": self.writer.cookie}
        )
        return measure.answer(connection, 302)

    def answer_body(self) -> str:
        return urlencode({"csrf_token": self.writer.token} | self.question.right)


def prepare(database: Path) -> Prepared:
    """Sign people in, and write down what one save and one submission write."""
    app = create_app(settings(database.parent, database.name, TESTING=True))
    rows = connected(database)
    ready = _asked(app, rows)
    engine = app.extensions["engine"]
    writes = {
        "save": record.recorded(engine, lambda: _post(app, ready, ready.save_path, ready.save_body())),
        "submit": record.recorded(engine, lambda: _post(app, ready, *ready.submission())),
    }
    _post(app, ready, ready.question.path, ready.answer_body())  # the first also begins a course
    writes["answer"] = record.recorded(
        engine, lambda: _post(app, ready, ready.question.path, ready.answer_body())
    )
    ready.kept += 1
    session.remove()
    engine.dispose()
    rows.close()
    record.keep(database.parent / "writes.json", database, writes)
    return ready


def _asked(app: Flask, rows: sqlite3.Connection) -> Prepared:
    drafts = _column(rows, "SELECT number FROM report WHERE number LIKE '1999-%' ORDER BY id")
    shown = f"SELECT number FROM report WHERE state = 'published' ORDER BY published_at DESC LIMIT {SHOWN}"
    meetings = _column(
        rows,
        "SELECT key FROM report_facet WHERE kind = 'meeting' GROUP BY key "
        "ORDER BY count(*) DESC, key LIMIT 12",
    )
    owner = rows.execute(
        "SELECT m.user_id FROM membership m JOIN report r ON r.organisation_id = m.organisation_id "
        "WHERE r.number = ? AND m.seat = 'owner'",
        [drafts[0]],
    ).fetchone()[0]
    with app.app_context():
        moderator = moderators()[0].id
    return Prepared(
        writer=_signed(app, owner),
        moderator=_signed(app, moderator),
        reports=_column(rows, shown),
        lessons=_column(rows, LESSONS),
        question=_question(rows),
        drafts=drafts,
        searches=[
            f"/en/reports?q={quote(word)}&meeting={meeting}" for meeting in meetings for word in _words(rows)
        ],
    )


def _question(rows: sqlite3.Connection) -> Question:
    slug, lesson, key, digest, right = rows.execute(QUESTION_OF_A_COURSE).fetchone()
    path = f"/en/learn/{slug}/{lesson}/questions/{key}"
    return Question(path, {"seen": digest, "answer": json.loads(right)["is"]})


def _words(rows: sqlite3.Connection) -> list[str]:
    """Words that one report in ten to one in fifty has: their pages are full."""
    rows.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, search_fts, row)")
    every = rows.execute("SELECT count(*) FROM search_entry WHERE kind = 'report'").fetchone()[0]
    those = "SELECT substr(term, 2) FROM words WHERE term LIKE 'x%' AND doc BETWEEN ? AND ? ORDER BY term"
    return [row[0] for row in rows.execute(those, [every // 50, every // 10])][:100]


def _column(rows: sqlite3.Connection, question: str) -> list[Any]:
    return [row[0] for row in rows.execute(question)]


def _signed(app: Flask, person_id: int) -> Signed:
    """Signed in as if with password and second factor; the token is the one every form gets."""
    with app.test_request_context("/en/"):
        person = session.get_one(User, person_id)
        cookie["sid"] = begin_visit(person, device="Bench", factor=True)
        token = generate_csrf()
        serializer: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        name = app.session_interface.get_cookie_name(app)
        return Signed(f"{name}={serializer.dumps(dict(cookie))}", token)


def _post(app: Flask, ready: Prepared, path: str, body: str) -> None:
    client = app.test_client(use_cookies=False)
    answer = client.post(path, data=body, headers=FORM | {"Cookie": ready.writer.cookie})
    if answer.status_code not in (200, 302) or answer.headers.get("Location", "").endswith("/check"):
        raise SystemExit(f"{path} answered {answer.status_code}: {answer.text[:500]}")
