"""Loading: the only writer of the vocabularies."""

from pathlib import Path

from babel import Locale
from sqlalchemy import delete, insert, select

from app.foundation import audit
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.vocabularies import library, queries
from app.vocabularies.models import Dataset, Term


def load(folder: Path) -> list[str]:
    """Bring every dataset whose file changed up to date, each in one transaction, and name them.

    Raises library.Faulty and changes nothing of a dataset whose file cannot be read.
    """
    changed = [about["key"] for about in library.datasets(folder) if _load_one(folder, about)]
    queries.forget()
    return changed


def _load_one(folder: Path, about: dict[str, str]) -> bool:
    digest = library.digest(folder / about["file"])
    known = session.scalar(select(Dataset).where(Dataset.key == about["key"]))
    if known and (known.digest, known.as_of, known.note) == (digest, about["as_of"], about["note"]):
        return False
    rows = library.read(folder, about["key"])
    if about["key"] == "countries":
        rows += _other_countries({row.key for row in rows})
    with transaction():
        dataset = session.scalar(select(Dataset).where(Dataset.key == about["key"]))
        dataset = dataset or Dataset(key=about["key"])
        for name in ("as_of", "source", "note"):
            setattr(dataset, name, about[name])
        dataset.digest, dataset.term_count, dataset.loaded_at = digest, len(rows), now()
        session.add(dataset)
        session.flush()
        session.execute(delete(Term).where(Term.dataset_id == dataset.id))
        session.execute(insert(Term), [_values(row, dataset.id) for row in rows])
        audit.record("vocabulary.load", dataset, actor=None, digest=digest, count=len(rows))
    return True


def _values(row: library.Read, dataset_id: int) -> dict[str, object]:
    words = [*row.names.values(), row.facts.get("latin", ""), row.facts.get("short", ""), row.key]
    return row._asdict() | {
        "dataset_id": dataset_id,
        "haystack": " " + library.fold(" ".join(str(word) for word in words)),
    }


def _other_countries(known: set[str]) -> list[library.Read]:
    """Countries of the world that the list of Parties and Range States does not name."""
    facts = {"status": "not-listed"}
    return [
        library.Read("country", code, {"en": name}, library.fold(name), "known", "", facts)
        for code, name in ((str(c), str(n)) for c, n in Locale("en").territories.items())
        if len(code) == 2 and code.isalpha() and code not in known | NOT_COUNTRIES
    ]


NOT_COUNTRIES = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "XK"} | {"AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
