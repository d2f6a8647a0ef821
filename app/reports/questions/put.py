"""Which questions are put to an author, given the other answers; and so which answers are kept."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.reports.questions.kinds import Kind
from app.reports.questions.shapes import Question, Section, ShowIf, Template
from app.reports.questions.values import Answers, Fixed, chosen, is_empty


def shown(question: Question, answers: Answers, row: int = 0) -> bool:
    """Whether the question is put at all, given the other answers."""
    return question.show_if is None or _holds(question.show_if, row, answers)


def is_required(question: Question, answers: Answers, row: int = 0) -> bool:
    if question.required_if is not None and _holds(question.required_if, row, answers):
        return True
    if question.or_else:
        return is_empty(answers.get((question.or_else, row)))
    return question.required


def _holds(condition: ShowIf, row: int, answers: Answers) -> bool:
    value = answers.get((condition.question, row)) or answers.get((condition.question, 0))
    if condition.is_one_of:
        return bool(set(chosen(value)) & set(condition.is_one_of))
    return not is_empty(value)


def rows(table: Question, answers: Answers) -> list[int]:
    """The numbers of a table's rows, in the order they were added, without those taken out."""
    return [n for n in _numbers(table, answers) if _stays(table, n, answers)]


def removed_rows(table: Question, answers: Answers) -> list[int]:
    """The numbers of those taken out; what stood in them is kept."""
    return [n for n in _numbers(table, answers) if not _stays(table, n, answers)]


def _numbers(table: Question, answers: Answers) -> list[int]:
    own = {table.key, *(c.key for c in table.columns)}
    return sorted({row for key, row in answers if key in own and row > 0})


def _stays(table: Question, row: int, answers: Answers) -> bool:
    return bool(answers.get((table.key, row), {}).get("kept", True))


def row_is_empty(table: Question, row: int, answers: Answers) -> bool:
    return all(is_empty(answers.get((c.key, row))) for c in table.columns)


def places(section: Section, answers: Answers) -> Iterator[tuple[Question, int]]:
    """Every question that is put, with its row: tables as many times as they have rows."""
    for question in section.questions:
        if not shown(question, answers):
            continue
        yield question, 0
        for row in rows(question, answers) if question.kind == Kind.TABLE else ():
            if row_is_empty(question, row, answers):
                continue  # an empty row is nobody's mistake; it is left out when submitting
            yield from ((c, row) for c in question.columns if shown(c, answers, row))


def kept(template: Template, answers: Answers) -> list[tuple[Question, int, Mapping[str, Any]]]:
    """What is submitted, in the order of the template: what is put and says something, so no row that was
    taken out, and nothing that a condition hides.
    """
    put = ((q, row) for section in template.sections for q, row in places(section, answers))
    said = ((q, row, answers.get((q.key, row))) for q, row in put)
    return [(q, row, value) for q, row, value in said if value and not is_empty(value)]


def with_own_name(
    template: Template, answers: Mapping[tuple[str, int], Any], name: str, lang: str
) -> Mapping[tuple[str, int], Any]:
    """The answers, with the reporting organisation's own name where the template asks for it."""
    asked = template.own_name
    if asked is None:
        return answers
    there = answers.get((asked.key, 0))
    fixed = Fixed(asked.key, 0, {"text": name}, lang, there.revision if there else 0)
    return {**answers, (asked.key, 0): fixed}
