"""The one database: its base class, its session, and the only commit."""

import enum
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from functools import lru_cache
from threading import get_ident
from typing import Any, ClassVar, cast

from flask import Flask, request
from pysqlite3 import dbapi2
from sqlalchemy import JSON, Connection, DateTime, Enum, MetaData, Table, create_engine, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolIsEmpty
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator

from app.foundation import driver
from app.foundation.errors import Busy, Conflict, DomainError

NAMES = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
PRAGMAS = "foreign_keys=ON busy_timeout=10000 trusted_schema=OFF secure_delete=ON synchronous=FULL"
SAFE_WAL = (3, 51, 3)  # before this SQLite a commit may race a checkpoint in WAL and be lost
PASSING = re.compile(r"lock|disk is full|No space left|shutting down|starting up|connection|closed", re.I)
WRITES = re.compile(r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.I)


QUIET: set[str] = set()  # tables without a model that change without an audit line


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in, aware out, UTC in between, whatever the database keeps."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value and value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


AnyJson = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        dict[str, Any]: AnyJson,
        dict[str, str]: AnyJson,  # a text by language: {"en": "…", "fr": "…"}
        list[str]: AnyJson,
        enum.Enum: Enum(
            enum.Enum, native_enum=False, length=32, values_callable=lambda e: [m.value for m in e]
        ),
    }
    journal: ClassVar[bool] = True  # False: a change of this table needs no audit line


def _scope() -> int:
    """A session for each request; outside one (commands, tests) one for the thread."""
    try:
        return id(request._get_current_object())  # type: ignore[attr-defined]
    except RuntimeError:  # outside: asking first would cost as much again, with each statement
        return get_ident()


session: scoped_session[Session] = scoped_session(sessionmaker(), scopefunc=_scope)


class Unaudited(AssertionError):
    """A transaction changed rows and left no line in the audit trail."""


class UnsafeJournal(RuntimeError):
    """This SQLite and this journal together may lose what was committed: we do not start."""


class ChangedOutside(AssertionError):
    """Rows were changed before transaction() began."""


@contextmanager
def transaction() -> Iterator[None]:
    """All of it or none of it, on rows read afresh. One inside another joins it."""
    here = session()
    info = here.info
    if info.get("open"):
        yield
        return
    _end_reading(here)
    info.update(open=True, wrote=set(), lines=[], after={})
    try:
        info["connection"] = here.connection(execution_options={"writing": True})  # SQLite: BEGIN IMMEDIATE
        yield
        here.flush()
        if info["wrote"] - quiet_tables() and not info["lines"]:
            raise Unaudited(f"changed {info['wrote']} without audit.record()")
        if lines := info["lines"]:
            type(lines[0]).join_chain(lines)  # last, so that nobody waits long for the chain
        here.commit()
    except BaseException as error:
        here.rollback()
        if ours := in_our_words(error):
            raise ours from error
        raise
    finally:
        info.update(open=False, wrote=set(), connection=None)
    for call in info.pop("after"):
        call()


def table(model: type[Base]) -> Table:
    """The table of a model, for plain statements."""
    return cast(Table, model.__table__)


def columns(of: Table, record: Any) -> list[Any]:
    """The columns that fields of a dataclass are called after, in the order of the fields."""
    return [of.c[field.name] for field in fields(record) if field.name in of.c]


def plain(statement: Any, values: Any = None) -> Any:
    """Run a statement of tables past the session: rows instead of objects, many times as fast.

    Objects loaded before do not notice: write so only what this transaction loaded no object of.
    """
    here = session()
    connection = here.info.get("connection") or here.connection()  # the one of the transaction that is open
    return connection.execute(statement, values)


def after_commit(call: Callable[[], None]) -> None:
    """Have this called once when the transaction has committed, and never if it does not."""
    session().info["after"][call] = None


def check_seen(row: Any, seen: int) -> None:
    """Refuse a form that was opened on an older revision."""
    if row.revision != seen:
        raise Conflict("changed_meanwhile")


def hold(row: Any, *, alone: bool = False) -> None:
    """Read a row again and keep it as it is until we commit (SQLite has one writer anyway).

    `alone`: nobody else holds it meanwhile, so that of two who do the same the second sees the first.
    """
    lock = {"read": not alone, "key_share": alone, "of": type(row)}  # not what it is joined with
    session.refresh(row, with_for_update=lock)


def quiet_tables() -> set[str]:
    return QUIET | _quiet_models(len(Base.metadata.tables))


@lru_cache(maxsize=2)
def _quiet_models(_count: int) -> frozenset[str]:
    """Looked for again only when there are more models."""
    return frozenset(str(m.local_table) for m in Base.registry.mappers if not m.class_.journal)


def _end_reading(here: Session) -> None:
    """What was loaded is read again on first touch, under the writer's lock."""
    loose = [*here.new, *here.deleted, *filter(here.is_modified, here.dirty)]
    if loose or here.info.get("wrote"):
        raise ChangedOutside
    here.rollback()


def in_our_words(error: BaseException) -> DomainError | None:
    """What the database refused, as people are told it; None when that is a fault of ours."""
    if isinstance(error, IntegrityError | StaleDataError):
        return Conflict("changed_meanwhile")
    passing = isinstance(error, OperationalError) and (
        error.connection_invalidated or PASSING.search(str(error.orig))
    )
    return Busy("busy") if passing or isinstance(error, PoolIsEmpty) else None


def _note_write(*args: Any) -> None:
    """An engine listener: rows flushed and statements sent count alike."""
    statement, context = args[2], args[4]
    if context and (context.isinsert or context.isupdate or context.isdelete):
        table = context.compiled.statement.table.name
    elif found := WRITES.match(statement):
        table = found[1]
    else:
        return
    session().info.setdefault("wrote", set()).add(table)


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN, not the driver
    for pragma in PRAGMAS.split():
        connection.execute(f"PRAGMA {pragma}")
    wanted = "WAL" if dbapi2.sqlite_version_info >= SAFE_WAL else "TRUNCATE"
    (mode,) = connection.execute(f"PRAGMA journal_mode={wanted}").fetchone()
    if not is_safe(mode):
        raise UnsafeJournal(f"SQLite {dbapi2.sqlite_version} may lose commits with its journal as {mode}.")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    driver.run(connection, "BEGIN IMMEDIATE" if writing else "BEGIN").close()


def journal() -> tuple[str, str]:
    """(library version, journal) of the database in use: a safe pair is asserted at start."""
    bind = session.get_bind()
    if bind.dialect.name != "sqlite":
        return f"PostgreSQL {session.scalar(text('SHOW server_version'))}", "its own"
    return dbapi2.sqlite_version, str(session.scalar(text("PRAGMA journal_mode")))


def is_safe(mode: str) -> bool:
    """Whether this SQLite loses nothing with its journal kept so."""
    return mode != "wal" or dbapi2.sqlite_version_info >= SAFE_WAL


POSTGRES: dict[str, Any] = {
    "connect_args": {"options": "-c lock_timeout=10s -c timezone=UTC"},
    "pool_pre_ping": True,  # a server that came back finds no dead connection
    "pool_size": 10,
}


def init_app(app: Flask) -> None:
    url = app.config["DATABASE_URL"]
    kind: dict[str, Any] = {"module": dbapi2} if url.startswith("sqlite") else POSTGRES
    engine = create_engine(url, hide_parameters=True, **kind)  # no words of people in errors
    event.listen(engine, "before_cursor_execute", _note_write)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    session.configure(bind=engine)
    app.extensions["engine"] = engine
    app.teardown_request(lambda _: session.remove())
