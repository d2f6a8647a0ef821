"""Answers to questions as a page sends them, brought into the shape of what is right; and back again.

A choice, a number or words come as `answer`; a pair as `match-<left>`; a place in an order as `place-<step>`.
What was given is kept as {"is": …}: a key, keys, true or false, pairs, keys in order, a number, words.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from app.foundation.errors import Invalid
from app.foundation.text import one_line
from app.learning.library.questions import read_number
from app.learning.queries.courses import Asked

LONGEST = 200  # characters of an answer in words
GREATEST = 1e12
TRUTH = {"true": True, "false": False}

Sent = MultiDict[str, str]


def read(asked: Asked, sent: Sent) -> dict[str, Any]:
    """What was answered; refused with a word when it is no answer to this question."""
    return {"is": READ[asked.kind](asked.words, sent)}


def as_sent(asked: Asked, given: Mapping[str, Any]) -> Sent:
    """The fields that a page sends for an answer, so that it can be shown again."""
    what = given["is"]
    if asked.kind == "match":
        return MultiDict((f"match-{left}", right) for left, right in what.items())
    if asked.kind == "order":
        return MultiDict((f"place-{step}", str(place)) for place, step in enumerate(what, 1))
    if asked.kind == "truth":
        what = "true" if what else "false"
    values = what if isinstance(what, list) else [f"{what:.12g}" if asked.kind == "number" else what]
    return MultiDict(("answer", value) for value in values)


def _one(words: Mapping[str, Any], sent: Sent) -> str:
    return _of(words["choices"], _there(sent.get("answer", "")))


def _many(words: Mapping[str, Any], sent: Sent) -> list[str]:
    chosen = [_of(words["choices"], key) for key in sent.getlist("answer")[:100]]
    if not chosen:
        raise Invalid("answer_missing")
    return sorted(set(chosen))


def _truth(_words: Mapping[str, Any], sent: Sent) -> bool:
    return TRUTH[_of(TRUTH, _there(sent.get("answer", "")))]


def _match(words: Mapping[str, Any], sent: Sent) -> dict[str, str]:
    return {left: _of(words["matches"], _whole(sent.get(f"match-{left}", ""))) for left in words["left"]}


def _order(words: Mapping[str, Any], sent: Sent) -> list[str]:
    steps: Sequence[str] = list(words["steps"])
    places = {str(place): place for place in range(1, len(steps) + 1)}
    at = {step: places[_of(places, _whole(sent.get(f"place-{step}", "")))] for step in steps}
    if len(set(at.values())) < len(steps):
        raise Invalid("answer_place_twice")
    return sorted(steps, key=lambda step: at[step])


def _number(_words: Mapping[str, Any], sent: Sent) -> float:
    number = read_number(_there(sent.get("answer", "")))
    if number is None or abs(number) > GREATEST:
        raise Invalid("answer_no_number")
    return number


def _text(_words: Mapping[str, Any], sent: Sent) -> str:
    return _there(sent.get("answer", ""))


READ: dict[str, Callable[[Mapping[str, Any], Sent], Any]] = {
    "one": _one,
    "many": _many,
    "truth": _truth,
    "match": _match,
    "order": _order,
    "number": _number,
    "words": _text,
}


def _there(typed: str) -> str:
    typed = one_line(typed)[:LONGEST].strip()
    if not typed:
        raise Invalid("answer_missing")
    return typed


def _whole(chosen: str) -> str:
    if not chosen:
        raise Invalid("answer_incomplete")
    return chosen


def _of(known: Mapping[str, Any], key: str) -> str:
    if key not in known:
        raise Invalid("answer_unknown")
    return key
