"""One lesson: to be read, its questions to be answered, and to be finished."""

from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from app.accounts.session import me
from app.foundation import limits, pages
from app.foundation.errors import Busy, Conflict, DomainError, Invalid, NotFound
from app.foundation.i18n import LANGS, current_lang, languages_named
from app.foundation.refusals import STATUS, sentence_of
from app.foundation.tokens import on_kept_pages
from app.foundation.web import public
from app.learning.forms import answers as sent_answers
from app.learning.operations import answering, reading
from app.learning.queries import courses, learners
from app.learning.queries.courses import Page, Shown
from app.learning.queries.learners import NOBODY, Step, Who
from app.learning.views import quiz
from app.learning.views.catalogue import onward, tongues
from app.learning.views.lengths import about
from app.learning.views.room import bp
from app.learning.views.who import remembered, who
from app.vocabularies import queries as vocabularies
from app.vocabularies.library.words import slug as anchor_of

FOR_EVER = "public, max-age=31536000, immutable"
ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@dataclass(frozen=True)
class Read:
    """A lesson with its course, as this reader sees them."""

    course: Shown
    lesson: Page


def find(slug: str, lesson: str) -> Read:
    course = courses.get_course(slug)
    return Read(course, courses.get_lesson(course, lesson, current_lang()))


@bp.get("/<slug>/<lesson>")
@public
def lesson(slug: str, lesson: str) -> Any:
    here = who()
    if here == Who():
        return _for_everybody(slug, lesson)
    learner = learners.learner_id(here)
    found = find(slug, lesson)
    steps = learners.outline(found.course, learner)
    if learner or here.user_id is not None:
        _note_opened(found, steps)
    return _page(found, learner, steps, generate_csrf())


@pages.kept
def _for_everybody(slug: str, lesson: str) -> str:
    """Who has done nothing yet sees what all such readers see: drawn once, and without a token."""
    found = find(slug, lesson)
    token = generate_csrf() if cookie else ""
    return _page(found, NOBODY, learners.outline(found.course, NOBODY), token)


def _note_opened(found: Read, steps: list[Step]) -> None:
    """Once, and when the learner was elsewhere before; a busy database keeps nobody from reading."""
    step = next(step for step in steps if step.id == found.lesson.id)
    if request.method != "GET" or (step.opened_at and step.is_last):
        return
    try:
        reading.open_lesson(found.course, found.lesson, learner=who())
    except Busy:
        current_app.logger.info("a lesson was opened and not noted: the database is busy")


@bp.route("/<slug>/<lesson>/questions/<key>", methods=["GET", "POST"])
@limits.limit(limits.place, "300 per minute")
@public
@on_kept_pages
def answer(slug: str, lesson: str, key: str) -> ResponseReturnValue:
    """To be read, a question stands in its lesson."""
    point = courses.get_point(slug, lesson, key, current_lang())
    there = url_for(".lesson", slug=slug, lesson=lesson, _anchor=f"q-{key}")
    if request.method != "POST":
        return redirect(there)
    seen = request.form.get("seen", "")
    try:
        if seen != point.asked.digest:  # before the answer is read: its choices may be gone
            raise Conflict("question_changed")
        given = sent_answers.read(point.asked, request.form)
        answered = answering.answer(point, given, seen=seen, learner=who())
    except (Invalid, Conflict) as error:
        return _refused(find(slug, lesson), key, error)
    return remembered(answered.who, redirect(f"{there}-result"))  # the focus goes to what came of it


def _refused(found: Read, key: str, error: DomainError) -> ResponseReturnValue:
    """The lesson again, with what was chosen and why it was not taken; a new question begins empty."""
    sent = None if error.key == "question_changed" else request.form
    learner = learners.learner_id(who())
    refused = quiz.Refused(key, sentence_of(error), sent)
    page = _page(found, learner, learners.outline(found.course, learner), generate_csrf(), refused)
    return page, STATUS[type(error)]


@bp.post("/<slug>/<lesson>/finish")
@limits.limit(limits.place, "300 per minute")
@public
@on_kept_pages
def finish(slug: str, lesson: str) -> ResponseReturnValue:
    """The lesson is read: on to the next one, after the last to the course."""
    found = find(slug, lesson)
    here = reading.finish_lesson(found.course, found.lesson, learner=who())
    after = _beside(learners.outline(found.course, NOBODY), found.lesson)[1]
    url = url_for(".lesson", slug=slug, lesson=after.key) if after else url_for(".show", slug=slug)
    return remembered(here, redirect(url))


@bp.get("/figures/<digest>.svg")
@public
def figure(digest: str) -> ResponseReturnValue:
    """A drawing, known by what it is: nobody need ask for it twice."""
    answer = Response(courses.get_figure(digest), mimetype="image/svg+xml")
    answer.headers["Cache-Control"], answer.headers["Content-Security-Policy"] = FOR_EVER, ALONE
    return answer


def _page(
    found: Read, learner: int, steps: list[Step], token: str, refused: quiz.Refused | None = None
) -> str:
    course, shown = found.course, found.lesson
    asked = courses.questions_of(shown, course)
    here = next((step for step in steps if step.id == shown.id), None)
    if here is None:
        raise NotFound("not_found")
    score = learners.score_of(steps, course.pass_mark)
    before, after = _beside(steps, shown)
    questions = quiz.drawn(asked, learners.answers_of(learner, shown.id), shown.html, refused)
    return render_template(
        "learning/lesson.html",
        course=course,
        course_title=course.title(current_lang()),
        lesson=shown,
        html=Markup(shown.html),  # noqa: S704 made safe when it was loaded
        title=here.title(current_lang()),
        lang=current_lang(),
        steps=steps,
        number=steps.index(here) + 1,
        time=about(shown.minutes),
        done=sum(step.is_done for step in steps),
        score=score,
        is_done=here.is_done,
        here=here,
        newest=quiz.newest(questions),
        before=before,
        after=after,
        onward=onward(steps, score),
        tongues=tongues(here.titles, here.stale, shown.lang),
        missing=languages_named([code for code in LANGS if code not in here.titles]),
        cites=[(key, anchor_of(key)) for key in shown.cites],
        changed=_changed(shown),
        questions=questions,
        reader=me(),
        token=token,
    )


def _beside(steps: list[Step], shown: Page) -> tuple[Step | None, Step | None]:
    """The lessons before and after this one."""
    place = next(place for place, step in enumerate(steps) if step.id == shown.id)
    return (
        steps[place - 1] if place else None,
        steps[place + 1] if place + 1 < len(steps) else None,
    )


def _changed(shown: Page) -> list[Any]:
    """Texts that the lesson cites and that have changed since: (key, amended or repealed)."""
    changed = vocabularies.changed_texts(shown.cites)
    return [(key, changed[key]) for key in shown.cites if key in changed]
