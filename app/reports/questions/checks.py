"""What is missing or wrong in each answer; and so how far a section is."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

from app.foundation.clock import now
from app.reports.questions.kinds import FROM_A_LIST, TEXTS, YES_NO, Kind
from app.reports.questions.put import is_required, places, row_is_empty, rows
from app.reports.questions.shapes import Question, Section, Template
from app.reports.questions.values import Answers, chosen, day, is_coarse, is_empty, number, tags, words
from app.vocabularies import queries as vocabularies

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LINK = re.compile(r"https?://[^\s/]+\.[^\s]+", re.I)
COUNTRY = re.compile(r"[A-Z]{2}")
FORMS: Mapping[Kind, tuple[str, Callable[[str], Any]]] = {
    Kind.EMAIL: ("not_an_email", EMAIL.fullmatch),
    Kind.LINK: ("not_a_link", LINK.fullmatch),
    Kind.LOCATION: ("not_coarse", is_coarse),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong with one answer: a key with values, worded on the page."""

    question: Question
    row: int
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_missing(self) -> bool:
        return self.key.startswith("missing")


class SectionState(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    WRONG = "wrong"
    FINISHED = "finished"


def problems(section: Section, answers: Answers) -> list[Problem]:
    """What must be mended before submitting, in the order of the page."""
    found: list[Problem] = []
    for question, row in places(section, answers):
        value = answers.get((question.key, row))
        found += problems_at(question, row, None if is_empty(value) else value, answers)
    return found


def all_problems(template: Template, answers: Answers) -> list[Problem]:
    return [p for s in template.sections for p in problems(s, answers)]


def missing(template: Template, answers: Answers) -> list[Problem]:
    return [p for s in template.sections for p in problems(s, answers) if p.is_missing]


def problems_at(
    question: Question, row: int, value: Mapping[str, Any] | None, answers: Answers
) -> Sequence[Problem]:
    """Of one question that is put; `value` is what it says, None where it says nothing."""
    if question.kind == Kind.TABLE:
        return _table_problems(question, answers)
    if value is None:
        if not is_required(question, answers, row):
            return ()
        key = "missing_or_else" if question.or_else else "missing"
        return [Problem(question, row, key)]
    found = _wrong(question, value) or _wrong_beside(question, row, answers)
    return [Problem(question, row, *found)] if found else ()


def _table_problems(table: Question, answers: Answers) -> list[Problem]:
    full = [n for n in rows(table, answers) if not row_is_empty(table, n, answers)]
    if not full and is_required(table, answers):
        return [Problem(table, 0, "missing_row")]
    if table.most and len(full) > table.most:
        return [Problem(table, 0, "too_many", {"most": table.most, "count": len(full)})]
    return []


def _wrong(question: Question, value: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """The first thing wrong with an answer that says something."""
    if question.kind in TEXTS:
        return _wrong_text(question, str(value.get("text", "")))
    if question.kind == Kind.DATE:
        return _wrong_day(question, str(value.get("day", "")))
    if question.kind == Kind.NUMBER:
        return _wrong_number(question, str(value.get("number", "")))
    if question.kind == Kind.MATRIX:
        return _wrong_choices(question, list(value.get("cells", {}).values()))
    return _wrong_choices(question, chosen(value))


def _wrong_day(question: Question, text: str) -> tuple[str, dict[str, Any]] | None:
    told = day(text)
    if told is None:
        return "not_a_day", {}
    tomorrow = now().date() + timedelta(days=1)  # somewhere on earth it is today already
    return ("still_to_come", {}) if question.past and told > tomorrow else None


def _wrong_number(question: Question, text: str) -> tuple[str, dict[str, Any]] | None:
    told = number(text)
    if told is None:
        return "not_a_number", {}
    too_small = question.least is not None and told < question.least
    return ("too_small", {"least": question.least}) if too_small else None


def _wrong_beside(question: Question, row: int, answers: Answers) -> tuple[str, dict[str, Any]] | None:
    """What is right by itself, and wrong with the answers around it."""
    return _out_of_order(question, row, answers) or _gainsaid(question, row, answers)


def _out_of_order(question: Question, row: int, answers: Answers) -> tuple[str, dict[str, Any]] | None:
    """A last day that comes before its first."""
    if not question.not_before:
        return None
    first, last = (
        day(str((answers.get((key, row)) or {}).get("day", "")))
        for key in (question.not_before, question.key)
    )
    return ("ends_first", {}) if first and last and last < first else None


def _gainsaid(question: Question, row: int, answers: Answers) -> tuple[str, dict[str, Any]] | None:
    """A last day of what is said to go on."""
    goes_on = bool(question.not_with) and not is_empty(answers.get((question.not_with, row)))
    return ("ends_and_goes_on", {}) if goes_on else None


def _wrong_text(question: Question, text: str) -> tuple[str, dict[str, Any]] | None:
    if question.words and (count := words(text)) > question.words:
        return "too_many_words", {"most": question.words, "over": count - question.words}
    if question.characters and len(text) > question.characters:
        return "too_many_characters", {
            "most": question.characters,
            "over": len(text) - question.characters,
        }
    if question.kind == Kind.TAGS and question.most and len(tags(text)) > question.most:
        return "too_many", {"most": question.most, "count": len(tags(text))}
    if question.kind in FORMS:
        key, fits = FORMS[question.kind]
        return None if fits(text) else (key, {})
    return None


def _wrong_choices(question: Question, keys: list[str]) -> tuple[str, dict[str, Any]] | None:
    if question.most and len(keys) > question.most:
        return "too_many", {"most": question.most, "count": len(keys)}
    if question.kind == Kind.COUNTRY and not all(COUNTRY.fullmatch(key) for key in keys):
        return "not_a_country", {}
    if question.kind in FROM_A_LIST and vocabularies.unknown(question.kind, keys):
        return "not_a_country" if question.kind == Kind.COUNTRY else "not_a_choice", {}
    allowed = set(YES_NO) if question.kind == Kind.YES_NO else {o.key for o in question.options}
    if question.kind in {Kind.ONE, Kind.MANY, Kind.YES_NO, Kind.MATRIX} and not allowed.issuperset(keys):
        return "not_a_choice", {}
    return None


def state_of(section: Section, answers: Answers, *, finished: bool) -> SectionState:
    found = problems(section, answers)
    if any(not p.is_missing for p in found) or (finished and found):
        return SectionState.WRONG
    if finished:
        return SectionState.FINISHED
    keys = {q.key for q in section.asked()}
    begun = any(key in keys and not is_empty(value) for (key, _), value in answers.items())
    return SectionState.IN_PROGRESS if begun else SectionState.NOT_STARTED
