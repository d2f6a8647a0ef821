"""The register: what was reported, narrowed by words and filters, a page at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import get_template_attribute, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from app.foundation import pages
from app.foundation.gaps import filled
from app.foundation.i18n import current_lang, day
from app.foundation.nav import place
from app.foundation.web import beside, public
from app.reports.forms.reading import LONGEST
from app.reports.queries import naming
from app.reports.queries import register as queries
from app.reports.views import standing
from app.reports.views.panel import panel
from app.reports.views.room import bp
from app.reports.views.seeking import Search, chips, understood
from app.vocabularies import queries as vocabularies


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
    tongues: None = None


@bp.get("")
@public
@pages.kept
def register() -> ResponseReturnValue:
    search = understood()
    found = queries.register(search.sought, request.args.get("page"))
    in_use = chips(search)
    return filled(
        "reports/register.html",
        words=search.sought.words,
        others=_part("unseen", [one for one in search.kept.items() if one[0] != "q"]),
        **panel(search),
        found=_how_many(found.count),
        chips=_part("chosen", in_use),
        mark=beside(*(label for label, _url in in_use)),
        which=_which(search),
        unknown=search.unknown,
        most=str(LONGEST) if len(request.args.get("q", "").strip()) > LONGEST else "",
        lines=Markup("").join(_lines(found.numbers)),
        previous=search.address(page=found.previous) if found.previous else "",
        next=search.address(page=found.next) if found.next else "",
        csv=search.address("registers.csv"),
        json=search.address("registers.json"),
        everything=place("reports.register"),
    )


def _part(name: str, items: Sequence[Any]) -> str:
    """What stands around the filters; nothing where there is nothing to show."""
    return get_template_attribute("components/filters.html", name)(items) if items else ""


def _which(search: Search) -> str:
    choices = [(choice, search.address(species=choice.key)) for choice in search.which]
    told = vocabularies.told_of("species", search.kept["species"], len(choices)) if choices else ""
    return get_template_attribute("reports/which.html", "which")(choices, told) if choices else ""


def _how_many(count: int) -> str:
    if count > queries.COUNTED:
        return str(_("More than 1,000 reports"))
    return str(ngettext("%(num)d report", "%(num)d reports", count))


def _lines(numbers: Sequence[str]) -> list[Markup]:
    """A line is drawn once in each language, and stands in every search that finds it."""
    return pages.parts(f"line {current_lang()}", numbers, _drawn)


def _drawn(numbers: Sequence[str]) -> dict[str, Markup]:
    rows = queries.rows_of(numbers)
    draw, say = get_template_attribute("components/record.html", "record"), _Wording(rows.values())
    return {one: Markup(draw(say.record(row))) for one, row in rows.items()}  # noqa: S704 our own template


class _Wording:
    """What many lines have in common, looked up once for all of them."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.lang, self.here = current_lang(), place("reports.register")
        self.titles = naming.meeting_titles(row.meeting_key for row in rows)
        self.item = _("Agenda item %(number)s")
        self.words: dict[Any, tuple[str, str]] = {}

    def record(self, row: Any) -> Record:
        word, tone = self.word_of(row.standing, row.outcome)
        item = [self.item % {"number": row.item}] if row.item else []
        return Record(
            url=f"{self.here}/{row.number}",
            title=standing.title(row, self.lang),
            symbol=row.symbol or "",
            status_word=word,
            status_tone=tone,
            by=[standing.byline(row, self.lang)],
            meta=[self.titles[row.meeting_key], *item, day(row.published_at, row.zone)],
        )

    def word_of(self, *where: Any) -> tuple[str, str]:
        if where not in self.words:
            word, tone = standing.word_of(*where)
            self.words[where] = str(word), tone
        return self.words[where]
