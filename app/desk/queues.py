"""What waits for the Secretariat: one queue for each kind, laid side by side. The rooms say what waits."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Somebody
from app.accounts.readers import Role
from app.foundation.clock import now
from app.foundation.paging import Page
from app.foundation.queue import Waiting
from app.learning.queries import checking
from app.meetings import queries as meetings
from app.organisations import queries as organisations
from app.reports.queries import deciding as reports

LABELS = {
    "reports": _l("Reports to check"),
    "returned": _l("Waiting for authors"),
    "accepted": _l("Accepted, to publish"),
    "organisation": _l("Organisations to verify"),
    "document_to_issue": _l("Documents to issue"),
    "document_to_table": _l("Documents to table"),
    "outcome_due": _l("Outcomes due"),
    "follow_up_due": _l("Follow-ups due"),
    "lessons": _l("Lessons to hold against the law"),
}
OF_EDITORS = "lessons"
NEARLY = 3 * 24 * 3600  # seconds


@dataclass(frozen=True)
class Queue:
    """One queue as the desk names it: how many wait, and how many of them too long."""

    name: str
    count: int
    late: int

    @property
    def label(self) -> str:
        return str(LABELS[self.name])

    @property
    def shown(self) -> str:
        return capped(self.count)

    @property
    def word(self) -> str:
        if not self.count:
            return str(_("All done"))
        return str(_("%(count)s overdue", count=capped(self.late)) if self.late else _("On time"))

    @property
    def tone(self) -> str:
        return "done" if not self.count else "alert" if self.late else "now"


def capped(count: int) -> str:
    return f"{reports.MANY}+" if count > reports.MANY else str(count)


def queues_of(reader: Somebody) -> list[Queue]:
    """Every queue the reader has a part in; one statement for each room."""
    tallies = {**_of_moderators(reader), **_of_editors(reader)}
    return [Queue(name, *tallies[name]) for name in names_of(reader) if name in tallies]


def names_of(reader: Somebody) -> list[str]:
    """Those that the reader's roles have a part in, in their order."""
    editor = reader.has(Role.EDITOR)
    return [name for name in LABELS if (editor if name == OF_EDITORS else reader.is_moderator)]


def _of_editors(reader: Somebody) -> dict[str, tuple[int, int]]:
    return {OF_EDITORS: checking.counts(reader)} if reader.has(Role.EDITOR) else {}


def _of_moderators(reader: Somebody) -> Mapping[str, tuple[int, int]]:
    if not reader.is_moderator:
        return {}
    found: dict[str, Any] = dict(reports.counts(reader))
    return {
        **{name: (tally.count, tally.late) for name, tally in found.items()},
        "organisation": (organisations.waiting_count(reader), 0),
        **meetings.counts(reader),
    }


def waiting_in(name: str, reader: Somebody, token: str | None) -> Page:
    """What waits in one queue, the oldest first."""
    if name in reports.QUEUES:
        return reports.waiting(reader, name, token)
    if name == "organisation":
        return Page(rows=organisations.waiting(reader))
    if name == OF_EDITORS:
        return Page(rows=checking.waiting(reader))
    return Page(rows=meetings.waiting(reader, kind=name))


@dataclass(frozen=True)
class Line:
    """One row of a queue, in words."""

    waiting: Waiting
    url: str
    word: str
    tone: str


def lines(
    found: Iterable[Waiting], url_of: Callable[[Waiting], str], age: Callable[[Any], str]
) -> list[Line]:
    return [Line(one, url_of(one), *_age(one, age(one.since))) for one in found]


def _age(one: Waiting, words: str) -> tuple[str, str]:
    """How long it has waited, and whether that is too long."""
    if one.due is None:
        return words, "now"
    left = (one.due - now()).total_seconds()
    if left < 0:
        return _("%(age)s, overdue", age=words), "alert"
    if left < NEARLY:
        return _("%(age)s, nearly due", age=words), "wait"
    return _("%(age)s, on time", age=words), "now"
