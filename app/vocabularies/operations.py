"""Loading: the only writer of the vocabularies."""

from pathlib import Path

from sqlalchemy import delete, insert, select

from app.foundation import audit
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.vocabularies import queries
from app.vocabularies.library import files, readers
from app.vocabularies.models import Dataset, Term


def load(folder: Path, *, again: bool = False) -> list[str]:
    """Bring every set whose files changed up to date, each in one transaction, and name them.

    `again` takes in all of them: after a change of the readers. All files are read before the first
    set is written: raises Faulty, and changes nothing, when one of them cannot be taken as it stands.
    """
    changed = [about for about in readers.datasets(folder) if again or _differs(folder, about)]
    ready = [(about, readers.read(folder, about.key)) for about in changed]
    try:
        for about, terms in ready:
            _take_in(about, terms, _digest(folder, about))
    finally:
        queries.forget()
    return [about.key for about in changed]


def _differs(folder: Path, about: readers.About) -> bool:
    known = queries.dataset(about.key)
    return (
        known is None
        or known.digest != _digest(folder, about)
        or _told(about) != {name: getattr(known, name) for name in _told(about)}
    )


def _take_in(about: readers.About, terms: list[readers.Read], digest: str) -> None:
    with transaction():
        dataset = session.scalar(select(Dataset).where(Dataset.key == about.key)) or Dataset(key=about.key)
        for name, value in _told(about).items():
            setattr(dataset, name, value)
        dataset.digest, dataset.term_count, dataset.loaded_at = digest, len(terms), now()
        session.add(dataset)
        session.flush()
        session.execute(delete(Term).where(Term.dataset_id == dataset.id))
        session.execute(insert(Term), [term._asdict() | {"dataset_id": dataset.id} for term in terms])
        audit.record("vocabulary.load", dataset, actor=None, digest=digest, count=len(terms))


def _told(about: readers.About) -> dict[str, object]:
    return {**about._asdict(), "files": list(about.files)}


def _digest(folder: Path, about: readers.About) -> str:
    return files.digest([folder / name for name in about.files])
