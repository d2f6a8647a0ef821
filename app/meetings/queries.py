"""Every way to read meetings and documents; the doors that check."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Reader, Role
from app.foundation.clock import now
from app.foundation.db import session
from app.foundation.errors import NotFound
from app.foundation.i18n import day, said
from app.meetings import policy
from app.meetings.models import (
    AgendaItem,
    Body,
    Deadline,
    Document,
    DocumentParty,
    DocumentState,
    Meeting,
    Step,
)
from app.organisations.models import Membership, Organisation


def get_meeting(key: str) -> Meeting:
    """Meetings are public."""
    meeting = session.scalar(select(Meeting).options(joinedload(Meeting.body)).where(Meeting.key == key))
    if meeting is None:
        raise NotFound("not_found")
    return meeting


def get_document(number: str, *, reader: Reader) -> Document:
    with_all = (
        joinedload(Document.meeting).joinedload(Meeting.body),
        selectinload(Document.items),
        selectinload(Document.steps),
        selectinload(Document.parties)
        .joinedload(DocumentParty.organisation)
        .selectinload(Organisation.members),
    )
    document = session.scalar(select(Document).options(*with_all).where(Document.number == number))
    if document is None or not policy.may_read(reader, document):
        raise NotFound("not_found")
    return document


def visible_to(reader: Reader) -> Select[Document]:
    """The list-shaped twin of policy.may_read; a test holds the two together."""
    documents = select(Document)
    if reader.is_moderator or reader.has(Role.TRANSLATOR):
        return documents
    return documents.where(or_(Document.is_public, _theirs(reader), _issued_to(reader)))


def _theirs(reader: Reader) -> Any:
    mine = select(Membership.organisation_id).where(Membership.user_id == reader.id)
    concerned = select(DocumentParty.document_id).where(DocumentParty.organisation_id.in_(mine))
    return Document.id.in_(concerned)


def _issued_to(reader: Reader) -> Any:
    keys = [reach.removeprefix("body:") for reach in reader.reach_of(Role.DELEGATE)]
    bodies = select(Meeting.id).join(Meeting.body).where(Body.key.in_(keys))
    return Document.meeting_id.in_(bodies) & Document.state.not_in(policy.BEFORE_ISSUE)


def documents_of(meeting: Meeting, *, reader: Reader) -> Sequence[Document]:
    """What is before a meeting, by symbol, with the agenda items it stands under."""
    those = visible_to(reader).where(Document.meeting_id == meeting.id)
    return session.scalars(those.options(selectinload(Document.items)).order_by(Document.id)).all()


def title_of(meeting: Meeting) -> str:
    """The meeting in words: its own title, or "45th meeting of the Standing Committee"."""
    if meeting.titles:
        return said(meeting.titles).text
    body = said(meeting.body.names).text
    if meeting.number is None:
        return body
    return str(_("%(body)s, meeting %(number)d", body=body, number=meeting.number))


def short_of(meeting: Meeting) -> str:
    """As in symbols: StC45, COP15."""
    return f"{meeting.body.short}{meeting.number or ''}"


def items_of(meeting: Meeting, ids: list[int]) -> Sequence[AgendaItem]:
    those = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.id.in_(ids))
    return session.scalars(those.order_by(AgendaItem.sort_key)).all()


def meetings_for_choice() -> list[tuple[int, str]]:
    """(id, title), the latest first, for a form's list."""
    latest = select(Meeting).options(joinedload(Meeting.body)).order_by(_when().desc(), Meeting.id)
    return [(meeting.id, title_of(meeting)) for meeting in session.scalars(latest)]


def _when() -> Any:
    return func.coalesce(Meeting.starts_on, date(1970, 1, 1))


def deadlines_ahead(limit: int = 5) -> Sequence[tuple[Deadline, Meeting]]:
    """What falls due next, soonest first."""
    ahead = (
        select(Deadline, Meeting)
        .join(Meeting, Meeting.id == Deadline.meeting_id)
        .options(joinedload(Meeting.body))
        .where(Deadline.at > now())
        .order_by(Deadline.at)
        .limit(limit)
    )
    return [(deadline, meeting) for deadline, meeting in session.execute(ahead)]


# ------------------------------------------------------------------ symbols


def next_symbol(document: Document) -> str | None:
    """The next free symbol of the meeting's body, such as UNEP/CMS/StC57/Inf.8; None without a stem."""
    meeting = document.meeting
    if not meeting.body.symbol_stem or meeting.number is None:
        return None
    stem = meeting.body.symbol_stem.format(n=meeting.number)
    found = session.scalars(select(Document.symbol).where(Document.symbol.startswith(stem, autoescape=True)))
    used = [int(m[0]) for symbol in found if symbol and (m := re.match(r"\d+", symbol[len(stem) :]))]
    return f"{stem}{max(used, default=0) + 1}"


def fits(symbol: str, meeting: Meeting) -> bool:
    """Whether the symbol has the form of the meeting's body, and this meeting's number."""
    pattern = meeting.body.symbol_pattern
    if not pattern:
        return True
    found = re.match(pattern, symbol)
    if not found:
        return False
    number = found.groupdict().get("n")
    return number is None or meeting.number is None or int(number) == meeting.number


def symbol_taken(symbol: str, but: Document) -> bool:
    other = select(Document.id).where(Document.symbol == symbol, Document.id != but.id)
    return session.scalar(other) is not None


# ------------------------------------------------------------------ the trail


@dataclass(frozen=True)
class TrailStep:
    """One step as the component draws it."""

    name: str
    title: str
    tone: str  # done, now, next
    when: Markup
    note: str
    note_lang: str
    source: str


def trail(document: Document) -> list[TrailStep]:
    """All steps in order: done ones with their day, due ones with theirs, the first due one is now."""
    steps, current = [], True
    for step in document.steps:
        done = step.done_on is not None or step.skipped
        tone = "done" if done else "now" if current else "next"
        current = current and done
        steps.append(_drawn(step, tone, document))
    return steps


def _drawn(step: Step, tone: str, document: Document) -> TrailStep:
    titles = {
        DocumentState.RECEIVED: _("Received"),
        DocumentState.CHECKED: _("Checked"),
        DocumentState.TRANSLATED: _("Translated"),
        DocumentState.ISSUED: _("Issued under a symbol"),
        DocumentState.TABLED: _("Tabled at the meeting"),
        DocumentState.CONSIDERED: _("Outcome"),
        DocumentState.FOLLOWED_UP: _("Follow-up"),
    }
    note = step.note or (_("Not needed: issued as received.") if step.skipped else "")
    return TrailStep(
        name=step.name,
        title=titles[DocumentState(step.name)],
        tone=tone,
        when=day(step.done_on or (None if step.skipped else step.due_on)),
        note=note,
        note_lang=step.note_lang if step.note else "",
        source=step.source,
    )
