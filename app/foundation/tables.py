"""Columns become CSV and JSON. The columns are the room's; here is only their safe spelling."""

import csv as writer
import io
import json as spelling
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from flask import Response

Column = tuple[str, Callable[[Any], Any]]
FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    *"\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe6b\ufe66\u2212",
)  # and full-width


def csv(columns: Sequence[Column], rows: Iterable[Any], name: str) -> Response:
    """A table that opens well in every program: UTF-8 with its mark, and no cell that calculates."""
    text = io.StringIO()
    out = writer.writer(text)
    out.writerow([cell(heading) for heading, _ in columns])
    out.writerows([cell(get(row)) for _, get in columns] for row in rows)
    return _attachment("\ufeff" + text.getvalue(), "text/csv", f"{name}.csv")


def json(columns: Sequence[Column], rows: Iterable[Any], name: str, **about: Any) -> Response:
    """The same rows under their headings: {"rows": [{heading: value}], …about}."""
    told = [{heading: value(get(row)) for heading, get in columns} for row in rows]
    text = spelling.dumps({**about, "rows": told}, ensure_ascii=False, indent=1)
    return _attachment(text, "application/json", f"{name}.json")


def cell(given: Any) -> Any:
    """Words that a program would take for a formula get a quote in front; numbers stay numbers."""
    told = value(given)
    if isinstance(told, list | dict):
        told = "; ".join(map(str, told))
    if told is None:
        return ""
    if isinstance(told, str) and told.lstrip(" ").startswith(FORMULA):
        return f"'{told}"
    return told


def value(given: Any) -> Any:
    """A value as JSON has it: times in ISO 8601, words of our own as plain words."""
    if given is None or isinstance(given, bool | int | float):
        return given
    if isinstance(given, datetime | date):
        return given.isoformat()
    if isinstance(given, list | tuple | set | frozenset):
        return [value(one) for one in given]
    if isinstance(given, dict):
        return {str(key): value(one) for key, one in given.items()}
    return str(given)


def _attachment(text: str, media_type: str, name: str) -> Response:
    response = Response(text, content_type=f"{media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
