"""Questions: what cannot be right in how one is asked, and whether an answer to it is right.

An answer is {"is": …}: of *one* a key, of *many* a list of keys, of *truth* true or false, of *match*
{left: match}, of *order* the list of keys, of *number* a number or how a person wrote it, of *words* words.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from app.learning.library import shapes
from app.vocabularies.library.words import words_of

PARTS = ("choices", "left", "matches", "steps")  # of a question, what has keys
Wrong = tuple[tuple[str, ...], str]  # the way within the question, and what is wrong there
GROUP = re.compile(r"(?<=\d)[\s\u00a0\u202f'\u2019](?=\d{3}(?:\D|$))")  # 5 600
THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")  # 5,600
SIGNS = {0x66B: ".", 0x66C: None, 0x2212: "-"}  # of Arabic; the mathematicians' minus


def right_of(question: shapes.Question) -> dict[str, Any]:
    """What the database keeps of the right answer."""
    if isinstance(question, shapes.Spelled):
        return {"is": None}
    if isinstance(question, shapes.Number):
        return {"is": _whole(question.right), "tolerance": _whole(question.tolerance)}
    return {"is": question.right}


def _whole(number: float) -> int | float:
    """90 rather than 90.0: people see it."""
    return int(number) if number.is_integer() else number


def words_of_question(question: shapes.Question | shapes.TranslatedQuestion) -> dict[str, Any]:
    """The words of a question as they are kept. `order` has the keys as the writer ordered them:
    the database need not keep a mapping in order."""
    told = question.model_dump(exclude={"key", "kind", "right", "tolerance", "passage"})
    kept = {name: value for name, value in told.items() if value}
    return kept | {"order": {part: list(kept[part]) for part in PARTS if part in kept}}


def options(words: Mapping[str, Any], part: str) -> list[tuple[str, str]]:
    """The choices, left, matches or steps of a question's words, in their writer's order."""
    return [(key, words[part][key]) for key in words.get("order", {}).get(part, ())]


# ------------------------------------------------------------------ what cannot be right


def wrongs(question: shapes.Question) -> Iterator[Wrong]:
    """What the shape alone does not tell."""
    if found := WRONGS.get(question.kind):
        yield from found(question)
    for key in getattr(question, "because", {}):
        if key not in question.choices:  # type: ignore[union-attr]
            yield ("because", key), f"because.{key} is no choice"


def _one(question: Any) -> Iterator[Wrong]:
    if question.right not in question.choices:
        yield ("right",), f"the right answer {question.right!r} is no choice"


def _many(question: Any) -> Iterator[Wrong]:
    for key in question.right:
        if key not in question.choices:
            yield ("right",), f"the right answer {key!r} is no choice"
    if len(set(question.right)) < len(question.right):
        yield ("right",), "a right answer stands twice"


def _match(question: Any) -> Iterator[Wrong]:
    if set(question.right) != set(question.left):
        yield ("right",), "right must name every entry of left once"
    if sorted(question.right.values()) != sorted(question.matches):
        yield ("right",), "the matches are not one to one: each entry of matches belongs to one of left"


def _order(question: Any) -> Iterator[Wrong]:
    if sorted(question.right) != sorted(question.steps):
        missing = sorted(set(question.steps) - set(question.right))
        yield (
            ("right",),
            f"right must hold every step once{'; missing: ' + ', '.join(missing) if missing else ''}",
        )


WRONGS: dict[str, Callable[[Any], Iterator[Wrong]]] = {
    "one": _one,
    "many": _many,
    "match": _match,
    "order": _order,
}


def out_of_step(source: shapes.Question, translated: shapes.TranslatedQuestion) -> Iterator[Wrong]:
    """Where a translation does not say what its source says, no more and no less."""
    for part in (*PARTS, "because"):
        wanted, there = getattr(source, part, {}), getattr(translated, part)
        yield from (
            ((part,), f"the translation of {part}.{key} is missing") for key in wanted if key not in there
        )
        yield from (((part, key), f"{part}.{key} is not in the source") for key in there if key not in wanted)
    if bool(getattr(source, "unit", "")) != bool(translated.unit):
        yield ("unit",), "unit is missing" if not translated.unit else "unit is not in the source"
    if (source.kind == "words") != bool(translated.accepted):
        yield (
            ("accepted",),
            "accepted is missing" if source.kind == "words" else "accepted is not in the source",
        )


# ------------------------------------------------------------------ whether an answer is right


def judge(
    kind: str, right: Mapping[str, Any], accepted: Sequence[str] | None, given: Mapping[str, Any]
) -> bool:
    """`right` is what the database keeps, `accepted` the spellings in any language, `given` the answer."""
    answer, wanted = given.get("is"), right["is"]
    if kind == "many":
        return isinstance(answer, list) and _keys(answer) == _keys(wanted)
    if kind == "number":
        return _near(answer, wanted, right.get("tolerance", 0))
    if kind == "words":
        return _spelled(answer) in {_spelled(one) for one in accepted or ()} - {""}
    return type(answer) is type(wanted) and answer == wanted


def _keys(answer: Any) -> set[str]:
    return {str(key) for key in answer}


def _near(answer: Any, wanted: float, tolerance: float) -> bool:
    number = read_number(answer)
    return number is not None and abs(number - wanted) <= tolerance + 1e-9


def read_number(written: Any) -> float | None:
    """A number as people write it: 1,5 and 1.5, 5 600, ٤٤. None when it is none."""
    if isinstance(written, bool) or not isinstance(written, int | float | str):
        return None
    try:
        number = float(_plain_number(written) if isinstance(written, str) else written)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _plain_number(written: str) -> str:
    """Digits of any script as ours, blanks between thousands away, one comma as a point."""
    digits = "".join(
        str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else sign for sign in written
    )
    text = GROUP.sub("", digits.strip(" %").translate(SIGNS))
    if THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text


def _spelled(answer: Any) -> str:
    """Without case, marks and punctuation: "Inf.", "INF" and "inf" are one spelling."""
    return " ".join(words_of(answer)) if isinstance(answer, str) else ""
