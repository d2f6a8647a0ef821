"""Every setting, read from the environment once, frozen. The lack of a secret stops the start."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from joserfc.errors import JoseError
from joserfc.jwk import ECKey


class MissingSetting(SystemExit):
    """The start stops here, with one clear line."""


@dataclass(frozen=True)
class Settings:
    SECRET_KEY: str = field(metadata={"doc": "Signs cookies and links; at least 32 characters."})
    DATABASE_URL: str = field(
        metadata={"doc": "sqlite:////path/cms.sqlite or postgresql+psycopg://user:password@host/name."}
    )
    DATA_DIR: str = field(metadata={"doc": "Folder for uploaded files, the job queue and logs."})
    BASE_URL: str = field(
        default="http://localhost:8000",
        metadata={"doc": "The address people type, without a slash at the end; letters link to it."},
    )
    BADGE_KEY: str = field(
        default="",
        metadata={"doc": "Private key of the curve P-256, as PEM; signs badges. Tests may lack it."},
    )
    BADGE_KEYS_RETIRED: tuple[str, ...] = field(
        default=(),
        metadata={"doc": "Public keys, as PEM, that signed badges before; those badges stay good."},
    )
    MAIL_URL: str = field(
        default="",
        metadata={"doc": "smtp://user:password@host:port or smtps://…; empty keeps letters on the desk."},
    )
    MAIL_FROM: str = field(
        default="CMS Civil Society Platform <noreply@localhost>",
        metadata={"doc": "The sender that letters carry."},
    )
    FILES_URL: str = field(
        default="", metadata={"doc": "Where uploads are kept; empty means DATA_DIR/files."}
    )
    SECURE_COOKIES: bool = field(
        default=False, metadata={"doc": "1 where the site is served over HTTPS, as in production."}
    )
    PROXIES: int = field(
        default=0, metadata={"doc": "How many reverse proxies of ours stand in front (0, 1 or 2)."}
    )
    DEMONSTRATION: bool = field(
        default=False, metadata={"doc": "1 shows the banner that says the data is an example."}
    )
    TESTING: bool = field(default=False, metadata={"doc": "Set by the tests only."})
    WTF_CSRF_ENABLED: bool = field(default=True, metadata={"doc": "Set by the tests only."})
    WTF_CSRF_TIME_LIMIT: int | None = field(
        default=None, metadata={"doc": "A form stays good for as long as its session does."}
    )
    RATELIMIT_ENABLED: bool = field(default=True, metadata={"doc": "Set by the tests only."})
    BABEL_TRANSLATION_DIRECTORIES: str = field(
        default=str(Path(__file__).parent / "translations"),
        metadata={"doc": "Where catalogues lie."},
    )
    MAX_CONTENT_LENGTH: int = field(
        default=64 * 1024 * 1024,
        metadata={"doc": "Bytes of one request. Of a file 10 MB are kept, of a larger one nothing."},
    )
    MAX_FORM_MEMORY_SIZE: int = field(
        default=2 * 1024 * 1024, metadata={"doc": "Bytes of the text fields of one request."}
    )


SECRETS = ("SECRET_KEY", "DATABASE_URL", "DATA_DIR", "BADGE_KEY")
END = "-----END PUBLIC KEY-----"


def from_environment(given: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a real start.

    Raises MissingSetting when a secret is not given, or is none that could be used.
    """
    for name in SECRETS:
        if not given.get(name):
            raise MissingSetting(f"{name} is not set. See docs/guide/operator.md, Settings.")
    if len(given["SECRET_KEY"]) < 32:
        raise MissingSetting("SECRET_KEY is shorter than 32 characters.")
    values: dict[str, object] = {}
    for name, spec in Settings.__dataclass_fields__.items():
        if name in given and name not in ("TESTING", "WTF_CSRF_ENABLED", "RATELIMIT_ENABLED"):
            values[name] = _read(given[name], spec.type)
    values["BADGE_KEY"] = _lines(given["BADGE_KEY"])
    values["BADGE_KEYS_RETIRED"] = _public_keys(_lines(given.get("BADGE_KEYS_RETIRED", "")))
    if not _is_key(str(values["BADGE_KEY"]), private=True):
        raise MissingSetting("BADGE_KEY is not a private key of the curve P-256, as PEM.")
    return Settings(**values)  # type: ignore[arg-type]


def _lines(pem: str) -> str:
    """Where a setting is one line, \\n stands for its ends."""
    return pem.replace("\\n", "\n")


def _public_keys(pems: str) -> tuple[str, ...]:
    """Those that stand one after another."""
    *found, rest = pems.split(END)
    keys = tuple(f"{pem.strip()}\n{END}\n" for pem in found)
    if rest.strip() or not all(_is_key(pem, private=False) for pem in keys):
        raise MissingSetting("BADGE_KEYS_RETIRED holds something else than public keys, as PEM.")
    return keys


def _is_key(pem: str, *, private: bool) -> bool:
    try:
        key = ECKey.import_key(pem)
        return key.is_private == private and key.curve_name == "P-256"
    except (JoseError, ValueError, TypeError, KeyError):
        return False


def _read(text: str, kind: object) -> object:
    if kind is bool:
        return text.strip().lower() in {"1", "true", "yes"}
    if kind in (int, int | None):
        return int(text)
    return text
