"""How a term is told in a row: on the page in the reader's language, in a file under stable headings."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import pgettext as _p
from markupsafe import Markup

from app.foundation import tables
from app.foundation.i18n import current_lang, day, direction
from app.vocabularies import queries
from app.vocabularies.library.words import slug
from app.vocabularies.models import KNOWN, REGIONS, STANDINGS, STATUSES, TYPES, WORDINGS, Term

Row = tuple[Term, queries.Choice]
Cell = Any  # words, or words with their language as Markup

HEADS: dict[str, list[Any]] = {
    "country": [_l("Country"), _l("Status"), _l("Region"), _l("In force since"), _l("Other instruments")],
    "instrument": [_l("Instrument"), _l("Full name"), _l("Kind"), _l("Since")],
    "target": [_l("Target"), _l("What it says"), _l("Wording")],
    "theme": [_l("Theme")],
    "species": [_l("Species"), _l("Latin name"), _l("Appendix"), _l("Instruments")],
    "decision": [_l("Text"), _l("Title"), _l("Adopted"), _l("Status")],
}
EXPORTED = {
    "country": ("status", "region", "since", "instruments"),
    "instrument": ("type", "short", "since"),
    "target": ("plan", "number", "wording", "summary", "due"),
    "theme": (),
    "species": (
        "latin",
        "rank",
        "class",
        "order",
        "family",
        "appendix",
        "year_listed",
        "listed_as",
        "listed_name",
        "instruments",
    ),
    "decision": ("adopted", "status"),
}


def heads(kind: str) -> list[Any]:
    return [*HEADS[kind], _l("Remarks")]


def cells(kind: str, term: Term, choice: queries.Choice) -> list[Cell]:
    return [*CELLS[kind](term, choice), _remarks(term)]


def exported(kind: str) -> list[tables.Column]:
    """The same in every language but for the name."""
    facts = [(name, _fact(name)) for name in EXPORTED[kind]]
    return [
        ("key", lambda row: row[0].key),
        ("name", lambda row: row[1].label),
        ("name_language", lambda row: row[1].lang),
        *facts,
        ("confidence", lambda row: row[0].confidence),
        ("verified", lambda row: not row[0].unverified),
        ("remarks", lambda row: row[0].note),
    ]


def english(text: str) -> Markup:
    """Words of a source, which are in English wherever they stand."""
    return spoken(text, "en") if text else Markup("")


def spoken(text: str, lang: str) -> Markup:
    return Markup('<span lang="{}" dir="{}">{}</span>').format(lang, direction(lang), text)


def _fact(name: str) -> Callable[[Row], Any]:
    return lambda row: row[0].facts.get(name)


def _name(choice: queries.Choice) -> Cell:
    return choice.label if choice.lang == current_lang() else spoken(choice.label, choice.lang)


def _remarks(term: Term) -> Markup:
    word = _p("entry", "From general knowledge") if term.confidence == KNOWN else _p("entry", "Not verified")
    doubt = Markup('<span class="status status--wait">{}</span> ').format(word)
    return (doubt if term.unverified else Markup("")) + english(term.note)


def _since(term: Term) -> Cell:
    """A day where it is known, else the year alone."""
    since = str(term.facts.get("since", ""))
    return day(date.fromisoformat(since)) if len(since) == len("1983-11-01") else since


def _short_names(term: Term) -> Markup:
    keys = term.facts.get("instruments", [])
    found = queries.labels("instrument", keys, current_lang()).values()
    return Markup(", ").join(spoken(choice.label, choice.lang) for choice in found)


def _country(term: Term, choice: queries.Choice) -> list[Cell]:
    region = str(REGIONS.get(term.facts.get("region", ""), ""))
    return [_name(choice), STATUSES[term.facts["status"]], region, _since(term), _short_names(term)]


def _instrument(term: Term, choice: queries.Choice) -> list[Cell]:
    lang = current_lang() if current_lang() in term.names else "en"
    full = term.names.get(lang, "")
    return [
        spoken(str(term.facts["short"]), "en"),
        spoken(full, lang),
        TYPES[term.facts["type"]],
        _since(term),
    ]


def _target(term: Term, choice: queries.Choice) -> list[Cell]:
    wording = WORDINGS[term.facts["wording"]]
    if not choice.label:
        return [term.facts["number"], "", wording]
    return [_name(choice), english(term.facts.get("summary", "")), wording]


def _theme(term: Term, choice: queries.Choice) -> list[Cell]:
    return [_name(choice)]


def _species(term: Term, choice: queries.Choice) -> list[Cell]:
    latin = Markup('<bdi><i lang="la">{}</i></bdi>').format(term.facts["latin"])
    appendix = term.facts.get("appendix", "").replace(";", ", ")
    return [_name(choice), latin, appendix, _short_names(term)]


def _decision(term: Term, choice: queries.Choice) -> list[Cell]:
    adopted, status = str(term.facts.get("adopted", "")), term.facts.get("status")
    when = day(date.fromisoformat(adopted)) if adopted[:2] == "20" else adopted
    name = Markup('<span id="{}">{}</span>').format(slug(term.key), _name(choice))  # where citations lead
    return [name, english(choice.note), when, STANDINGS[status] if status else ""]


CELLS: dict[str, Callable[[Term, queries.Choice], list[Cell]]] = {
    "country": _country,
    "instrument": _instrument,
    "target": _target,
    "theme": _theme,
    "species": _species,
    "decision": _decision,
}
