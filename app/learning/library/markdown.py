"""The Markdown of a lesson becomes its page: addresses in place, terms explained, nothing unsafe left."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import nh3
from babel import Locale
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from app.learning.library.figures import Figure
from app.learning.library.known import GLOSSARY_LANGS, Known

MADE = 3  # raise it when the same text should become another page: all lessons are then made again

RIGHT_TO_LEFT = {"ar"}
INLINE_UNUSED = ("html", "image_reference", "short_image_ref", "reference", "short_reference", "autolink")
TAGS = {
    *("p", "br", "hr", "em", "strong", "blockquote", "code", "pre", "ul", "ol", "li", "a", "h2", "h3", "img"),
    *("table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "aside", "section", "div", "span"),
    *("dl", "dt", "dd"),
}
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title", "rel"},
    "ol": {"start"},
    "h2": {"id"},
    "h3": {"id"},
    "img": {"src", "alt", "width", "height", "loading"},
    "figure": {"class"},
    "aside": {"class", "aria-labelledby"},
    "section": {"aria-labelledby"},
    "p": {"id"},
    "div": {"class", "role", "tabindex", "aria-labelledby"},
    "dl": {"class"},
    "dt": {"id"},
    "th": {"scope"},
    "span": {"lang", "dir"},
}


@dataclass(frozen=True)
class Setting:
    """What a page needs from around its text."""

    lang: str
    address: Callable[[str, str], str]  # ("place", "reports.calls") → "/fr/reports/calls"
    figure_address: Callable[[Figure], str]
    figures: Mapping[str, Figure]
    known: Known
    terms_title: str  # "Terms of this lesson", in the language of the page


def render(text: str, setting: Setting) -> str:
    """HTML of a text that was checked. The n-th passage has the id s<n>, its parts s<n>-1, s<n>-2 …"""
    html = Markdown(extensions=["tables", "sane_lists", "admonition", _Lesson(setting)]).convert(text)
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel=None
    )


class _Lesson(Extension):
    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 the library's name
        md.preprocessors.deregister("html_block")
        for name in (
            "html",
            "image_reference",
            "short_image_ref",
            "reference",
            "short_reference",
            "autolink",
        ):
            md.inlinePatterns.deregister(name)
        md.treeprocessors.register(_Page(self.setting), "page", 15)  # after the words in lines are read


@dataclass
class _Count:
    passage: int = 0
    part: int = 0
    block: int = 0
    here: str = ""
    terms: list[str] = field(default_factory=list)


class _Page(Treeprocessor):
    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting

    def run(self, root: Element) -> None:
        count = _Count()
        for parent in list(root.iter()):
            for element in list(parent):
                self._turn(element, parent, count)
        if count.terms:
            root.append(self._terms(count.terms))

    def _turn(self, element: Element, parent: Element, count: _Count) -> None:
        if element.tag in ("h2", "h3"):
            _number(element, count)
        elif element.tag == "a":
            self._link(element, count)
        elif element.tag == "p" and len(element) == 1 and element[0].tag == "img":
            self._figure(element)
        elif element.tag == "div" and element.get("class", "").startswith("admonition "):
            _aside(element, count)
        elif element.tag == "table" and parent.get("class") != "scroll":
            _scroll(element, parent, count)
        elif element.tag == "th":
            _head(element)

    def _link(self, link: Element, count: _Count) -> None:
        scheme, _, key = link.get("href", "").partition(":")
        if scheme in ("http", "https", "mailto"):
            link.set("rel", "noopener")
        elif scheme == "term":
            link.set("href", f"#term-{key}")
            if key not in count.terms:
                count.terms.append(key)
        else:
            link.set("href", self.setting.address(scheme, key))

    def _figure(self, paragraph: Element) -> None:
        image = paragraph[0]
        drawn = self.setting.figures[image.get("src", "")]
        caption = image.attrib.pop("title", None)
        image.attrib.update(
            src=self.setting.figure_address(drawn),
            width=str(drawn.width),
            height=str(drawn.height),
            loading="lazy",
        )
        paragraph.tag = "figure"
        paragraph.set("class", "figure")
        if caption:
            SubElement(paragraph, "figcaption").text = caption

    def _terms(self, keys: list[str]) -> Element:
        """The terms that the lesson uses, explained or at least said in the other languages."""
        lang, known = self.setting.lang, self.setting.known
        section = Element("section", {"aria-labelledby": "terms"})
        SubElement(section, "h2", id="terms").text = self.setting.terms_title
        listed = SubElement(section, "dl", {"class": "facts"})
        for key in keys:
            names = known.terms[key]
            row = SubElement(listed, "div")
            SubElement(row, "dt", id=f"term-{key}").append(_said(names, lang))
            told = SubElement(row, "dd")
            if explained := known.explanations.get(key):
                told.append(_said(explained, lang))
            if lang not in known.explanations.get(key, {}):
                _elsewhere(told, names, lang)
        return section


def _number(heading: Element, count: _Count) -> None:
    if heading.tag == "h2":
        count.passage, count.part = count.passage + 1, 0
    else:
        count.part += 1
    count.here = f"s{count.passage}" + (f"-{count.part}" if count.part else "")
    heading.set("id", count.here)


def _aside(block: Element, count: _Count) -> None:
    count.block += 1
    kind = block.get("class", "").split()[1]
    block.tag = "aside"
    block.attrib = {"class": f"lesson__aside lesson__aside--{kind}", "aria-labelledby": f"b{count.block}"}
    title = block[0]
    strong = Element("strong")
    strong.text, strong[:] = title.text, list(title)
    title.text, title.attrib = None, {"id": f"b{count.block}"}
    title[:] = [strong]


def _head(cell: Element) -> None:
    """Over a column of names there is often nothing: then nothing is announced as its heading."""
    if (cell.text or "").strip() or len(cell):
        cell.set("scope", "col")
    else:
        cell.tag = "td"


def _scroll(table: Element, parent: Element, count: _Count) -> None:
    """A wide table moves inside a region of its own, named after the heading above it."""
    region = Element("div", {"class": "scroll", "role": "region", "tabindex": "0"})
    if count.here:
        region.set("aria-labelledby", count.here)
    region.tail, table.tail = table.tail, None
    parent[list(parent).index(table)] = region
    region.append(table)


def _said(texts: Mapping[str, str], lang: str) -> Element:
    """In the reader's language, else in English and marked so."""
    found = lang if lang in texts else next(iter(texts))
    return _span(texts[found], found)


def _span(words: str, lang: str) -> Element:
    span = Element("span", {"lang": lang, "dir": "rtl" if lang in RIGHT_TO_LEFT else "ltr"})
    span.text = words
    return span


def _elsewhere(told: Element, names: Mapping[str, str], lang: str) -> None:
    """French: partie · Spanish: parte …"""
    tongues: Any = Locale.parse(lang).languages
    others = [other for other in GLOSSARY_LANGS if other in names and other != lang]
    for at, other in enumerate(others):
        words = f"{tongues[other]}: "
        if len(told):
            told[-1].tail = f"{' · ' if at else ' '}{words}"
        else:
            told.text = words
        told.append(_span(names[other], other))
