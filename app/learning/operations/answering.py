"""A learner answers a question: judged at once, and kept."""

from typing import Any

from sqlalchemy import select

from app.foundation.db import session, transaction
from app.foundation.errors import Conflict
from app.learning.library.questions import judge
from app.learning.models import Attempt, Learner, LessonProgress, Question, QuestionText
from app.learning.operations import learners, reading
from app.learning.queries import learners as queries
from app.learning.queries.courses import Asked, Page, Shown, questions_of
from app.learning.queries.learners import Who


def answer(
    asked: Asked, given: dict[str, Any], *, seen: str, course: Shown, lesson: Page, learner: Who
) -> Attempt:
    """Keep what was answered to a question as the learner saw it; `seen` is its digest.

    When every question of the lesson has an answer, the lesson is read; when enough of the course are right,
    the course is finished.
    """
    with transaction():
        question = session.get(Question, asked.id)
        if question is None or question.withdrawn_at or seen != question.digest:
            raise Conflict("question_changed")
        who = learners.known_or_new(learner)
        progress = reading.note_place(course.id, lesson.id, lesson.lang, who)
        attempt = Attempt(
            learner_id=who.id,
            question_id=question.id,
            question_digest=question.digest,
            given=given,
            is_right=judge(question.kind, question.right, _spellings(question), given),
            lang=asked.lang,
        )
        session.add(attempt)
        session.flush()
        _see_how_far(course, lesson, who, progress, was_right=attempt.is_right)
    return attempt


def _spellings(question: Question) -> list[str]:
    """What is right in whatever language: readers think in several."""
    if question.kind != "words":
        return []
    told = session.scalars(select(QuestionText.words).where(QuestionText.question_id == question.id))
    return [spelling for words in told for spelling in words.get("accepted", ())]


def _see_how_far(
    course: Shown, lesson: Page, who: Learner, progress: LessonProgress, *, was_right: bool
) -> None:
    if progress.read_at is None:
        answered = queries.answers_of(who.id, lesson.id)
        if answered.keys() >= {one.id for one in questions_of(lesson, course)}:
            reading.mark_read(progress)
    if was_right and queries.score(who.id, course).passed:
        reading.mark_finished(course.id, who)
