"""What can be learnt here: all courses, and each on a page of its own."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.session import me
from app.foundation.i18n import LANGS, current_lang, languages_named
from app.foundation.web import public
from app.learning.forms.catalogue import AUDIENCES, LEVELS, CatalogueForm
from app.learning.queries import certificates, courses, learners
from app.learning.queries.courses import Shown
from app.learning.queries.learners import Place, Score, Step
from app.learning.views import paper, questions
from app.learning.views.lengths import lasts
from app.learning.views.packages import doors as packages
from app.learning.views.room import bp
from app.learning.views.who import who


@bp.get("")
@public
def index() -> ResponseReturnValue:
    form = CatalogueForm(request.args)
    audience, level = form.audience.data or "", form.level.data or ""
    places = learners.places(learners.learner_id(who()))
    found = [
        course
        for course in courses.catalogue()
        if (not audience or audience in course.audiences) and (not level or level == course.level)
    ]
    return render_template(
        "learning/index.html",
        form=form,
        in_use=bool(audience) + bool(level),
        narrowed=_(", ").join(str(words[key]) for words, key in _chosen(audience, level)),
        items=[_as_record(course, places.get(course.id)) for course in found],
    )


def _chosen(audience: str, level: str) -> list[tuple[Any, str]]:
    asked: list[tuple[Any, str]] = [(AUDIENCES, audience), (LEVELS, level)]
    return [(words, key) for words, key in asked if key in words]


def _as_record(course: Shown, place: Place | None) -> SimpleNamespace:
    lang = current_lang()
    word, tone = _standing(course, place)
    text, level = course.text(lang), str(LEVELS.get(course.level, course.level))
    told = [level, lasts(course.lessons, course.minutes), languages_named(course.languages), good_for(course)]
    return SimpleNamespace(
        url=url_for(".show", slug=course.slug),
        title=course.title(lang),
        summary=text.summary,
        lang=text.lang,
        word=word,
        tone=tone,
        meta=[fact for fact in told if fact],
    )


def good_for(course: Shown) -> str:
    return str(_(", ")).join(str(AUDIENCES[one]) for one in course.audiences if one in AUDIENCES)


def _standing(course: Shown, place: Place | None) -> tuple[str, str]:
    if place is None:
        return "", ""
    if place.finished_at:
        return _("Passed"), "done"
    told = ngettext(
        "%(done)s of %(count)s lesson done",
        "%(done)s of %(count)s lessons done",
        course.lessons,
        done=place.done,
        count=course.lessons,
    )
    return str(told), "now"


@bp.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    course = courses.get_course(slug)
    steps = learners.outline(course, learners.learner_id(who()))
    text = course.text(current_lang())
    score = learners.score_of(steps, course.pass_mark)
    return render_template(
        "learning/show.html",
        course=course,
        text=text,
        title=course.title(current_lang()),
        level=LEVELS.get(course.level, course.level),
        audiences=good_for(course),
        lasts=lasts(len(steps), sum(step.minutes for step in steps)),
        tongues=tongues(course.texts, {one.lang for one in course.texts.values() if one.is_stale}, text.lang),
        steps=steps,
        done=sum(step.is_done for step in steps),
        lang=current_lang(),
        score=score,
        reader=me(),
        certificate=certificates.newest(me().id, course.id),
        onward=onward(steps, score),
        is_begun=any(step.opened_at for step in steps),
        ways=[paper.way(course), *packages.ways(course), questions.way(course)],
    )


def onward(steps: Sequence[Step], score: Score) -> Step | None:
    """Where to go on: where the learner was, else what is not read yet, else what is not yet right."""
    here = next((step for step in steps if step.is_last and not step.is_done), None)
    unread = next((step for step in steps if not step.is_done), None)
    wrong = next((step for step in steps if step.right < step.asked), None)
    return here or unread or (None if score.passed else wrong)


def tongues(there: Any, stale: Any, shown: str) -> list[tuple[str, bool, bool]]:
    """Languages that something can be read in: the code, whether it is up to date, whether it is shown."""
    return [(code, code not in stale, code == shown) for code in LANGS if code in there]
