"""How many people learn, how far they come, and who they are: counted, never named."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from sqlalchemy import and_, case, func, select

from app.foundation.db import plain, table
from app.foundation.errors import NotFound
from app.foundation.i18n import Said, said
from app.learning.models import Certificate, CertificateState
from app.learning.queries import few
from app.learning.queries.cohort import Chosen, cohort
from app.learning.queries.courses import IN_USE, LIVE, course_texts, courses, lesson_texts, lessons
from app.learning.queries.few import FEW, Group, Told
from app.learning.queries.learners import enrolments, progress

certificates = table(Certificate)
GUESTS, NONE = "guests", "none"  # instead of a country or a kind


@dataclass(frozen=True)
class Named:
    """A course or a lesson by its names. One that was withdrawn keeps what was learnt in it."""

    id: int
    slug: str
    titles: Mapping[str, str]
    source: str
    is_withdrawn: bool = False

    def title(self, lang: str) -> Said:
        return said(self.titles, lang, own=self.source)


@dataclass(frozen=True)
class InCourse:
    """A course in numbers; None where a number may not be told."""

    course: Named
    began: int | None
    going: int | None
    passed: int | None
    certified: int | None  # hold a certificate that is valid
    days: int | None  # median from beginning to passing; None where fewer than five have passed


@dataclass(frozen=True)
class InLesson:
    """How many of those who began the course opened a lesson, and how many finished it."""

    number: int
    lesson: Named
    opened: int | None
    done: int | None


@dataclass(frozen=True)
class Overall:
    """Who learns: how many people, and of which languages, countries and kinds of organisation."""

    group: Group
    is_told: bool  # False: so few that nothing may be told
    languages: Sequence[Told]
    countries: Sequence[Told]
    kinds: Sequence[Told]


@dataclass(frozen=True)
class R3:
    """The public totals of learning, for the page on how the recommendations are carried out."""

    courses: int
    languages: Sequence[str]  # in which at least one course can be taken
    learners: int
    begun: int
    finished: int
    certificates: int  # that are valid
    by_language: Sequence[tuple[str, int, int]]  # language, courses begun, courses finished


def all_courses() -> list[Named]:
    """In their order; those that were withdrawn are among them."""
    wanted = [courses.c[name] for name in ("id", "slug", "languages", "withdrawn_at")]
    texts = select(*wanted, course_texts.c.lang, course_texts.c.title).join(
        course_texts, course_texts.c.course_id == courses.c.id
    )
    rows = plain(texts.order_by(courses.c.withdrawn_at.is_not(None), courses.c.position, courses.c.id))
    return [
        Named(of[0].id, of[0].slug, _titles(of), of[0].languages[0], of[0].withdrawn_at is not None)
        for of in _by_id(rows)
    ]


def get_named(slug: str) -> Named:
    for course in all_courses():
        if course.slug == slug:
            return course
    raise NotFound("not_found")


def by_course(chosen: Chosen) -> list[InCourse]:
    """Every course that anybody can begin, or has begun."""
    those = cohort(chosen)
    counted = select(those.c.course_id, func.count(), func.count(those.c.finished_at))
    told = {row[0]: row for row in plain(counted.group_by(those.c.course_id))}
    took, held = _days(chosen), _certified(chosen)
    found = []
    for course in all_courses():
        _, began, passed = told.get(course.id, (course.id, 0, 0))
        if began or not course.is_withdrawn:
            group = Group(course.slug, began, passed)
            days, hold = took.get(course.id, []), held.get(course.id, 0)
            found.append(_in_course(course, group, days, hold, guarded=chosen.is_guarded))
    return found


def in_course(course: Named, chosen: Chosen, everybody: Overall) -> InCourse:
    """One course; `everybody` is who was found in it."""
    took = _days(chosen.of(course.id)).get(course.id, [])
    held = _certified(chosen.of(course.id)).get(course.id, 0)
    return _in_course(course, everybody.group, took, held, guarded=chosen.is_guarded)


def _in_course(course: Named, group: Group, took: Sequence[float], held: int, *, guarded: bool) -> InCourse:
    began = few.enough(group.began, guarded=guarded)
    passed = few.both_sides(group) if guarded else group.passed
    if began is None or passed is None:
        return InCourse(course, began, None, None, None, None)
    days = round(median(took)) if len(took) >= FEW else None
    return InCourse(course, began, began - passed, passed, few.enough(held, guarded=guarded), days)


def _days(chosen: Chosen) -> dict[int, list[float]]:
    """How many days each of those who passed needed, by course."""
    those = cohort(chosen)
    of_each = select(those.c.course_id, those.c.began_at, those.c.finished_at)
    found: dict[int, list[float]] = {}
    for course, began_at, finished_at in plain(of_each.where(those.c.finished_at.is_not(None))):
        found.setdefault(course, []).append((finished_at - began_at).total_seconds() / 86400)
    return found


def _certified(chosen: Chosen) -> dict[int, int]:
    """How many of those people hold a valid certificate, by course."""
    those = cohort(chosen)
    counted = (
        select(those.c.course_id, func.count())
        .join(
            certificates,
            and_(
                certificates.c.learner_id == those.c.learner_id,
                certificates.c.course_id == those.c.course_id,
            ),
        )
        .where(certificates.c.state == CertificateState.VALID)
    )
    return {row[0]: row[1] for row in plain(counted.group_by(those.c.course_id))}


def overall(chosen: Chosen) -> Overall:
    """People, each counted once, however many courses they take; once in each language they learn in."""
    those = cohort(chosen)
    people = func.count(those.c.learner_id.distinct())
    passed = func.count(case((those.c.finished_at.is_not(None), those.c.learner_id)).distinct())
    is_guest = those.c.user_id.is_(None).label("is_guest")
    origin = (those.c.country, those.c.kind, is_guest)
    rows = plain(select(*origin, people, passed).group_by(*origin)).all()
    tongues = plain(select(those.c.lang, people, passed).group_by(those.c.lang))
    languages = sorted((Group(*row) for row in tongues), key=lambda one: (-one.began, one.key))
    count, through = sum(row[3] for row in rows), sum(row[4] for row in rows)
    everybody = Group("", count, through)
    is_told = not (chosen.is_guarded and count < FEW)
    return Overall(
        everybody,
        is_told,
        few.gathered(languages) if is_told else [],
        few.gathered(_groups(rows, lambda row: row.country)) if is_told else [],
        few.gathered(_groups(rows, lambda row: row.kind and row.kind.value)) if is_told else [],
    )


def _groups(rows: Iterable[Any], key_of: Callable[[Any], str | None]) -> list[Group]:
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        key = GUESTS if row.is_guest else key_of(row) or NONE
        began, passed = found.get(key, (0, 0))
        found[key] = began + row[3], passed + row[4]
    return [Group(key, *counts) for key, counts in found.items()]


def by_lesson(course: Named, chosen: Chosen) -> list[InLesson]:
    """Lesson by lesson, in their order: where people stop."""
    those, guarded = cohort(chosen.of(course.id)), chosen.is_guarded
    reached = (
        select(
            progress.c.lesson_id,
            func.count().label("opened"),
            func.count(progress.c.read_at).label("done"),
        )
        .join(those, those.c.learner_id == progress.c.learner_id)
        .group_by(progress.c.lesson_id)
        .subquery()
    )
    told = (
        select(lessons.c.id, lessons.c.key, lesson_texts.c.lang, lesson_texts.c.title, reached)
        .join(lesson_texts, lesson_texts.c.lesson_id == lessons.c.id)
        .outerjoin(reached, reached.c.lesson_id == lessons.c.id)
        .where(IN_USE, lessons.c.course_id == course.id)
        .order_by(lessons.c.position, lessons.c.id)
    )
    found = []
    for number, of in enumerate(_by_id(plain(told)), 1):
        lesson = Named(of[0].id, of[0].key, _titles(of), course.source)
        opened, done = (few.enough(count or 0, guarded=guarded) for count in (of[0].opened, of[0].done))
        found.append(InLesson(number, lesson, opened, done))
    return found


def r3_figures() -> R3:
    """Totals only: nothing in them tells of a country, an organisation or a person."""
    offered = plain(select(courses.c.languages).where(LIVE)).scalars().all()
    learners = plain(select(func.count(enrolments.c.learner_id.distinct()))).scalar_one()
    counted = select(enrolments.c.lang, func.count(), func.count(enrolments.c.finished_at))
    valid = select(func.count()).where(certificates.c.state == CertificateState.VALID)
    rows = plain(counted.group_by(enrolments.c.lang).order_by(func.count().desc(), enrolments.c.lang)).all()
    return R3(
        courses=len(offered),
        languages=sorted({code for codes in offered for code in codes}),
        learners=learners,
        begun=sum(row[1] for row in rows),
        finished=sum(row[2] for row in rows),
        certificates=plain(valid).scalar_one(),
        by_language=[tuple(row) for row in rows],
    )


def _by_id(rows: Iterable[Any]) -> list[list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    return list(found.values())


def _titles(rows: Iterable[Any]) -> dict[str, str]:
    return {row.lang: row.title for row in rows}
