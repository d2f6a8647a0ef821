"""Questions made ready to be drawn: the name of the field, what was answered, what to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from app.foundation.analyser import fold
from app.foundation.i18n import current_lang, day, locale_of
from app.reports import questions
from app.reports.forms.answers import name_of
from app.reports.models import Report
from app.reports.questions import Kind, Question, Section, Template
from app.reports.views import wording
from app.vocabularies import queries as vocabularies

PICKED = frozenset({Kind.SPECIES, Kind.COUNTRY})  # too many to show: found by typing


@dataclass(frozen=True)
class Pick:
    key: str
    label: str
    lang: str
    note: str = ""


@dataclass
class Slot:
    """One question in one place of the page."""

    name: str
    question: Question
    row: int
    value: Mapping[str, Any]
    revision: int
    lang: str  # of the answer
    error: str = ""
    options: Sequence[Pick] = ()
    picked: Sequence[Pick] = ()
    found: Sequence[Pick] = ()
    words: str = ""  # what is looked for
    told: str = ""  # of what was found: that there is more, or nothing
    files: Sequence[Any] = ()
    about: str = ""  # what a file shows that was refused
    rows: Sequence["Row"] = ()
    cells: Sequence[tuple[Pick, str]] = ()
    if_name: str = ""  # the field that decides whether this one is put
    if_keys: str = ""
    if_label: str = ""

    @property
    def chosen(self) -> list[str]:
        return questions.chosen(self.value)

    @property
    def text(self) -> str:
        return str(self.value.get("text", ""))


@dataclass(frozen=True)
class Row:
    number: int
    place: int  # first, second, …
    slots: Sequence[Slot]


@dataclass(frozen=True)
class Written:
    """What is known of a report's answers when a page is drawn."""

    report: Report
    template: Template
    answers: Mapping[tuple[str, int], Any]
    files: Sequence[Any]
    values: Mapping[tuple[str, int], Mapping[str, Any]]


@dataclass(frozen=True)
class Search:
    """Which picker looks for what."""

    name: str = ""
    words: str = ""


@dataclass
class Drawing:
    written: Written
    errors: Mapping[tuple[str, int], str] = field(default_factory=dict)
    search: Search = field(default_factory=Search)
    sent: Mapping[str, str] = field(default_factory=dict)  # with a page that comes back refused


def slots_of(section: Section, drawing: Drawing) -> list[Slot]:
    return [_slot(question, 0, drawing) for question in section.questions]


def _slot(question: Question, row: int, drawing: Drawing) -> Slot:
    written = drawing.written
    at = (question.key, row)
    answer = written.answers.get(at)
    slot = Slot(
        name=name_of(question.key, row),
        question=question,
        row=row,
        value=answer.value if answer else {},
        revision=answer.revision if answer else 0,
        lang=answer.lang if answer else written.report.lang,
        error=drawing.errors.get(at, ""),
    )
    _condition(slot, written.template)
    _fill(slot, drawing)
    return slot


def _condition(slot: Slot, template: Template) -> None:
    condition = slot.question.show_if
    if condition is None:
        return
    other = template.question(condition.question)
    row = slot.row if template.table_of(condition.question) else 0
    slot.if_name = name_of(condition.question, row)
    slot.if_keys = " ".join(condition.is_one_of)
    labels = [other.label_of(key) for key in condition.is_one_of] if other else []
    slot.if_label = ", ".join(labels)


def _fill(slot: Slot, drawing: Drawing) -> None:
    """What there is to choose from, and what was chosen."""
    question, written = slot.question, drawing.written
    if question.kind == Kind.TABLE:
        slot.rows = _rows(question, drawing)
    elif question.kind == Kind.FILE:
        slot.files = [f for f in written.files if (f.question, f.row) == (question.key, slot.row)]
        slot.about = drawing.sent.get(f"{slot.name}-about", "")[:200]
    elif question.kind == Kind.MATRIX:
        slot.options, slot.cells = own_options(question, written.template), _cells(slot, written)
    elif question.kind in PICKED:
        _pick_from_many(slot, drawing.search)
    elif question.kind in {Kind.INSTRUMENT, Kind.TARGET, Kind.THEME}:
        slot.options = listed(question.kind)
    elif question.kind in {Kind.ONE, Kind.MANY, Kind.YES_NO}:
        slot.options = own_options(question, written.template)
    if question.kind != Kind.MATRIX:
        slot.options = [*slot.options, *_left_over(slot)]


def _pick_from_many(slot: Slot, search: Search) -> None:
    slot.picked = named(slot.question.kind, slot.chosen)
    if slot.question.several:
        _look_for(slot, search)


