"""Atom: what there is and what is new, for other sites and for programs that read them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response, request
from flask_babel import gettext as _

from app.foundation.clock import now
from app.foundation.i18n import current_lang
from app.foundation.text import clean, one_line

ATOM = "http://www.w3.org/2005/Atom"
TERMS = "http://purl.org/dc/terms/"


@dataclass(frozen=True)
class Link:
    """Another address of the same thing: `rel` is "alternate" for pages, "enclosure" for files."""

    rel: str
    href: str
    media_type: str
    lang: str


@dataclass(frozen=True)
class Entry:
    """One thing of a feed, in one language. `terms` are those of Dublin Core that Atom has no word for."""

    id: str  # the same for the same thing, however often it is fetched
    title: str
    updated: datetime
    summary: str
    link: str
    lang: str
    rights: str = ""
    tags: Sequence[str] = ()
    terms: Sequence[tuple[str, str]] = ()
    links: Sequence[Link] = ()


def atom(entries: Iterable[Entry], title: str, *, about: str) -> Response:
    """The feed that stands at this address; `about` is that of the page which shows the same."""
    given, here, lang = list(entries), request.base_url, current_lang()
    feed = Element("feed", {"xmlns": ATOM, "xmlns:dcterms": TERMS, "xml:lang": lang})
    _say(feed, "id", here)
    _say(feed, "title", title)
    _say(feed, "updated", _instant(max((one.updated for one in given), default=now())))
    _link(feed, "self", here, "application/atom+xml", lang)
    _link(feed, "alternate", about, "text/html", lang)
    _say(SubElement(feed, "author"), "name", _("Civil Society Platform"))
    for one in given:
        _entry(feed, one)
    text = tostring(feed, encoding="utf-8", xml_declaration=True)
    response = Response(text, content_type="application/atom+xml; charset=utf-8")
    response.add_etag()
    response.make_conditional(request)
    return response


def _entry(feed: Element, one: Entry) -> None:
    entry = SubElement(feed, "entry", {"xml:lang": one.lang})
    _say(entry, "id", one.id)
    _say(entry, "title", one_line(one.title))
    _say(entry, "updated", _instant(one.updated))
    _link(entry, "alternate", one.link, "text/html", one.lang)
    for link in one.links:
        _link(entry, link.rel, link.href, link.media_type, link.lang)
    _say(entry, "summary", one.summary)
    if one.rights:
        _say(entry, "rights", one.rights)
    for tag in one.tags:
        SubElement(entry, "category", {"term": one_line(tag)})
    for name, value in one.terms:
        _say(entry, f"dcterms:{name}", value)


def _say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = clean(text)


def _link(parent: Element, rel: str, href: str, media_type: str, lang: str) -> None:
    SubElement(parent, "link", {"rel": rel, "href": href, "type": media_type, "hreflang": lang})


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
