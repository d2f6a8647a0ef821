"""Everything that can happen to a document, from receipt to follow-up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, NamedTuple, Protocol

from sqlalchemy import bindparam, insert, select

from app.accounts.models import Reader
from app.foundation import audit, files, numbers
from app.foundation.clock import now
from app.foundation.db import check_seen, plain, session, table, transaction
from app.foundation.errors import Conflict, Invalid, NotAllowed
from app.meetings import notices, policy, queries
from app.meetings.flow import DOCUMENT
from app.meetings.models import (
    Document,
    DocumentFile,
    DocumentParty,
    DocumentState,
    Meeting,
    Outcome,
    Step,
    document_item,
)
from app.meetings.operations import indexing

CHECK_DAYS = 10  # what the Secretariat promises authors
ISSUE_DAYS = 30  # before the first day of the meeting (reference: 30 to 40)
FOLLOW_UP_DAYS = 180
NEEDS_WHERE = frozenset({Outcome.REFERRED, Outcome.REFLECTED})


class Party(NamedTuple):
    """Whom a document concerns: an organisation, a person, or a name without an account."""

    organisation_id: int | None = None
    user_id: int | None = None
    name: str = ""
    role: str = "author"
    is_public: bool = True


class Days(Protocol):
    """The days of a meeting, of a row or of a record."""

    @property
    def starts_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...


@dataclass(frozen=True)
class Opened:
    """A document that was just opened."""

    __tablename__: ClassVar[str] = "document"  # for the audit line

    id: int
    number: str


def receive_document(
    *,
    origin: tuple[str, str, str],
    meeting_id: int,
    agenda_item_id: int | None,
    title: str,
    lang: str,
    parties: Iterable[Party],
    actor: Reader | None,
) -> Opened:
    """Open the document of something handed in: not yet public, its symbol blank.

    `origin` is (kind, number, endpoint that shows it), such as ("report", "2026-0042",
    "reports.show"). Joins the caller's transaction.
    """
    with transaction():
        kind, number, endpoint = origin
        own_number = numbers.next_in("document")
        facts = {
            "number": own_number,
            "meeting_id": meeting_id,
            "title": title,
            "lang": lang,
            "origin_kind": kind,
            "origin_number": number,
            "origin_endpoint": endpoint,
            "received_at": now(),
            "revision": 1,
        }
        (new_id,) = plain(ADD, facts).inserted_primary_key
        opened = Opened(new_id, own_number)
        _open(opened, plain(DAYS, {"meeting": meeting_id}).one(), agenda_item_id, parties)
        audit.record("document.receive", opened, actor=actor, origin=number, title=title)
    return opened


documents, meetings = table(Document), table(Meeting)
ADD, ADD_STEP, ADD_PARTY, ADD_ITEM = map(
    insert, (documents, table(Step), table(DocumentParty), document_item)
)
DAYS = select(meetings.c.starts_on, meetings.c.ends_on).where(meetings.c.id == bindparam("meeting"))


def _open(document: Opened, meeting: Days, item_id: int | None, parties: Iterable[Party]) -> None:
    """Its steps, its parties and its place on the agenda."""
    here = {"document_id": document.id}
    plain(ADD_STEP, [here | step for step in _steps(meeting)])
    if those := [here | party._asdict() for party in parties]:
        plain(ADD_PARTY, those)
    if item_id:
        plain(ADD_ITEM, here | {"agenda_item_id": item_id})


def due_steps(meeting: Days) -> list[Step]:
    """The seven steps: the first is done, the others have the day they are due."""
    return [Step(**facts) for facts in _steps(meeting)]


def _steps(meeting: Days) -> list[dict[str, Any]]:
    today = now().date()
    done = {DocumentState.RECEIVED: {"done_at": now(), "done_on": today}}
    not_yet = {"done_at": None, "done_on": None}
    return [
        {"place": place, "name": state, "due_on": due} | done.get(state, not_yet)
        for place, (state, due) in enumerate(due_days(meeting, today).items(), 1)
    ]


def due_days(meeting: Days, received: date) -> dict[DocumentState, date | None]:
    """When each step is due for a document received on a day, as the meeting's days stand now."""
    first, last = meeting.starts_on, meeting.ends_on or meeting.starts_on
    issue = _soon(first and first - timedelta(days=ISSUE_DAYS), received)
    return {
        DocumentState.RECEIVED: None,
        DocumentState.CHECKED: received + timedelta(days=CHECK_DAYS),
        DocumentState.TRANSLATED: issue,
        DocumentState.ISSUED: issue,
        DocumentState.TABLED: first,
        DocumentState.CONSIDERED: last,
        DocumentState.FOLLOWED_UP: last and last + timedelta(days=FOLLOW_UP_DAYS),
    }


def _soon(day: date | None, received: date) -> date | None:
    """Never before there was time to do it; not known while the meeting's days are not."""
    if day is None:
        return None
    return max(day, received + timedelta(days=2 * CHECK_DAYS))


def check_document(document: Document, *, actor: Reader, seen: int | None = None, tell: bool = False) -> None:
    """It may go on. `tell` where the room it came from does not say so itself."""
    with transaction():
        DOCUMENT.make("check", document, seen=_or_now(seen, document), actor=actor)
        _done(document)
        if tell:
            notices.checked(document)


def translate_document(document: Document, *, note: str = "", seen: int, actor: Reader) -> None:
    with transaction():
        DOCUMENT.make("translate", document, seen=seen, actor=actor)
        _done(document, note, lang=actor.lang)
        notices.translated(document, note)


