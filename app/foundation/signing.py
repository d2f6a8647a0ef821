"""What is signed here for anybody to check, without asking us, with the public keys that we publish."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

ALGORITHM = "ES256"
KEYS = "signing_keys"  # app.extensions: by thumbprint, the one that signs first


class NotOurs(ValueError):
    """It was signed by somebody else, or changed since."""


class NotSigned(ValueError):
    """It is nothing that could have been signed."""


def sign(claims: Mapping[str, Any], *, keys_at: str, kind: str) -> str:
    """As a compact JWT. `keys_at` is where our keys are published, each under its thumbprint."""
    name, key = next(iter(_keys().items()))
    header = {"alg": ALGORITHM, "typ": kind, "kid": f"{keys_at}/{name}"}
    return jwt.encode(header, dict(claims), key, algorithms=[ALGORITHM])


def opened(token: str) -> dict[str, Any]:
    """What was signed here with any key of ours, also one that is retired."""
    try:
        told = jwt.decode(token, _key_of, algorithms=[ALGORITHM])
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise (NotOurs if token.count(".") == 2 else NotSigned) from error
    return dict(told.claims)


def _key_of(signed: Any) -> ECKey:
    name = str(signed.headers().get("kid", "")).rpartition("/")[2]
    if name not in _keys():
        raise NotOurs
    return _keys()[name]


def _keys() -> dict[str, ECKey]:
    keys: dict[str, ECKey] = current_app.extensions[KEYS]
    return keys


def public_keys() -> dict[str, dict[str, Any]]:
    """By thumbprint, as others read them."""
    return {
        name: {**key.as_dict(private=False), "alg": ALGORITHM, "use": "sig"} for name, key in _keys().items()
    }


def new_key() -> str:
    """For a house of its own: PEM of a private key."""
    return ECKey.generate_key("P-256").as_pem(private=True).decode()


def init_app(app: Flask) -> None:
    """A house without a key, as tests build them, publishes none and cannot sign."""
    pems = (app.config["BADGE_KEY"], *app.config["BADGE_KEYS_RETIRED"])
    keys = [ECKey.import_key(pem) for pem in pems if pem]
    app.extensions[KEYS] = {key.thumbprint(): key for key in keys}
