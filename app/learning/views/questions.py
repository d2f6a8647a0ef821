"""The questions of a course for Moodle."""

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.foundation import pages
from app.foundation.i18n import current_lang
from app.foundation.web import public
from app.learning.queries import courses, learners, quizzes
from app.learning.queries.courses import Shown
from app.learning.views import moodle
from app.learning.views.room import bp
from app.learning.views.taking import Way


@bp.get("/<slug>/questions.xml")
@public
def questions(slug: str) -> ResponseReturnValue:
    """All questions of a course with their answers: whoever teaches it elsewhere needs both."""
    course = courses.get_course(slug)
    answer = Response(_xml(course), content_type="application/xml; charset=utf-8")
    told = course.text(current_lang()).lang
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-questions-{told}.xml"'
    return answer


def way(course: Shown) -> Way:
    """With its size, which is counted once for each edition of the house."""
    key = ("questions", request.host, course.slug, current_lang())
    size = pages.part(key, lambda: len(_xml(course)))
    return Way(
        _("Its questions for Moodle (XML)"),
        url_for("learning.questions", slug=course.slug),
        size,
        _("For who teaches it on a platform of their own. The right answers are in it."),
    )


def _xml(course: Shown) -> bytes:
    lang = current_lang()
    asked = quizzes.questions_by_lesson(course, lang)
    sections = [
        moodle.Section(
            step.key,
            str(step.title(lang)),
            step.title(lang).lang,
            url_for("learning.lesson", slug=course.slug, lesson=step.key, _external=True),
            asked.get(step.id, []),
        )
        for step in learners.outline(course, learners.NOBODY)
    ]
    return moodle.xml(str(course.title(lang)), sections)
