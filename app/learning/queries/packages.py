"""A whole course at once, for those who take it away."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from app.foundation import audit
from app.foundation.clock import now
from app.foundation.prepared import Prepared
from app.learning.models import Course
from app.learning.queries.courses import PAGE, Page, Shown, best, figures, lessons

LESSONS = Prepared(PAGE.order_by(lessons.c.position, lessons.c.id))
FIGURES = Prepared(select(figures.c.digest, figures.c.svg).where(figures.c.course_slug == bindparam("slug")))


def lessons_of(course: Shown, lang: str) -> list[Page]:
    """In their order; each in the reader's language, else as it was written."""
    by_lesson: dict[int, list[Any]] = {}
    for row in LESSONS.all(course_id=course.id, wanted=lang, source=course.source):
        by_lesson.setdefault(row.id, []).append(row)
    return [Page(*best(rows, lang)) for rows in by_lesson.values()]


def figures_of(course: Shown) -> dict[str, str]:
    """The drawings of a course by their digests."""
    return {row.digest: row.svg for row in FIGURES.all(slug=course.slug)}


def loaded_at(course: Shown) -> datetime:
    """When the course became what it is."""
    line = audit.last(f"{Course.__tablename__}:{course.id}", ["course.load"])
    return line.at if line else now()
