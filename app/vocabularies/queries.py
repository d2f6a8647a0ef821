"""Every way to read the shared words. Labels are kept in this process for a minute."""

from collections.abc import Iterable, Sequence
from time import monotonic
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, case, func, select

from app.foundation.db import session
from app.foundation.i18n import cldr_country_name, said
from app.vocabularies.library.words import fold, words_of
from app.vocabularies.models import CHECKED, KNOWN, Dataset, Term

KEPT_SECONDS = 60
LONGEST_QUESTION = 80


class Choice(NamedTuple):
    """A term as a reader sees it. `note` tells more, such as a Latin name; `lang` is the label's language."""

    key: str
    label: str
    lang: str
    note: str = ""
    unverified: bool = False


class Doubts(NamedTuple):
    """How many entries are not verified, and how many of those rest on general knowledge."""

    unverified: int = 0
    from_knowledge: int = 0


_kept: dict[tuple[str, str], tuple[float, dict[str, Choice]]] = {}
_regions: tuple[float, dict[str, str]] = (0.0, {})
_codes: tuple[float, dict[str, str]] = (0.0, {})


def forget() -> None:
    """Read everything anew: after a load."""
    global _regions, _codes
    _kept.clear()
    _regions = _codes = (0.0, {})


def labels(kind: str, keys: Iterable[str], lang: str) -> dict[str, Choice]:
    """The terms of one kind that bear these keys; a key that is not known is shown as itself."""
    known = _all(kind, lang)
    return {key: known.get(key) or Choice(key, key, "en") for key in keys}


def known(kind: str, key: str) -> bool:
    return key in _all(kind, "en")


def unknown(kind: str, keys: Iterable[str]) -> list[str]:
    """Those of the keys that are none of this vocabulary's; where it was never loaded, nothing is unknown."""
    held = _all(kind, "en")
    return [key for key in keys if held and key not in held]


def countries(lang: str) -> list[Choice]:
    """Every country of the world, in the order of its names in this language."""
    return list(_all("country", lang).values())


def country(code: str) -> Term | None:
    """What CMS says of a country: `facts` has its status, its region and since when."""
    return session.scalar(select(Term).where(Term.kind == "country", Term.key == code))


def country_label(code: str, lang: str) -> str:
    """How the platform calls a country, everywhere: as CMS does, else the United Nations, else CLDR."""
    found = _all("country", lang).get(code)
    return found.label if found else cldr_country_name(code, lang)


def region_of(code: str) -> str:
    """The CMS region of a country, such as "Africa"; empty where none is told."""
    global _regions
    if not _regions[0] or monotonic() - _regions[0] > KEPT_SECONDS:
        _regions = (monotonic(), {term.key: term.facts.get("region", "") for term in listed("country")})
    return _regions[1].get(code, "")


def instruments(lang: str) -> list[Choice]:
    return list(_all("instrument", lang).values())


def plans(lang: str) -> list[Choice]:
    return list(_all("plan", lang).values())


def targets(lang: str) -> list[Choice]:
    """Targets whose wording is held, plan by plan; the note is the plan's name."""
    return [choice for choice in _all("target", lang).values() if choice.label]


def themes(lang: str) -> list[Choice]:
    return list(_all("theme", lang).values())


def decisions(lang: str) -> list[Choice]:
    return list(_all("decision", lang).values())


def species(keys: Iterable[str], lang: str) -> dict[str, Choice]:
    return labels("species", keys, lang)


def species_matching(words: str, lang: str, limit: int = 10) -> list[Choice]:
    """Species by any name in any language, or by the Latin name; every word begins a word of one."""
    return _called("species", words, lang, limit)


def countries_matching(words: str, lang: str, limit: int = 10) -> list[Choice]:
    """Countries by any name in any language, by their code, or by what else they are called."""
    return _called("country", words, lang, limit)


def told_of(kind: str, words: str, shown: int) -> str:
    """What a list that shows so many of the terms called so has to say below: that it is short, or empty."""
    if not words_of(words):
        return ""
    called = select(func.count()).select_from(matching(kind, words).subquery())
    more = (session.scalar(called) or 0) - shown
    if shown and more > 0:
        return str(
            ngettext(
                "%(num)d more is called so. Write more of the name to find it.",
                "%(num)d more are called so. Write more of the name to find the one you mean.",
                more,
            )
        )
    return "" if shown else str(_("Nothing is called “%(words)s”.", words=words))


