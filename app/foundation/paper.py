"""The house's one way to a PDF: a template of ours, and words that come to it as data.

What is told to a template is never part of its source, so nobody's words can run anything. The fonts come
with the packages that are locked; PDF/UA-1 is asked for, and the compiler refuses what does not fulfil it.
The same words on the same day are the same bytes.
"""

import json
import logging
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import fontpkg_amiri
import fontpkg_noto_sans
from flask import Response, request

from app.foundation.errors import Busy, Conflict, DomainError

ROOT = Path(__file__).parents[1]  # templates may lean on others of ours, and on nothing else
FONTS = [str(Path(package.ROOT) / "files") for package in (fontpkg_noto_sans, fontpkg_amiri)]
TYPESETTER, HOUSE = (Path(__file__).with_name(name) for name in ("typesetter.py", "house.typ"))
SECONDS = 40  # more than the typesetter gives itself: a machine under load is slow to begin
NO_GLYPH = "could not be displayed with"  # what the compiler says of a letter that no font has
PATIENCE = 10
_press = BoundedSemaphore()  # one at a time in each process: each may take much memory
log = logging.getLogger(__name__)


def pdf(template: Path, told: Mapping[str, Any], on: date) -> bytes:
    """Raises Conflict where our fonts lack letters, else Busy where it cannot be made: the log says why."""
    order = {"template": str(template), "root": str(ROOT), "fonts": FONTS, "told": told, "at": _noon(on)}
    command = [sys.executable, "-I", str(TYPESETTER)]
    text = json.dumps(order, ensure_ascii=False).encode()
    if not _press.acquire(timeout=PATIENCE):
        raise Busy("being_made")
    try:
        done = subprocess.run(command, input=text, capture_output=True, timeout=SECONDS, env={})  # noqa: S603
    except subprocess.TimeoutExpired:
        log.warning("%s took too long to set", template.name)
        raise Busy("not_printed") from None
    finally:
        _press.release()
    if done.returncode:
        raise _refusal(template.name, done.stderr.decode(errors="replace"))
    return done.stdout


@cache
def print_of(template: Path) -> str:
    """Changes when what it looks like changes; templates do with a release only."""
    return sha256(template.read_bytes() + HOUSE.read_bytes()).hexdigest()


def answer(data: bytes, name: str) -> Response:
    """To be kept by who asked for it; asked again, the same is not sent twice."""
    response = Response(data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(sha256(data).hexdigest(), weak=True)  # packed or not, it is the same
    response.make_conditional(request)
    return response


def _refusal(name: str, why: str) -> DomainError:
    """Nobody's words are told to the log where only letters are missing."""
    if NO_GLYPH in why:
        log.warning("%s was not set: the fonts lack letters", name)
        return Conflict("letters_missing")
    log.error("%s could not be set: %s", name, why[-2000:])
    return Busy("not_printed")


def _noon(on: date) -> int:
    return int(datetime.combine(on, time(12), UTC).timestamp())
