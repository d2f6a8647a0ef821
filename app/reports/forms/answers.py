"""Answers as a page sends them. The template says what to look for; nothing else is taken.

A field is called by its question and row: `d1-3`. Beside it `seen-d1-3` carries the revision that was
shown, and says that the question was on the page at all, for a box left unticked sends nothing.
`sent-d1-3` repeats, each as one text, what the page sent for it before and heard nothing of.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

from app.foundation.text import clean
from app.reports.operations.answers import Given
from app.reports.questions import TEXTS, Kind, Question, Section

SEEN = re.compile(r"seen-([a-z0-9_]+)-(\d{1,6})")
MOST_CHOICES = 300
MOST_TRIED = 5  # as autosave.js keeps

CountryCode = Callable[[str], str]  # of a country as people write it; what is none, as it was typed


def name_of(question: str, row: int) -> str:
    return f"{question}-{row}"


def read(section: Section, sent: MultiDict[str, str], *, lang: str, code_of: CountryCode) -> list[Given]:
    """Every answer on the page; one of which the writer chose the other text gives way to it."""
    sent = _cleaned(sent)
    by_key = {q.key: q for q in section.asked() if q.kind not in {Kind.TABLE, Kind.FILE} and not q.own_name}
    given = []
    for field, seen in sent.items():
        found = SEEN.fullmatch(field)
        if not found or found[1] not in by_key:
            continue
        question, row = by_key[found[1]], int(found[2])
        name = name_of(question.key, row)
        value = value_of(question, name, sent, code_of)
        tried = [value_of(question, name, before, code_of) for before in _tried(name, sent)]
        given.append(
            Given(question.key, row, value, lang, _whole(seen), tried, sent.get(f"choose-{name}") == "theirs")
        )
    return given


def _tried(name: str, sent: MultiDict[str, str]) -> list[MultiDict[str, str]]:
    """The fields of this question as the page's own script sent them before."""
    texts = sent.getlist(f"sent-{name}")[:MOST_TRIED]
    return [_cleaned(MultiDict(parse_qsl(text, keep_blank_values=True))) for text in texts]


def _cleaned(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """As it was typed, but for the ends of lines, and signs that no page can show and no database keep."""
    return MultiDict((clean(name), clean(words)) for name, words in sent.items(multi=True))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def value_of(
    question: Question, name: str, sent: MultiDict[str, str], code_of: CountryCode
) -> dict[str, Any]:
    """One answer in the form in which it is kept; {} when nothing was said."""
    if question.kind in TEXTS:
        return _text(sent.get(name, ""))
    if question.kind == Kind.NUMBER:
        number, unit = sent.get(name, "").strip(), sent.get(f"{name}-unit", "").strip()
        return {"number": number[:60], "unit": unit[:60]} if number or unit else {}
    if question.kind == Kind.DATE:
        day = sent.get(name, "").strip()
        return {"day": day[:40]} if day else {}
    if question.kind == Kind.TICK:
        return {"ticked": True} if sent.get(name) else {}
    if question.kind == Kind.MATRIX:
        return _cells(name, sent)
    return _chosen(_choices(question, name, sent, code_of))


def _text(text: str) -> dict[str, Any]:
    return {"text": text.strip()} if text.strip() else {}


def _cells(name: str, sent: MultiDict[str, str]) -> dict[str, Any]:
    stem = f"{name}--"
    cells = {k.removeprefix(stem): v for k, v in sent.items() if k.startswith(stem) and v}
    return {"cells": dict(list(cells.items())[:MOST_CHOICES])} if cells else {}


def _choices(question: Question, name: str, sent: MultiDict[str, str], code_of: CountryCode) -> Iterable[str]:
    if question.kind == Kind.DECISION:
        return sent.get(name, "").splitlines()
    if question.kind == Kind.COUNTRY and not question.several:
        typed = sent.get(name, "").strip()
        return [code_of(typed)]
    return without_removed(name, sent)


def without_removed(name: str, sent: MultiDict[str, str]) -> list[str]:
    """What is chosen, without the one whose button was pressed to take it out."""
    removed = sent.get("remove", "").removeprefix(f"{name}:")
    return [key for key in sent.getlist(name) if key != removed]


def _chosen(keys: Iterable[str]) -> dict[str, Any]:
    once = dict.fromkeys(key.strip()[:200] for key in keys if key.strip())
    return {"chosen": list(once)[:MOST_CHOICES]} if once else {}
