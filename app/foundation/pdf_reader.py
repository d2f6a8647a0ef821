"""Looks into one PDF from a stranger, in a process of its own; says one word, and ends.

Started by kinds.py as a script, so that a file made to burn time or memory burns only this process.
"""

import io
import resource
import sys
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject

SECONDS, MEMORY, MOST_OBJECTS = 10, 512 * 1024 * 1024, 200_000
ACTS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/Movie", "/Sound"}
CARRIES = {"/JS", "/JavaScript", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/RichMediaContent", "/XFA"}


def verdict(data: bytes) -> str:
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            return "file_locked"
        if len(reader.pages) == 0:
            return "file_broken"
        return "file_active" if acts(reader) else "good"
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError):
        return "file_broken"
    except (MemoryError, RecursionError, TooMuch):
        return "file_bomb"


class TooMuch(Exception): ...


def acts(reader: PdfReader) -> bool:
    """Whether any object in the file runs something, or carries another file."""
    seen: set[int] = set()
    waiting: list[Any] = [reader.trailer]
    while waiting:
        thing = waiting.pop()
        if hasattr(thing, "idnum"):
            if thing.idnum in seen:
                continue
            seen.add(thing.idnum)
            if len(seen) > MOST_OBJECTS:
                raise TooMuch
            thing = thing.get_object()
        if isinstance(thing, DictionaryObject):
            if CARRIES & thing.keys() or thing.get("/S") in ACTS or thing.get("/Type") == "/EmbeddedFile":
                return True
            waiting.extend(thing.raw_get(key) for key in thing)
        elif isinstance(thing, list):
            waiting.extend(list.__iter__(thing))
    return False


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    print(verdict(sys.stdin.buffer.read()))  # noqa: T201 the answer
