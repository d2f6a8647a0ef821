"""The index: put, drop, find. Written in the same transaction as what it tells of.

One analyser of ours; the two databases only hold its terms: FTS5 on SQLite, tsvector on PostgreSQL.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Select,
    String,
    TextClause,
    UniqueConstraint,
    column,
    delete,
    event,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import db
from app.foundation.analyser import CJK, asked, terms
from app.foundation.db import Base, session, transaction
from app.foundation.i18n import LANGS, current_lang

MOST = 5000  # of a very common word only the latest so many count
CREATE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_fts USING fts5(a, b, content='', contentless_delete=1, "
        "tokenize='unicode61 remove_diacritics 0')",
    ),
    "postgresql": (
        "CREATE TABLE search_fts (rowid bigint PRIMARY KEY, v tsvector NOT NULL)",
        "CREATE INDEX search_fts_v ON search_fts USING gin (v)",
    ),
}
FIND = {
    "sqlite": "SELECT rowid, -bm25(search_fts, 8, 1) AS score FROM search_fts "
    "WHERE search_fts MATCH :asked ORDER BY rowid DESC LIMIT :most",
    "postgresql": "SELECT rowid, ts_rank('{.1,.1,.1,1}', v, CAST(:wanted AS tsquery)) AS score "
    "FROM search_fts WHERE v @@ CAST(:asked AS tsquery) ORDER BY rowid DESC LIMIT :most",
}
HIT = table("search_fts", column("rowid", BigInteger))
MATCH = {  # without a score nothing is weighed, which is most of the work
    "sqlite": "search_fts MATCH :asked",
    "postgresql": "v @@ CAST(:asked AS tsquery)",
}
PUT = {
    "sqlite": "INSERT INTO search_fts (rowid, a, b) VALUES (:id, :a, :b)",
    "postgresql": "INSERT INTO search_fts (rowid, v) "
    "VALUES (:id, CAST(:a AS tsvector) || CAST(:b AS tsvector))",
}
DROP = "DELETE FROM search_fts WHERE rowid = :id"
db.QUIET.add("search_fts")


class Entry(Base):
    """What can be found: a thing in one language, and where it is."""

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "key", "lang"),)
    journal = False

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(80))
    lang: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(400))
    endpoint: Mapped[str] = mapped_column(String(80))
    values: Mapped[dict[str, Any]]
    is_public: Mapped[bool]


entries = db.table(Entry)


@dataclass(frozen=True)
class Found:
    kind: str
    key: str
    lang: str
    title: str
    endpoint: str
    values: dict[str, Any]
    score: float


def put(
    kind: str,
    key: str,
    lang: str,
    title: str,
    body: str,
    *,
    url_endpoint: str,
    url_values: dict[str, Any],
    is_public: bool = True,
    marks: Collection[str] = (),
) -> None:
    """Make a thing findable, or findable as it is now. Inside a transaction.

    `marks` are facts such as "country KE": `listed` narrows by them within the index itself, and lists what
    it finds in the order in which it was put first, the last one first.
    """
    entry = session.scalar(select(Entry).filter_by(kind=kind, key=key, lang=lang)) or Entry(
        kind=kind, key=key, lang=lang
    )
    entry.title, entry.is_public = title[:400], is_public
    entry.endpoint, entry.values = url_endpoint, url_values
    session.add(entry)
    session.flush()
    facts = {f"k{kind}", *(mark(kind, fact) for fact in marks), *(("ppublic",) if is_public else ())}
    heading = terms(title, lang) | facts
    session.execute(text(DROP), {"id": entry.id})
    session.execute(text(PUT[dialect()]), {"id": entry.id, **_columns(heading, terms(body, lang))})


def mark(kind: str, fact: str) -> str:
    """A fact of things of one kind as one term of the index: letters and digits, whatever it is made of."""
    return f"m{sha256(f'{kind} {fact}'.encode()).hexdigest()[:20]}"


def drop(kind: str, key: str) -> None:
    """Make a thing unfindable, in all its languages. Inside a transaction."""
    for entry in session.scalars(select(Entry).filter_by(kind=kind, key=key)):
        session.execute(text(DROP), {"id": entry.id})
        session.delete(entry)
    session.flush()


def find(words: str, *, kinds: Collection[str] | None = None, limit: int = 25) -> list[Found]:
    """What is public and holds all the words, best first; each thing once, under one of its names."""
    ids = _ids(words, kinds)
    if ids is None:
        return []
    hits = ids.columns(column("rowid"), column("score")).subquery()
    those = (
        select(Entry, hits.c.score)
        .join(hits, hits.c.rowid == Entry.id)
        .order_by(hits.c.score.desc(), Entry.id.desc())
        .limit(limit * len(LANGS))
    )
    found: dict[tuple[str, str], Found] = {}
    for one, score in session.execute(those):
        hit = Found(one.kind, one.key, one.lang, one.title, one.endpoint, one.values, score)
        first = found.setdefault((one.kind, one.key), hit)
        if one.lang == current_lang():
            found[one.kind, one.key] = replace(hit, score=first.score)
    return list(found.values())[:limit]


def listed() -> Select[Any]:
    """What holds all the words, as rows (key, rowid): to be built into a statement that is kept.

    `wanted` says what it binds for one search. By rowid falling the index gives the page without looking
    further; nothing but the rows of the page is read beside it.
    """
    return select(entries.c.key, HIT.c.rowid).join(HIT, HIT.c.rowid == entries.c.id).where(_matches())


def hits() -> Select[Any]:
    """One row for each, to be counted: the index alone is asked."""
    return select(literal(1)).select_from(HIT).where(_matches())


def wanted(words: str, kind: str, *, marks: Collection[str] = ()) -> dict[str, Any]:
    """What `listed` and `hits` bind. Without words nothing is found.

    Few things bear a mark, but half of all are of one kind: with a mark the index is not asked for the kind.
    """
    parts = [_fewest(terms) for terms in asked(words)] or [{"nothing"}]  # no term begins with n
    narrowed = [{mark(kind, fact)} for fact in marks] or [{f"k{kind}"}]
    return {"asked": _query([*parts, *narrowed])}


def _matches() -> TextClause:
    return text(MATCH[dialect()])


def _fewest(terms: set[str]) -> set[str]:
    """Nothing is weighed here: where a word is its own stem, the stem finds all that the word itself does."""
    (itself,) = (term for term in terms if term.startswith("x"))
    word = itself[1:]
    return terms - {itself} if f"s{word}" in terms and not CJK.match(word) else terms


Source = Callable[[], None]
SOURCES: dict[str, Source] = {}


def source(kind: str) -> Callable[[Source], Source]:
    """Mark the function of a room that puts all its things of one kind anew."""

    def keep(put_all: Source) -> Source:
        SOURCES[kind] = put_all
        return put_all

    return keep


def rebuild() -> None:
    """The whole index anew, from the rooms that said how; readers find the old one until it is done."""
    with transaction():
        for entry_id in session.scalars(select(Entry.id)).all():
            session.execute(text(DROP), {"id": entry_id})
        session.execute(delete(Entry))
        for put_all in SOURCES.values():
            put_all()


def create_index(connection: Connection) -> None:
    """The part of the index that no model describes: for the first migration, and after create_all."""
    for statement in CREATE[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def drop_index(connection: Connection) -> None:
    connection.exec_driver_sql("DROP TABLE IF EXISTS search_fts")


event.listen(Entry.__table__, "after_create", lambda _table, connection, **_: create_index(connection))
event.listen(Entry.__table__, "before_drop", lambda _table, connection, **_: drop_index(connection))


def _ids(words: str, kinds: Collection[str] | None) -> TextClause | None:
    wanted = asked(words)
    if not wanted:
        return None
    parts = [*wanted, {"ppublic"}]
    if kinds is not None:
        parts.append({f"k{kind}" for kind in kinds})
    found = text(FIND[dialect()]).bindparams(asked=_query(parts), most=MOST)
    if dialect() == "sqlite":
        return found
    # ts_rank would weigh how near the words stand to each other, and our marks with them: so any of them.
    return found.bindparams(wanted=" | ".join(f"'{term}'" for term in sorted(set().union(*wanted))))


def _query(parts: list[set[str]]) -> str:
    """All of the parts, of each any term. Terms are letters and digits, so quotes hold them."""
    if dialect() == "sqlite":
        return " AND ".join("(" + " OR ".join(f'"{term}"' for term in sorted(part)) + ")" for part in parts)
    return " & ".join("(" + " | ".join(f"'{term}'" for term in sorted(part)) + ")" for part in parts)


def _columns(heading: set[str], body: set[str]) -> dict[str, str]:
    if dialect() == "sqlite":
        return {"a": " ".join(sorted(heading)), "b": " ".join(sorted(body))}
    return {
        "a": " ".join(f"'{term}':1A" for term in sorted(heading)),
        "b": " ".join(f"'{term}':1" for term in sorted(body)),
    }


def dialect() -> str:
    return session.get_bind().dialect.name
