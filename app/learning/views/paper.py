"""A course on paper: the PDF of all its lessons."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.foundation import limits, paper
from app.foundation.i18n import current_lang
from app.foundation.web import public
from app.learning.queries import courses
from app.learning.queries.courses import Shown
from app.learning.views.book import making
from app.learning.views.room import bp
from app.learning.views.taking import Way


@bp.get("/<slug>/course.pdf")
@limits.limit_reading(limits.place, "120 per hour")
@public
def book(slug: str) -> ResponseReturnValue:
    found = making.find(courses.get_course(slug), current_lang())
    return paper.answer(making.pdf(found), f"{slug}-{found.lang}")


def way(course: Shown) -> Way:
    """Its size is not known in the first minute after a course was loaded: no page waits for it."""
    return Way(
        _("The whole course as a book (PDF)"),
        url_for("learning.book", slug=course.slug),
        making.size(making.find(course, current_lang())),
        _("To print, or to read without a connection. The answers stand at the end."),
    )
