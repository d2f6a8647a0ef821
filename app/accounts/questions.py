"""What is asked of a password: length first, then that nobody guesses it soon."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from unicodedata import normalize

SHORTEST, LONGEST = 12, 128
OURS = frozenset({"migratory", "cms"})
OF_ADDRESSES = frozenset({"mail", "gmail", "yahoo", "hotmail", "outlook", "example", "info", "contact"})
AS_LETTERS = str.maketrans("0134578@$!|", "oieastbasil")


def fault_of(password: str, *, own: Iterable[str] = ()) -> str | None:
    """What is wrong with it: "short", "long", "common" or "own"; None when nothing is."""
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    if contains_own(password, own):
        return "own"
    return "common" if is_common(password) else None


def is_common(password: str) -> bool:
    """Whether it is one of those tried first, also with digits around it, doubled, or in disguise."""
    return any(is_guessed(core) for core in cores(fold(password)))


def contains_own(password: str, own: Iterable[str]) -> bool:
    """Whether the person's name or address stands in it, or ours."""
    folded = fold(password)
    parts = {part for text in own for part in re.split(r"[\s@.+_-]+", fold(text)) if len(part) >= 4}
    return any(part in folded for part in (parts - OF_ADDRESSES) | OURS)


def cores(word: str) -> Iterator[str]:
    """The word, and what is left when signs and digits are taken off its ends or read as letters."""
    for ornament in ("(?!)", r"[\W_]+", r"[\W\d_]+"):
        bare = re.sub(rf"^{ornament}|{ornament}$", "", word)
        for core in (bare, bare.translate(AS_LETTERS)):
            yield from (core, undoubled(core))


def is_guessed(core: str) -> bool:
    """Whether it is in the list, has hardly any letters, or is one listed word beside listed numbers."""
    if core in common_passwords() or (len(core) >= SHORTEST and len(set(core)) < 4):
        return True
    words, numbers = set(re.findall(r"[^\W\d_]+", core)), set(re.findall(r"\d+", core))
    return len(words) == 1 and common_passwords().issuperset(words | numbers)


def undoubled(word: str) -> str:
    """The part of which a word is made by saying it again and again."""
    again = re.fullmatch(r"(.+?)\1+", word)
    return again[1] if again else word


def fold(text: str) -> str:
    return normalize("NFKC", text).casefold()


@lru_cache(maxsize=1)
def common_passwords() -> frozenset[str]:
    """From a file beside us, so that no password ever leaves the house to be asked about."""
    return frozenset((files("app.accounts") / "common_passwords.txt").read_text("utf-8").split())
