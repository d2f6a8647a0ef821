"""Who hears of what happens to a document: its parties' owners and editors, and people named on it."""

from datetime import date
from typing import Any

from app.accounts.models import User
from app.foundation import outbox
from app.meetings.models import Document, DocumentState
from app.meetings.queries import short_of
from app.organisations.policy import WRITERS


def checked(document: Document) -> None:
    _tell("checked", document, next_on=_due(document, DocumentState.ISSUED))


def translated(document: Document, note: str, *, needed: bool) -> None:
    _tell("translated", document, note=note, needed=needed, next_on=_due(document, DocumentState.ISSUED))


def issued(document: Document) -> None:
    _tell("issued", document, next_on=_due(document, DocumentState.TABLED))


def tabled(document: Document) -> None:
    items = [[item.number, item.titles] for item in document.items]
    _tell("tabled", document, items=items, next_on=_due(document, DocumentState.CONSIDERED))


def considered(document: Document, corrected: str = "") -> None:
    """`corrected`: why an outcome that was told before is put right."""
    _tell(
        "considered",
        document,
        outcome=document.outcome.value if document.outcome else "",
        where=document.outcome_where,
        words=document.outcome_text,
        corrected=corrected,
        next_on=_due(document, DocumentState.FOLLOWED_UP),
    )


def followed_up(document: Document) -> None:
    _tell("followed_up", document, words=document.follow_up)


def closed(document: Document, why: str) -> None:
    _tell("closed", document, reason=why)


def _tell(letter: str, document: Document, **words: Any) -> None:
    snapshot = {
        "title": document.title,
        "symbol": document.symbol or "",
        "number": document.number,
        "meeting_key": document.meeting.key,
        "meeting_short": short_of(document.meeting),
        "origin_endpoint": document.origin_endpoint or "",
        "origin_number": document.origin_number or "",
    }
    about = ("documents.show", {"number": document.number})
    quiet = any(party.organisation.protected for party in document.parties if party.organisation)
    people = _people(document)
    outbox.post(f"meetings/email/{letter}", people, notice_only=quiet, about=about, **snapshot | words)


def _due(document: Document, state: DocumentState) -> str:
    """The day the next step is due, for the letter; empty where it is not known or past."""
    due: date | None = next((step.due_on for step in document.steps if step.name == state), None)
    return due.isoformat() if due else ""


def _people(document: Document) -> list[User]:
    found: dict[int, User] = {}
    for party in document.parties:
        if party.user:
            found[party.user.id] = party.user
        if party.organisation:
            writers = (m.user for m in party.organisation.members if m.seat in WRITERS)
            found |= {person.id: person for person in writers}
    return [person for person in found.values() if person.disabled_at is None]
