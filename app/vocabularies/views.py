"""The doors of the vocabularies: every set of words, its source, and what is not verified."""

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.foundation.errors import NotFound
from app.foundation.i18n import current_lang
from app.foundation.web import public
from app.vocabularies import queries

bp = Blueprint("vocabularies", __name__, url_prefix="/words", template_folder="templates")

TITLES = {
    "countries": ("country", _l("Countries")),
    "instruments": ("instrument", _l("Instruments and initiatives")),
    "targets": ("target", _l("Targets of strategic plans")),
    "themes": ("theme", _l("Themes")),
    "species": ("species", _l("Species")),
    "decisions": ("decision", _l("Resolutions and other texts that are cited")),
}


@bp.get("")
@public
def index() -> ResponseReturnValue:
    return render_template("vocabularies/index.html", datasets=queries.datasets(), titles=TITLES)


@bp.get("/species.json")
@public
def species_found() -> ResponseReturnValue:
    """Up to ten species for the picker: [{"key", "label", "lang", "note"}]."""
    words = request.args.get("q", "")[:80]
    found = queries.species_matching(words, current_lang())
    answer = jsonify([choice._asdict() for choice in found])
    answer.cache_control.public, answer.cache_control.max_age = True, 3600
    return answer


@bp.get("/<name>")
@public
def show(name: str) -> ResponseReturnValue:
    if name not in TITLES:
        raise NotFound("not_found")
    kind, title = TITLES[name]
    words, after = request.args.get("q", "")[:80], request.args.get("after", "")[:120]
    rows = queries.listed(kind, words, after)
    return render_template(
        "vocabularies/show.html",
        name=name,
        kind=kind,
        title=title,
        words=words,
        rows=rows,
        labels=queries.labels(kind, [row.key for row in rows], current_lang()),
        plans=queries.labels("plan", {str(row.facts.get("plan", "")) for row in rows}, current_lang()),
        next_url=url_for(".show", name=name, q=words or None, after=rows[-1].place)
        if len(rows) == queries.PAGE
        else None,
    )
