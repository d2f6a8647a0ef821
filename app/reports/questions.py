"""The template as data: what is asked, what is shown, what is missing and what is too long.

Pure functions over Pydantic shapes. Answers are a mapping {(question key, row): value}; row 0 is
outside tables. The value by kind of question is told in models.Answer.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import Any

from pydantic import BaseModel, ConfigDict

Answers = Mapping[tuple[str, int], Mapping[str, Any]]

SAFE_LENGTH = 20_000  # characters of one text; the one limit that saving knows
WORD = re.compile("\\w+(?:['\u2019.-]\\w+)*")
ONE_BY_ONE = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f])")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LINK = re.compile(r"https?://[^\s/]+\.[^\s]+", re.I)
COUNTRY = re.compile(r"[A-Z]{2}")
TAGS = re.compile("[,;\u060c\u3001\uff0c\n]")  # commas of several scripts, and line ends


class Kind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    TAGS = "tags"  # several short texts, kept as one text with commas
    EMAIL = "email"
    LINK = "link"
    ONE = "one"
    MANY = "many"
    YES_NO = "yes_no"  # yes, no, unknown
    NUMBER = "number"  # with a unit
    DATE = "date"
    COUNTRY = "country"
    INSTRUMENT = "instrument"
    TARGET = "target"
    SPECIES = "species"
    THEME = "theme"
    DECISION = "decision"
    FILE = "file"
    TICK = "tick"
    MATRIX = "matrix"  # the rows chosen elsewhere, one choice for each
    TABLE = "table"


TEXTS = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.TAGS, Kind.EMAIL, Kind.LINK})
WORDS_OF_OURS = frozenset(
    {Kind.COUNTRY, Kind.INSTRUMENT, Kind.TARGET, Kind.SPECIES, Kind.THEME, Kind.DECISION}
)  # chosen from the vocabularies
YES_NO = ("yes", "no", "unknown")


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(Shape):
    key: str
    label: str
    hint: str = ""


class ShowIf(Shape):
    """Holds when the question has one of these answers; without them, when it has any answer."""

    question: str
    is_one_of: tuple[str, ...] = ()


class Question(Shape):
    key: str
    kind: Kind
    label: str
    hint: str = ""
    why: str = ""  # one line: what the answer is good for
    required: bool = False
    or_else: str = ""  # required unless this other question has an answer
    show_if: ShowIf | None = None
    required_if: ShowIf | None = None
    words: int | None = None  # the most words of a text
    characters: int | None = None
    most: int | None = None  # the most choices, rows, tags or files
    several: bool = False  # of words of ours: more than one may be chosen
    unit: str = ""  # an example beside a number
    options: tuple[Option, ...] = ()
    rows_from: str = ""  # of a matrix: the question whose choices are its rows
    columns: tuple["Question", ...] = ()  # of a table
    row_label: str = ""  # "Activity"
    public: bool = True  # False: the Secretariat reads it, the public never does

    @property
    def takes_many(self) -> bool:
        return self.kind == Kind.MANY or self.several

    def label_of(self, option: str) -> str:
        return next((o.label for o in self.options if o.key == option), option)


class Section(Shape):
    key: str
    title: str
    lede: str = ""
    hint: str = ""
    questions: tuple[Question, ...]

    def asked(self) -> Iterator[Question]:
        """Every question that takes an answer, those inside tables too; a table itself stands first."""
        for question in self.questions:
            yield question
            yield from question.columns


class Template(Shape):
    key: str = ""
    version: int = 0
    lang: str = "en"
    title: str = ""
    words_individual: int = 2800
    words_joint: int = 5600
    attachments: int = 10
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section | None:
        return next((s for s in self.sections if s.key == key), None)

    def question(self, key: str) -> Question | None:
        return _by_key(self).get(key)

    def section_of(self, key: str) -> Section | None:
        return next((s for s in self.sections if any(q.key == key for q in s.asked())), None)

    def table_of(self, key: str) -> Question | None:
        """The table that a column stands in."""
        tables = (q for s in self.sections for q in s.questions if q.kind == Kind.TABLE)
        return next((t for t in tables if any(c.key == key for c in t.columns)), None)


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


@lru_cache(maxsize=32)
def _parsed(text: str) -> Template:
    return Template.model_validate_json(text)


_known: dict[str, Template] = {}


def known(digest: str) -> Template | None:
    """A shape that was parsed before, so that its definition need not be read again."""
    return _known.get(digest)


def template_of(definition: Mapping[str, Any], digest: str = "") -> Template:
    """The shape of a stored definition; parsed once for each digest."""
    if digest and digest in _known:
        return _known[digest]
    found = _parsed(canonical(definition))
    if digest and set(digest) != {"0"}:
        _known[digest] = found
    return found


@lru_cache(maxsize=32)
def _by_key(template: Template) -> dict[str, Question]:
    return {q.key: q for s in template.sections for q in s.asked()}


def canonical(value: Any) -> str:
    """One way to write a value as JSON, so that anyone gets the same fingerprint."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def words(text: str) -> int:
    """Runs of letters and digits; each Chinese or Japanese character counts as one word."""
    if not text.isascii():
        text = "".join(c for c in text if not unicodedata.category(c).startswith("M"))
        text = ONE_BY_ONE.sub(r" \1 ", text)
    return len(WORD.findall(text))


