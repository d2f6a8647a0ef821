"""All questions of a course at once, for those who take them away."""

from typing import Any

from sqlalchemy import bindparam, select

from app.foundation.prepared import Prepared
from app.learning.queries.courses import IN_USE, Asked, Shown, lessons, question_texts, questions

QUIZ = Prepared(
    select(
        questions.c.lesson_id,
        *[questions.c[name] for name in ("id", "key", "kind", "right", "passage", "digest")],
        question_texts.c.lang,
        question_texts.c.words,
    )
    .join(lessons, lessons.c.id == questions.c.lesson_id)
    .join(question_texts, question_texts.c.question_id == questions.c.id)
    .where(IN_USE, questions.c.withdrawn_at.is_(None), lessons.c.course_id == bindparam("course_id"))
    .order_by(questions.c.position, questions.c.id, question_texts.c.lang)
)


def questions_by_lesson(course: Shown, lang: str) -> dict[int, list[Asked]]:
    """In the reader's language, else as they were written; right spellings are those of all languages."""
    by_question: dict[int, list[Any]] = {}
    for row in QUIZ.all(course_id=course.id):
        by_question.setdefault(row.id, []).append(row)
    told: dict[int, list[Asked]] = {}
    for rows in by_question.values():
        told.setdefault(rows[0].lesson_id, []).append(_asked(rows, lang, course.source))
    return told


def _asked(rows: list[Any], lang: str, source: str) -> Asked:
    best = next((row for code in (lang, source) for row in rows if row.lang == code), rows[0])
    accepted = [spelling for row in rows for spelling in row.words.get("accepted", ())]
    return Asked(*[*best[1:-1], best.words | {"accepted": accepted}])
