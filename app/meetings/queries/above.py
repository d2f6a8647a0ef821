"""What rooms above know of meetings and documents: they say here how to ask them, and are never imported."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.foundation.i18n import Said
from app.meetings.models import Document, Meeting


@dataclass(frozen=True)
class Asked:
    """Something that is asked for before a meeting until a moment, such as reports by a call."""

    key: str
    title: Said
    endpoint: str
    values: dict[str, Any]
    meeting_id: int
    closes_at: datetime
    zone: str
    is_open: bool  # it can be answered now
    late_until: datetime | None = None  # what comes late is still taken until then


@dataclass(frozen=True)
class Origin:
    """What drew a document: its page and its name."""

    endpoint: str
    values: dict[str, Any]
    title: Said


Asking = Callable[[Collection[int]], Iterable[Asked]]
Drawing = Callable[[Document], Origin | None]
ASKING: list[Asking] = []
DRAWING: list[Drawing] = []


def asks(those: Asking) -> Asking:
    """Mark the function of a room that tells what is asked for before meetings."""
    ASKING.append(those)
    return those


def draws(origin: Drawing) -> Drawing:
    """Mark the function of a room that tells what drew a document."""
    DRAWING.append(origin)
    return origin


def asked_before(meetings: Collection[Meeting]) -> dict[int, list[Asked]]:
    """By meeting, what is still asked for, the first to close first."""
    found: dict[int, list[Asked]] = {meeting.id: [] for meeting in meetings}
    told = [asked for those in ASKING for asked in those(found.keys())]
    for asked in sorted(told, key=lambda asked: asked.closes_at):
        found[asked.meeting_id].append(asked)
    return found


def drawn_by(document: Document) -> Origin | None:
    return next((origin for draw in DRAWING if (origin := draw(document))), None)
