"""Uploads: accept, store, serve."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import quote

import obstore
from flask import Flask, Response
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, from_url
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation import kinds
from app.foundation.clock import now
from app.foundation.db import Base, after_commit, session
from app.foundation.errors import Invalid
from app.foundation.text import one_line

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
_place: dict[str, str] = {}


class StoredFile(Base):
    """What is known of one kept file. Its bytes lie in the store under their digest."""

    __tablename__ = "stored_file"
    journal = False

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)  # unguessable; for addresses
    digest: Mapped[str] = mapped_column(String(64), index=True)  # SHA-256 of the bytes
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(200))  # as its owner calls it, cleaned
    stored_at: Mapped[datetime] = mapped_column(default=now)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


@dataclass(frozen=True)
class Upload:
    """A file that was looked through and may be kept."""

    name: str
    media_type: str
    data: bytes
    digest: str

    @property
    def size(self) -> int:
        return len(self.data)


def read(given: Any) -> Upload:
    """Look through what came with a form (Werkzeug's FileStorage), before anything is stored.

    Raises Invalid with the key of the one sentence that says what is wrong and what to do.
    """
    name = _name(given.filename or "")
    data = given.stream.read(LARGEST + 1)
    if not data:
        raise Invalid("file_empty")
    if len(data) > LARGEST:
        raise Invalid("file_too_large", limit=LARGEST // MEGABYTE)
    media_type = kinds.check(name, data)
    return Upload(name, media_type, data, sha256(data).hexdigest())


def keep(upload: Upload, *, actor: Any) -> StoredFile:
    """Store the bytes for good, then write the row in the transaction that is open."""
    _put(upload.digest, upload.data)
    stored = StoredFile(
        key=token_hex(16),
        digest=upload.digest,
        size=upload.size,
        media_type=upload.media_type,
        name=upload.name,
        owner_id=actor.id if actor else None,
    )
    session.add(stored)
    session.flush()
    return stored


def drop(stored: StoredFile) -> None:
    """Forget a file in the transaction that is open, and after it its bytes, unless another has the same."""
    digest = stored.digest
    session.delete(stored)
    session.flush()
    if session.scalar(select(StoredFile.id).where(StoredFile.digest == digest).limit(1)) is None:
        after_commit(partial(_take_away, digest))


def _take_away(digest: str) -> None:
    with suppress(FileNotFoundError):  # on a disk that lost it
        obstore.delete(store(), _path(digest))


def answer(stored: StoredFile, name: str | None = None) -> Response:
    """The file as an attachment that runs nowhere. Whether the reader may have it is asked before."""
    response = Response(_bytes_of(stored), mimetype=stored.media_type)
    response.content_length = stored.size
    response.headers["Content-Disposition"] = _attachment(name or stored.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def content(stored: StoredFile) -> bytes:
    """All of it at once, for who reads it here."""
    return bytes(obstore.get(store(), _path(stored.digest)).bytes())


def is_whole(stored: StoredFile) -> bool:
    """Whether the bytes are there and still those that were received."""
    try:
        return sha256(content(stored)).hexdigest() == stored.digest
    except FileNotFoundError:
        return False


def store() -> ObjectStore:
    """Where bytes lie: a folder by default; anything obstore speaks (s3://…) by FILES_URL."""
    return _store(_place["url"])


@lru_cache(maxsize=4)
def _store(url: str) -> ObjectStore:
    if "://" in url and not url.startswith("file://"):
        return from_url(url)
    folder = Path(url.removeprefix("file://")).resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalStore(folder)


def _put(digest: str, data: bytes) -> None:
    """Same bytes, same place, written once; on a disk of ours, down to the platter.

    Before the row, never after: a row without bytes would be a broken promise, bytes without a row are
    only swept away. obstore itself does not sync.
    """
    place = store()
    try:
        obstore.put(place, _path(digest), data, mode="create", use_multipart=False)
    except AlreadyExistsError:
        if sha256(bytes(obstore.get(place, _path(digest)).bytes())).hexdigest() != digest:
            obstore.put(place, _path(digest), data, use_multipart=False)  # torn by a power cut
    if isinstance(place, LocalStore) and place.prefix:
        _sync(Path(place.prefix) / _path(digest))


def _sync(path: Path) -> None:
    """The file, its folder, and the folder above, which may be new."""
    for part in (path, path.parent, path.parent.parent):
        handle = os.open(part, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _bytes_of(stored: StoredFile) -> Iterator[bytes]:
    """Opened at once, while the application is at hand; read as they are sent."""
    found = obstore.get(store(), _path(stored.digest))
    return (bytes(chunk) for chunk in found.stream(min_chunk_size=256 * 1024))


def _path(digest: str) -> str:
    return f"{digest[:2]}/{digest}"


def _name(given: str) -> str:
    """The last part of what the browser calls it, without what no file system likes."""
    last = one_line(given.replace("\\", "/").rsplit("/", 1)[-1])
    stem, dot, ending = "".join(c for c in last if c not in '<>:"|?*').strip(". ").rpartition(".")
    return f"{stem[: 199 - len(ending)]}{dot}{ending[:20]}" if dot else ending[:200]


def _attachment(name: str) -> str:
    """RFC 6266: a plain name for old readers, the true one as RFC 5987 for all others."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def init_app(app: Flask) -> None:
    _place["url"] = app.config["FILES_URL"] or f"{app.config['DATA_DIR']}/files"
