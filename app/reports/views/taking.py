"""What was found in the register, to take home as a table."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.foundation import tables
from app.foundation.web import public
from app.reports.queries import register as queries
from app.reports.views import standing
from app.reports.views.seeking import understood

formats = Blueprint("registers", "app.reports")  # /reports.csv stands beside /reports, not below it


@formats.get("/reports.csv")
@public
def csv() -> ResponseReturnValue:
    columns, rows, note = _taken()
    if note:
        rows.append(None)
        columns = [(heading, _first_says(note, place, get)) for place, (heading, get) in enumerate(columns)]
    return tables.csv(columns, rows, "reports")


@formats.get("/reports.json")
@public
def json() -> ResponseReturnValue:
    columns, rows, note = _taken()
    about = {"note": note} if note else {}
    return tables.json(columns, rows, "reports", source=url_for("reports.register", _external=True), **about)


def _first_says(note: str, place: int, get: Any) -> Any:
    """The last line of a table that was cut says so in its first cell."""
    return lambda row: get(row) if row is not None else note if place == 0 else ""


def _taken() -> tuple[list[tables.Column], list[Any], str]:
    search = understood()
    rows = queries.taken(search.sought)
    about = queries.subjects_of(search.sought) if rows else {}
    note = ""
    if len(rows) > queries.TAKEN:
        note = _("Only the first 10,000 reports are in this file. Narrow the search to get the others.")
        rows = rows[: queries.TAKEN]
    return _columns(about), rows, note


def _columns(about: Mapping[int, Mapping[str, list[str]]]) -> list[tables.Column]:
    """The columns of a download. Their names are those of the data and stay the same in every language."""

    def subject(kind: str) -> Any:
        return lambda row: about.get(row.id, {}).get(kind, [])

    return [
        ("number", lambda row: row.number),
        ("symbol", lambda row: row.symbol),
        ("title", lambda row: row.title),
        ("language", lambda row: row.lang),
        ("organisation", lambda row: str(standing.byline(row))),
        ("meeting", lambda row: row.meeting_key),
        ("agenda item", lambda row: row.item),
        ("published", lambda row: row.published_at),
        ("document", lambda row: row.standing),
        ("outcome", lambda row: row.outcome),
        ("countries", subject("country")),
        ("species", subject("species")),
        ("targets", subject("target")),
        ("instruments", subject("instrument")),
        ("themes", subject("theme")),
        ("example", lambda row: row.is_example),
        ("address", lambda row: url_for("reports.show", number=row.number, _external=True)),
    ]
