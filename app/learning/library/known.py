"""What a course may name: terms, decisions, species, and places of the platform."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from app.learning.library.prints import digest
from app.vocabularies.library import files, readers
from app.vocabularies.library.words import slug

GLOSSARY_LANGS = ("en", "fr", "es", "ar", "ru", "zh")
CHANGED = ("amended", "repealed")  # of the standings of a decision
SECTIONS = frozenset(f"report.{letter}" for letter in "abcdefghij")  # of the report form


@dataclass(frozen=True)
class Known:
    """Everything by its key, as links write it."""

    langs: tuple[str, ...]  # of the interface: a course in another one would have no address
    terms: dict[str, dict[str, str]] = field(default_factory=dict)  # {"range-state": {"en": …, "fr": …}}
    explanations: dict[str, dict[str, str]] = field(default_factory=dict)
    decisions: dict[str, str] = field(default_factory=dict)  # {"resolution-11-11": "Resolution 11.11"}
    changed: dict[str, str] = field(default_factory=dict)  # {"Resolution 11.10": "amended"}
    species: dict[str, str] = field(default_factory=dict)  # {"chelonia-mydas": "Chelonia mydas"}
    places: frozenset[str] = frozenset()  # endpoints that need no argument
    taken: frozenset[str] = frozenset()  # addresses of pages, by which no course can be called
    topics: frozenset[str] = SECTIONS  # what a lesson may say it explains

    @property
    def print(self) -> str:
        """The same as long as nothing here has changed."""
        named = (self.langs, self.terms, self.explanations, self.decisions, self.changed, self.species)
        return digest(*named, sorted(self.places), sorted(self.topics))


def from_data(
    folder: Path,
    langs: tuple[str, ...],
    places: Collection[str],
    endpoints: Collection[str],
    taken: Collection[str],
) -> Known:
    """From the reference data as it stands in its files: no database is asked."""
    decisions = readers.read(folder, "decisions")
    return Known(
        langs,
        terms={slug(row["en"]): _names(row) for row in files.table(folder / "glossary.csv")},
        explanations=_explanations(folder / "terms.yaml"),
        decisions={slug(read.key): read.key for read in decisions},
        changed={read.key: read.facts["status"] for read in decisions if read.facts.get("status") in CHANGED},
        species={read.key: str(read.facts["latin"]) for read in readers.read(folder, "species")},
        places=frozenset(places),
        taken=frozenset(taken),
        topics=SECTIONS | frozenset(endpoints),
    )


def _names(row: files.Row) -> dict[str, str]:
    return {lang: row[lang] for lang in GLOSSARY_LANGS if row[lang]}


def _explanations(path: Path) -> dict[str, dict[str, str]]:
    """{"range-state": {"en": "A State that …"}}; a term without one is shown in the other languages."""
    if not path.exists():
        return {}
    return {
        row["key"]: files.plain(row["is"]) for row in files.once(files.rows(files.tree(path), "terms"), "key")
    }
