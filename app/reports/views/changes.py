"""What was changed in an announced call, in words: times with what they were before, texts by name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.foundation.i18n import in_words, moment
from app.reports.models import Call
from app.reports.queries.calls import Change

TIMES = {"opens_at": _l("Opens"), "closes_at": _l("Closes")}
TEXTS = {
    "titles": _l("Title"),
    "agenda_item_id": _l("Agenda item"),
    "mandate": _l("Mandate"),
    "guidance": _l("Guidance"),
    "languages": _l("Languages of the formal version"),
    "parties_too": _l("Who may answer"),
    "zone": _l("Time zone"),
}


@dataclass(frozen=True)
class Told:
    """One edit: each moved time with its old and its new value, and the names of the texts that changed."""

    at: datetime
    moved: list[tuple[Any, Any, Any]]
    texts: list[Any]


def told(change: Change, call: Call) -> Told:
    moved = [
        (label, *(moment(datetime.fromisoformat(at), call.zone) for at in change.parts[part]))
        for part, label in TIMES.items()
        if part in change.parts
    ]
    if grace := change.parts.get("grace_minutes"):
        moved.append((_("Late reports are taken for"), *map(_length, grace)))
    return Told(change.at, moved, [label for part, label in TEXTS.items() if part in change.parts])


def _length(minutes: str) -> str:
    return in_words(int(minutes) * 60) if int(minutes) else _("no time")
