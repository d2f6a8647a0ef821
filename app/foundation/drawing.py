"""Charts: what is drawn where. Numbers come from a room, words too; components/chart.html draws.

A chart has no width of its own: bars are shares of the room there is, words keep their size, and all of it
begins at the side where reading begins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.foundation.i18n import isolated

LINE = 44  # pixels of height for a line of words with its bar
LONGEST = 36  # characters beside a bar on a small screen; the table below has the whole of it


@dataclass(frozen=True)
class Bar:
    """One line: its name, its number in words, and its share of the whole in per cent; behind it another."""

    name: str
    words: str
    share: float = 0
    behind: float = 0

    @property
    def short(self) -> str:
        cut = self.name if len(self.name) <= LONGEST else f"{self.name[: LONGEST - 1].rstrip()}…"
        return str(isolated(cut))


@dataclass(frozen=True)
class Chart:
    """What the picture is called, what it says in a sentence, and its lines."""

    title: str
    about: str
    bars: Sequence[Bar]

    @property
    def height(self) -> int:
        return LINE * len(self.bars)

    @property
    def lines(self) -> list[tuple[int, Bar]]:
        """Each bar with how far from the top its line begins."""
        return [(LINE * place, bar) for place, bar in enumerate(self.bars)]


def share(part: float | None, whole: float | None) -> float:
    """In per cent, as a bar is long; nothing of what is not known."""
    return round(100 * part / whole, 1) if part and whole else 0


def counted(rows: Iterable[tuple[str, str, int | None]]) -> list[Bar]:
    """Numbers side by side, the greatest as long as there is room: (name, number in words, number)."""
    told = list(rows)
    most = max((number or 0 for _, _, number in told), default=0)
    return [Bar(name, words, share(number, most)) for name, words, number in told]
