"""What is left of a name for finding it: no case, no marks, no punctuation."""

import re

from app.foundation import analyser

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l"})  # what decomposition leaves whole


def fold(text: str) -> str:
    """One spelling: "Flamant rosé" and "flamant rose" are the same to a searcher."""
    return analyser.fold(text).translate(LIGATURES)


def words_of(text: str) -> list[str]:
    """The words of a name or a question: "Black-tailed Godwit" has three."""
    return analyser.WORD.findall(fold(text))


def slug(text: str) -> str:
    return "-".join(re.findall("[a-z0-9]+", fold(text)))


def haystack(names: list[str]) -> str:
    """Names for finding, such as "| chelonia mydas | green turtle |": a bar ends a name, a blank a word."""
    found = dict.fromkeys(" ".join(words_of(name)) for name in names)
    return "| " + " | ".join(name for name in found if name) + " |"
