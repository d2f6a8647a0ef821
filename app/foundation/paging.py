"""One way to page: by the keys of the last row, never by counting."""

import enum
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, or_, tuple_
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import UnaryExpression

from app.foundation.db import session

SIZE = 25


@dataclass(frozen=True)
class Page:
    """`previous` and `next` are tokens for the address, None where there is nothing."""

    rows: Sequence[Any]
    previous: str | None = None
    next: str | None = None


@dataclass(frozen=True)
class _Key:
    column: ColumnElement[Any]
    falls: bool

    def ordered(self, back: bool) -> ColumnElement[Any]:
        return self.column.desc() if self.falls != back else self.column.asc()

    def compare(self, back: bool) -> Any:
        return operators.lt if self.falls != back else operators.gt

    def read(self, told: Any) -> Any:
        """The value a token tells, in the column's own type; ValueError where it cannot be."""
        kind = self.column.type.python_type
        if issubclass(kind, datetime | date):
            told = kind.fromisoformat(told)
            if isinstance(told, datetime) and told.tzinfo is None:
                raise ValueError(told)
            return told
        if issubclass(kind, enum.Enum):
            return kind(told)
        if type(told) is not kind or "\0" in str(told) or (kind is int and abs(told) >= 1 << 63):
            raise ValueError(told)
        return told


def page(
    select: Select[Any], keys: Sequence[ColumnElement[Any]], token: str | None, size: int = SIZE
) -> Page:
    """The rows after (or before) where the token points; a token that says nothing is the first page.

    `keys` are columns, such as `[Report.published_at.desc(), Report.id.desc()]`: never null, together
    unique. The select has no order of its own; load collections with selectinload.
    """
    return Pages(select, keys, size).page(token)


class Pages:
    """A list whose pages are asked for often: its statements are built once, `values` fill what they bind."""

    def __init__(self, select: Select[Any], keys: Sequence[ColumnElement[Any]], size: int = SIZE) -> None:
        self.order = [_key(column) for column in keys]
        self.select = select.add_columns(*(key.column for key in self.order)).order_by(None)
        self.size = size
        self.built: dict[tuple[bool, bool], Select[Any]] = {}

    def page(self, token: str | None, **values: Any) -> Page:
        back, last = _read(token, self.order)
        bound = dict(zip(_names(self.order), last, strict=False))
        result = session.execute(self._statement(back, bool(last)), values | bound)
        width = len(self.order)
        names = list(result.keys())[:-width]
        found = result.all()
        more, found = len(found) > self.size, found[: self.size]
        if back:
            found = found[::-1]
        before, after = (more, bool(last)) if back else (bool(last), more)
        return Page(
            rows=[row[0] for row in found] if len(names) == 1 else _narrow(names, found),
            previous=_token("p", found[0][-width:]) if found and before else None,
            next=_token("n", found[-1][-width:]) if found and after else None,
        )

    def _statement(self, back: bool, beyond: bool) -> Select[Any]:
        if (back, beyond) not in self.built:
            those = self.select.where(_beyond(self.order, back)) if beyond else self.select
            ordered = those.order_by(*(key.ordered(back) for key in self.order))
            self.built[back, beyond] = ordered.limit(self.size + 1)
        return self.built[back, beyond]


def _narrow(names: list[str], rows: Sequence[Row[Any]]) -> Sequence[Any]:
    """The rows as they were asked for, without the keys we added."""
    return IteratorResult(SimpleResultMetaData(names), (row[: len(names)] for row in rows)).all()


def _key(column: ColumnElement[Any]) -> _Key:
    if isinstance(column, UnaryExpression) and column.modifier in (operators.desc_op, operators.asc_op):
        return _Key(column.element, column.modifier is operators.desc_op)
    return _Key(column, falls=False)


def _names(order: list[_Key]) -> list[str]:
    return [f"beyond_{place}" for place in range(len(order))]


def _beyond(order: list[_Key], back: bool) -> ColumnElement[bool]:
    """One comparison of rows where all keys run the same way: the index answers it."""
    last: list[Any] = [
        bindparam(name, type_=key.column.type) for name, key in zip(_names(order), order, strict=True)
    ]
    if len({key.falls for key in order}) == 1:
        ours, theirs = tuple_(*(key.column for key in order)), tuple_(*last)
        return ours < theirs if order[0].falls != back else ours > theirs
    steps = []
    for n, (key, value) in enumerate(zip(order, last, strict=True)):
        same = [k.column == v for k, v in zip(order[:n], last[:n], strict=True)]
        steps.append(and_(*same, key.column.operate(key.compare(back), value)))
    return or_(*steps)


def _token(way: str, values: Sequence[Any]) -> str:
    text = json.dumps([way, *(_said(value) for value in values)], separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _said(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, enum.Enum) else value


def _read(token: str | None, order: list[_Key]) -> tuple[bool, list[Any]]:
    if not token or len(token) > 1000:
        return False, []
    try:
        way, *told = json.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        if way not in {"n", "p"}:
            return False, []
        return way == "p", [key.read(value) for key, value in zip(order, told, strict=True)]
    except (ValueError, TypeError, RecursionError):
        return False, []
