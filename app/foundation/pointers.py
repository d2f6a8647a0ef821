"""Topic → where it is explained, in which language.

Whoever explains puts; whoever has the page only names the topic. That is
a section of the report form ("report.a") or a page ("reports.calls"). The rooms never meet:
a page without a pointer shows nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, UniqueConstraint, bindparam, delete, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import db
from app.foundation.db import Base, session
from app.foundation.i18n import Said, current_lang
from app.foundation.prepared import Prepared


class Row(Base):
    """What explains a topic, in one of the languages that it can be read in."""

    __tablename__ = "pointer"
    __table_args__ = (UniqueConstraint("topic", "lang", "owner", "position"),)
    journal = False

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(80), index=True)  # all of one owner are dropped together
    topic: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]  # of several the first is shown
    lang: Mapped[str] = mapped_column(String(8))
    is_source: Mapped[bool]  # shown to who reads none of the others
    title: Mapped[str] = mapped_column(String(200))
    endpoint: Mapped[str] = mapped_column(String(80))
    values: Mapped[dict[str, Any]]
    minutes: Mapped[int]


rows = db.table(Row)
SHOWN = ("lang", "title", "endpoint", "values", "minutes")
FIRST = Prepared(
    select(*(rows.c[name] for name in SHOWN))
    .where(rows.c.topic == bindparam("topic"), or_(rows.c.lang == bindparam("reads"), rows.c.is_source))
    .order_by((rows.c.lang == bindparam("reads")).desc(), rows.c.position, rows.c.id)
    .limit(1)
)


@dataclass(frozen=True)
class Pointer:
    """Where to go; the title says when it is not in the reader's language."""

    title: Said
    endpoint: str
    values: dict[str, Any]
    minutes: int


def put(
    topic: str,
    titles: Mapping[str, str],
    *,
    source: str,
    endpoint: str,
    values: dict[str, Any],
    minutes: int,
    owner: str,
    position: int = 0,
) -> None:
    """Say where a topic is explained, in each language that has a title. Inside a transaction."""
    session.add_all(
        Row(
            owner=owner,
            topic=topic,
            position=position,
            lang=lang,
            is_source=lang == source,
            title=title,
            endpoint=endpoint,
            values=values,
            minutes=minutes,
        )
        for lang, title in titles.items()
    )
    session.flush()


def drop(owner: str) -> None:
    """Everything that this owner put is explained no longer. Inside a transaction."""
    session.execute(delete(Row).where(Row.owner == owner))


def find(topic: str, lang: str) -> Pointer | None:
    """The first that explains a topic in this language, else the first as it was written; one statement."""
    row = FIRST.first(topic=topic, reads=lang)
    if row is None:
        return None
    title = Said(row.title, row.lang, fallback=row.lang != lang)
    return Pointer(title, row.endpoint, row.values, row.minutes)


def here(topic: str) -> Pointer | None:
    """For a page: in the language that it is read in."""
    return find(topic, current_lang())
