"""What people type, made safe to keep: every free text passes through here before it is stored."""

import re
import unicodedata
from typing import overload

NEWLINES = re.compile("\r\n?|[\u0085\u2028\u2029]")
OVERRIDES = "\u202a-\u202e\u2066-\u2069"  # with these a text can read as another one
NOTHING = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
UNWANTED = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff\ufdd0-\ufdef{OVERRIDES}{NOTHING}]")


@overload
def clean(text: str) -> str: ...
@overload
def clean(text: None) -> None: ...
def clean(text: str | None) -> str | None:
    """The same words, without what no page, letter or export could carry.

    Canonical form (NFC), one kind of newline, no control characters, non-characters or overrides
    of direction. Marks that scripts need (joiners, left-to-right and right-to-left marks) stay.
    Made for `filters=[clean]`, so None passes.
    """
    if text is None:
        return None
    return unicodedata.normalize("NFC", UNWANTED.sub("", NEWLINES.sub("\n", text)))


def one_line(text: str) -> str:
    """Cleaned, on one line, single spaces: for names, titles and subjects."""
    return " ".join(clean(text).split())
