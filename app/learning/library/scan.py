"""What stands where in the Markdown of a lesson: headings, links, figures, and what should not be there."""

import re
from collections.abc import Iterator
from typing import NamedTuple

HEADING = re.compile(r"^(#{1,6})(?!#)[ \t]*(.*?)[ \t]*#*$", re.M)
NESTED_HEADING = re.compile(r"^[ \t]+#{1,6}[ \t]", re.M)
UNDERLINED = re.compile(r"^[ \t]*[^\s|>*+-][^\n]*\n(?:=+|-+)[ \t]*$", re.M)
LINK = re.compile(r'(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^\s()<>]*)>?(?:\s+"([^"]*)")?\s*\)')
ELSEWHERE = re.compile(r"(!?\[[^\[\]\n]*\])\[[^\[\]\n]*\]|^ {0,3}\[[^\]\n]+\]:", re.M)  # [words][name]
CODE = re.compile(r"(?<!`)(`{1,3})(?!`)[^`\n]+\1(?!`)")
RAW = re.compile(r"</?[a-zA-Z][^>\n]{0,500}>|<!--|<!\[CDATA|<\?")
BLOCK = re.compile(r"^[ \t]*!!!(.*)$", re.M)
BLOCK_HEAD = re.compile(r' (law|example|try) "[^"\n]*\S[^"\n]*"[ \t]*')


class Heading(NamedTuple):
    level: int
    words: str
    line: int


class Link(NamedTuple):
    is_figure: bool
    words: str  # of a figure: what it shows, for who does not see it
    target: str
    caption: str | None
    line: int
    stands_alone: bool


class Body(NamedTuple):
    """The Markdown of a lesson and the line of its file that it begins on."""

    text: str
    first_line: int

    def line_at(self, at: int) -> int:
        return self.first_line + self.text.count("\n", 0, at)

    @property
    def shown(self) -> str:
        """With code blanked out: what stands there is no link."""
        return CODE.sub(lambda found: " " * len(found[0]), self.text)


def headings(body: Body) -> list[Heading]:
    return [
        Heading(len(found[1]), found[2], body.line_at(found.start()))
        for found in HEADING.finditer(body.shown)
    ]


def links(body: Body) -> Iterator[Link]:
    text = body.shown
    for found in LINK.finditer(text):
        around = text[: found.start()].rsplit("\n\n", 1)[-1] + text[found.end() :].split("\n\n", 1)[0]
        line = body.line_at(found.start())
        yield Link(bool(found[1]), found[2].strip(), found[3], found[4], line, not around.strip())


def misplaced(body: Body) -> Iterator[tuple[int, str]]:
    """Headings that are skipped or too high, HTML, and blocks that nobody knows."""
    above = 1
    for heading in headings(body):
        if words := _wrong_heading(heading, above):
            yield heading.line, words
        above = min(3, heading.level)
    for pattern, words in WRONG.items():
        yield from ((body.line_at(found.start()), words) for found in pattern.finditer(body.shown))
    for found in BLOCK.finditer(body.shown):
        if not BLOCK_HEAD.fullmatch(found[1]):
            yield body.line_at(found.start()), 'a block begins with !!! law, example or try, and a "Title"'


def _wrong_heading(heading: Heading, above: int) -> str | None:
    if heading.level == 1:
        return "a heading of level 1: the title of the lesson is the only one"
    if heading.level > 3:
        return f"a heading of level {heading.level}: use levels 2 and 3"
    if heading.level > above + 1:
        return f"a heading of level {heading.level} below one of level {above}: a level is skipped"
    return None if heading.words else "a heading without words"


WRONG = {
    NESTED_HEADING: "a heading inside a block",
    UNDERLINED: "an underlined heading: write ## before it instead",
    RAW: "HTML: write Markdown instead",
    ELSEWHERE: "a link whose address stands elsewhere: write [words](address)",
}
