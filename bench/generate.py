"""The database that is measured on: the demonstration, and beside it as many reports as were promised.

The demonstration brings people, templates, meetings and real texts; the rest is written in bulk,
with words as rare and as common as in any language (Zipf). The same digest is the same data.
"""

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

from flask import Flask
from pysqlite3 import dbapi2 as sqlite3

from app import create_app
from app.foundation.analyser import terms
from app.foundation.db import session
from app.foundation.search import mark
from bench import ROOT
from config import Settings

SECRET = "b" * 40
LOADING = (
    "db upgrade",
    "vocabularies load",
    "meetings load",
    "reports load-templates",
    "courses load",
    "demo load",
)
SHOWN = 500  # the latest reports carry a whole payload: only these are opened
ORGANISATIONS, CALLS = 200, 24
SYLLABLES = ("ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su", "ta", "ve", "ki", "ho", "ju", "wa")
FACETS = "INSERT INTO report_facet (report_id, kind, key, published_at) VALUES (?, ?, ?, ?)"
STEPS = ("received", "checked", "translated", "issued", "tabled", "considered", "followed_up")
STANDINGS = (("checked", None), ("issued", None), ("tabled", None), ("considered", "noted"))
DONE = {"checked": 2, "issued": 4, "tabled": 5, "considered": 6}


@dataclass(frozen=True)
class Size:
    """How much is written; the promise is for the default."""

    reports: int = 100_000
    pending: int = 10_000
    drafts: int = 800

    @property
    def digest(self) -> str:
        """Of everything that shapes the data: this file, the tables, and the numbers."""
        shaping = [Path(__file__), *sorted((ROOT / "migrations" / "versions").glob("*.py"))]
        shaping += sorted((ROOT / "data" / "demonstration").rglob("*.yaml"))
        shaping += sorted(file for file in (ROOT / "courses").rglob("*") if file.is_file())
        parts = [sha256(file.read_bytes()).hexdigest() for file in shaping]
        return sha256(repr((self, parts)).encode()).hexdigest()[:16]


def settings(folder: Path, database: str = "cms.sqlite", **given: Any) -> Settings:
    url = f"sqlite:///{folder / database}"
    return Settings(SECRET_KEY=SECRET, DATABASE_URL=url, DATA_DIR=str(folder), **given)


def database(folder: Path, size: Size) -> Path:
    """The file, made now or kept from before."""
    kept = folder / size.digest / "cms.sqlite"
    if not (kept.parent / "complete").exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        for leftover in kept.parent.glob("*.sqlite*"):
            leftover.unlink()
        load(create_app(settings(kept.parent, TESTING=True)))
        connection = connected(kept)
        _Filling(connection, size).fill()
        connection.close()
        (kept.parent / "complete").touch()
    return kept


def load(app: Flask) -> None:
    """Migrate, and load what `./dev demo` loads but for the history."""
    runner = app.test_cli_runner()
    for words in LOADING:
        result = runner.invoke(args=words.split())
        if result.exit_code:
            raise SystemExit(f"flask {words} failed: {result.output} {result.exception!r}")
        session.remove()
    app.extensions["engine"].dispose()


def connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA busy_timeout=10000")
    return connection


class Words:
    """Words of a made-up language; the second is half as common as the first, the third a third."""

    def __init__(self, chance: random.Random, count: int = 8000) -> None:
        self.chance = chance
        sounds = {"".join(chance.choices(SYLLABLES, k=3 + n % 2)) for n in range(count * 2)}
        self.all = sorted(sounds, key=lambda word: sha256(word.encode()).digest())[:count]
        self.weights = list(accumulate(1 / rank for rank in range(1, count + 1)))
        self.terms = {word: frozenset(terms(word, "en")) for word in self.all}

    def some(self, count: int) -> list[str]:
        return self.chance.choices(self.all, cum_weights=self.weights, k=count)