def tags(text: str) -> list[str]:
    return [tag.strip() for tag in TAGS.split(text) if tag.strip()]


def chosen(value: Mapping[str, Any] | None) -> list[str]:
    """The keys in an answer of choices: one, many, or the word of yes, no, unknown."""
    return list((value or {}).get("chosen", ()))


def is_empty(value: Mapping[str, Any] | None) -> bool:
    """Whether nothing was said; a tick taken away says nothing."""
    if not value:
        return True
    if "kept" in value:  # the mark of a table's row, not an answer
        return True
    return not any(v for k, v in value.items() if k != "unit")


def rows(table: Question, answers: Answers) -> list[int]:
    """The numbers of a table's rows, in the order they were added, without those taken out."""
    own = {table.key, *(c.key for c in table.columns)}
    numbers = {row for key, row in answers if key in own and row > 0}
    return sorted(n for n in numbers if answers.get((table.key, n), {}).get("kept", True))


def row_is_empty(table: Question, row: int, answers: Answers) -> bool:
    return all(is_empty(answers.get((c.key, row))) for c in table.columns)


def _holds(condition: ShowIf, row: int, answers: Answers) -> bool:
    value = answers.get((condition.question, row)) or answers.get((condition.question, 0))
    if condition.is_one_of:
        return bool(set(chosen(value)) & set(condition.is_one_of))
    return not is_empty(value)


def shown(question: Question, answers: Answers, row: int = 0) -> bool:
    """Whether the question is put at all, given the other answers."""
    return question.show_if is None or _holds(question.show_if, row, answers)


def is_required(question: Question, answers: Answers, row: int = 0) -> bool:
    if question.required_if is not None and _holds(question.required_if, row, answers):
        return True
    if question.or_else:
        return is_empty(answers.get((question.or_else, row)))
    return question.required


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


def problems(section: Section, answers: Answers) -> list[Problem]:
    """What must be mended before submitting, in the order of the page."""
    found = []
    for question, row in places(section, answers):
        if question.kind == Kind.TABLE:
            found += _table_problems(question, answers)
        else:
            found += _problems_of(question, row, answers)
    return found


