"""The menu and the foot. Nothing stands there that does not open; each is made once a language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Flask, current_app, get_template_attribute, request, url_for
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.foundation.i18n import LANGS, current_lang
from app.foundation.web import here_in

MAIN = (
    ("reports.register", _l("Reports")),
    ("meetings.index", _l("Meetings")),
    ("organisations.index", _l("Organisations")),
    ("publishing.search", _l("Search")),
)
OF_GUESTS = (("accounts.sign_in", _l("Sign in")),)
OF_PEOPLE = (("workplace.show", _l("My work")),)
OF_SECRETARIAT = (*OF_PEOPLE, ("desk.show", _l("Desk")))
RECORD = (
    ("publishing.moderation", _l("How moderation works")),
    ("vocabularies.index", _l("Words and data")),
)
HELP = (
    ("publishing.accessibility", _l("Accessibility")),
    ("publishing.privacy", _l("Privacy and protection")),
)
STANDS_UNDER = {"documents": "meetings", "people": "desk"}  # rooms without a place of their own

Places = Sequence[tuple[str, Any]]


class Reader(Protocol):
    is_authenticated: bool
    is_secretariat: bool


@dataclass(frozen=True)
class Link:
    url: str
    label: str
    current: str  # what aria-current says; empty elsewhere


def place(endpoint: str) -> str:
    """The address of a page without arguments in the current language; "" where there is none."""
    known: dict[tuple[str, str], str] = current_app.extensions["places"]
    key = (current_lang(), endpoint)
    if key not in known:
        known[key] = url_for(endpoint, lang=key[0]) if endpoint in current_app.view_functions else ""
    return known[key]


def links(places: Places) -> list[Link]:
    return [Link(url, str(label), _current(end)) for end, label in places if (url := place(end))]


def menu(reader: Reader) -> Markup:
    """The items of the main menu for a guest, a person or the Secretariat."""
    own: Places = OF_GUESTS
    if reader.is_authenticated:
        own = OF_SECRETARIAT if reader.is_secretariat else OF_PEOPLE
    where = request.endpoint if request.endpoint in current_app.extensions["named"] else _room()
    return _made("menu", (where, len(own), own is OF_GUESTS), MAIN, own)


def foot() -> Markup:
    return _made("foot", (), RECORD, HELP)


def tongues() -> list[tuple[str, str]]:
    """Every language of the interface, and where this page speaks it."""
    return [(lang, here_in(lang)) for lang in LANGS]


def _room() -> str:
    room = request.blueprint or ""
    return STANDS_UNDER.get(room, room)


def _current(endpoint: str) -> str:
    if request.endpoint == endpoint:
        return "page"
    return "true" if endpoint.partition(".")[0] == _room() != "accounts" else ""


def _made(part: str, key: tuple[Any, ...], *places: Places) -> Markup:
    """A part of the frame, kept for its language and place: every page needs it."""
    frames: dict[Any, Markup] = current_app.extensions["frames"]
    whole = (part, current_lang(), *key)
    if whole not in frames:
        draw = get_template_attribute("layouts/frame.html", part)
        frames[whole] = draw(*map(links, places))
    return frames[whole]


def init_app(app: Flask) -> None:
    everywhere = (*MAIN, *OF_GUESTS, *OF_SECRETARIAT, *RECORD, *HELP)
    app.extensions.update(places={}, frames={}, named={endpoint for endpoint, _ in everywhere})
    app.jinja_env.globals.update(
        menu=menu, foot=foot, place=place, tongues=tongues, current_lang=current_lang
    )
