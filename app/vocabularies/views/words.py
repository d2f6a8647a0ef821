"""Every set of words with its source, its day and what is not verified; as page, CSV and JSON."""

from collections.abc import Iterable
from datetime import date
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from flask_babel import pgettext as _p
from sqlalchemy import ColumnElement

from app.foundation import paging, tables
from app.foundation.errors import NotFound
from app.foundation.i18n import current_lang, day
from app.foundation.text import one_line
from app.foundation.web import public
from app.vocabularies import queries
from app.vocabularies.library.words import fold
from app.vocabularies.models import Dataset, Term
from app.vocabularies.views import columns

bp = Blueprint("vocabularies", "app.vocabularies", url_prefix="/words", template_folder="templates")

SETS = {
    "countries": ("country", _l("Countries")),
    "instruments": ("instrument", _l("Instruments and initiatives")),
    "targets": ("target", _l("Targets of strategic plans")),
    "themes": ("theme", _l("Themes")),
    "species": ("species", _lp("several", "Species")),
    "decisions": ("decision", _l("Resolutions and other texts that are cited")),
}
PAGE = 50
HOUR = 3600


@bp.get("")
@public
def index() -> ResponseReturnValue:
    doubts = queries.doubts()
    sets = [
        SimpleNamespace(
            title=SETS[known.key][1],
            url=url_for(".show", name=known.key),
            facts=_about(known, doubts.get(known.id, queries.Doubts())),
        )
        for known in queries.datasets()
    ]
    return render_template("vocabularies/index.html", sets=sets)


@bp.get("/<name>")
@public
def show(name: str) -> ResponseReturnValue:
    kind, title, known = _get_set(name)
    words = _words() if kind == "species" else ""
    sections, page = _sections(kind, words)
    return render_template(
        "vocabularies/show.html",
        name=name,
        title=title,
        words=words,
        facts=_about(known, queries.doubts().get(known.id, queries.Doubts())) if known else [],
        sections=[section for section in sections if section.rows],
        heads=columns.heads(kind),
        previous_url=_turned(name, words, page.previous),
        next_url=_turned(name, words, page.next),
    )


@bp.get("/species.json")
@public
def species_found() -> ResponseReturnValue:
    return _found("species")


@bp.get("/countries.json")
@public
def countries_found() -> ResponseReturnValue:
    return _found("countries")


def _found(name: str) -> ResponseReturnValue:
    """For the picker up to ten, and what there is to say of the rest; without `q` the whole set.

    {"found": [{"key", "label", "lang", "note"}], "told": "27 more are called so. …"}
    """
    if "q" not in request.args:
        return _exported(name, "json")
    look_for = queries.species_matching if name == "species" else queries.countries_matching
    words = _words()
    hits = look_for(words, current_lang())
    told = queries.told_of(SETS[name][0], words, len(hits))
    shown = [{part: getattr(hit, part) for part in ("key", "label", "lang", "note")} for hit in hits]
    answer = jsonify({"found": shown, "told": told})
    answer.cache_control.public, answer.cache_control.max_age = True, HOUR
    return answer


@bp.get("/<name>.<any(csv, json):ending>")
@public
def export(name: str, ending: str) -> ResponseReturnValue:
    return _exported(name, ending)


def _exported(name: str, ending: str) -> Response:
    """A whole set with what its rows rest on, under headings that stay as they are."""
    kind, _title, known = _get_set(name)
    if known is None:
        raise NotFound("not_found")
    rows = queries.named(queries.listed(kind), current_lang())
    told = columns.exported(kind)
    if ending == "json":
        about = {key: getattr(known, key) for key in ("as_of", "source", "terms", "note", "digest")}
        return tables.json(told, rows, name, about=about)
    fixed = [("as_of", lambda _row: known.as_of), ("source", lambda _row: known.source)]
    return tables.csv([*told, *fixed], rows, name)


def _get_set(name: str) -> tuple[str, object, Dataset | None]:
    if name not in SETS:
        raise NotFound("not_found")
    return *SETS[name], queries.dataset(name)


def _words() -> str:
    return one_line(request.args.get("q", ""))[: queries.LONGEST_QUESTION]


def _sections(kind: str, words: str) -> tuple[list[SimpleNamespace], paging.Page]:
    """The tables of a page: targets stand plan by plan, species page by page, the rest in one."""
    if kind == "species":
        keys: list[ColumnElement[Any]] = [Term.place.expression, Term.id.expression]
        page = paging.page(queries.matching(kind, words), keys, request.args.get("page"), size=PAGE)
        return [_section(kind, page.rows)], page
    terms = queries.listed(kind)
    if kind != "target":
        return [_section(kind, terms)], paging.Page(terms)
    plans = queries.named(queries.listed("plan"), current_lang())
    by_plan = [(plan, [t for t in terms if t.facts["plan"] == plan.key]) for plan, _choice in plans]
    names = dict(plans)
    return [_section(kind, rows, plan, names[plan]) for plan, rows in by_plan], paging.Page(terms)


def _section(
    kind: str, terms: Iterable[Term], plan: Term | None = None, name: queries.Choice | None = None
) -> SimpleNamespace:
    rows = queries.named(terms, current_lang())
    if kind == "country":
        rows = sorted(rows, key=lambda row: fold(row[1].label))
    return SimpleNamespace(
        plan=plan, name=name, rows=[columns.cells(kind, term, choice) for term, choice in rows]
    )


def _about(known: Dataset, doubts: queries.Doubts) -> list[tuple[str, object]]:
    """What a set rests on, line by line."""
    return [
        (_("Entries"), str(known.term_count)),
        (_p("entries", "Not verified"), _counted(doubts)),
        (_("As of"), day(date.fromisoformat(known.as_of))),
        (_("Source"), columns.english(known.source)),
        (_("Terms of use"), columns.english(known.terms)),
        (_("Note"), columns.english(known.note)),
        (_("Loaded on"), day(known.loaded_at)),
    ]


def _counted(doubts: queries.Doubts) -> str:
    count, known = doubts
    return str(
        _("%(count)d; from general knowledge: %(known)d", count=count, known=known) if known else count
    )


def _turned(name: str, words: str, token: str | None) -> str | None:
    return url_for(".show", name=name, q=words or None, page=token) if token else None