def make_public(document: Document, *, actor: Reader, title: str | None = None) -> None:
    """Everyone may read of it from now on."""
    with transaction():
        document.is_public = True
        document.title = title or document.title
        indexing.put_document(document)
        audit.record("document.make_public", document, actor=actor)


def close_document(
    document: Document, *, why: str, actor: Reader, seen: int | None = None, tell: bool = False
) -> None:
    """What it came from was declined or withdrawn: it goes no further.

    Raises Conflict when it was issued already. `actor` may be an author who withdraws.
    """
    with transaction():
        check_seen(document, _or_now(seen, document))
        if not why.strip():
            raise Invalid("reason_missing")
        if document.state not in DOCUMENT.moves["close"].sources:
            raise Conflict("document_issued")
        document.state, document.is_public = DocumentState.CLOSED, False
        indexing.drop_document(document)
        audit.record("document.close", document, actor=actor, reason=why)
        if tell:
            notices.closed(document, why)


def issue_document(
    document: Document, *, symbol: str, other_form: bool = False, seen: int, actor: Reader
) -> None:
    """Give it its symbol. `other_form` admits one that does not fit the body's pattern."""
    with transaction():
        DOCUMENT.make("issue", document, seen=seen, actor=actor)
        symbol = " ".join(symbol.split())
        if not symbol:
            raise Invalid("symbol_missing")
        if not other_form and not queries.fits(symbol, document.meeting):
            raise Invalid("symbol_form", body=document.meeting.body.short)
        if queries.symbol_taken(symbol, document):
            raise Conflict("symbol_taken", symbol=symbol)
        document.symbol = symbol
        translated = _step(document, DocumentState.TRANSLATED)
        translated.skipped = not translated.is_settled
        _done(document)
        indexing.put_document(document)
        notices.issued(document)


def table_document(
    document: Document, *, items: list[int], on: date | None = None, seen: int, actor: Reader
) -> None:
    """Place it under agenda items of its meeting."""
    with transaction():
        DOCUMENT.make("table", document, seen=seen, actor=actor)
        chosen = queries.items_of(document.meeting, items)
        if not chosen or len(chosen) != len(set(items)):
            raise Invalid("item_missing")
        document.items = list(chosen)
        _done(document, on=on)
        notices.tabled(document)


def consider_document(
    document: Document,
    *,
    outcome: Outcome,
    where: str = "",
    words: str = "",
    on: date | None = None,
    seen: int,
    actor: Reader,
) -> None:
    """Record what the body did with it."""
    with transaction():
        DOCUMENT.make("consider", document, seen=seen, actor=actor)
        _set_outcome(document, outcome, where, words)
        _done(document, on=on, lang=actor.lang)
        notices.considered(document)


def correct_outcome(
    document: Document,
    *,
    outcome: Outcome,
    where: str,
    words: str,
    reason: str,
    seen: int,
    actor: Reader,
) -> None:
    """Put a recorded outcome right; what stood there stays in the audit trail."""
    with transaction():
        DOCUMENT.make("correct_outcome", document, seen=seen, actor=actor, reason=reason)
        before = {
            "outcome": document.outcome,
            "where": document.outcome_where,
            "words": document.outcome_text,
        }
        _set_outcome(document, outcome, where, words)
        _step(document, DocumentState.CONSIDERED).note_lang = actor.lang
        audit.record("document.outcome_before", document, actor=actor, **before)
        notices.considered(document, corrected=reason)


def follow_up_document(
    document: Document, *, words: str, on: date | None = None, seen: int, actor: Reader
) -> None:
    with transaction():
        DOCUMENT.make("follow_up", document, seen=seen, actor=actor)
        if not words.strip():
            raise Invalid("follow_up_missing")
        document.follow_up = words.strip()
        _done(document, on=on, lang=actor.lang)
        notices.followed_up(document)


def _set_outcome(document: Document, outcome: Outcome, where: str, words: str) -> None:
    if outcome in NEEDS_WHERE and not where.strip():
        raise Invalid("outcome_where")
    if outcome == Outcome.NOT_TAKEN_UP and not words.strip():
        raise Invalid("outcome_reason")
    document.outcome = outcome
    document.outcome_where = where.strip()
    document.outcome_text = words.strip()


def add_file(document: Document, upload: files.Upload, *, lang: str, actor: Reader) -> DocumentFile:
    """Keep its text in one language; one that was there before gives way, and stays in the trail."""
    with transaction():
        if not policy.brings_files(actor, document):
            raise NotAllowed(policy.why_not(actor, document))
        before = next((kept for kept in document.files if kept.lang == lang), None)
        kept = DocumentFile(file=files.keep(upload, actor=actor), lang=lang)
        if before is not None:
            document.files.remove(before)
            session.delete(before)
        document.files.append(kept)
        document.text_held = True
        told = {"lang": lang, "digest": upload.digest, "before": before.file.digest if before else ""}
        audit.record("document.add_file", document, actor=actor, **told)
    return kept


def _or_now(seen: int | None, document: Document) -> int:
    """Rooms move a document with what it came from, and have checked that one's revision."""
    return document.revision if seen is None else seen


def _done(document: Document, note: str = "", on: date | None = None, lang: str = "") -> None:
    """Put today's date, or the given one, on the step that the document has just reached.

    `lang` is the language of what is said with it.
    """
    step = _step(document, document.state)
    step.done_at = None if on else now()
    step.done_on = on or now().date()
    step.skipped = step.undated = step.unknown = False
    step.note, step.note_lang = note or step.note, lang or step.note_lang


def _step(document: Document, state: DocumentState) -> Step:
    return next(step for step in document.steps if step.name == state)
