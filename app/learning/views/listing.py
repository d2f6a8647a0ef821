"""The list of all courses for other platforms: JSON for programs, Atom for who follows it."""

from datetime import UTC, datetime, time
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.foundation import feeds, tables
from app.foundation.clock import now
from app.foundation.i18n import current_lang
from app.foundation.web import public
from app.learning.queries import courses
from app.learning.queries.courses import Shown
from app.learning.views.room import feeds as formats

FILES = {  # what a course is taken away as: its door, and the media type
    "pdf": ("learning.book", "application/pdf"),
    "offline": ("learning.offline", "application/zip"),
    "scorm": ("learning.scorm", "application/zip"),
    "moodle": ("learning.questions", "application/xml"),
}


@formats.get("/learn.json")
@public
def json() -> ResponseReturnValue:
    about = {"source": url_for("learning.index", _external=True), "language": current_lang()}
    return tables.json(_columns(), courses.catalogue(), "courses", **about)


@formats.get("/learn.atom")
@public
def atom() -> ResponseReturnValue:
    title = _("Courses of the Civil Society Platform")
    entries = [_entry(course) for course in courses.catalogue()]
    return feeds.atom(entries, title, about=url_for("learning.index", _external=True))


def _columns() -> list[tables.Column]:
    """Their names stay the same in every language."""

    def text(name: str) -> Any:
        return lambda course: getattr(course.text(current_lang()), name)

    return [
        ("title", text("title")),
        ("language", text("lang")),
        ("summary", text("summary")),
        ("address", _address),
        ("addresses", lambda course: {code: _address(course, code) for code in course.languages}),
        ("files", lambda course: {kind: _file(course, door) for kind, (door, _) in FILES.items()}),
        ("languages", lambda course: course.languages),
        ("minutes", lambda course: course.minutes),
        ("lessons", lambda course: course.lessons),
        ("licence", lambda course: course.licence),
        ("audience", text("audience")),
        ("for", lambda course: course.audiences),
        ("level", lambda course: course.level),
        ("subjects", lambda course: course.cites),
        ("updated", lambda course: course.checked_on),
        ("version", lambda course: course.version),
    ]


def _entry(course: Shown) -> feeds.Entry:
    text, address = course.text(current_lang()), _address(course)
    return feeds.Entry(
        id=_address(course, course.source),  # the same in the feeds of all languages
        title=text.title,
        updated=_checked(course),
        summary=text.summary,
        link=address,
        lang=text.lang,
        rights=course.licence,
        tags=course.cites,
        terms=[
            *(("language", code) for code in course.languages),
            ("extent", f"PT{course.minutes}M"),
            ("audience", text.audience),
            ("educationLevel", course.level),
        ],
        links=[
            *(
                feeds.Link("alternate", _address(course, code), "text/html", code)
                for code in course.languages
                if code != current_lang()
            ),
            *(
                feeds.Link("enclosure", _file(course, door), media_type, text.lang)
                for door, media_type in FILES.values()
            ),
        ],
    )


def _address(course: Shown, lang: str | None = None) -> str:
    return url_for("learning.show", slug=course.slug, lang=lang or current_lang(), _external=True)


def _file(course: Shown, door: str) -> str:
    return url_for(door, slug=course.slug, _external=True)


def _checked(course: Shown) -> datetime:
    """The day that its lessons were last held against the law in force: no later change counts for others."""
    return datetime.combine(course.checked_on or now().date(), time(), UTC)
