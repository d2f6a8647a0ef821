"""Text to safe HTML, once: Markdown first, an allow-list last, the result kept by its digest."""

import re
from hashlib import blake2b
from itertools import islice
from threading import local
from typing import Any
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
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
ROOM = 32 * 1024 * 1024  # characters of HTML that a process keeps

_each = local()
_kept = Recent(ROOM)


class _Lower(Treeprocessor):
    """A person's headings stand below the page's own, which go down to h3."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
                element.tag = f"h{min(6, int(element.tag[1]) + 3)}"


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
        md.treeprocessors.register(_Lower(md), "lower", 5)


def render(text: str | None) -> Markup:
    """People's Markdown as HTML that may stand on a page. Raw HTML and pictures stay words."""
    if not text:
        return Markup("")
    key = blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest()
    return _kept.get(key, lambda: _rendered(clean(text)))


def _rendered(text: str) -> Markup:
    if len(text.encode()) > LONGEST or _is_a_trap(text):
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


def _is_a_trap(text: str) -> bool:
    return any(sum(1 for _ in islice(found.finditer(text), limit + 1)) > limit for limit, found in TRAPS)


def _as_written(text: str) -> Markup:
    return Markup("<p>{}</p>").format(Markup("<br>").join(escape(text).split("\n")))


def _converter() -> Markdown:
    """One for each thread: it keeps state while it works, and costs a millisecond to make."""
    if not hasattr(_each, "markdown"):
        _each.markdown = Markdown(extensions=["tables", "sane_lists", _House()])
    return _each.markdown  # type: ignore[no-any-return]
