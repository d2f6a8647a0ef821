"""Passwords as one-way hashes: argon2id, as dear as a deadline hour can pay."""

import os
from functools import lru_cache
from threading import BoundedSemaphore
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
AT_ONCE = BoundedSemaphore(os.cpu_count() or 1)  # a crowd at the door must not starve the house


def hashed(password: str) -> str:
    """Never call this inside a transaction: it takes a writer's turn of tens of milliseconds."""
    with AT_ONCE:
        return HASHER.hash(_same_letters(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether it is the password. Where there is none to compare, the same time is spent."""
    with AT_ONCE:
        try:
            return HASHER.verify(kept or _nobody(), _same_letters(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_stale(kept: str) -> bool:
    return HASHER.check_needs_rehash(kept)


@lru_cache(maxsize=1)
def _nobody() -> str:
    return HASHER.hash(os.urandom(16).hex())


def _same_letters(password: str) -> str:
    """Two keyboards may write one letter in two ways."""
    return normalize("NFKC", password)
