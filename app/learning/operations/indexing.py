"""What of courses is found by searching: each course and each lesson, in every language it is written in.

Called inside the transaction that loads or withdraws a course.
"""

from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.foundation import search
from app.foundation.db import session
from app.learning.models import Course, Lesson


def put_course(course: Course) -> None:
    """Findable as it is now; what was withdrawn is not."""
    session.flush()  # so that new lessons have their numbers
    search.drop("course", course.slug)
    for text in course.texts if course.withdrawn_at is None else ():
        search.put(
            "course",
            course.slug,
            text.lang,
            text.title,
            f"{text.summary}\n{text.audience}",
            url_endpoint="learning.show",
            url_values={"slug": course.slug},
        )
    for lesson in course.lessons:
        _put_lesson(course, lesson)


def _put_lesson(course: Course, lesson: Lesson) -> None:
    search.drop("lesson", str(lesson.id))
    gone = course.withdrawn_at or lesson.withdrawn_at
    for text in lesson.texts if not gone else ():
        search.put(
            "lesson",
            str(lesson.id),
            text.lang,
            text.title,
            "\n".join([*text.objectives, _words(text.html)]),
            url_endpoint="learning.lesson",
            url_values={"slug": course.slug, "lesson": lesson.key},
        )


def _words(html: str) -> str:
    """Of a page that loading made safe."""
    return Markup(html.replace("<", " <")).striptags()  # noqa: S704 shown to nobody


@search.source("course")
def put_courses() -> None:
    """For a rebuild of the index, lessons too."""
    with_all = (
        selectinload(Course.texts),
        selectinload(Course.lessons).selectinload(Lesson.texts),
    )
    for course in session.scalars(select(Course).options(*with_all).order_by(Course.position, Course.id)):
        put_course(course)
