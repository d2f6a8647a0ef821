"""Everything that can happen to a document once it is received, to its follow-up."""

from datetime import date

from app.accounts.models import Reader
from app.foundation import audit, files
from app.foundation.db import check_seen, session, transaction
from app.foundation.errors import Conflict, Invalid, NotAllowed
from app.meetings import notices, policy, queries
from app.meetings.flow import DOCUMENT
from app.meetings.models import (
    Document,
    DocumentFile,
    DocumentState,
    Outcome,
)
from app.meetings.operations import indexing, symbols
from app.meetings.operations.days import correct_day, done, not_needed, step_of

NEEDS_WHERE = frozenset({Outcome.REFERRED, Outcome.REFLECTED})


def check_document(document: Document, *, actor: Reader, seen: int | None = None, tell: bool = False) -> None:
    """It may go on. `tell` where the room it came from does not say so itself."""
    with transaction():
        DOCUMENT.make("check", document, seen=_or_now(seen, document), actor=actor)
        done(document)
        if tell:
            notices.checked(document)


def translate_document(
    document: Document, *, note: str = "", needed: bool = True, seen: int, actor: Reader
) -> None:
    """Its text is there in another language, or none is `needed`: the trail says which."""
    with transaction():
        DOCUMENT.make("translate", document, seen=seen, actor=actor)
        if needed and not document.translations:
            raise Invalid("translation_missing")
        if needed:
            done(document, note, lang=actor.lang)
        else:
            not_needed(document, note, lang=actor.lang)
        notices.translated(document, note, needed=needed)


def make_public(document: Document, *, actor: Reader, title: str | None = None) -> None:
    """Everyone may read of it from now on."""
    with transaction():
        document.is_public = True
        for party in document.parties:
            party.is_public = party.is_public and not (party.organisation and party.organisation.protected)
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
        document.symbol = symbols.checked(symbol, document.meeting, other_form=other_form, but=document)
        translated = step_of(document, DocumentState.TRANSLATED)
        translated.skipped = not translated.is_settled
        done(document)
        indexing.put_document(document)
        notices.issued(document)


def correct_symbol(
    document: Document, *, symbol: str, reason: str, other_form: bool = False, seen: int, actor: Reader
) -> None:
    """Put a mistaken symbol right; the one before stays in the audit trail."""
    with transaction():
        DOCUMENT.make("correct_symbol", document, seen=seen, actor=actor, reason=reason)
        before = document.symbol or ""
        document.symbol = symbols.checked(symbol, document.meeting, other_form=other_form, but=document)
        audit.record("document.symbol_before", document, actor=actor, symbol=before)
        indexing.put_document(document)


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
        done(document, on=on)
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
        done(document, on=on, lang=actor.lang)
        notices.considered(document)


def correct_outcome(
    document: Document,
    *,
    outcome: Outcome,
    where: str,
    words: str,
    reason: str,
    on: date | None = None,
    seen: int,
    actor: Reader,
) -> None:
    """Put a recorded outcome right, or its day; what stood there stays in the audit trail."""
    with transaction():
        DOCUMENT.make("correct_outcome", document, seen=seen, actor=actor, reason=reason)
        step = step_of(document, DocumentState.CONSIDERED)
        before = {
            "outcome": document.outcome,
            "where": document.outcome_where,
            "words": document.outcome_text,
            "on": step.done_on.isoformat() if step.done_on else "",
        }
        _set_outcome(document, outcome, where, words)
        correct_day(step, on)
        step.note_lang = actor.lang
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
        done(document, on=on, lang=actor.lang)
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
