"""The register: what was reported, narrowed by words and filters, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import get_template_attribute, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from app.foundation import pages
from app.foundation.i18n import current_lang, day
from app.foundation.nav import place
from app.foundation.web import public
from app.reports.queries import register as queries
from app.reports.views import standing
from app.reports.views.panel import panel
from app.reports.views.room import bp
from app.reports.views.seeking import chips, understood


@dataclass(frozen=True)
class Record:
    """One line of the register, as its component draws it."""

    url: str
    title: Any
    symbol: str
    status_word: str
    status_tone: str
    by: list[Any]
    meta: list[Any]
    level: int = 3


@bp.get("")
@public
@pages.kept
def register() -> ResponseReturnValue:
    search = understood()
    found = queries.register(search.sought, request.args.get("page"))
    return render_template(
        "reports/register.html",
        words=search.sought.words,
        kept=search.kept,
        which=[(choice, search.address(species=choice.key)) for choice in search.which],
        unknown=search.unknown,
        panel=panel(search),
        chips=chips(search),
        found=_how_many(found.count),
        lines=_lines(found.ids),
        previous=found.previous and search.address(page=found.previous),
        next=found.next and search.address(page=found.next),
        csv=search.address("registers.csv"),
        json=search.address("registers.json"),
        everything=place("reports.register"),
    )


def _how_many(count: int) -> str:
    if count > queries.COUNTED:
        return str(_("More than 1,000 reports"))
    return str(ngettext("%(num)d report", "%(num)d reports", count))


def _lines(ids: Sequence[int]) -> list[Markup]:
    """A line is drawn once in each language, and stands in every search that finds it."""
    return pages.parts(f"line {current_lang()}", ids, _drawn)


def _drawn(ids: Sequence[int]) -> dict[int, Markup]:
    rows = queries.rows_of(ids)
    titles = queries.meeting_titles(row.meeting_key for row in rows.values())
    draw, here = get_template_attribute("components/record.html", "record"), place("reports.register")
    return {one: Markup(draw(_record(row, titles, here))) for one, row in rows.items()}  # noqa: S704 ours


def _record(row: Any, titles: dict[str, str], here: str) -> Record:
    word, tone = standing.word_of(row.standing, row.outcome)
    meta: list[Any] = [titles[row.meeting_key]]
    if row.item:
        meta.append(_("Agenda item %(number)s", number=row.item))
    meta.append(day(row.published_at))
    return Record(
        url=f"{here}/{row.number}",
        title=standing.title(row),
        symbol=row.symbol or "",
        status_word=str(word),
        status_tone=tone,
        by=[standing.byline(row)],
        meta=meta,
    )
