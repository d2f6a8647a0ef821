"""Files of reference data become terms. Knows the files' forms; asks no database.

Every reader takes a folder and gives rows of Read; a fault is named by file and row.
"""

import csv
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml


class Faulty(ValueError):
    """A file that cannot be read as it stands: which, where, and why."""


class Read(NamedTuple):
    kind: str
    key: str
    names: dict[str, str]
    place: str
    confidence: str
    note: str = ""
    facts: dict[str, Any] = {}  # noqa: RUF012 never changed


def fold(text: str) -> str:
    """Lower case, no marks: "Flamant rosé" and "flamant rose" are the same to a searcher."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def datasets(folder: Path) -> list[dict[str, str]]:
    return list(_yaml(folder / "datasets.yaml")["datasets"])


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def countries(folder: Path) -> Iterator[Read]:
    """Parties and other States of the list; where a year or a day is not sure it is left out."""
    for row in _csv(folder / "parties.csv", "iso2", "name_en", "status", "region", "confidence"):
        facts: dict[str, Any] = {"status": row["status"], "region": row["region"]}
        if row["entry_into_force"] or row["year"]:
            facts["since"] = row["entry_into_force"] or row["year"]
        if row["other_instruments"]:
            facts["instruments"] = row["other_instruments"].split(";")
        names = {"en": row["name_en"]}
        yield Read("country", row["iso2"], names, fold(row["name_en"]), row["confidence"], row["note"], facts)


def instruments(folder: Path) -> Iterator[Read]:
    data = _yaml(folder / "bodies.yaml")
    for number, row in enumerate(data["instruments"]):
        facts = {"type": row["type"], "short": row["short"]}
        if since := row.get("entry_into_force") or row.get("effective") or row.get("year"):
            facts["since"] = str(since)
        note = row.get("note", "")
        yield Read("instrument", row["key"], row["name"], f"{number:03}", row["confidence"], note, facts)
    for number, row in enumerate(data["initiatives"], 500):
        names, facts = {"en": row["name"]}, {"type": "initiative", "short": row["name"]}
        yield Read("instrument", row["key"], names, f"{number:03}", row["confidence"], "", facts)


def targets(folder: Path) -> Iterator[Read]:
    """Plans and their targets; a target whose wording is not held keeps its number and no label."""
    for at, plan in enumerate(_yaml(folder / "targets.yaml")["plans"]):
        facts: dict[str, Any] = {"adopted_by": plan["adopted_by"], "status": plan.get("status", "")}
        yield Read("plan", plan["key"], plan["name"], f"{at}", "source", "", facts)
        rows = plan.get("targets") or plan["relevant_targets"]
        for number, row in enumerate(rows):
            name = str(row.get("id") or row["n"])
            held = row.get("text_status", "own") != "missing"
            names = {"en": row["label"]} if held else {}
            facts = {"plan": plan["key"], "number": name, "wording": row.get("text_status", "own")}
            if held and row.get("summary"):
                facts["summary"] = row["summary"]
            confidence = "known" if held else "partial"
            yield Read("target", f"{plan['key']}:{name}", names, f"{at}-{number:03}", confidence, "", facts)


def themes(folder: Path) -> Iterator[Read]:
    for number, row in enumerate(_yaml(folder / "themes.yaml")["themes"]):
        yield Read("theme", row["key"], row["names"], f"{number:03}", "known")


def species(folder: Path) -> Iterator[Read]:
    for row in _csv(folder / "species.csv", "scientific_name", "rank", "confidence"):
        names = {lang: row[f"name_{lang}"] for lang in ("en", "fr", "es") if row[f"name_{lang}"]}
        kept = ("rank", "class", "order", "family", "appendix", "listed_as", "instruments")
        facts = {key: row[key] for key in kept if row[key]}
        if row["year_listed"] and row["confidence"] != "partial":
            facts["year_listed"] = row["year_listed"]
        facts["latin"] = row["scientific_name"]
        place = fold(f"{row['class']} {row['scientific_name']}")
        key = slug(row["scientific_name"])
        yield Read("species", key, names, place, row["confidence"], row["listing_note"], facts)


def decisions(folder: Path) -> Iterator[Read]:
    for number, row in enumerate(_yaml(folder / "decisions.yaml")["decisions"]):
        facts = {key: row[key] for key in ("adopted", "status") if row.get(key)}
        names, note = {"en": row["title"]}, row.get("note", "")
        yield Read("decision", row["key"], names, f"{number:03}", row["confidence"], note, facts)


READERS = {
    "countries": countries,
    "instruments": instruments,
    "targets": targets,
    "themes": themes,
    "species": species,
    "decisions": decisions,
}


def read(folder: Path, name: str) -> list[Read]:
    """All terms of a dataset. Raises Faulty, naming file and row."""
    try:
        rows = list(READERS[name](folder))
    except (KeyError, TypeError, yaml.YAMLError) as error:
        raise Faulty(f"{name}: {type(error).__name__}: {error}") from error
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if not row.key or (row.kind, row.key) in seen:
            raise Faulty(f"{name}: {row.kind} {row.key!r} stands twice or is empty")
        seen.add((row.kind, row.key))
    return rows


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _csv(path: Path, *needed: str) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            line = f"{path.name}: row {row.get(needed[0]) or '?'}"
            if None in row or any(value is None for value in row.values()):
                raise Faulty(f"{line} has another number of columns than the head")
            if empty := [name for name in needed if not row[name]]:
                raise Faulty(f"{line} lacks {', '.join(empty)}")
            yield row
