"""Where a course is taken away as a ZIP, and how that is offered on its page."""

from hashlib import sha256

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.foundation import limits
from app.foundation.i18n import current_lang
from app.foundation.web import public
from app.learning.queries import courses
from app.learning.queries.courses import Shown
from app.learning.views.packages import making
from app.learning.views.packages.content import tongues
from app.learning.views.room import bp
from app.learning.views.taking import Way

RULE = "120 per hour"


@bp.get("/<slug>/offline.zip")
@limits.limit_reading(limits.place, RULE)
@public
def offline(slug: str) -> ResponseReturnValue:
    return _answer(courses.get_course(slug), "offline")


@bp.get("/<slug>/scorm.zip")
@limits.limit_reading(limits.place, RULE)
@public
def scorm(slug: str) -> ResponseReturnValue:
    return _answer(courses.get_course(slug), "scorm")


def ways(course: Shown) -> list[Way]:
    source = making.source(course)
    return [
        Way(
            _("Pages to read without a network (ZIP)"),
            url_for("learning.offline", slug=course.slug),
            making.size(source, "offline"),
            _("Unpack it on a phone or a computer and open index.html. Answers stay on that device."),
        ),
        Way(
            _("Package for a learning platform (SCORM 1.2)"),
            url_for("learning.scorm", slug=course.slug),
            making.size(source, "scorm"),
            _("For Moodle and others. Scores stay on that platform; certificates come from here only."),
        ),
    ]


def _answer(course: Shown, kind: str) -> ResponseReturnValue:
    packed = making.packed(making.source(course), kind)
    answer = Response(packed, mimetype="application/zip")
    name = f"{course.slug}-{kind}-{tongues(course.text(current_lang()).lang)}.zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.set_etag(sha256(packed).hexdigest()[:32])
    return answer.make_conditional(request)
