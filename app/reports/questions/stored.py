"""Definitions as they are stored: one way to write them, their fingerprint, and the shape read back."""

import json
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

from app.reports.questions.shapes import Template

_known: dict[str, Template] = {}  # by digest


def canonical(value: Any) -> str:
    """One way to write a value as JSON, so that anyone gets the same fingerprint."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@lru_cache(maxsize=32)
def _parsed(text: str) -> Template:
    return Template.model_validate_json(text)


def known(digest: str) -> Template | None:
    """A shape that was parsed before, so that its definition need not be read again."""
    return _known.get(digest)


def template_of(definition: Mapping[str, Any], digest: str = "") -> Template:
    """The shape of a stored definition; parsed once for each digest."""
    if digest and digest in _known:
        return _known[digest]
    found = _parsed(canonical(definition))
    if digest and set(digest) != {"0"}:
        _known[digest] = found
    return found
