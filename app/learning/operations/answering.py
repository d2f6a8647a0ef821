"""A learner answers a question: judged at once, and kept."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from app.foundation.clock import now
from app.foundation.db import transaction
from app.foundation.errors import Conflict
from app.foundation.prepared import Prepared
from app.learning.library.questions import judge
from app.learning.operations import reading
from app.learning.queries import learners as queries
from app.learning.queries.courses import Point, is_still
from app.learning.queries.learners import Who, attempts

KEEP = Prepared(
    insert(attempts), "learner_id", "question_id", "question_digest", "given", "is_right", "at", "lang"
)


@dataclass(frozen=True)
class Answered:
    is_right: bool
    who: Who  # a new guest has a word from now on


def answer(point: Point, given: dict[str, Any], *, seen: str, learner: Who) -> Answered:
    """Keep what was answered to a question as the learner saw it; `seen` is its digest.

    When every question of the lesson has an answer, the lesson is read; when enough of the course are right,
    the course is finished.
    """
    asked = point.asked
    is_right = judge(asked.kind, asked.right, point.accepted, given)
    with transaction():
        if seen != asked.digest or not is_still(asked):
            raise Conflict("question_changed")
        here = reading.be_here(point.course_id, point.lesson_id, asked.lang, learner)
        KEEP.run(
            learner_id=here.learner_id,
            question_id=asked.id,
            question_digest=asked.digest,
            given=given,
            is_right=is_right,
            at=now(),
            lang=asked.lang,
        )
        if here.read_at is None or (is_right and here.finished_at is None):
            _see_how_far(point, here)
    return Answered(is_right, here.who)


def _see_how_far(point: Point, here: reading.Here) -> None:
    told = queries.tallies(here.learner_id, point.course_id)
    if any(one.lesson_id == point.lesson_id and one.answered == one.asked for one in told):
        reading.mark_read(here, point.lesson_id)
    if queries.score_of(told, point.pass_mark).passed:
        reading.mark_finished(here, point.course_id)
