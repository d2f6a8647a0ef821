"""What the address of the register asks for: understood, said in words, and turned back into addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext as _

from app.foundation import pages
from app.foundation.i18n import current_lang, language_name
from app.foundation.nav import place
from app.reports.forms.reading import asked
from app.reports.queries import naming
from app.reports.queries import register as queries
from app.reports.queries.register import Sought
from app.reports.views import standing
from app.vocabularies import queries as vocabularies

PLAIN = "!$'()*,/:;?@"  # need no escape in a query; as Werkzeug writes addresses

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Search:
    """What was asked for, understood."""

    sought: Sought
    kept: dict[str, Any]  # the address' own values
    which: list[Any]  # species to choose between
    unknown: str = ""  # a species nobody knows

    def address(self, endpoint: str = "reports.register", **changed: Any) -> str:
        """Where the same is found, or the same but for what is changed."""
        values = {name: value for name, value in (self.kept | changed).items() if value}
        return f"{place(endpoint)}?{urlencode(values, safe=PLAIN)}" if values else place(endpoint)


def understood() -> Search:
    """The address as a search. A species is typed by any name; several that fit are shown to choose from."""
    names = ("q", *queries.KINDS, "standing")
    kept = {name: value for name in names if (value := asked(request.args, name))}
    facets = {kind: kept[kind] for kind in queries.KINDS if kind in kept and kind != "species"}
    which: list[Any] = []
    unknown = ""
    if typed := kept.get("species", ""):
        which = _species(typed)
        if len(which) == 1:
            facets["species"] = kept["species"] = which[0].key
            which = []
        unknown = "" if which or "species" in facets else typed
    facets = {kind: facets[kind] for kind in queries.KINDS if kind in facets}
    standing_word = kept.get("standing", "")
    unheard = bool(standing_word) and standing_word not in standing.STANDINGS
    words, nothing = kept.get("q", ""), bool(unknown or which or unheard)
    sought = Sought(words, facets, standing_word, nothing, queries.symbol_in(words))
    return Search(sought, kept, which, unknown)


def _species(typed: str) -> list[Any]:
    if vocabularies.known("species", typed):
        return [vocabularies.species([typed], current_lang())[typed]]
    return vocabularies.species_matching(typed, current_lang())


def options(kind: str) -> Options:
    """What a filter offers, by its names in the reader's language."""
    found: Options = pages.part(("options", kind, current_lang()), lambda: _options(kind))
    return found


def _options(kind: str) -> Options:
    if kind == "standing":
        return tuple((key, str(word)) for key, word in standing.STANDINGS.items())
    named = _names(kind, queries.keys_in_use()[kind])
    return tuple(sorted(named.items(), key=lambda pair: pair[1].casefold()))


def name_of(kind: str, key: str) -> str:
    """How one value of a filter is called, whether it is offered or not."""
    offered = dict(options(kind)) if kind in (*queries.OFFERED, "standing") else {}
    return offered.get(key) or (key if kind == "standing" else _names(kind, (key,))[key])


def _names(kind: str, keys: Sequence[str]) -> dict[str, str]:
    lang = current_lang()
    if kind == "language":
        return {key: language_name(key, lang) for key in keys}
    if kind == "meeting":
        return naming.meeting_titles(keys)
    if kind == "organisation":
        named = naming.organisations_named(keys)
        return {key: named.get(key, key) for key in keys}
    return {key: choice.label for key, choice in vocabularies.labels(kind, list(keys), lang).items()}


def chips(search: Search) -> list[tuple[str, str]]:
    """What is in use, each with the address of the list without it."""
    return [(_chip(search, *one), search.address(**{one[0]: ""})) for one in search.kept.items()]


def _chip(search: Search, name: str, value: str) -> str:
    if name == "q":
        return str(_("“%(words)s”", words=value))
    if name == "species" and value not in search.sought.facets.values():
        return value
    return name_of(name, value)
