"""A whole report looked through once, as it is handed in: what is wrong in it, and what is kept of it.

The same as asking for problems, kept answers and words one after the other, which each walk the template.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from app.reports.questions.checks import Problem, problems_at
from app.reports.questions.limits import most_words, narrative_of
from app.reports.questions.put import places
from app.reports.questions.shapes import Question, Template
from app.reports.questions.values import Answers, is_empty


class Whole(NamedTuple):
    problems: list[Problem]
    kept: list[tuple[Question, int, Mapping[str, Any]]]
    is_too_long: bool


def look_through(template: Template, answers: Answers) -> Whole:
    wrong: list[Problem] = []
    said: list[tuple[Question, int, Mapping[str, Any]]] = []
    for section in template.sections:
        for question, row in places(section, answers):
            value = answers.get((question.key, row))
            if value is not None and not is_empty(value):
                said.append((question, row, value))
            else:
                value = None
            wrong += problems_at(question, row, value, answers)
    return Whole(wrong, said, narrative_of(said) > most_words(template, answers))
