"""Terms of the shared vocabularies, and the sets of data that they came from."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.clock import now
from app.foundation.db import Base

CHECKED = "source"  # seen in a public document, or the list is our own
KNOWN = "known"  # from general knowledge, not checked again

STATUSES = {
    "party": _l("Party"),
    "signatory-not-ratified": _l("Signed, not ratified"),
    "non-party-range-state": _l("Range State, not a Party"),
    "not-listed": _l("Not listed"),
}
REGIONS = {
    "Africa": _l("Africa"),
    "Asia": _l("Asia"),
    "Europe": _l("Europe"),
    "North America": _l("North America"),
    "Oceania": _l("Oceania"),
    "South & Central America & Caribbean": _l("South and Central America and the Caribbean"),
}
TYPES = {
    "convention": _l("Convention"),
    "agreement": _l("Agreement"),
    "mou": _l("Memorandum of Understanding"),
    "initiative": _l("Initiative"),
}
WORDINGS = {
    "official": _l("Official wording, shortened"),
    "own": _l("Summary in our own words"),
    "missing": _l("Wording not held"),
}
STANDINGS = {
    "in force": _lp("text", "In force"),
    "amended": _lp("text", "Amended"),
    "repealed": _lp("text", "Repealed"),
}


class Dataset(Base):
    """Where a set of terms is from, what day it speaks of, how it may be used, and its files' digest."""

    __tablename__ = "dataset"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    files: Mapped[list[str]]
    as_of: Mapped[str] = mapped_column(String(10))  # ISO day
    source: Mapped[str] = mapped_column(Text)
    terms: Mapped[str] = mapped_column(Text)  # licence, or what is known of it
    note: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    term_count: Mapped[int]
    loaded_at: Mapped[datetime] = mapped_column(default=now)


class Term(Base):
    """One word of one vocabulary: a country, an instrument, a target, a species …

    `facts` holds what only its kind has, such as {"status": "party", "region": "Africa"}.
    """

    __tablename__ = "term"
    __table_args__ = (UniqueConstraint("kind", "key"), Index("ix_term_place", "kind", "place", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    dataset_id: Mapped[int] = mapped_column(ForeignKey("dataset.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(80))
    names: Mapped[dict[str, str]]
    place: Mapped[str] = mapped_column(String(120))  # its place in a list
    note: Mapped[str] = mapped_column(Text, default="")
    confidence: Mapped[str] = mapped_column(String(20))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    haystack: Mapped[str] = mapped_column(Text, default="")  # its names, folded, for finding

    dataset: Mapped[Dataset] = relationship()

    @property
    def unverified(self) -> bool:
        return self.confidence != CHECKED
