"""The menu and the foot. Nothing stands there that does not open; each is made once a language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from app.foundation.i18n import LANGS, current_lang, direction
from app.foundation.web import after_lang

MAIN = (
    ("reports.register", _l("Reports")),
    ("meetings.index", _l("Meetings")),
    ("organisations.index", _l("Organisations")),
    ("learning.index", _l("Learn")),
    ("publishing.search", _l("Search")),
)
WORK = ("workplace.show", _l("My work"))
OWN = {
    "guest": (("accounts.sign_in", _l("Sign in")),),
    "person": (WORK,),
    "secretariat": (WORK, ("desk.show", _l("Desk"))),
}
RECORD = (
    ("publishing.moderation", _l("How moderation works")),
    ("vocabularies.index", _l("Words and data")),
)
HELP = (
    ("publishing.accessibility", _l("Accessibility")),
    ("publishing.privacy", _l("Privacy and protection")),
)
OF_MANY = frozenset({"accounts", "publishing"})  # one name in the menu does not stand for their pages
HERE = "\x00"  # stands in a kept frame for what follows the language in an address
STANDS_UNDER = {
    "documents": "meetings",
    "people": "desk",
    "figures": "desk",
    "course_desk": "desk",
    "learners": "organisations",
}  # rooms without a place of their own

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


@dataclass(frozen=True)
class Frame:
    """All of a page that is not its own, ready made."""

    lang: str
    dir: str
    name: str  # of the platform
    links: Markup
    tongues: Markup
    skip: Markup
    top: Markup
    main: str  # the name of the main menu
    shut: Markup  # closes the menu where it opens
    menu: Markup
    foot: Markup


def frame(reader: Reader) -> Frame:
    """The frame of this page for a guest, a person or the Secretariat. Only the address is filled in anew."""
    made: dict[Any, Frame] = current_app.extensions["frames"]
    who = "secretariat" if reader.is_secretariat else "person" if reader.is_authenticated else "guest"
    where = request.endpoint if request.endpoint in current_app.extensions["named"] else _room()
    key = (current_lang(), who, where)
    if key not in made:
        made[key] = _make(key[0], OWN[who])
    kept, address = made[key], g.get("address_gap") or escape(after_lang())
    top, tongues = (Markup(part.replace(HERE, address)) for part in (kept.top, kept.tongues))  # noqa: S704
    return replace(kept, top=top, tongues=tongues)


def _make(lang: str, own: Places) -> Frame:
    part: Any = current_app.jinja_env.get_template("layouts/frame.html").module
    addresses = [(code, f"{request.script_root}/{code}{HERE}") for code in LANGS]
    return Frame(
        lang=lang,
        dir=direction(lang),
        name=gettext("Civil Society Platform"),
        links=part.links(),
        tongues=part.tongues(addresses),
        skip=part.skip(),
        top=part.top(lang, place("publishing.home"), addresses),
        main=gettext("Main"),
        shut=part.shut(),
        menu=part.menu(links(MAIN), links(own)),
        foot=part.foot(links(RECORD), links(HELP)),
    )


def _room() -> str:
    room = request.blueprint or ""
    return STANDS_UNDER.get(room, room)


def _current(endpoint: str) -> str:
    if request.endpoint == endpoint:
        return "page"
    room = _room()
    return "true" if room not in OF_MANY and endpoint.partition(".")[0] == room else ""


def init_app(app: Flask) -> None:
    everywhere = (*MAIN, *OWN["guest"], *OWN["secretariat"])
    app.extensions.update(places={}, frames={}, named={endpoint for endpoint, _ in everywhere})
    app.jinja_env.globals.update(frame_for=frame, place=place, current_lang=current_lang)
