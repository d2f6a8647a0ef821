"""Secrets of ours: what is sealed can be opened again, what is digested cannot."""

from base64 import urlsafe_b64encode
from functools import lru_cache
from hashlib import sha256
from hmac import digest as hmac
from secrets import token_urlsafe

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask

_ours: dict[str, str] = {}  # like the engine, set once at the start


def seal(purpose: str, words: bytes) -> str:
    """Encrypt and sign. Only the same purpose opens it again."""
    return Fernet(urlsafe_b64encode(_key(purpose))).encrypt(words).decode()


def unseal(purpose: str, sealed: str) -> bytes | None:
    """What was sealed; None when it was not we who sealed it, or for another purpose."""
    try:
        return Fernet(urlsafe_b64encode(_key(purpose))).decrypt(sealed)
    except InvalidToken:
        return None


def alias(purpose: str, name: str) -> str:
    """The same for the same name, and no way back to it: to count by, without keeping the name."""
    return hmac(_key(purpose), name.encode(), "sha256").hex()


def new_token() -> str:
    """A word nobody guesses: 256 bits. Only its digest is kept."""
    return token_urlsafe(32)


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _key(purpose: str) -> bytes:
    return _derived(_ours["secret"], purpose)


@lru_cache(maxsize=64)
def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(secret.encode())


def init_app(app: Flask) -> None:
    _ours["secret"] = app.config["SECRET_KEY"]
