"""Every way to read the shared words. Labels are kept in this process for a minute."""

from collections.abc import Iterable, Sequence
from time import monotonic
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy.orm import joinedload

from app.foundation.db import session
from app.foundation.i18n import country_name, said
from app.vocabularies.library import fold
from app.vocabularies.models import Dataset, Term

KEPT_SECONDS = 60
PAGE = 300  # every list but the species fits on one page
KINDS = ("country", "instrument", "plan", "target", "theme", "species", "decision")


class Choice(NamedTuple):
    """A term as a reader sees it. `note` tells more, such as a Latin name."""

    key: str
    label: str
    lang: str
    note: str = ""
    unverified: bool = False


_kept: dict[tuple[str, str], tuple[float, dict[str, Choice]]] = {}


def forget() -> None:
    """Read everything anew: after a load."""
    _kept.clear()


def labels(kind: str, keys: Iterable[str], lang: str) -> dict[str, Choice]:
    """The terms of one kind that bear these keys; a key that is not known is shown as itself."""
    known = _all(kind, lang)
    return {key: known.get(key) or Choice(key, key, "en") for key in keys}


def known(kind: str, key: str) -> bool:
    return key in _all(kind, "en")


def countries(lang: str) -> list[Choice]:
    return sorted(_all("country", lang).values(), key=lambda choice: fold(choice.label))


def instruments(lang: str) -> list[Choice]:
    return list(_all("instrument", lang).values())


def targets(lang: str) -> list[Choice]:
    """Targets whose wording is held, plan by plan; the note names the plan."""
    return [choice for choice in _all("target", lang).values() if choice.label]


def themes(lang: str) -> list[Choice]:
    return list(_all("theme", lang).values())


def decisions(lang: str) -> list[Choice]:
    return list(_all("decision", lang).values())


def species(keys: Iterable[str], lang: str) -> dict[str, Choice]:
    return labels("species", keys, lang)


def species_matching(words: str, lang: str, limit: int = 10) -> list[Choice]:
    """Species by any name in any language or by the Latin name; every word begins a word of it."""
    folded = fold(words).split()
    if not folded:
        return []
    found = select(Term).where(Term.kind == "species", *(_begins(word) for word in folded))
    best = case((Term.haystack.startswith(" " + " ".join(folded), autoescape=True), 0), else_=1)
    return [_choice(term, lang) for term in session.scalars(found.order_by(best, Term.place).limit(limit))]


def _begins(word: str) -> ColumnElement[bool]:
    return Term.haystack.contains(" " + word, autoescape=True)


def terms(kind: str) -> Select[Term]:
    return select(Term).where(Term.kind == kind)


def listed(kind: str, words: str = "", after: str = "", size: int = PAGE) -> list[Term]:
    """Terms of one kind in their order, with their source; `after` is the place of the last one seen."""
    found = terms(kind).options(joinedload(Term.dataset)).where(Term.place > after)
    found = found.where(*(_begins(word) for word in fold(words).split()))
    return list(session.scalars(found.order_by(Term.place, Term.id).limit(size)))


def datasets() -> Sequence[Dataset]:
    return session.scalars(select(Dataset).order_by(Dataset.id)).all()


def _all(kind: str, lang: str) -> dict[str, Choice]:
    kept = _kept.get((kind, lang))
    if kept and monotonic() - kept[0] < KEPT_SECONDS:
        return kept[1]
    rows = session.scalars(terms(kind).order_by(Term.place, Term.id))
    choices = {term.key: _choice(term, lang) for term in rows}
    if choices:
        _kept[kind, lang] = (monotonic(), choices)
    return choices


def _choice(term: Term, lang: str) -> Choice:
    name = said(term.names, lang)
    label, tongue = name.text, name.lang
    note = str(term.facts.get("latin", ""))
    if term.kind == "country":
        label, tongue = country_name(term.key, lang), lang
        label = label if label != term.key else name.text
    elif term.kind == "species" and not label:
        label, tongue, note = note, "la", ""
    elif term.kind == "instrument" and term.facts["type"] != "convention":
        label, tongue = str(term.facts["short"]), "en"
    elif term.kind == "target" and label:
        label, note = f"{term.facts['number']} {label}", str(term.facts["plan"])
    elif term.kind == "decision":
        label, note, tongue = term.key, label, "en"
    return Choice(term.key, label, tongue, note, term.unverified)
