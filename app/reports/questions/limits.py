"""How many words a whole report may have, and how many it has."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.reports.questions.kinds import Kind
from app.reports.questions.put import kept
from app.reports.questions.shapes import Question, Template
from app.reports.questions.values import Answers, chosen, words


def narrative_words(template: Template, answers: Answers) -> int:
    """The words of all long texts together."""
    return narrative_of(kept(template, answers))


def narrative_of(said: Iterable[tuple[Question, int, Mapping[str, Any]]]) -> int:
    """The same, of answers that were chosen already."""
    return sum([words(str(value.get("text", ""))) for q, _, value in said if q.kind == Kind.LONG_TEXT])


def most_words(template: Template, answers: Answers) -> int:
    joint = "joint" in chosen(answers.get(("kind", 0)))
    return template.words_joint if joint else template.words_individual


def too_long(template: Template, answers: Answers) -> tuple[int, int] | None:
    """(words, most) where the whole narrative is longer than this kind of report may be."""
    count, most = narrative_words(template, answers), most_words(template, answers)
    return (count, most) if count > most else None
