"""An agenda as it is drawn: each item within the one whose number begins its own."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from app.foundation.i18n import said
from app.meetings.models import AgendaItem, Meeting

DEEPEST = 5  # a heading below it is left for what stands under the item


def tree(meeting: Meeting, more: Callable[[AgendaItem, int], dict[str, Any]]) -> list[SimpleNamespace]:
    """The items that stand under no other. `more` says what is drawn with an item, at the level below."""
    roots: list[SimpleNamespace] = []
    known: dict[str, SimpleNamespace] = {}
    for item in meeting.items:
        parent = _above(item.number, known)
        level = min(parent.level + 1, DEEPEST) if parent else 3
        node = _node(item, level)
        vars(node).update(more(item, level + 1))
        (parent.below if parent else roots).append(node)
        known[item.number] = node
    return roots


def _above(number: str, known: dict[str, SimpleNamespace]) -> SimpleNamespace | None:
    """The nearest one there is: 21.1.27 stands under 21 where no 21.1 is known."""
    while "." in number:
        number = number.rpartition(".")[0]
        if number in known:
            return known[number]
    return None


def _node(item: AgendaItem, level: int) -> SimpleNamespace:
    return SimpleNamespace(
        number=item.number,
        anchor=f"item-{item.number.replace(' ', '-')}",
        level=level,
        title=said(item.titles, own=item.lang),
        below=[],
        documents=[],
        doors=[],
    )
