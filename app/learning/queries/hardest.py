"""Which questions are hard: how many were right at first, how many in the end, and what misleads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Subquery, and_, case, func, select

from app.foundation.db import plain
from app.learning.queries.cohort import Chosen, cohort
from app.learning.queries.courses import IN_USE, lessons, question_texts, questions
from app.learning.queries.few import FEW, is_few
from app.learning.queries.figures import Named
from app.learning.queries.learners import attempts

MOST = 10  # wrong answers to a question that are looked at


@dataclass(frozen=True)
class InQuestion:
    """A question in numbers: of those who answered it as it is asked now. None where it may not be told."""

    key: str
    kind: str
    lesson_id: int
    lang: str
    words: Mapping[str, Any]
    answered: int | None
    at_first: int | None  # per cent whose first answer was right
    in_the_end: int | None  # per cent who ever answered rightly
    tries: float | None  # answers of a learner, on average
    wrong: Mapping[str, Any] | None  # the wrong answer that most people gave; None where fewer than five did
    wrong_people: int


@dataclass(frozen=True)
class Wrong:
    given: Mapping[str, Any]
    people: int


def by_question(course: Named, chosen: Chosen, lang: str) -> list[InQuestion]:
    """Every question of a course, the hardest first; those that nobody answered last."""
    those = cohort(chosen.of(course.id))
    tallies = {row.question_id: row for row in plain(_tallied(those))}
    wrongs = _most_wrong(those)
    found: dict[int, Any] = {}
    for row in plain(_asked(course, lang)):
        if row.id not in found or row.lang == lang:
            found[row.id] = row
    told = [
        _in_question(row, tallies.get(row.id), wrongs.get(row.id), guarded=chosen.is_guarded)
        for row in found.values()
    ]
    return sorted(told, key=lambda one: 101 if one.at_first is None else one.at_first)


def _in_question(row: Any, tally: Any, wrong: Wrong | None, *, guarded: bool) -> InQuestion:
    about = (row.key, row.kind, row.lesson_id, row.lang, row.words)
    if tally is None:
        return InQuestion(*about, 0, None, None, None, None, 0)
    if guarded and is_few(tally.answered):
        return InQuestion(*about, None, None, None, None, None, 0)
    at_first, in_the_end = (
        round(100 * int(count) / tally.answered) for count in (tally.at_first, tally.ever)
    )
    tries = round(float(tally.tries) / tally.answered, 1)
    told = (None, 0) if wrong is None or wrong.people < FEW else (wrong.given, wrong.people)
    return InQuestion(*about, tally.answered, at_first, in_the_end, tries, *told)


def _asked(course: Named, lang: str) -> Any:
    columns = [questions.c[name] for name in ("id", "key", "kind", "lesson_id")]
    return (
        select(*columns, question_texts.c.lang, question_texts.c.words)
        .join(lessons, lessons.c.id == questions.c.lesson_id)
        .join(question_texts, question_texts.c.question_id == questions.c.id)
        .where(
            IN_USE,
            questions.c.withdrawn_at.is_(None),
            lessons.c.course_id == course.id,
            question_texts.c.lang.in_([lang, course.source]),
        )
        .order_by(lessons.c.position, questions.c.position, questions.c.id)
    )


def _current(those: Subquery) -> Any:
    """Attempts of these people at questions as they are asked now: an older wording was another question."""
    same = and_(questions.c.id == attempts.c.question_id, questions.c.digest == attempts.c.question_digest)
    in_course = and_(lessons.c.id == questions.c.lesson_id, lessons.c.course_id == those.c.course_id)
    return (
        attempts.join(questions, same)
        .join(those, those.c.learner_id == attempts.c.learner_id)
        .join(lessons, in_course)
    )


def _tallied(those: Subquery) -> Any:
    right = case((attempts.c.is_right, 1), else_=0)
    of_each = (
        select(
            attempts.c.question_id,
            func.min(attempts.c.id).label("first_id"),
            func.max(right).label("ever"),
            func.count().label("tries"),
        )
        .select_from(_current(those))
        .group_by(attempts.c.question_id, attempts.c.learner_id)
        .subquery()
    )
    first = attempts.alias("first")
    return (
        select(
            of_each.c.question_id,
            func.count().label("answered"),
            func.sum(case((first.c.is_right, 1), else_=0)).label("at_first"),
            func.sum(of_each.c.ever).label("ever"),
            func.sum(of_each.c.tries).label("tries"),
        )
        .join(first, first.c.id == of_each.c.first_id)
        .group_by(of_each.c.question_id)
    )


def _most_wrong(those: Subquery) -> dict[int, Wrong]:
    """The wrong answer that most people gave. A mapping may have been kept in several orders."""
    people = func.count(attempts.c.learner_id.distinct())
    place = func.row_number().over(partition_by=attempts.c.question_id, order_by=people.desc())
    counted = (
        select(attempts.c.question_id, attempts.c.given, people.label("people"), place.label("place"))
        .select_from(_current(those))
        .where(attempts.c.is_right.is_(False))
        .group_by(attempts.c.question_id, attempts.c.given)
        .subquery()
    )
    rows: Sequence[Any] = plain(
        select(counted.c.question_id, counted.c.given, counted.c.people).where(counted.c.place <= MOST)
    ).all()
    told: dict[tuple[int, str], Wrong] = {}
    for row in rows:
        key = row.question_id, json.dumps(row.given, sort_keys=True)
        before = told.get(key)
        told[key] = Wrong(row.given, row.people + (before.people if before else 0))
    found: dict[int, Wrong] = {}
    for (question, _), wrong in sorted(told.items()):
        if question not in found or wrong.people > found[question].people:
            found[question] = wrong
    return found
