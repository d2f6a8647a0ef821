"""Answers made ready to be read: what was said, in the order it was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from app.foundation.i18n import current_lang
from app.reports import questions
from app.reports.questions import Kind, Question
from app.reports.views import slots

Told = tuple[Question, int, Mapping[str, Any]]

SHORT = frozenset({Kind.TEXT, Kind.TAGS, Kind.EMAIL, Kind.LINK, Kind.LOCATION})


@dataclass(frozen=True)
class Shown:
    """One answer: `lines` of plain words, each with its language, or files."""

    question: Question
    row: int
    lang: str
    lines: Sequence[slots.Pick]
    files: Sequence[Any] = ()
    told: bool = True  # to everybody, once it is published
    table: ClassVar[None] = None  # it is no row of one

    @property
    def is_long(self) -> bool:
        return self.question.kind == Kind.LONG_TEXT

    @property
    def text(self) -> str:
        return self.lines[0].label if self.lines else ""


@dataclass(frozen=True)
class Entry:
    """One row of a table."""

    table: Question
    place: int
    answers: Sequence[Shown]


@dataclass(frozen=True)
class ShownSection:
    key: str
    title: str
    lang: str
    parts: Sequence[Shown | Entry]

    @property
    def told(self) -> bool:
        """Whether anything in it is told to everybody, once it is published; nothing hides what is empty."""
        inside = [one for part in self.parts for one in getattr(part, "answers", [part])]
        return not inside or any(one.told for one in inside)


def sections_of(given: slots.Written) -> list[ShownSection]:
    """Every section, with what was said in it; an empty one says so on the page."""
    said: dict[str, list[Told]] = {}
    for one in questions.kept(given.template, given.values):
        said.setdefault(one[0].key, []).append(one)
    return [
        ShownSection(s.key, s.title, given.template.lang, _parts(s, said, given))
        for s in given.template.sections
    ]


def _parts(
    section: questions.Section, said: Mapping[str, list[Told]], given: slots.Written
) -> list[Shown | Entry]:
    parts: list[Shown | Entry] = []
    for question in section.questions:
        if question.kind == Kind.TABLE:
            parts += _entries(question, said, given)
        else:
            parts += [_shown(*one, given) for one in said.get(question.key, ())]
    return parts


def _entries(table: Question, said: Mapping[str, list[Told]], given: slots.Written) -> list[Entry]:
    rows: dict[int, list[Shown]] = {}
    for column in table.columns:
        for question, row, value in said.get(column.key, ()):
            rows.setdefault(row, []).append(_shown(question, row, value, given))
    return [Entry(table, place, rows[row]) for place, row in enumerate(sorted(rows), 1)]


def row_of(table: Question, row: int, given: slots.Written) -> list[Shown]:
    """What stands in one row, whether it was taken out or not."""
    said = ((column, given.values.get((column.key, row))) for column in table.columns)
    return [_shown(q, row, value, given) for q, value in said if value and not questions.is_empty(value)]


def _shown(question: Question, row: int, value: Mapping[str, Any], given: slots.Written) -> Shown:
    answer = given.answers.get((question.key, row))
    lang = answer.lang if answer else given.report.lang
    files = [f for f in given.files if (f.question, f.row) == (question.key, row)]
    return Shown(question, row, lang, _lines(question, value, lang, given), files)


def _lines(question: Question, value: Mapping[str, Any], lang: str, given: slots.Written) -> list[slots.Pick]:
    if questions.chosen(value):
        return slots.chosen_picks(question, value, given.report)
    text = slots.as_text(question, value, given.report)
    if question.kind in SHORT or question.kind == Kind.LONG_TEXT:
        return [slots.Pick("", text, lang)]
    tongue = current_lang() if question.kind == Kind.DATE else given.template.lang
    return [slots.Pick("", line, tongue) for line in text.splitlines()]
