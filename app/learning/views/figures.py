"""Doors to the figures of learning, on the desk: all courses, one course, and each table as a file."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import Somebody
from app.foundation import tables
from app.foundation.errors import NotFound
from app.foundation.i18n import LANGS, current_lang, language_name
from app.foundation.web import open_to, signed_in
from app.learning.forms.figures import FiguresForm
from app.learning.queries import figures
from app.learning.queries.cohort import Chosen
from app.learning.queries.figures import Named, Overall
from app.learning.views import charted, charted_course
from app.learning.views.charted import Section
from app.organisations import queries as organisations
from app.organisations.models import KINDS
from app.vocabularies import queries as vocabularies

bp = Blueprint("figures", "app.learning", url_prefix="/desk/learning", template_folder="templates")


@dataclass(frozen=True)
class Asked:
    """What is looked at: the courses or one of them, and what they are narrowed to."""

    form: FiguresForm
    chosen: Chosen
    course: Named | None = None


def is_secretariat(reader: Somebody) -> bool:
    return reader.is_secretariat


@bp.get("")
@signed_in
@open_to(is_secretariat)
def index() -> ResponseReturnValue:
    return _page("learning/figures.html", _asked())


@bp.get("/<slug>")
@signed_in
@open_to(is_secretariat)
def show(slug: str) -> ResponseReturnValue:
    return _page("learning/figures_of_course.html", _asked(figures.get_named(slug)))


@bp.get("/tables/<name>.csv")
@signed_in
@open_to(is_secretariat)
def table(name: str) -> ResponseReturnValue:
    """One of the tables of a page, narrowed as the page is: its own address carries all of it."""
    slug = request.args.get("course")
    asked = _asked(figures.get_named(slug) if slug else None)
    found = next((one for one in _sections(asked, _everybody(asked)) if one.name == name), None)
    if found is None:
        raise NotFound("not_found")
    file = "-".join(["learning", *([asked.course.slug] if asked.course else []), name])
    return tables.csv(found.columns, found.rows, file)


def _page(template: str, asked: Asked) -> str:
    everybody = _everybody(asked)
    narrowed: dict[str, Any] = asked.form.in_use
    here: dict[str, Any] = {"slug": asked.course.slug} if asked.course else {}
    course: dict[str, Any] = {"course": asked.course.slug} if asked.course else {}
    return render_template(
        template,
        form=asked.form,
        in_use=len(narrowed),
        reset_url=url_for(request.endpoint or ".index", **here),
        narrowed=narrowed,
        chosen=charted.words_of(asked.form),
        course=asked.course,
        title=asked.course and asked.course.title(current_lang()),
        everybody=everybody.group,
        is_told=everybody.is_told,
        sections=_sections(asked, everybody) if everybody.is_told and everybody.group.began else [],
        csv_url=lambda name: url_for(".table", name=name, **course, **narrowed),
    )


def _everybody(asked: Asked) -> Overall:
    course = asked.course
    return figures.overall(asked.chosen.of(course.id) if course else asked.chosen)


def _sections(asked: Asked, everybody: Overall) -> list[Section]:
    """The figures of a page in their order."""
    if not everybody.is_told:
        return []
    people = charted.of_people(everybody, guarded=asked.chosen.is_guarded)
    if asked.course is None:
        return [charted.of_courses(figures.by_course(asked.chosen), asked.form.in_use), *people]
    own = charted_course.sections(asked.course, asked.chosen, everybody)
    return [*own, *people]


def _asked(course: Named | None = None) -> Asked:
    lang, form = current_lang(), FiguresForm(request.args)
    countries = sorted(
        (vocabularies.country_label(code, lang), code) for code in organisations.registered_countries()
    )
    form.offer(
        [(code, language_name(code, lang)) for code in LANGS],
        [(code, name) for name, code in countries],
        [(kind.value, word) for kind, word in KINDS.items()],
    )
    chosen = Chosen(
        form.since.data,
        form.until.data,
        form.language.data or "",
        form.country.data or "",
        form.kind.data or "",
    )
    return Asked(form, chosen, course)
