"""Names that look alike have one skeleton, whatever script, case, width or accent they are spelt with.

For comparing only: what people read is the name as its owner spells it. After Unicode TR39, with less
and with more: a name in one script is folded by its capitals, a word that mixes scripts by its shapes.
"""

# ruff: noqa: RUF001 (letters that look alike are what this file is about)
import re
from unicodedata import category, combining, normalize

LONGEST = 200

# Letters of other scripts whose capitals are Latin letters to the eye.
BY_CAPITAL = str.maketrans(
    "авекмнорстухіјѕԁԛԝһүҡҝӏαβεζηικμνορτυχςօոսհ",
    "abekmhopctyxijsdqwhykklabezhikmnoptyxconuh",
)
# Small letters that look like another Latin letter than their capital does, inside a Latin word.
BY_SHAPE = str.maketrans("гпишνηγυωμвтнкєɑɡɩ", "rnuwvnyuwubthkeagi")
# Latin letters with a stroke, and what else decomposition leaves as it is.
PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "ð": "d", "þ": "p", "ı": "l"}
    | {"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": ""}
    | {"0": "o", "1": "l", "i": "l", "ɑ": "a", "ɡ": "g", "ɩ": "l"}
)
PAIRS = (("rn", "m"), ("vv", "w"))
LATIN = re.compile("[a-z]", re.I)
SELECTORS = re.compile("[\u034f\u180b-\u180d\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def skeleton_of(name: str) -> str:
    """What is left of a name when everything the eye may overlook is gone; "" when nothing is."""
    words = SELECTORS.sub("", normalize("NFKC", name)).split()
    bare = "".join(_bare(word) for word in words)
    for pair, single in PAIRS:
        bare = bare.replace(pair, single)
    return bare[:LONGEST]


def _bare(word: str) -> str:
    if LATIN.search(word):
        word = word.translate(BY_SHAPE)
    letters = normalize("NFKD", word.casefold()).translate(BY_CAPITAL).translate(PLAIN)
    return "".join(filter(_is_kept, letters))


def _is_kept(letter: str) -> bool:
    """Letters, digits, and the vowel signs that Indic scripts and Thai cannot be read without."""
    return letter.isalnum() or (category(letter)[0] == "M" and not combining(letter))
