"""What became of papers before this platform existed, from a file that names its sources."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.foundation import audit, numbers
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.meetings.models import (
    AgendaItem,
    Document,
    DocumentLink,
    DocumentParty,
    DocumentState,
    Meeting,
    Outcome,
    Step,
)
from app.meetings.operations import indexing
from app.meetings.operations.agenda import sort_key_of

ORIGIN = "history"


def load_history(folder: Path) -> int:
    """Add the documents and links of history.yaml that are not there yet; how many were added.

    What is there stays as it is: moderators may have completed it since. The meetings come first.
    """
    data = yaml.safe_load((folder / "history.yaml").read_text(encoding="utf-8"))
    with transaction():
        held = {document.origin_number: document for document in session.scalars(_held())}
        new = [fact for fact in data["documents"] if fact["ref"] not in held]
        for fact in new:
            held[fact["ref"]] = _add_document(fact)
        return len(new) + sum(_add_link(held[a], kind, held[b]) for a, kind, b in data["links"])


def _held() -> Any:
    return select(Document).where(Document.origin_kind == ORIGIN)


def _add_document(fact: dict[str, Any]) -> Document:
    meeting = session.scalars(
        select(Meeting).where(Meeting.key == fact["meeting"]).options(joinedload(Meeting.body))
    ).one()
    steps = [_step(place, state, fact["steps"]) for place, state in enumerate(_states(), 1)]
    document = Document(
        number=numbers.next_in("document"),
        symbol=fact.get("symbol"),
        kind=fact["kind"],
        meeting=meeting,
        title=fact["title"],
        lang="en",
        state=DocumentState(fact["state"]),
        is_public=True,
        text_held=False,
        source=fact["source"],
        origin_kind=ORIGIN,
        origin_number=fact["ref"],
        received_at=_about(meeting),
        outcome=Outcome(fact["outcome"]) if "outcome" in fact else None,
        outcome_where=fact.get("where", ""),
        outcome_text=fact.get("words", ""),
        follow_up=fact.get("follow_up", ""),
        steps=steps,
        parties=[DocumentParty(name=name) for name in fact["parties"]],
        items=[_item(meeting, fact["item"])] if "item" in fact else [],
    )
    session.add(document)
    audit.record("document.load", document, actor=None, ref=fact["ref"], source=fact["source"])
    indexing.put_document(document)
    return document


def _states() -> list[DocumentState]:
    return [state for state in DocumentState if state != DocumentState.CLOSED]


def _step(place: int, state: DocumentState, told: dict[str, dict[str, Any]]) -> Step:
    """A step that the file does not name is lost to the record."""
    fact: dict[str, Any] = told.get(state.value, {"lost": True})
    on: date | None = fact.get("day")
    return Step(
        place=place,
        name=state,
        done_on=on,
        undated=fact.get("undated", False),
        unknown=fact.get("lost", False),
        note=fact.get("note", ""),
        source=fact.get("source", ""),
    )


def _item(meeting: Meeting, number: str) -> AgendaItem:
    found = next((item for item in meeting.items if item.number == number), None)
    if found is None:
        found = AgendaItem(number=number, sort_key=sort_key_of(number), titles={})
        meeting.items.append(found)
    return found


def _about(meeting: Meeting) -> datetime:
    """Only for order: the trail tells what is known of when it came."""
    return datetime.combine(meeting.starts_on, time(), UTC) if meeting.starts_on else now()


def _add_link(a: Document, kind: str, b: Document) -> bool:
    session.flush()
    if session.get(DocumentLink, (a.id, b.id)):
        return False
    session.add(DocumentLink(from_id=a.id, to_id=b.id, kind=kind))
    audit.record("document.link", a, actor=None, kind=kind, to=b.number)
    return True
