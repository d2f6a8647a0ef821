"""Text to safe HTML, once: Markdown first, an allow-list last, the result kept by its digest."""

import re
from hashlib import blake2b
from itertools import islice
from threading import local
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from markupsafe import Markup, escape

from app.foundation.recent import Recent
from app.foundation.text import clean

LONGEST = 200_000  # bytes; beyond it the words are shown as they are
# Python-Markdown takes quadratic time on what these count; people write a few of each, or none.
TRAPS = (
    (10_000, re.compile(r"\n")),
    (15_000, re.compile(r"[*_`\\]")),
    (0, re.compile(r"^(?:> ?){12}", re.M)),  # quotes in quotes
    (1500, re.compile(r"^(?:#|[=-]+ *$)", re.M)),  # headings
    (200, re.compile(r"\[(?![^\[\]]*\](?!\(|\[)|[^\[\]]*\]\([^()\n]*\))")),  # brackets that make no link
)
TAGS = {
    *("p", "br", "hr", "em", "strong", "del", "sub", "sup", "blockquote", "code", "pre"),
    *("ul", "ol", "li", "a", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}
BARE = r"\bhttps?://[^\s<>()\[\]]*[^\s<>()\[\].,;:!?'\"]"
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
ITEM = re.compile(r"(?:[-*+]|1[.)]) +\S")  # what begins a list
BLOCKS = {"ul", "ol", "p", "blockquote", "pre"}
ROOM = 32 * 1024 * 1024  # characters of HTML that a process keeps

_each = local()
_kept = Recent(ROOM)


class _Lower(Treeprocessor):
    """A person's headings stand below the page's own, which go down to h3."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
                element.tag = f"h{min(6, int(element.tag[1]) + 3)}"


class _Lines(Treeprocessor):
    """A line ends where its writer ended it, as in a letter."""

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            if element.tag in {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "em", "strong", "del", "a"}:
                _end_lines(element)


def _end_lines(element: Element) -> None:
    children = list(element)
    element[:] = []
    element.text = _into(element, (element.text or "").split("\n"))
    for child in children:
        element.append(child)
        tail, child.tail = (
            (child.tail or "").rstrip("\n") if child is children[-1] else child.tail or "",
            None,
        )
        child.tail = _into(element, [tail] if child.tag in BLOCKS or child.tag == "br" else tail.split("\n"))


def _into(element: Element, lines: list[str]) -> str:
    """Every line but the first behind a break of its own; answers the first."""
    for line in lines[1:]:
        SubElement(element, "br").tail = line
    return lines[0]


class _Loose(Preprocessor):
    """A list may follow its sentence at once, without an empty line between."""

    def run(self, lines: list[str]) -> list[str]:
        spaced: list[str] = []
        inside = False
        for line in lines:
            begins = bool(ITEM.match(line))
            if begins and not inside and spaced and spaced[-1].strip():
                spaced.append("")
            inside = bool(line.strip()) and (inside or begins)
            spaced.append(line)
        return spaced


class _BareLink(InlineProcessor):
    """An address written out is a link, as people expect."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802
        link = Element("a", href=m[0])
        link.text = AtomicString(m[0])
        return link, m.start(0), m.end(0)


class _House(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 the library's name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.deregister("image_link")
        md.inlinePatterns.deregister("image_reference")
        md.inlinePatterns.register(_BareLink(BARE, md), "bare_link", 115)
        md.preprocessors.register(_Loose(md), "loose", 5)
        md.treeprocessors.register(_Lines(md), "lines", 15)
        md.treeprocessors.register(_Lower(md), "lower", 5)


def render(text: str | None) -> Markup:
    """People's Markdown as HTML that may stand on a page. Raw HTML and pictures stay words."""
    if not text:
        return Markup("")
    key = blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest()
    return _kept.get(key, lambda: _rendered(clean(text)))


def _rendered(text: str) -> Markup:
    if len(text.encode()) > LONGEST or is_a_trap(text):
        return _as_written(text)
    try:
        html = _converter().reset().convert(text)
    except RecursionError:
        return _as_written(text)
    return Markup(  # noqa: S704 what nh3 gives is safe
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            link_rel="nofollow noopener",
        )
    )


def is_a_trap(text: str) -> bool:
    """Whether Python-Markdown would take long over it."""
    return any(sum(1 for _ in islice(found.finditer(text), limit + 1)) > limit for limit, found in TRAPS)


def _as_written(text: str) -> Markup:
    return Markup("<p>{}</p>").format(Markup("<br>").join(escape(text).split("\n")))


def _converter() -> Markdown:
    """One for each thread: it keeps state while it works, and costs a millisecond to make."""
    if not hasattr(_each, "markdown"):
        _each.markdown = Markdown(extensions=["tables", "sane_lists", _House()])
    return _each.markdown  # type: ignore[no-any-return]
