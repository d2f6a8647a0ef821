"""The shape of a template: sections, their questions, and when a question is put."""

from collections.abc import Iterator
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from app.reports.questions.kinds import Kind


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
    least: int | None = None  # the smallest number
    not_before: str = ""  # of a date: the question whose day comes first
    not_with: str = ""  # of a date: the tick beside it that says there is no such day
    past: bool = False  # of a date: it is not still to come
    options: tuple[Option, ...] = ()
    rows_from: str = ""  # of a matrix: the question whose choices are its rows
    columns: tuple["Question", ...] = ()  # of a table
    row_label: str = ""  # "Activity"
    own_name: bool = False  # of a text: the reporting organisation's own name, which nobody types
    unconfirmed: bool = False  # of a table: names others, whom nobody asked; published as such
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
        return self._questions.get(key)

    def section_of(self, key: str) -> Section | None:
        return self._sections.get(key)

    def table_of(self, key: str) -> Question | None:
        """The table that a column stands in."""
        return self._tables.get(key)

    @cached_property
    def own_name(self) -> Question | None:
        """The question that is answered by the name of the organisation that reports."""
        return next((q for q in self._questions.values() if q.own_name), None)

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {q.key: q for s in self.sections for q in s.asked()}

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {q.key: s for s in reversed(self.sections) for q in s.asked()}

    @cached_property
    def _tables(self) -> dict[str, Question]:
        tables = [q for s in self.sections for q in s.questions if q.kind == Kind.TABLE]
        return {column.key: table for table in reversed(tables) for column in table.columns}