def _problems_of(question: Question, row: int, answers: Answers) -> list[Problem]:
    value = answers.get((question.key, row))
    if is_empty(value):
        if not is_required(question, answers, row):
            return []
        key = "missing_or_else" if question.or_else else "missing"
        return [Problem(question, row, key)]
    found = _wrong(question, value or {})
    return [Problem(question, row, *found)] if found else []


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
        return None if _day(value.get("day", "")) else ("not_a_day", {})
    if question.kind == Kind.NUMBER:
        return None if _number(value.get("number", "")) is not None else ("not_a_number", {})
    if question.kind == Kind.MATRIX:
        return _wrong_choices(question, list(value.get("cells", {}).values()))
    return _wrong_choices(question, chosen(value))


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
    if question.kind == Kind.EMAIL and not EMAIL.fullmatch(text):
        return "not_an_email", {}
    if question.kind == Kind.LINK and not LINK.fullmatch(text):
        return "not_a_link", {}
    return None


def _wrong_choices(question: Question, keys: list[str]) -> tuple[str, dict[str, Any]] | None:
    if question.most and len(keys) > question.most:
        return "too_many", {"most": question.most, "count": len(keys)}
    if question.kind == Kind.COUNTRY and not all(COUNTRY.fullmatch(key) for key in keys):
        return "not_a_country", {}
    allowed = set(YES_NO) if question.kind == Kind.YES_NO else {o.key for o in question.options}
    if question.kind in {Kind.ONE, Kind.MANY, Kind.YES_NO, Kind.MATRIX} and not allowed.issuperset(keys):
        return "not_a_choice", {}
    return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> Decimal | None:
    """A figure as people type it: blanks and a decimal comma are understood."""
    plain = re.sub(r"[\s\u00a0\u202f']", "", text).replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def narrative_words(template: Template, answers: Answers) -> int:
    """The words of all long texts together."""
    long = {q.key for s in template.sections for q in s.asked() if q.kind == Kind.LONG_TEXT}
    kept = _kept(template, answers)
    return sum(words(str(v.get("text", ""))) for (k, row), v in kept.items() if k in long)


def _kept(template: Template, answers: Answers) -> dict[tuple[str, int], Mapping[str, Any]]:
    """The answers that are put and say something: no row taken out, nothing hidden by a condition."""
    put = {(q.key, row) for s in template.sections for q, row in places(s, answers)}
    return {at: value for at, value in answers.items() if at in put and not is_empty(value)}


def kept(template: Template, answers: Answers) -> list[tuple[Question, int, Mapping[str, Any]]]:
    """What is submitted, in the order of the template."""
    said = _kept(template, answers)
    in_order = ((q, row) for s in template.sections for q, row in places(s, answers))
    return [(q, row, said[q.key, row]) for q, row in in_order if (q.key, row) in said]


def most_words(template: Template, answers: Answers) -> int:
    joint = "joint" in chosen(answers.get(("kind", 0)))
    return template.words_joint if joint else template.words_individual


def too_long(template: Template, answers: Answers) -> tuple[int, int] | None:
    """(words, most) where the whole narrative is longer than this kind of report may be."""
    count, most = narrative_words(template, answers), most_words(template, answers)
    return (count, most) if count > most else None


def missing(template: Template, answers: Answers) -> list[Problem]:
    return [p for s in template.sections for p in problems(s, answers) if p.is_missing]


def all_problems(template: Template, answers: Answers) -> list[Problem]:
    return [p for s in template.sections for p in problems(s, answers)]


def state_of(section: Section, answers: Answers, *, finished: bool) -> SectionState:
    found = problems(section, answers)
    if any(not p.is_missing for p in found) or (finished and found):
        return SectionState.WRONG
    if finished:
        return SectionState.FINISHED
    keys = {q.key for q in section.asked()}
    begun = any(key in keys and not is_empty(value) for (key, _), value in answers.items())
    return SectionState.IN_PROGRESS if begun else SectionState.NOT_STARTED


def with_files(answers: Mapping[tuple[str, int], Any], attached: Iterable[Any]) -> dict[tuple[str, int], Any]:
    """The values of answers, and at each question for files the ids of those it holds."""
    values = {at: answer.value for at, answer in answers.items()}
    for one in attached:
        values.setdefault((one.question, one.row), {"files": []})["files"].append(one.id)
    return values
