"""Words of any language as the index keeps them: folded, and once more as their stem."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import local
from typing import Any

import snowballstemmer

STEMMERS = {"en": "english", "fr": "french", "es": "spanish", "ar": "arabic", "ru": "russian"}
WORD = re.compile(r"[^\W_]+")
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
ARABIC = str.maketrans({"ة": "ه", "ى": "ي", "ـ": None, "ٱ": "ا"})  # noqa: RUF001
LONGEST = 60  # characters of one word; the rest of it is noise
MOST = 50_000  # words of one text

_each = local()


def fold(text: str) -> str:
    """One spelling for all: no case, no accents, one shape of each Arabic letter."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(ARABIC)


def words(text: str) -> Iterator[str]:
    """Words; of a run of Chinese or Japanese signs, every two neighbours."""
    for count, found in enumerate(WORD.finditer(fold(text))):
        if count >= MOST:
            return
        at = 0
        for run in CJK.finditer(found[0]):
            yield from _kept(found[0][at : run.start()])
            yield from pairs(run[0])
            at = run.end()
        yield from _kept(found[0][at:])


def pairs(run: str) -> list[str]:
    return [run[n : n + 2] for n in range(len(run) - 1)] or [run]


def terms(text: str, lang: str) -> set[str]:
    """What the index keeps of a text: each word as itself (x…) and as its stem (s…)."""
    found = set(words(text))
    single = {sign for word in found if CJK.fullmatch(word) for sign in word}
    return {f"x{word}" for word in found | single} | {f"s{stem(word, lang)}" for word in found}


def asked(text: str) -> list[set[str]]:
    """For each word of a query the terms any of which will do: itself, or its stem in any language."""
    return [
        {f"x{word}", *(f"s{stem(word, lang)}" for lang in STEMMERS)}
        for word in list(dict.fromkeys(words(text)))[:12]
    ]


@lru_cache(maxsize=50_000)
def stem(word: str, lang: str) -> str:
    if lang[:2] not in STEMMERS or CJK.match(word):
        return word
    return str(_stemmer(lang[:2]).stemWord(word))


def _stemmer(lang: str) -> Any:
    """One for each thread: they keep state while they work."""
    ours = _each.__dict__.setdefault("stemmers", {})
    if lang not in ours:
        ours[lang] = snowballstemmer.stemmer(STEMMERS[lang])
    return ours[lang]


def _kept(word: str) -> Iterable[str]:
    return [word[:LONGEST]] if word else []