class _Filling:
    """One connection, big transactions, plain rows."""

    def __init__(self, connection: sqlite3.Connection, size: Size) -> None:
        self.db, self.size = connection, size
        self.chance = random.Random(7)  # noqa: S311 statistics, not secrets
        self.words = Words(self.chance)
        self.began = datetime(2004, 1, 5, 9, tzinfo=UTC)

    def fill(self) -> None:
        self.db.execute("BEGIN IMMEDIATE")
        self.organisations()
        self.calls()
        self.known()
        self.reports()
        self.indexed()
        self.pending()
        self.drafts()
        self.db.execute("COMMIT")
        self.db.execute("ANALYZE")
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # ------------------------------------------------------------------ what reports stand on

    def organisations(self) -> None:
        shape = self.one("SELECT * FROM organisation WHERE state = 'verified' ORDER BY id LIMIT 1")
        self.insert("organisation", (self._organisation(shape, n) for n in range(ORGANISATIONS)))

    def _organisation(self, shape: dict[str, Any], n: int) -> dict[str, Any]:
        name = " ".join(self.words.some(3)).title() + f" {n}"
        new = {"slug": f"bench-{n}", "name": name, "names": "{}", "skeleton": f"bench {n}", "acronym": ""}
        return without_id(shape) | new | {"kind": self.chance.choice(["cso", "national_ngo", "network"])}

    def calls(self) -> None:
        """Two calls for each of a dozen meetings, each with an item on the agenda."""
        shape = self.one('SELECT * FROM "call" ORDER BY id DESC LIMIT 1')
        meetings = self.column("SELECT id FROM meeting WHERE starts_on IS NOT NULL ORDER BY id LIMIT 12")
        item = self.one("SELECT * FROM agenda_item LIMIT 1")
        new = ({"meeting_id": m, "number": "77", "sort_key": "0077"} for m in meetings)
        self.insert("agenda_item", (without_id(item) | one for one in new))
        items = dict(self.db.execute("SELECT meeting_id, id FROM agenda_item WHERE number = '77'"))
        rows = [(n, meetings[n % len(meetings)]) for n in range(CALLS)]
        self.insert(
            "call",
            (
                without_id(shape)
                | {"key": f"bench-{n}", "meeting_id": m, "agenda_item_id": items[m], "grace_minutes": 0}
                for n, m in rows
            ),
        )

    def known(self) -> None:
        self.slugs = dict(self.db.execute("SELECT id, slug FROM organisation WHERE slug LIKE 'bench-%'"))
        self.meetings = dict(self.db.execute("SELECT id, key FROM meeting"))
        self.open_calls = self.db.execute(
            "SELECT id, meeting_id, agenda_item_id FROM \"call\" WHERE key LIKE 'bench-%'"
        ).fetchall()
        self.species, self.targets, self.countries = map(self.keys, ("species", "target", "country"))
        self.person = self.one("SELECT user_id FROM membership ORDER BY user_id LIMIT 1")["user_id"]
        self.version = self.one("SELECT * FROM report_version ORDER BY length(payload) DESC LIMIT 1")
        self.shape = self.one("SELECT * FROM report WHERE state = 'published' AND lang = 'en' LIMIT 1")

    # ------------------------------------------------------------------ published reports

    def reports(self) -> None:
        first = self.one("SELECT max(id) AS id FROM report")["id"] + 1
        self.papers = self.one("SELECT coalesce(max(id), 0) AS id FROM document")["id"] + 1
        self.first, count = first, self.size.reports
        self.plans = [self._plan(n) for n in range(count)]
        self.about: list[list[tuple[str, str]]] = []
        self.insert("report", (self._report(n, "published") for n in range(count)))
        self.insert("document", map(self._document, range(count)))
        self.insert("report_addressee", map(self._addressee, range(count)))
        self.insert("document_step", (step for n in range(count) for step in self._steps(n)))
        self.insert("document_party", map(self._party, range(count)))
        self.insert("report_version", map(self._version, range(count)))
        self.db.executemany(FACETS, (facet for n in range(count) for facet in self._facets(n)))

    def _plan(self, n: int) -> tuple[int, tuple[int, int, int], str, tuple[str, str | None]]:
        """Its organisation (few write many), its call, its title, and where its document stands."""
        organisation = 1 + int(self.chance.paretovariate(0.6)) % ORGANISATIONS
        title = " ".join(self.words.some(6)).capitalize()
        own = sorted(self.slugs)[organisation - 1]
        return own, self.chance.choice(self.open_calls), title, self.chance.choice(STANDINGS)

    def at(self, n: int) -> datetime:
        return self.began + timedelta(minutes=97 * n)

    def number(self, n: int) -> str:
        return f"{2004 + n // 9000}-{1000 + n % 9000:04}"

    def _report(self, n: int, state: str, **given: Any) -> dict[str, Any]:
        organisation, call, title, _ = self.plans[n]
        moment = stored(self.at(n))
        return (
            self.shape
            | {
                "id": self.first + n,
                "number": self.number(n),
                "call_id": call[0],
                "organisation_id": organisation,
                "title": title,
                "state": state,
                "submitted_at": moment,
                "published_at": moment,
                "decided_at": moment,
                "version_count": 1,
                "is_example": 0,
            }
            | given
        )

    def _document(self, n: int) -> dict[str, Any]:
        _, call, title, (state, outcome) = self.plans[n]
        return {
            "id": self.papers + n,
            "number": self.number(n),
            "symbol": f"UNEP/BENCH/Inf.{n}" if DONE[state] > 3 else None,
            "kind": "Inf",
            "meeting_id": call[1],
            "title": title,
            "lang": "en",
            "titles": "{}",
            "state": state,
            "is_public": 1,
            "text_held": 1,
            "source": "",
            "origin_kind": "report",
            "origin_number": self.number(n),
            "origin_endpoint": "reports.show",
            "received_at": stored(self.at(n)),
            "outcome": outcome,
            "outcome_where": "",
            "outcome_text": "Noted with thanks." if outcome else "",
            "follow_up": "",
            "revision": 1,
        }

    def _addressee(self, n: int) -> dict[str, Any]:
        _, (_, meeting, item), _, _ = self.plans[n]
        paper = self.papers + n if n < self.size.reports else None
        return {
            "report_id": self.first + n,
            "meeting_id": meeting,
            "agenda_item_id": item,
            "document_id": paper,
        }

    def _steps(self, n: int) -> Iterator[dict[str, Any]]:
        day = self.at(n).date()
        done = DONE[self.plans[n][3][0]]
        for place, name in enumerate(STEPS, 1):
            on = day + timedelta(days=10 * place)
            yield {
                "document_id": self.papers + n,
                "place": place,
                "name": name,
                "done_on": on.isoformat() if place <= done else None,
                "done_at": None,
                "due_on": on.isoformat(),
                "skipped": 0,
                "undated": 0,
                "unknown": 0,
                "note": "",
                "note_lang": "en",
                "source": "",
            }

    def _party(self, n: int) -> dict[str, Any]:
        own = {"document_id": self.papers + n, "organisation_id": self.plans[n][0]}
        return own | {"user_id": None, "name": "", "role": "author", "is_public": 1}

    def _version(self, n: int) -> dict[str, Any]:
        shown = n >= self.size.reports - SHOWN
        return without_id(self.version) | {
            "report_id": self.first + n,
            "number": 1,
            "once": f"bench-{n}",
            "payload": self.version["payload"] if shown else "{}",
            "sha256": sha256(f"bench {n}".encode()).hexdigest(),
            "submitted_at": stored(self.at(n)),
        }

    def _facets(self, n: int) -> Iterator[tuple[int, str, str, str]]:
        organisation, call, _, _ = self.plans[n]
        about = [("language", "en"), ("meeting", self.meetings[call[1]])]
        about.append(("organisation", self.slugs[organisation]))
        about += [("country", key) for key in self.chance.sample(self.countries, 2)]
        about += [("species", key) for key in self.chance.sample(self.species, 2)]
        about += [("target", key) for key in self.chance.sample(self.targets, 1)]
        moment = stored(self.at(n))
        self.about.append(about)
        return ((self.first + n, kind, key, moment) for kind, key in about)

    def indexed(self) -> None:
        """Each report and its document, as `search.put` would: 40 to 60 words."""
        entry = self.one("SELECT coalesce(max(id), 0) AS id FROM search_entry")["id"] + 1
        self.insert("search_entry", (self._entry(entry, n) for n in range(self.size.reports * 2)))
        put = "INSERT INTO search_fts (rowid, a, b) VALUES (?, ?, ?)"
        self.db.executemany(put, (self._terms(entry, n) for n in range(self.size.reports * 2)))

    def _entry(self, first: int, n: int) -> dict[str, Any]:
        kind, at = ("document", n // 2) if n % 2 else ("report", n // 2)
        return {
            "id": first + n,
            "kind": kind,
            "key": self.number(at),
            "lang": "en",
            "title": self.plans[at][2],
            "endpoint": f"{kind}s.show",
            "values": json.dumps({"number": self.number(at)}),
            "is_public": 1,
        }

    def _terms(self, first: int, n: int) -> tuple[int, str, str]:
        kind = "document" if n % 2 else "report"
        heading = {f"k{kind}", "ppublic"}.union(*(self._of(w) for w in self.plans[n // 2][2].lower().split()))
        if kind == "report":
            heading.update(mark("report", " ".join(facet)) for facet in self.about[n // 2])
        text = self.words.some(5 if n % 2 else self.chance.randint(40, 60))
        body = set().union(*(self.words.terms[word] for word in text))
        return first + n, " ".join(sorted(heading)), " ".join(sorted(body))

    def _of(self, word: str) -> frozenset[str]:
        return self.words.terms[word]

    # ------------------------------------------------------------------ what waits, and what is written

    def pending(self) -> None:
        """Handed in, and waiting at the desk: some of them too long."""
        count, first = self.size.pending, self.size.reports
        self.plans += [self._plan(n) for n in range(count)]
        nothing = {"published_at": None, "decided_at": None, "holder_id": None}
        lately = datetime.now(UTC) - timedelta(days=20)
        self.insert(
            "report",
            (
                self._report(
                    first + n, "submitted", submitted_at=stored(lately + timedelta(minutes=2 * n)), **nothing
                )
                for n in range(count)
            ),
        )
        self.insert("report_addressee", (self._addressee(first + n) for n in range(count)))

    def drafts(self) -> None:
        """Drafts of fifty answers each, complete and valid: copies of one that was really handed in."""
        shape = self.one("SELECT * FROM report WHERE state = 'submitted' AND is_example ORDER BY id LIMIT 1")
        place = self.one(f"SELECT * FROM report_addressee WHERE report_id = {shape['id']}")
        answers = self._answers(shape["id"])
        self.db.execute('UPDATE "call" SET closes_at = ?', [stored(datetime(2099, 1, 1, tzinfo=UTC))])
        first, count = self.first + self.size.reports + self.size.pending, self.size.drafts
        blank = dict.fromkeys(("submitted_at", "published_at", "decided_at", "returned_at", "holder_id"))
        blank |= {"state": "draft", "version_count": 0, "revision": 1}
        numbers = [{"id": first + n, "number": f"1999-{n + 1:04}"} for n in range(count)]
        self.insert("report", (shape | blank | one for one in numbers))
        blank_place = without_id(place) | {"document_id": None}
        self.insert("report_addressee", (blank_place | {"report_id": first + n} for n in range(count)))
        self.insert("answer", (answer | {"report_id": first + n} for n in range(count) for answer in answers))

    def _answers(self, report: int) -> list[dict[str, Any]]:
        found = self.db.execute("SELECT * FROM answer WHERE report_id = ?", [report])
        names = [column[0] for column in found.description]
        rows = [without_id(dict(zip(names, row, strict=True))) for row in found]
        again = [row | {"row": 2} for row in rows if row["question"] in {"g", "g1", "g2", "g3"}]
        return (rows + again)[:50]

    # ------------------------------------------------------------------ rows

    def insert(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        first = next(left := iter(rows), None)
        if first is None:
            return
        columns = ", ".join(f'"{name}"' for name in first)
        statement = f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(first))})'
        self.db.execute(statement, list(first.values()))
        self.db.executemany(statement, (list(row.values()) for row in left))

    def one(self, question: str) -> dict[str, Any]:
        found = self.db.execute(question)
        names = [column[0] for column in found.description]
        return dict(zip(names, found.fetchone(), strict=True))

    def keys(self, kind: str) -> list[str]:
        return self.column(f"SELECT key FROM term WHERE kind = '{kind}' ORDER BY key")

    def column(self, question: str) -> list[Any]:
        return [row[0] for row in self.db.execute(question)]


def without_id(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


def stored(at: datetime) -> str:
    """A time as the platform keeps it in SQLite."""
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")