def code_called(name: str) -> str:
    """The one country that is called so, in whatever language; empty where none is, or several are."""
    global _codes
    if not _codes[0] or monotonic() - _codes[0] > KEPT_SECONDS:
        _codes = (monotonic(), _codes_by_name())
    return _codes[1].get(" ".join(words_of(name)), "")


def _codes_by_name() -> dict[str, str]:
    codes: dict[str, str] = {}
    for term in listed("country"):
        for name in filter(None, term.haystack.strip("| ").split(" | ")):
            codes[name] = term.key if codes.get(name, term.key) == term.key else ""
    return codes


def _called(kind: str, words: str, lang: str, limit: int) -> list[Choice]:
    """What is called exactly so comes first, then what begins so."""
    asked = words_of(words[:LONGEST_QUESTION])
    if not asked:
        return []
    name = "| " + " ".join(asked)
    best = case(
        (Term.haystack.contains(f"{name} |", autoescape=True), 0),
        (Term.haystack.contains(name, autoescape=True), 1),
        else_=2,
    )
    found = matching(kind, words).order_by(best, Term.place).limit(limit)
    return [_choice(term, lang) for term in session.scalars(found)]


def matching(kind: str, words: str = "") -> Select[Term]:
    """Terms of one kind; of words given, each begins a word of one of its names."""
    begins = [
        Term.haystack.contains(f" {word}", autoescape=True) for word in words_of(words[:LONGEST_QUESTION])
    ]
    return select(Term).where(Term.kind == kind, *begins)


def listed(kind: str) -> list[Term]:
    """All terms of one kind in their order, unnamed."""
    return list(session.scalars(matching(kind).order_by(Term.place, Term.id)))


def named(terms: Iterable[Term], lang: str) -> list[tuple[Term, Choice]]:
    """Terms with what they are called in this language."""
    return [(term, _choice(term, lang)) for term in terms]


def dataset(key: str) -> Dataset | None:
    return session.scalar(select(Dataset).where(Dataset.key == key))


def datasets() -> Sequence[Dataset]:
    return session.scalars(select(Dataset).order_by(Dataset.id)).all()


def doubts() -> dict[int, Doubts]:
    """How many terms of each set are not verified, by its id."""
    from_knowledge = func.count().filter(Term.confidence == KNOWN)
    counted = select(Term.dataset_id, func.count(), from_knowledge).where(Term.confidence != CHECKED)
    return {row[0]: Doubts(row[1], row[2]) for row in session.execute(counted.group_by(Term.dataset_id))}


def changed_texts(keys: Iterable[str]) -> dict[str, str]:
    """Of decisions that bear these keys those that are no longer in force as they were: amended, repealed."""
    wanted = list(keys)
    if not wanted:
        return {}
    cited = select(Term.key, Term.facts).where(Term.kind == "decision", Term.key.in_(wanted))
    standings = {key: facts.get("status", "") for key, facts in session.execute(cited)}
    return {key: standing for key, standing in standings.items() if standing in ("amended", "repealed")}


def _all(kind: str, lang: str) -> dict[str, Choice]:
    kept = _kept.get((kind, lang))
    if kept and monotonic() - kept[0] < KEPT_SECONDS:
        return kept[1]
    choices = [_choice(term, lang) for term in listed(kind)]
    if kind == "country":
        choices.sort(key=lambda choice: fold(choice.label))
    _kept[kind, lang] = (monotonic(), {choice.key: choice for choice in choices})
    return _kept[kind, lang][1]


def _choice(term: Term, lang: str) -> Choice:
    """A term named in this language, else in one it has; countries as CMS calls them, else as CLDR does."""
    facts, name = term.facts, said(term.names, lang)
    label, tongue, note = name.text, name.lang, ""
    if not label or (term.kind == "country" and tongue != lang):
        label, tongue = _without_name(term, lang)
    if term.kind == "species":
        note = "" if tongue == "la" else str(facts["latin"])
    elif term.kind == "instrument" and facts["type"] != "convention":
        label, tongue = str(facts["short"]), "en"
    elif term.kind == "target" and label:
        plan = _all("plan", lang).get(facts["plan"])
        label, note = f"{facts['number']} {label}", plan.label if plan else str(facts["plan"])
    elif term.kind == "decision":
        label, tongue, note = term.key, "en", label
    return Choice(term.key, label, tongue, note, term.unverified)


def _without_name(term: Term, lang: str) -> tuple[str, str]:
    if term.kind == "country":
        return cldr_country_name(term.key, lang), lang
    return (str(term.facts["latin"]), "la") if term.kind == "species" else ("", lang)
