"""How the document of something handed in is opened, and by when each of its steps is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, NamedTuple, Protocol

from sqlalchemy import bindparam, insert, select

from app.accounts.models import Reader
from app.foundation import audit, numbers
from app.foundation.clock import now, today_in
from app.foundation.db import table, transaction
from app.foundation.prepared import Prepared
from app.meetings.models import (
    Document,
    DocumentParty,
    DocumentState,
    Meeting,
    Step,
    document_item,
)

CHECK_DAYS = 10  # what the Secretariat promises authors
ISSUE_DAYS = 30  # before the first day of the meeting (reference: 30 to 40)
FOLLOW_UP_DAYS = 180


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
    @property
    def zone(self) -> str: ...


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
        opened = Opened(ADD.scalar(**facts), own_number)
        _open(opened, DAYS.first(meeting=meeting_id), agenda_item_id, parties)
        audit.record("document.receive", opened, actor=actor, origin=number, title=title)
    return opened


documents, meetings = table(Document), table(Meeting)
ADD = Prepared(
    insert(documents).returning(documents.c.id),
    *("number", "meeting_id", "title", "lang", "origin_kind", "origin_number", "origin_endpoint"),
    *("received_at", "revision"),
)
ADD_STEP = Prepared(insert(table(Step)), "document_id", "place", "name", "due_on", "done_at", "done_on")
ADD_PARTY = Prepared(insert(table(DocumentParty)), "document_id", *Party._fields)
ADD_ITEM = Prepared(insert(document_item), "document_id", "agenda_item_id")
DAYS = Prepared(
    select(meetings.c.starts_on, meetings.c.ends_on, meetings.c.zone).where(
        meetings.c.id == bindparam("meeting")
    )
)


def _open(document: Opened, meeting: Days, item_id: int | None, parties: Iterable[Party]) -> None:
    """Its steps, its parties and its place on the agenda."""
    here = {"document_id": document.id}
    ADD_STEP.run_each([here | step for step in _steps(meeting)])
    if those := [here | party._asdict() for party in parties]:
        ADD_PARTY.run_each(those)
    if item_id:
        ADD_ITEM.run(**here, agenda_item_id=item_id)


def due_steps(meeting: Days) -> list[Step]:
    """The seven steps: the first is done, the others have the day they are due."""
    return [Step(**facts) for facts in _steps(meeting)]


def _steps(meeting: Days) -> list[dict[str, Any]]:
    today = today_in(meeting.zone)
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
