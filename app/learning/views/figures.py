"""Doors to the figures of learning, on the desk: all courses, one course, and each table as a file."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.models import Somebody
from app.foundation import tables
from app.foundation.clock import now
from app.foundation.errors import Invalid, NotFound
from app.foundation.i18n import LANGS, current_lang, language_name
from app.foundation.tables import Column
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

OF_ALL = frozenset({"courses", "languages", "countries", "kinds"})  # tables, by their names in an address
OF_ONE = frozenset({"standing", "lessons", "questions", "languages", "countries", "kinds"})
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
    if name not in (OF_ONE if asked.course else OF_ALL):
        raise NotFound("not_found")
    if asked.form.errors:
        raise Invalid("filters_wrong")
    file, about = _file_name(asked, name), charted.about(asked.course, asked.form)
    found = next((one for one in _sections(asked, _everybody(asked)) if one.name == name), None)
    if found is None:
        why: list[Column] = [(_("Not shown"), lambda _row: _("Fewer than 5 people, perhaps none"))]
        return tables.csv([*why, *about], [None], file)
    return tables.csv([*found.columns, *about], found.rows, file)


def _file_name(asked: Asked, name: str) -> str:
    """It says of what it is, by what it was narrowed, and when it was taken."""
    narrowed = [part for pair in asked.form.in_use.items() for part in pair]
    course = [asked.course.slug] if asked.course else []
    return "-".join(["learning", *course, name, *narrowed, now().date().isoformat()])


def _page(template: str, asked: Asked) -> ResponseReturnValue:
    everybody = _everybody(asked)
    wrong = [(field.label.text, field.errors) for field in asked.form if field.errors]
    narrowed: dict[str, Any] = asked.form.in_use
    here: dict[str, Any] = {"slug": asked.course.slug} if asked.course else {}
    course: dict[str, Any] = {"course": asked.course.slug} if asked.course else {}
    page = render_template(
        template,
        wrong=wrong,
        as_of=now(),
        form=asked.form,
        in_use=len(narrowed),
        reset_url=url_for(request.endpoint or ".index", **here),
        narrowed=narrowed,
        chosen=charted.words_of(asked.form),
        course=asked.course,
        title=asked.course and asked.course.title(current_lang()),
        everybody=everybody.group,
        is_told=everybody.is_told,
        sections=_sections(asked, everybody) if everybody.group.began and not wrong else [],
        csv_url=lambda name: url_for(".table", name=name, **course, **narrowed),
    )
    return page, 422 if wrong else 200


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
