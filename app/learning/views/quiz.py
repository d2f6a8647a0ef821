"""Questions as the page draws them: what can be chosen, what was chosen, and what came of it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.learning.forms import answers as sent_answers
from app.learning.queries.courses import Asked
from app.learning.queries.learners import Given

HEADING = re.compile(r'<h2[^>]*\bid="([^"]+)"')
Option = tuple[str, str, bool]  # its key, its words, whether it is chosen


@dataclass(frozen=True)
class Pick:
    """A select of its own: one of a match, or the place of a step."""

    name: str
    label: str
    options: list[Option]


@dataclass(frozen=True)
class Result:
    """What came of the latest answer."""

    is_right: bool
    was_right: bool
    text: str
    because: list[tuple[str, str]]
    passage: str  # the id of the heading that teaches it
    at: datetime


@dataclass(frozen=True)
class Drawn:
    """A question on the page."""

    key: str
    kind: str
    digest: str
    ask: str
    lang: str
    options: list[Option] = field(default_factory=list)
    picks: list[Pick] = field(default_factory=list)
    value: str = ""
    unit: str = ""
    error: str = ""
    has_changed: bool = False
    counts: bool = False  # an answer to an older wording was right
    result: Result | None = None


@dataclass(frozen=True)
class Refused:
    """What was sent to a question and not taken, and why; without `sent` the question begins anew."""

    key: str
    sentence: str
    sent: MultiDict[str, str] | None = None


def drawn(
    asked: Iterable[Asked], given: Mapping[int, Given], html: str, refused: Refused | None = None
) -> list[Drawn]:
    ids = HEADING.findall(html)
    return [_one(one, given.get(one.id), ids, refused) for one in asked]


def newest(questions: Iterable[Drawn]) -> str:
    """The key of the question that was answered last; nothing where none is answered."""
    answered = [(one.result.at, one.key) for one in questions if one.result]
    return max(answered)[1] if answered else ""


def _one(one: Asked, given: Given | None, ids: list[str], refused: Refused | None) -> Drawn:
    current = given if given and given.digest == one.digest else None
    sent = sent_answers.as_sent(one, current.given) if current else MultiDict()
    error = ""
    if refused and refused.key == one.key:
        sent, error = refused.sent or sent, refused.sentence
    unit = str(one.words.get("unit", ""))
    value = sent.get("answer", "") if one.kind in ("number", "words") else ""
    return Drawn(
        one.key,
        one.kind,
        one.digest,
        str(one.words["ask"]),
        one.lang,
        _options(one, set(sent.getlist("answer"))),
        _picks(one, sent),
        value,
        unit,
        error,
        has_changed=given is not None and current is None,
        counts=given is not None and given.was_right,
        result=_result(one, current, ids) if current and not error else None,
    )


def _options(one: Asked, chosen: set[str]) -> list[Option]:
    if one.kind == "truth":
        words = {"true": _("True"), "false": _("False")}
        return [(key, label, key in chosen) for key, label in words.items()]
    choices = one.words.get("choices", {}) if one.kind in ("one", "many") else {}
    return [(key, choices[key], key in chosen) for key in mixed(choices, one.key)]


def _picks(one: Asked, sent: MultiDict[str, str]) -> list[Pick]:
    if one.kind == "match":
        left, right = one.words["left"], one.words["matches"]
        keys = mixed(right, one.key)
        return [_pick(f"match-{key}", left[key], keys, right, sent) for key in mixed(left, one.key)]
    if one.kind == "order":
        steps = one.words["steps"]
        places = {str(place): str(place) for place in range(1, len(steps) + 1)}
        shown = mixed(steps, one.key)
        if shown == one.right["is"]:
            shown = shown[1:] + shown[:1]
        return [_pick(f"place-{key}", steps[key], places, places, sent) for key in shown]
    return []


def _pick(
    name: str, label: str, keys: Iterable[str], words: Mapping[str, str], sent: MultiDict[str, str]
) -> Pick:
    return Pick(name, label, [(key, words[key], sent.get(name) == key) for key in keys])


def mixed(words: Mapping[str, Any], salt: str) -> list[str]:
    """Keys of one letter stand in their order, as their writer means it; others as a die fell once for all,
    in every language alike: their writer may have begun with the right one.
    """
    if all(len(key) == 1 for key in words):
        return sorted(words)
    return sorted(words, key=lambda key: sha256(f"{salt} {key}".encode()).digest())


def _result(one: Asked, given: Given, ids: list[str]) -> Result:
    said: Mapping[str, str] = one.words.get("feedback", {})
    chosen = given.given["is"] if one.kind in ("one", "many") else []
    keys = chosen if isinstance(chosen, list) else [chosen]
    told, choices = one.words.get("because", {}), one.words.get("choices", {})
    because = [(choices[key], told[key]) for key in keys if key in told and key in choices]
    return Result(
        given.is_right,
        given.was_right,
        said.get("right" if given.is_right else "wrong", ""),
        because,
        ids[one.passage - 1] if 0 < one.passage <= len(ids) else "",
        given.at,
    )
