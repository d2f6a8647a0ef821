"""Bytes that are made once from what they are made of, and kept with their size: PDFs, packages.

They can be made again at any time, so they are no data: they lie beside it, and what nobody took for a
month is swept away.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from flask import current_app

from app.foundation import jobs
from app.foundation.errors import Busy, DomainError

PATIENCE, RESPITE, KEPT = 20.0, 60.0, 30 * 24 * 3600  # seconds
_refused: dict[str, tuple[float, DomainError]] = {}  # when, and why, by its name


def name_of(*parts: object) -> str:
    """What is made of the same parts has the same name. Say all that changes the bytes."""
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def size_of(name: str) -> int | None:
    """Of what is made already; asking makes nothing."""
    try:
        return _path(name).stat().st_size
    except FileNotFoundError:
        return None


def bytes_of(name: str, make: Callable[[], bytes], *, patience: float | None = None) -> bytes:
    """Made now if they are not there. One thing is made at a time: making may take much memory.

    Raises Busy when others keep making for longer than one has patience (seconds), or when it could not be
    made a moment ago. What `make` raises leaves nothing behind.
    """
    if (kept := _kept(name)) is not None:
        return kept
    at, why = _refused.get(name, (-RESPITE, None))
    if why and time.monotonic() - at < RESPITE:
        raise why
    with _alone(PATIENCE if patience is None else patience):
        if (kept := _kept(name)) is None:
            _keep(name, kept := _made(name, make))
        return kept


@jobs.daily
def sweep() -> None:
    """What was not taken for a month: mostly what courses were before they changed."""
    for file in _folder().glob("??/*"):
        with suppress(FileNotFoundError):
            if time.time() - file.stat().st_mtime > KEPT:
                file.unlink()


def _made(name: str, make: Callable[[], bytes]) -> bytes:
    try:
        return make()
    except DomainError as error:
        _refused[name] = (time.monotonic(), error)
        raise


def _kept(name: str) -> bytes | None:
    path = _path(name)
    with suppress(FileNotFoundError):
        data = path.read_bytes()
        os.utime(path)
        return data
    return None


def _keep(name: str, data: bytes) -> None:
    """Whole or not at all."""
    path = _path(name)
    path.parent.mkdir(exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    os.replace(file.name, path)


@contextmanager
def _alone(patience: float) -> Iterator[None]:
    """Among all threads and processes that share the folder."""
    until = time.monotonic() + patience
    with (_folder() / "lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise Busy("being_made") from None
                time.sleep(0.05)
        yield


def _folder() -> Path:
    folder = Path(current_app.config["DATA_DIR"]) / "made"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _path(name: str) -> Path:
    return _folder() / name[:2] / name
