"""Each set of data has its reader: the rows of its files become terms, checked as they come."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from babel import Locale

from app.vocabularies.library.files import Faulty, Row, once, plain, rows, table, tree
from app.vocabularies.library.words import fold, haystack, slug

CONFIDENCES = ("source", "known", "partial")
COUNTRY_STATUSES = ("party", "signatory-not-ratified", "non-party-range-state", "not-listed")
INSTRUMENT_TYPES = ("convention", "agreement", "mou", "initiative")
RESTS_ON = {"official": "source", "own": "known", "missing": "partial"}  # what the wording of a target does
STANDINGS = ("in force", "amended", "repealed")
APPENDICES = ("", "I", "II", "I;II")
SOUGHT_IN = ("en", "fr", "es", "ar", "pt", "de", "ru", "zh")
NOT_COUNTRIES = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "XK"} | {"AC", "CP", "CQ", "DG", "EA", "IC", "TA"}


class About(NamedTuple):
    """A set of data as datasets.yaml tells of it."""

    key: str
    files: tuple[str, ...]
    as_of: str
    source: str
    terms: str
    note: str


class Read(NamedTuple):
    """One term, ready to be kept. `place` is where it stands in a list."""

    kind: str
    key: str
    names: dict[str, str]
    place: str
    confidence: str
    note: str
    facts: dict[str, Any]
    haystack: str


def datasets(folder: Path) -> list[About]:
    return [_about(row) for row in once(rows(tree(folder / "datasets.yaml"), "datasets"), "key")]


def read(folder: Path, key: str) -> list[Read]:
    """All terms of a set. Raises Faulty, naming file and line."""
    try:
        return _once(folder, READERS[key](folder))
    except (TypeError, AttributeError) as error:  # a list where words should be, and the like
        raise Faulty(folder / key, None, f"has another form than expected ({error})") from error


def _countries(folder: Path) -> Iterator[Read]:
    """The States that CMS lists, with the names it uses, then all others by ISO 3166-1."""
    more, also, listed = _more_names(folder, "country"), _also_called(folder), set()
    for row in once(table(folder / "parties.csv"), "iso2"):
        code = str(row["iso2"])
        if not re.fullmatch("[A-Z]{2}", code):
            raise row.fault(f"iso2 is {code!r}, not two capitals")
        listed.add(code)
        read = _country(code, {"en": row.needed("name_en")} | more.get(code, {}), row)
        yield _findable(read, also.get(code, []))
    for code, name in Locale("en").territories.items():
        if len(code) == 2 and code.isalpha() and code not in listed | NOT_COUNTRIES:
            yield _findable(_other_country(code, name, more.get(code, {})), also.get(code, []))


def _country(code: str, names: dict[str, str], row: Row) -> Read:
    facts = {"status": row.one_of("status", COUNTRY_STATUSES), "region": row.needed("region")}
    if since := row["entry_into_force"] or row["year"]:
        if not re.fullmatch(r"\d{4}(-\d\d-\d\d)?", since):
            raise row.fault(f"{since!r} is neither a day nor a year")
        facts["since"] = since
    if row["other_instruments"]:
        facts["instruments"] = row["other_instruments"].split(";")
    return _term("country", code, names, fold(names["en"]), row, facts, row["note"])


def _other_country(code: str, name: str, names: dict[str, str]) -> Read:
    said = names.get("en", name)
    facts = {"status": "not-listed"}
    return Read("country", code, names, fold(said), "source", "", facts, haystack([said]))


def _findable(country: Read, also: list[str]) -> Read:
    """By its code, by what we call it, by its usual name in many languages, and by what else it is called."""
    usual = (Locale(lang).territories.get(country.key, "") for lang in SOUGHT_IN)
    return country._replace(haystack=haystack([country.key, *country.names.values(), *usual, *also]))


def _also_called(folder: Path) -> dict[str, list[str]]:
    """{"US": ["USA", …]}"""
    return {
        str(row["iso2"]): row["names"].split(";") for row in once(table(folder / "also_called.csv"), "iso2")
    }


def _instruments(folder: Path) -> Iterator[Read]:
    data, more = tree(folder / "bodies.yaml"), _more_names(folder, "instrument")
    for number, row in enumerate(once(rows(data, "instruments"), "key")):
        facts = {"type": row.one_of("type", INSTRUMENT_TYPES), "short": row.needed("short")}
        if since := row.get("entry_into_force") or row.get("effective") or row.get("year"):
            facts["since"] = str(since)
        names = plain(row["name"]) | more.get(row["key"], {})
        yield _term("instrument", row["key"], names, f"{number:03}", row, facts, row.get("note", ""))
    for number, row in enumerate(once(rows(data, "initiatives"), "key"), 500):
        facts = {"type": "initiative", "short": row.needed("name")}
        yield _term("instrument", row["key"], {"en": row["name"]}, f"{number:03}", row, facts)


def _targets(folder: Path) -> Iterator[Read]:
    """Plans and their targets; a target whose wording is not held keeps its number and no label."""
    for at, plan in enumerate(rows(tree(folder / "targets.yaml"), "plans")):
        facts = {"adopted_by": plan.needed("adopted_by"), "status": plan.get("status", "")}
        names, note = plain(plan["name"]), plan.get("counts_confidence", "")
        yield Read("plan", plan["key"], names, f"{at}", "source", note, facts, haystack([*names.values()]))
        listed = rows(plan, "targets" if "targets" in plan else "relevant_targets")
        for number, row in enumerate(listed):
            yield _target(plan["key"], row, f"{at}-{number:03}")


def _target(plan: str, row: Row, place: str) -> Read:
    number = str(row.get("id") or row["n"])
    row.setdefault("text_status", "own")
    wording = row.one_of("text_status", tuple(RESTS_ON))
    held = wording != "missing"
    names = {"en": str(row.needed("label"))} if held else {}
    facts: dict[str, Any] = {"plan": plan, "number": number, "wording": wording}
    facts |= {key: row[key] for key in ("summary", "due") if held and row.get(key)}
    return Read(
        "target", f"{plan}:{number}", names, place, RESTS_ON[wording], "", facts, haystack([*names.values()])
    )


def _themes(folder: Path) -> Iterator[Read]:
    for number, row in enumerate(once(rows(tree(folder / "themes.yaml"), "themes"), "key")):
        row.setdefault("confidence", "source")  # the list is our own
        yield _term("theme", row["key"], plain(row["names"]), f"{number:03}", row, {})


def _species(folder: Path) -> Iterator[Read]:
    """Names in any language, the Latin one and the one it was listed under all find it."""
    for row in once(table(folder / "species.csv"), "scientific_name"):
        latin = str(row.needed("scientific_name"))
        row.one_of("appendix", APPENDICES)
        names = {lang: row[f"name_{lang}"] for lang in ("en", "fr", "es") if row[f"name_{lang}"]}
        kept = ("rank", "class", "order", "family", "appendix", "listed_as", "listed_name")
        facts = {key: row[key] for key in kept if row[key]} | {"latin": latin}
        if row["instruments"]:
            facts["instruments"] = row["instruments"].split(";")
        if row["year_listed"] and row["confidence"] != "partial":
            facts["year_listed"] = row["year_listed"]
        place = fold(f"{row['class']} {latin}")
        yield _term("species", slug(latin), names, place, row, facts, row["listing_note"])


def _decisions(folder: Path) -> Iterator[Read]:
    for number, row in enumerate(once(rows(tree(folder / "decisions.yaml"), "decisions"), "key")):
        facts = {"adopted": str(row["adopted"])} if row.get("adopted") else {}
        if row.get("status"):
            facts["status"] = row.one_of("status", STANDINGS)
        names = {"en": row.needed("title")}
        yield _term("decision", row["key"], names, f"{number:03}", row, facts, row.get("note", ""))


READERS: dict[str, Callable[[Path], Iterator[Read]]] = {
    "countries": _countries,
    "instruments": _instruments,
    "targets": _targets,
    "themes": _themes,
    "species": _species,
    "decisions": _decisions,
}


def _about(row: Row) -> About:
    row.one_of("key", tuple(READERS))
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(row["as_of"])):
        raise row.fault(f"as_of is {row['as_of']!r}, not a day such as 2026-03-31")
    told = (str(row.needed(name)).strip() for name in ("as_of", "source", "terms", "note"))
    return About(row["key"], tuple(row.needed("files")), *told)


def _term(
    kind: str, key: str, names: dict[str, str], place: str, row: Row, facts: dict[str, Any], note: str = ""
) -> Read:
    confidence = row.one_of("confidence", CONFIDENCES)
    found = [
        key,
        *names.values(),
        *(str(facts[name]) for name in ("latin", "listed_name", "short") if name in facts),
    ]
    return Read(kind, key, names, place, confidence, note, facts, haystack(found))


def _more_names(folder: Path, kind: str) -> dict[str, dict[str, str]]:
    """Names that the other files lack, by key: {"CV": {"fr": "Cabo Verde", …}}."""
    found = (row for row in table(folder / "names.csv") if row["kind"] == kind)
    return {row["key"]: {lang: row[lang] for lang in ("en", "fr", "es", "ar") if row[lang]} for row in found}


def _once(folder: Path, terms: Iterator[Read]) -> list[Read]:
    found: dict[tuple[str, str], Read] = {}
    for term in terms:
        if (term.kind, term.key) in found:
            raise Faulty(folder, None, f"{term.kind} {term.key} stands twice")
        found[term.kind, term.key] = term
    return list(found.values())
