"""Whom figures are about: learners who began a course, narrowed by when, in which language, and for whom."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Self

from sqlalchemy import ColumnElement, Subquery, select

from app.learning.queries.learners import enrolments, learners
from app.organisations import queries as organisations
from app.organisations.models import Kind


@dataclass(frozen=True)
class Chosen:
    """What figures are narrowed to. Days are those of UTC, and both count."""

    since: date | None = None
    until: date | None = None
    language: str = ""
    country: str = ""
    kind: str = ""
    course: int | None = None

    @property
    def is_guarded(self) -> bool:
        """Whether so few people may be left that numbers of theirs would tell of one of them."""
        return any((self.since, self.until, self.language, self.country, self.kind))

    def of(self, course: int) -> Self:
        return replace(self, course=course)


def cohort(chosen: Chosen) -> Subquery:
    """One row for each learner in each course, with the country and kind of organisation they speak for.

    A guest counts from the first answer or finished lesson on: who only reads leaves nothing to count.
    """
    seats = organisations.first_seats()
    found = (
        select(
            *[enrolments.c[name] for name in ("learner_id", "course_id", "lang", "began_at", "finished_at")],
            learners.c.user_id,
            seats.c.country,
            seats.c.kind,
        )
        .join(learners, learners.c.id == enrolments.c.learner_id)
        .outerjoin(seats, seats.c.user_id == learners.c.user_id)
    )
    return found.where(*_narrowing(chosen, seats)).subquery("cohort")


def _narrowing(chosen: Chosen, seats: Subquery) -> Iterator[ColumnElement[bool]]:
    if chosen.since:
        yield enrolments.c.began_at >= datetime.combine(chosen.since, time.min, UTC)
    if chosen.until:
        yield enrolments.c.began_at <= datetime.combine(chosen.until, time.max, UTC)
    if chosen.language:
        yield enrolments.c.lang == chosen.language
    if chosen.country:
        yield seats.c.country == chosen.country
    if chosen.kind:
        yield seats.c.kind == Kind(chosen.kind)
    if chosen.course:
        yield enrolments.c.course_id == chosen.course
