"""Questions on paper: first asked with room for a pen, then, in the annex, answered with the reasons."""

from collections.abc import Sequence
from itertools import chain, count
from string import ascii_lowercase
from typing import Any

from babel.numbers import format_decimal
from flask_babel import gettext as _
from flask_babel import pgettext

from app.foundation.i18n import current_lang, locale_of
from app.learning.queries.courses import Asked
from app.learning.views.quiz import mixed

LETTERS = {"ar": "أبجدهوزحطيكلمن"}
Letters = dict[str, str]  # of a choice, a match or a step: by its key


def asked(one: Asked) -> dict[str, Any]:
    """The question and what can be chosen, in the order of the page on the screen."""
    told = {"ask": one.words["ask"], "kind": one.kind, "unit": one.words.get("unit", ""), "hint": _hint(one)}
    told["left"] = [[str(n), one.words["left"][key]] for key, n in _numbers(one).items()]
    told["choices"] = [[letter, _choices(one)[key]] for key, letter in _letters(one).items()]
    return told


def answered(one: Asked) -> dict[str, Any]:
    """What is right, why, and what to say to who thought otherwise."""
    said, because, choices = one.words.get("feedback", {}), one.words.get("because", {}), _choices(one)
    why = [[choices[key], because[key]] for key in _letters(one) if key in because and key in choices]
    return {
        "right": _right(one),
        "because": why,
        "if_right": said.get("right", ""),
        "if_wrong": said.get("wrong", ""),
    }


def _hint(one: Asked) -> str:
    hints = {
        "many": _("Choose all that apply."),
        "match": _("Give each number its letter."),
        "order": _("Write the letters in the right order."),
    }
    return str(hints.get(one.kind, ""))


def _choices(one: Asked) -> dict[str, str]:
    if one.kind == "truth":
        return {"true": str(_("True")), "false": str(_("False"))}
    part = {"match": "matches", "order": "steps"}.get(one.kind, "choices")
    return dict(one.words.get(part, {}))


def _letters(one: Asked) -> Letters:
    choices = _choices(one)
    keys = list(choices) if one.kind == "truth" else mixed(choices, one.key)
    if one.kind == "order" and keys == one.right["is"]:
        keys = keys[1:] + keys[:1]
    return dict(zip(keys, chain(LETTERS.get(one.lang, ascii_lowercase), map(str, count(1))), strict=False))


def _numbers(one: Asked) -> dict[str, int]:
    left = one.words.get("left", {}) if one.kind == "match" else {}
    return {key: number for number, key in enumerate(mixed(left, one.key), 1)}


def _right(one: Asked) -> list[str]:
    """In as many lines as it takes."""
    right, letters, choices = one.right["is"], _letters(one), _choices(one)
    if one.kind == "match":
        numbers = _numbers(one)
        return [f"{numbers[key]}: {letters[right[key]]}) {choices[right[key]]}" for key in numbers]
    if one.kind == "number":
        return [_number(right, one.right.get("tolerance", 0), one.words.get("unit", ""))]
    if one.kind == "words":
        return [str(_(", ")).join(one.words.get("accepted", ()))]
    keys = [str(right).lower()] if one.kind == "truth" else _listed(right)
    return [
        f"{letters[key]}) {choices[key]}"
        for key in (keys if one.kind == "order" else sorted(keys, key=list(letters).index))
    ]


def _listed(right: Any) -> Sequence[str]:
    return list(right) if isinstance(right, list) else [str(right)]


def _number(right: float, tolerance: float, unit: str) -> str:
    """The unit stands apart: it is written for many, and the answer may be 1."""
    told = f"{_figure(right)} ({unit})" if unit else _figure(right)
    if not tolerance:
        return told
    least, most = _figure(right - tolerance), _figure(right + tolerance)
    return str(
        pgettext(
            "answer", "%(right)s; from %(least)s to %(most)s is right", right=told, least=least, most=most
        )
    )


def _figure(number: float) -> str:
    return str(format_decimal(number, locale=locale_of(current_lang()), numbering_system="latn"))
