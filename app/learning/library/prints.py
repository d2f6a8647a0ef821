"""Fingerprints: whether something is what it was."""

import hashlib
import json
from typing import Any

SHORT = 16  # signs of a digest that people see in their files


def digest(*parts: Any) -> str:
    """One fingerprint of plain values; the order of a mapping's keys counts for nothing."""
    told = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(told.encode(errors="surrogatepass")).hexdigest()


def stamp(*parts: Any) -> str:
    """What a translation carries of its source."""
    return digest(*parts)[:SHORT]
