"""What one answer says: whether anything at all, how many words, which day or number."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

Answers = Mapping[tuple[str, int], Mapping[str, Any]]
SAFE_LENGTH = 20_000  # characters of one text; the one limit that saving knows
WORD = re.compile("\\w+(?:['\u2019.-]\\w+)*")
FIGURE = re.compile(r"[+-]?\d+(?:\.\d+)?")
# Latitude, then longitude, in whole degrees: “4 S, 40 E”, “4° S 40° O”, “S4 E40” or “-4, 40”.
DEGREES = re.compile(
    r"(?:[+-]?(\d{1,2})|(\d{1,2})\s*°?\s*[NSشج]|[NSشج]\s*(\d{1,2}))\s*°?\s*[,;،\s]\s*"
    r"(?:[+-]?(\d{1,3})|(\d{1,3})\s*°?\s*[EWOقغ]|[EWOقغ]\s*(\d{1,3}))\s*°?",
    re.I,
)
ONE_BY_ONE = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f])")
TAGS = re.compile("[,;\u060c\u3001\uff0c\n]")  # commas of several scripts, and line ends


class _Unmarked(dict[int, int | None]):
    """For `str.translate`: signs that only mark the letter before them fall away. Each is looked up once."""

    def __missing__(self, code: int) -> int | None:
        kept = None if unicodedata.category(chr(code)).startswith("M") else code
        self[code] = kept
        return kept


UNMARKED = _Unmarked()


class Fixed(NamedTuple):
    """An answer that nobody types."""

    question: str
    row: int
    value: Mapping[str, Any]
    lang: str
    revision: int


def is_empty(value: Mapping[str, Any] | None) -> bool:
    """Whether nothing was said; a tick taken away says nothing."""
    if not value:
        return True
    if "kept" in value:  # the mark of a table's row, not an answer
        return True
    for part, said in value.items():  # noqa: SIM110 asked of every answer: a generator costs thrice as much
        if said and part != "unit":
            return False
    return True


def chosen(value: Mapping[str, Any] | None) -> list[str]:
    """The keys in an answer of choices: one, many, or the word of yes, no, unknown."""
    return list((value or {}).get("chosen", ()))


def words(text: str) -> int:
    """Runs of letters and digits; each Chinese or Japanese character counts as one word."""
    if not text.isascii():
        text = text.translate(UNMARKED)
        text = ONE_BY_ONE.sub(r" \1 ", text)
    return len(WORD.findall(text))


def tags(text: str) -> list[str]:
    return [tag.strip() for tag in TAGS.split(text) if tag.strip()]


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def number(text: str) -> Decimal | None:
    """A figure as people type it: blanks and a decimal comma are understood."""
    plain = re.sub(r"[\s\u00a0\u202f']", "", text).replace(",", ".")
    return Decimal(plain) if FIGURE.fullmatch(plain) else None


def is_coarse(text: str) -> bool:
    """Whether this is a place on the globe told in whole degrees, and no more than that."""
    found = DEGREES.fullmatch(text.strip().replace("\u2212", "-"))
    if found is None:
        return False
    latitude, longitude = (int(part) for part in found.groups() if part is not None)
    return latitude <= 90 and longitude <= 180


def with_files(answers: Mapping[tuple[str, int], Any], attached: Iterable[Any]) -> dict[tuple[str, int], Any]:
    """The values of answers, and at each question for files the ids of those it holds."""
    values = {at: answer.value for at, answer in answers.items()}
    for one in attached:
        values.setdefault((one.question, one.row), {"files": []})["files"].append(one.id)
    return values
