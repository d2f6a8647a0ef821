"""Words that were posted without a live sign-in: sealed into the page, and given back after it."""

import json
import zlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import request

from app.foundation import seals

NEVER = {"csrf_token", "code"}


@dataclass(frozen=True)
class Words:
    """What somebody wrote, where it was going, and whose it is (None: nobody knows)."""

    path: str
    fields: list[tuple[str, str]]
    person: int | None
    had_files: bool = False

    def belong_to(self, person_id: int) -> bool:
        return self.person in (None, person_id)

    @property
    def shown(self) -> list[str]:
        """What a person would recognise as their own: no numbers and marks of the form's own."""
        return [text for name, text in self.fields if name not in ("seen", "once") and text.strip()]


def posted(person_id: int | None) -> str:
    """The fields of this request, sealed; "" where another site sent them or there are none."""
    if not from_our_pages():
        return ""
    fields = [pair for pair in request.form.items(multi=True) if not _is_secret(pair[0])]
    had_files = any(file.filename for file in request.files.values())
    if not fields and not had_files and not request.form:
        return ""
    told: list[Any] = [request.full_path.rstrip("?"), fields, person_id, had_files]
    return seals.seal("words", zlib.compress(json.dumps(told).encode()))


def _is_secret(name: str) -> bool:
    return name in NEVER or "password" in name


def opened(sealed: str | None, person_id: int) -> Words | None:
    """The words again, if we sealed them and they are this person's."""
    plain = seals.unseal("words", sealed) if sealed else None
    if plain is None:
        return None
    path, fields, person, had_files = json.loads(zlib.decompress(plain))
    words = Words(path, [(name, text) for name, text in fields], person, had_files)
    return words if words.belong_to(person_id) else None


def from_our_pages() -> bool:
    """Whether a page of ours sent this. Without a good token only the browser can say so."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.referrer or ""
    return urlsplit(origin).netloc == request.host


def local_path(path: str | None) -> str:
    """The address if it is one of this house, else "": no link leads a person to a stranger's door."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")):
        return ""
    if "\\" in path or any(ord(sign) < 32 or ord(sign) == 127 for sign in path) or len(path) > 2000:
        return ""
    parts = urlsplit(path)
    return "" if parts.scheme or parts.netloc else path
