"""Drawings: small, harmless, and without words, so that one serves every language."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, ParseError

from app.learning.library.prints import digest

HEAVIEST = 30_000  # bytes of one figure
HEAVIEST_OF_LESSON = 100_000
NAMESPACE = "{http://www.w3.org/2000/svg}"
SHAPES = {
    *(
        "svg",
        "g",
        "defs",
        "use",
        "symbol",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
    ),
    *("text", "tspan", "marker", "clipPath", "mask", "pattern", "linearGradient", "radialGradient", "stop"),
}
BOX = re.compile(r"\s*0[ ,]+0[ ,]+(\d+(?:\.\d+)?)[ ,]+(\d+(?:\.\d+)?)\s*")
WORD = re.compile(r"[^\W\d_]{2,}")  # two letters: a numbered pin or a year is no word
ELSEWHERE = re.compile(r"url\((?!#)|javascript:|data:", re.I)


class Figure(NamedTuple):
    """A drawing that may be shown."""

    name: str  # "flyway.svg"
    svg: str
    digest: str
    width: int
    height: int

    @property
    def bytes(self) -> int:
        return len(self.svg.encode())


def read(course: str, name: str, raw: bytes) -> tuple[Figure | None, list[tuple[int | None, str]]]:
    """The figure, or the lines and reasons why it is none."""
    if len(raw) > HEAVIEST:
        return None, [(None, f"weighs {len(raw):,} bytes; a figure may weigh {HEAVIEST:,}")]
    try:
        svg = raw.decode()
        root = _parsed(svg)
    except (UnicodeDecodeError, ParseError, RecursionError, ValueError) as error:
        return None, [(None, f"is no drawing that can be read ({error})")]
    wrong = [(_line_of(svg, sign), words) for sign, words in _wrongs(root)]
    box = BOX.fullmatch(root.get("viewBox", ""))
    if not box:
        return None, [*wrong, (1, "needs a viewBox such as 0 0 640 300")]
    width, height = (round(float(side)) for side in box.groups())
    made = Figure(name, svg, digest(course, name, svg), width, height)
    return (None if wrong else made), wrong


def _parsed(svg: str) -> Element:
    if "<!DOCTYPE" in svg or "<!ENTITY" in svg or svg.rfind("<?") > 0:
        raise ValueError("no DOCTYPE, no ENTITY and no instruction may stand in it")
    root = ElementTree.fromstring(svg)  # noqa: S314 what makes XML dangerous was refused above
    if root.tag != f"{NAMESPACE}svg":
        raise ValueError("its outermost element is not svg")
    return root


def _wrongs(root: Element) -> Iterator[tuple[str, str]]:
    """(where to look, what is wrong)"""
    for element in root.iter():
        name = str(element.tag).removeprefix(NAMESPACE)
        if name not in SHAPES:
            yield f"<{name}", f"<{name}> may not stand in a figure"
        for words in (element.text, element.tail):
            if words and WORD.search(words):
                yield (
                    words.strip(),
                    f"holds words ({words.strip()!r}); number the places and tell them in the text",
                )
        for attribute, value in element.attrib.items():
            yield from _attribute(attribute.split("}")[-1], value)


def _attribute(name: str, value: str) -> Iterator[tuple[str, str]]:
    if name.lower().startswith("on"):
        yield f"{name}=", f"the attribute {name} would run a script"
    elif name == "style":
        yield "style=", "the attribute style is not allowed; use presentation attributes"
    elif name in ("aria-label", "title"):
        yield f"{name}=", f"{name} holds words; write them as alternative text in the lesson"
    elif (name == "href" and not value.startswith("#")) or ELSEWHERE.search(value):
        yield value, f"{name} leads out of the figure ({value!r})"


def _line_of(svg: str, sign: str) -> int | None:
    at = svg.find(sign)
    return svg.count("\n", 0, at) + 1 if at >= 0 else None
