"""Who hears of what happens to a document: its parties' owners and editors, and people named on it."""

from typing import Any

from app.accounts.models import User
from app.foundation import outbox
from app.meetings.models import Document
from app.organisations.policy import WRITERS


def issued(document: Document) -> None:
    _tell("issued", document, symbol=document.symbol)


def tabled(document: Document) -> None:
    _tell("tabled", document, items=[item.number for item in document.items])


def considered(document: Document) -> None:
    _tell(
        "considered",
        document,
        outcome=document.outcome,
        where=document.outcome_where,
        words=document.outcome_text,
    )


def followed_up(document: Document) -> None:
    _tell("followed_up", document, words=document.follow_up)


def closed(document: Document, why: str) -> None:
    _tell("closed", document, reason=why)


def _tell(letter: str, document: Document, **words: Any) -> None:
    snapshot = {
        "title": document.title,
        "symbol": document.symbol,
        "number": document.number,
        "meeting_key": document.meeting.key,
        "meeting_short": f"{document.meeting.body.short}{document.meeting.number or ''}",
        "origin_endpoint": document.origin_endpoint,
        "origin_number": document.origin_number,
    }
    outbox.post(f"meetings/email/{letter}", _people(document), **snapshot | words)


def _people(document: Document) -> list[User]:
    found: dict[int, User] = {}
    for party in document.parties:
        if party.user:
            found[party.user.id] = party.user
        if party.organisation:
            writers = (m.user for m in party.organisation.members if m.seat in WRITERS)
            found |= {person.id: person for person in writers}
    return list(found.values())
