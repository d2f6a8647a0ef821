"""TOML whose every value knows its line, so that a fault can be found by who wrote it."""

import re
import tomllib
from typing import Any, NamedTuple

Way = tuple[str | int, ...]  # the way to a value: ("questions", 2, "choices", "a")

TABLE = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
LIST = re.compile(r"\s*\[\[([^\[\]]+)\]\]\s*(?:#.*)?$")
PART = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
KEY = re.compile(rf"\s*({PART}(?:\s*\.\s*{PART})*)\s*=")
LONG = re.compile(r"\"{3}|'{3}")
AT = re.compile(r"\s*\(at line (\d+), column \d+\)")


class BadToml(ValueError):
    """Text that is no TOML: on which line, and why."""

    def __init__(self, line: int | None, why: str) -> None:
        super().__init__(why)
        self.line, self.why = line, why


class Lined(NamedTuple):
    """What TOML says, and on which line it says it."""

    values: dict[str, Any]
    lines: dict[Way, int]

    def line(self, way: Way) -> int:
        """Of the value, else of the nearest thing around it."""
        while way and way not in self.lines:
            way = way[:-1]
        return self.lines.get(way, 1)


def parse(text: str, before: int = 0) -> Lined:
    """`before`: how many lines of the file stand above the text."""
    try:
        return Lined(tomllib.loads(text), _lines(text, before))
    except tomllib.TOMLDecodeError as error:
        at = AT.search(str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        raise BadToml(before + line, AT.sub("", str(error))) from error
    except RecursionError as error:
        raise BadToml(None, "lists in lists in lists") from error


def _lines(text: str, before: int) -> dict[Way, int]:
    found: dict[Way, int] = {(): before + 1}
    counts: dict[tuple[str, ...], int] = {}
    here: Way = ()
    inside = False
    for number, line in enumerate(text.splitlines(), before + 1):
        if not inside:
            if match := LIST.match(line):
                names = _names(match[1])
                counts[names] = counts.get(names, 0) + 1
                here = (*_way(names, counts),)
                found.setdefault(here, number)
            elif match := TABLE.match(line):
                here = _way(_names(match[1]), counts)
                found.setdefault(here, number)
            elif match := KEY.match(line):
                found.setdefault((*here, *_names(match[1])), number)
        inside ^= len(LONG.findall(line)) % 2 == 1
    return found


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(PART, dotted))


def _way(names: tuple[str, ...], counts: dict[tuple[str, ...], int]) -> Way:
    """With the number of the entry behind every name of a list."""
    way: Way = ()
    for end in range(1, len(names) + 1):
        way = (*way, names[end - 1])
        if count := counts.get(names[:end]):
            way = (*way, count - 1)
    return way
