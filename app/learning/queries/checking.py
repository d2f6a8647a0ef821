"""Lessons that editors hold against the law again: what they cite has changed, nobody looked for a year, or a
translation is older than its source.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.models import Reader
from app.accounts.readers import Role
from app.foundation.clock import now
from app.foundation.db import plain
from app.foundation.queue import Waiting
from app.learning.queries.courses import IN_USE, course_texts, courses, lesson_texts, lessons
from app.vocabularies import queries as vocabularies

YEAR = timedelta(days=365)  # a text stands so long before it is looked at again
SHOWN = courses.c.withdrawn_at.is_(None)


@dataclass(frozen=True)
class _Lesson:
    """A lesson in one of its languages."""

    slug: str
    key: str
    title: str
    lang: str
    languages: list[str]  # of the course, its source first
    is_stale: bool
    cites: list[str]
    checked_on: date

    def waits(self, why: str, due: datetime | None = None) -> Waiting:
        return Waiting(
            kind="lesson",
            title=self.title,
            lang=self.lang,
            since=_start_of(self.checked_on),
            due=due,
            endpoint="learning.lesson",
            values={"slug": self.slug, "lesson": self.key, "lang": self.lang},
            party=why,
        )


def waiting(reader: Reader) -> list[Waiting]:
    """Of an editor: what to look at, the longest unchecked first. Each reason is a line of its own."""
    if not (reader.id and reader.has(Role.EDITOR)):
        return []
    there = [_Lesson(*row) for row in plain(_LESSONS)]
    changed = vocabularies.changed_texts({key for one in there for key in one.cites})
    found = [line for one in there for line in _lines(one, changed)]
    newest_first = sorted(there, key=lambda one: one.checked_on, reverse=True)
    checked = {one.slug: one.checked_on for one in newest_first}
    found += [_of_course(row, checked[row.slug]) for row in plain(_COURSES) if row.slug in checked]
    return sorted(found, key=lambda one: one.since)


def counts(reader: Reader) -> tuple[int, int]:
    """How many there are, and how many of them are late: the law has changed, or a year is over."""
    found = waiting(reader)
    return len(found), sum(one.due is not None and one.due < now() for one in found)


def _lines(one: _Lesson, changed: Any) -> Iterator[Waiting]:
    if one.is_stale:
        yield one.waits(_("The translation is older than its source"))
    if one.lang != one.languages[0]:
        return
    if cited := _named(key for key in one.cites if key in changed):
        yield one.waits(_("Cites what has changed: %(texts)s", texts=cited), due=_start_of(one.checked_on))
    year_over = _start_of(one.checked_on) + YEAR
    if year_over < now():
        yield one.waits(_("Not held against the law for a year"), due=year_over)


def _named(keys: Iterable[str]) -> str:
    return str(_(", ")).join(keys)


def _of_course(row: Any, checked_on: date) -> Waiting:
    """The page of a course whose translation is older than its source; as old as its oldest lesson."""
    return Waiting(
        kind="lesson",
        title=row.title,
        lang=row.lang,
        since=_start_of(checked_on),
        endpoint="learning.show",
        values={"slug": row.slug, "lang": row.lang},
        party=_("The translation is older than its source"),
    )


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


_LESSONS = (
    select(
        courses.c.slug,
        lessons.c.key,
        lesson_texts.c.title,
        lesson_texts.c.lang,
        courses.c.languages,
        lesson_texts.c.is_stale,
        lessons.c.cites,
        lessons.c.checked_on,
    )
    .join(lessons, lessons.c.course_id == courses.c.id)
    .join(lesson_texts, lesson_texts.c.lesson_id == lessons.c.id)
    .where(SHOWN, IN_USE)
    .order_by(courses.c.position, courses.c.id, lessons.c.position, lesson_texts.c.lang)
)
_COURSES = (
    select(courses.c.slug, course_texts.c.title, course_texts.c.lang)
    .join(course_texts, course_texts.c.course_id == courses.c.id)
    .where(SHOWN, course_texts.c.is_stale)
    .order_by(courses.c.position, course_texts.c.lang)
)
