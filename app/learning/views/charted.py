"""Figures in words: each as a table whose columns become a file too, and as a small chart of the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import pgettext as _p

from app.foundation.clock import now
from app.foundation.drawing import Bar, Chart, counted, share
from app.foundation.i18n import current_lang, day, language_name
from app.foundation.tables import Column
from app.learning.forms.figures import FiguresForm
from app.learning.queries.few import OTHERS, Told
from app.learning.queries.figures import GUESTS, NONE, InCourse, Named, Overall
from app.organisations.models import KINDS, Kind
from app.vocabularies import queries as vocabularies


@dataclass(frozen=True)
class Section:
    """One figure. The first column names a row; `url` leads on from it, `lang` is that of its name."""

    name: str
    title: str
    note: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    bars: Sequence[Bar]
    url: Callable[[Any], str] | None = None
    lang: Callable[[Any], str] = field(default=lambda _row: current_lang())

    @property
    def chart(self) -> Chart:
        return Chart(self.title, self.note, self.bars)


def number(count: float | None) -> Any:
    """A number of people, or that they are few."""
    return _("fewer than 5") if count is None else count


def part(count: float | None) -> Any:
    """A number that is left out wherever few people could be found by it."""
    return _("not shown") if count is None else count


def known(value: Any) -> Any:
    return "" if value is None else value


# ------------------------------------------------------------------ who learns


def of_people(everybody: Overall, *, guarded: bool) -> list[Section]:
    """By language, country and kind of organisation."""
    alone = _(
        "Countries with fewer than 5 people are taken together, so that nobody can be found. How many "
        "passed is not shown where fewer than 5 did, or fewer than 5 did not; then a second row is left out "
        "as well, for it could be worked out from the total."
    )
    kinds = _("Kinds of organisation with fewer than 5 people are taken together, as countries are.")
    return [
        _of_groups(
            "languages",
            _("By language"),
            _("The language in which each learner last read a course. Who learns in two counts in both."),
            _("Language"),
            everybody.languages,
            lambda code: language_name(code, current_lang()),
        ),
        _of_groups(
            "countries",
            _("By country"),
            alone,
            _("Country"),
            everybody.countries,
            lambda code: vocabularies.country_label(code, current_lang()),
        ),
        _of_groups(
            "kinds",
            _("By kind of organisation"),
            kinds,
            _("Kind of organisation"),
            everybody.kinds,
            lambda kind: str(KINDS[Kind(kind)]),
        ),
    ]


def _of_groups(
    name: str, title: str, note: str, heading: str, groups: Sequence[Told], word_of: Callable[[str], str]
) -> Section:
    special = {
        GUESTS: _("Guests, without an account"),
        NONE: _("No organisation, or a protected one"),
        OTHERS: _("Others, taken together"),
    }

    def called(group: Told) -> str:
        return special.get(group.key) or word_of(group.key)

    columns: list[Column] = [
        (heading, called),
        (_p("learners", "People"), lambda one: number(one.began)),
        (_p("learners", "Passed"), lambda one: part(one.passed)),
    ]
    bars = counted((called(one), str(number(one.began)), one.began) for one in groups)
    return Section(name, title, note, columns, groups, bars)


# ------------------------------------------------------------------ all courses


def of_courses(found: Sequence[InCourse], narrowed: dict[str, Any]) -> Section:
    columns: list[Column] = [
        (_("Course"), lambda one: called(one.course)),
        (_p("course", "Begun"), lambda one: number(one.began)),
        (_p("course", "In progress"), lambda one: part(one.going)),
        (_p("course", "Passed"), lambda one: part(one.passed)),
        (_p("course", "Certificates"), lambda one: part(one.certified)),
        (_("Days from beginning to passing"), lambda one: known(one.days)),
    ]
    most = max((one.began or 0 for one in found), default=0)
    bars = [
        Bar(called(one.course), _begun(one), share(one.passed, most), share(one.began, most)) for one in found
    ]
    return Section(
        "courses",
        _("By course"),
        _(
            "The long bar: who began. The dark one in it: who passed. Of days, half of those who passed "
            "needed fewer and half needed more; told where 5 people or more have passed."
        ),
        columns,
        found,
        bars,
        url=lambda one: url_for("figures.show", slug=one.course.slug, **narrowed),
        lang=lambda one: one.course.title(current_lang()).lang,
    )


def called(course: Named) -> str:
    title = course.title(current_lang()).text
    return str(_("%(title)s (withdrawn)", title=title)) if course.is_withdrawn else title


def _begun(one: InCourse) -> str:
    if one.passed is None:
        return str(number(one.began))
    return str(_("%(passed)s of %(began)s passed", passed=one.passed, began=one.began))


# ------------------------------------------------------------------ what it is narrowed to


def about(course: Named | None, form: FiguresForm) -> list[Column]:
    """What a file is about, in each of its rows, for it leaves its page."""
    title = called(course) if course else str(_("All courses"))
    chosen, today = " · ".join(words_of(form)) or str(_("All learners")), now().date()
    return [
        (_("Figures of"), lambda _row: title),
        (_("Only these"), lambda _row: chosen),
        (_("As of"), lambda _row: today),
    ]


def words_of(form: FiguresForm) -> list[str]:
    """What is chosen, one by one, as the title of the window and the page say it."""
    lang, told = current_lang(), []
    if form.since.data:
        told.append(_("from %(day)s", day=day(form.since.data).striptags()))
    if form.until.data:
        told.append(_("until %(day)s", day=day(form.until.data).striptags()))
    if form.language.data:
        told.append(language_name(form.language.data, lang))
    if form.country.data:
        told.append(vocabularies.country_label(form.country.data, lang))
    if form.kind.data:
        told.append(str(KINDS[Kind(form.kind.data)]))
    return told