def _left_over(slot: Slot) -> list[Pick]:
    """What was chosen and is no choice any more: it stays until its writer takes it away."""
    if slot.question.kind in PICKED or slot.question.kind == Kind.DECISION:
        return []
    known = {pick.key for pick in slot.options}
    return [Pick(key, key, "en") for key in slot.chosen if key not in known]


def _rows(table: Question, drawing: Drawing) -> list[Row]:
    numbers = questions.rows(table, drawing.written.values)
    return [
        Row(number, place, [_slot(column, number, drawing) for column in table.columns])
        for place, number in enumerate(numbers, 1)
    ]


def _cells(slot: Slot, written: Written) -> list[tuple[Pick, str]]:
    """A row for each species chosen elsewhere, and for those that were answered before."""
    cells: Mapping[str, str] = slot.value.get("cells", {})
    keys = questions.chosen(written.values.get((slot.question.rows_from, 0)))
    keys = list(dict.fromkeys([*keys, *cells]))
    return [(pick, cells.get(pick.key, "")) for pick in named(Kind.SPECIES, keys)]


def own_options(question: Question, template: Template) -> list[Pick]:
    if question.kind == Kind.YES_NO:
        return [Pick(key, str(word), current_lang()) for key, word in wording.YES_NO.items()]
    return [Pick(o.key, o.label, template.lang, o.hint) for o in question.options]


def listed(kind: Kind) -> list[Pick]:
    """Every word of a vocabulary that is short enough to show."""
    lang = current_lang()
    every = {
        Kind.INSTRUMENT: vocabularies.instruments,
        Kind.TARGET: vocabularies.targets,
        Kind.THEME: vocabularies.themes,
        Kind.COUNTRY: vocabularies.countries,
    }
    return [Pick(c.key, c.label, c.lang, c.note) for c in every[kind](lang)]


def named(kind: Kind, keys: Sequence[str]) -> list[Pick]:
    """What was chosen, in the order it was chosen, by its name in the reader's language."""
    if not keys:
        return []
    lang = current_lang()
    if kind == Kind.COUNTRY:
        return [Pick(key, vocabularies.country_label(key, lang), lang) for key in keys]
    known = vocabularies.labels(str(kind), list(keys), lang)
    return [_pick(key, known.get(key), lang) for key in keys]


def _pick(key: str, choice: Any, lang: str) -> Pick:
    return Pick(key, choice.label, choice.lang, choice.note) if choice else Pick(key, key, lang)


def _look_for(slot: Slot, search: Search) -> None:
    if search.name != slot.name or not search.words.strip():
        return
    slot.words = search.words.strip()
    lang = current_lang()
    species = slot.question.kind == Kind.SPECIES
    matching = vocabularies.species_matching if species else vocabularies.countries_matching
    found = [_pick(c.key, c, lang) for c in matching(slot.words, lang)]
    slot.found = [pick for pick in found if pick.key not in slot.chosen]
    slot.told = vocabularies.told_of(str(slot.question.kind), slot.words, len(found))


def country_code(typed: str) -> str:
    """The code of a country as people write it; what is no country, as it was typed."""
    return vocabularies.code_called(typed) or _usual_codes(current_lang()).get(fold(typed), typed)


@lru_cache(maxsize=8)
def _usual_codes(lang: str) -> dict[str, str]:
    """By the usual names in English and in this language: before any vocabulary is loaded."""
    found = (locale_of(each).territories.items() for each in ("en", lang))
    return {fold(str(name)): str(code) for names in found for code, name in names if len(str(code)) == 2}


def as_text(question: Question, value: Mapping[str, Any], report: Report) -> str:
    """An answer in plain words, on as many lines as it has parts."""
    if question.kind == Kind.TICK:
        return question.label if value.get("ticked") else ""
    if question.kind == Kind.MATRIX:
        cells = value.get("cells", {})
        names = named(Kind.SPECIES, list(cells))
        return "\n".join(f"{pick.label}: {question.label_of(cells[pick.key])}" for pick in names)
    if questions.chosen(value):
        return "\n".join(pick.label for pick in chosen_picks(question, value, report))
    if question.kind == Kind.DATE:
        return _day(str(value.get("day", "")))
    parts = (value.get(name, "") for name in ("text", "number", "unit"))
    return " ".join(str(part) for part in parts if part)


def _day(text: str) -> str:
    """A day in words; what is no day as it was typed."""
    try:
        return str(day(date.fromisoformat(text)).striptags())
    except ValueError:
        return text


def chosen_picks(question: Question, value: Mapping[str, Any], report: Report) -> list[Pick]:
    """The choices in an answer, each by its name."""
    keys = questions.chosen(value)
    if question.kind in questions.WORDS_OF_OURS:
        return named(question.kind, keys)
    template = report.template.shape
    known = {pick.key: pick for pick in own_options(question, template)}
    return [known.get(key, Pick(key, key, template.lang)) for key in keys]
