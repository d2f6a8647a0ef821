"""What people were told is safe, and what of it the house no longer has."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import select, text

from app.foundation import audit, files
from app.foundation.db import session
from app.foundation.files import StoredFile
from app.foundation.outbox import Letter
from app.meetings.models import Document
from app.reports.models import Answer, Attachment, EarlierAnswer, Report, ReportState, Version

Place = tuple[str, str, int]  # report, question, row


@dataclass
class Receipt:
    number: str
    form: dict[str, str]
    location: str


@dataclass
class Ledger:
    """One person's. Each line is written after the answer has come, never before."""

    saves: dict[Place, dict[int, str]] = field(default_factory=dict)  # revision → words
    pages: list[tuple[Place, str]] = field(default_factory=list)
    starts: dict[str, str] = field(default_factory=dict)  # number → title
    sent: dict[str, str] = field(default_factory=dict)  # name of a file → its digest
    receipts: list[Receipt] = field(default_factory=list)

    def last(self, place: Place) -> str:
        kept = self.saves[place]
        return kept[max(kept)]

    def __len__(self) -> int:
        saves = sum(map(len, self.saves.values()))
        return saves + len(self.pages) + len(self.starts) + len(self.sent) + len(self.receipts)


def faults(ledgers: list[Ledger], *, authors: int, moderators: int = 1) -> list[str]:
    """Everything that is lost, torn or there twice: a sentence each."""
    numbers = {row.id: row.number for row in session.execute(select(Report.id, Report.number))}
    versions = list(session.scalars(select(Version)))
    found = [*_lost_words(ledgers, numbers), *_lost_starts(ledgers), *_lost_files(ledgers)]
    found += _lost_receipts(ledgers, {numbers[v.report_id]: v for v in versions})
    found += _torn(versions, numbers, authors + moderators)
    if (line := audit.first_broken()) is not None:
        found.append(f"the trail breaks at line {line}")
    if session.get_bind().dialect.name == "sqlite":
        found += [
            f"SQLite says {row[0]}"
            for row in session.execute(text("PRAGMA integrity_check"))
            if row[0] != "ok"
        ]
        found += [f"SQLite misses {row}" for row in session.execute(text("PRAGMA foreign_key_check"))]
    return found


def _lost_words(ledgers: list[Ledger], numbers: dict[int, str]) -> Iterator[str]:
    """Every text that was acknowledged stands at its revision, now or in the history."""
    there: dict[tuple[Place, int], str] = {}
    for model in (Answer, EarlierAnswer):
        columns = (model.report_id, model.question, model.row, model.revision, model.value)
        for report, question, row, revision, value in session.execute(select(*columns)):
            there[(numbers[report], question, row), revision] = value.get("text", "")
    for ledger in ledgers:
        for place, kept in ledger.saves.items():
            yield from (f"{place} lost {r}: {w}" for r, w in kept.items() if there.get((place, r)) != w)
    words = {(place, words) for (place, _revision), words in there.items()}
    for ledger in ledgers:
        yield from (f"a page lost {page}" for page in ledger.pages if page not in words)


def _lost_starts(ledgers: list[Ledger]) -> Iterator[str]:
    titles = Counter(session.execute(select(Report.number, Report.title)))
    for ledger in ledgers:
        yield from (f"draft {start} lost" for start in ledger.starts.items() if titles[start] != 1)
    yield from (f"draft {t!r} is there {n} times" for t, n in Counter(t for _, t in titles).items() if n > 1)


def _lost_files(ledgers: list[Ledger]) -> Iterator[str]:
    rows = select(StoredFile.name, StoredFile.digest).join(Attachment, Attachment.file_id == StoredFile.id)
    there = set(session.execute(rows))
    for ledger in ledgers:
        yield from (f"file {sent} lost" for sent in ledger.sent.items() if sent not in there)
    yield from (
        f"{one.name} is torn" for one in session.scalars(select(StoredFile)) if not files.is_whole(one)
    )


def _lost_receipts(ledgers: list[Ledger], versions: dict[str, Version]) -> Iterator[str]:
    for ledger in ledgers:
        for receipt in ledger.receipts:
            version = versions.get(receipt.number)
            if version is None or version.once != receipt.form["once"]:
                yield f"receipt of {receipt.number} lost"
                continue
            said = {a["question"]: a["value"] for a in json.loads(version.payload)["answers"]}
            for number, question, row in ledger.saves:
                wanted = ledger.last((number, question, row))
                if number == receipt.number and said[question]["text"] != wanted:
                    yield f"{number} was submitted without {wanted}"


def _torn(versions: list[Version], numbers: dict[int, str], letters_each: int) -> Iterator[str]:
    """A submission is its version, state, document, letters and audit line: all of them, each once."""
    submitted = sorted(numbers[v.report_id] for v in versions)
    for version in versions:
        if sha256(version.payload.encode()).hexdigest() != version.sha256:
            yield f"the payload of {numbers[version.report_id]} is not what was hashed"
    state = select(Report.number).where(Report.state == ReportState.SUBMITTED).order_by(Report.number)
    if session.scalars(state).all() != submitted:
        yield "states and versions differ"
    origins = select(Document.origin_number).order_by(Document.origin_number)
    if session.scalars(origins).all() != submitted:
        yield "documents and versions differ"
    lines = session.scalars(select(audit.Entry.thing).where(audit.Entry.action == "report.submit"))
    if sorted(lines) != sorted(f"report:{v.report_id}" for v in versions):
        yield "the trail and the versions differ"
    letters = Counter((one.snapshot["number"], one.recipient_id) for one in session.scalars(select(Letter)))
    if any(times > 1 for times in letters.values()):
        yield "a letter is there twice"
    if Counter(number for number, _ in letters) != dict.fromkeys(submitted, letters_each):
        yield "letters and versions differ"
