"""What may stand in the files of a course. courses/schemas/ holds the same for editors' tools."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from app.learning.library.lined import Way

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Mark = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=40)]
Line = Annotated[str, StringConstraints(pattern=r"^\S(.*\S)?$", max_length=200)]
Text = Annotated[str, StringConstraints(pattern=r"\S", max_length=1500)]
Options = Annotated[dict[Mark, Text], Field(min_length=2, max_length=9)]
Kind = Literal["one", "many", "truth", "match", "order", "number", "words"]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class CourseWords(Shape):
    """What a course is called and for. `of` is written by `flask courses stamp`, in translations only."""

    of: str | None = None
    title: Line
    summary: Text
    audience: Text


class CourseFile(Shape):
    """course.toml"""

    version: Annotated[int, Field(ge=1)]
    order: Annotated[int, Field(ge=1, le=999)]
    level: Literal["beginner", "intermediate", "practical"]
    audiences: Annotated[
        list[Literal["new", "reporting", "meeting", "teaching"]], Field(alias="for", min_length=1)
    ]
    pass_mark: Annotated[int, Field(ge=50, le=100)]
    languages: Annotated[list[Annotated[str, StringConstraints(pattern="^[a-z]{2}$")]], Field(min_length=1)]
    licence: Annotated[str, StringConstraints(pattern=r"\S", max_length=60)]
    cites: list[str] = []
    words: dict[str, CourseWords]


class LessonHead(Shape):
    """The front matter of a lesson in the language it was written in."""

    title: Line
    minutes: Annotated[int, Field(ge=3, le=20)]
    objectives: Annotated[list[Text], Field(min_length=1, max_length=6)]
    cites: list[str] = []
    explains: list[str] = []
    checked: date


class TranslatedHead(Shape):
    """The front matter of a translation; minutes, cites, explains, checked are said once, in the source."""

    of: str
    title: Line
    objectives: Annotated[list[Text], Field(min_length=1, max_length=6)]


class Feedback(Shape):
    right: Text
    wrong: Text


class _Question(Shape):
    key: Key
    passage: Annotated[int, Field(ge=1)]
    ask: Text
    feedback: Feedback


class One(_Question):
    kind: Literal["one"]
    right: Mark
    choices: Options
    because: dict[Mark, Text] = {}


class Many(_Question):
    kind: Literal["many"]
    right: Annotated[list[Mark], Field(min_length=1)]
    choices: Options
    because: dict[Mark, Text] = {}


class Truth(_Question):
    kind: Literal["truth"]
    right: bool


class Match(_Question):
    kind: Literal["match"]
    right: dict[Mark, Mark]
    left: Options
    matches: Options


class Order(_Question):
    kind: Literal["order"]
    right: list[Mark]
    steps: Options


class Number(_Question):
    kind: Literal["number"]
    right: float
    tolerance: Annotated[float, Field(ge=0)] = 0.0
    unit: str = ""


class Spelled(_Question):
    """`words`: a short answer, right in any of its accepted spellings."""

    kind: Literal["words"]
    accepted: Annotated[list[Line], Field(min_length=1)]


Question = One | Many | Truth | Match | Order | Number | Spelled


class QuestionsFile(Shape):
    """The questions of a lesson in the language they were written in."""

    questions: Annotated[list[Annotated[Question, Field(discriminator="kind")]], Field(min_length=4)]


class TranslatedQuestion(Shape):
    """The words of a question; kind, passage, right and tolerance are said once, in the source."""

    key: Key
    ask: Text
    choices: dict[Mark, Text] = {}
    left: dict[Mark, Text] = {}
    matches: dict[Mark, Text] = {}
    steps: dict[Mark, Text] = {}
    unit: str = ""
    accepted: list[Line] = []
    because: dict[Mark, Text] = {}
    feedback: Feedback


class TranslatedQuestions(Shape):
    questions: list[TranslatedQuestion]


SCHEMAS: dict[str, type[Shape]] = {
    "course": CourseFile,
    "lesson": LessonHead,
    "lesson-translation": TranslatedHead,
    "questions": QuestionsFile,
    "questions-translation": TranslatedQuestions,
}


def schema(name: str) -> dict[str, Any]:
    """JSON Schema of a kind of file, as editors' tools understand it."""
    told = TypeAdapter(SCHEMAS[name]).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **told}


def wrongs(error: ValidationError) -> Iterator[tuple[Way, str]]:
    """Where a file leaves its shape, and in which words that is told."""
    for found in error.errors(include_url=False, include_context=True):
        way = tuple(part for at, part in enumerate(found["loc"]) if not (at == 2 and part in Kind.__args__))  # type: ignore[attr-defined]
        if found["type"] == "union_tag_invalid":
            way = (*way, "kind")
        yield way, _words(way, found)


def _words(way: Way, found: Any) -> str:
    name, kind, context = _name(way), found["type"], found.get("ctx", {})
    if kind in {"missing", "union_tag_not_found"}:
        return f"{name if kind == 'missing' else 'kind'} is missing"
    if kind == "extra_forbidden":
        return f"{name} is no field here"
    if kind in {"literal_error", "union_tag_invalid"}:
        one_of = context.get("expected") or context.get("expected_tags")
        return f"{name} is {_shown(found['input'], context)}, not {one_of}"
    if kind == "too_short":
        least = context["min_length"]
        return f"{name}: there must be at least {least}, and there are {context['actual_length']}"
    if kind in {"string_pattern_mismatch", "string_type"} and found["input"] == "":
        return f"{name} is empty"
    return f"{name}: {found['msg'][:1].lower()}{found['msg'][1:]}"


def _shown(value: Any, context: dict[str, Any]) -> str:
    return repr(context.get("tag", value))


def _name(way: Way) -> str:
    """The last part of the way that is a word, with the entry of its list."""
    if way and isinstance(way[-1], int) and len(way) > 1:
        return f"{way[-2]}, entry {way[-1] + 1}"
    return str(way[-1]) if way else "the file"
