"""How often one place may knock at a door. Places are counted, never written down."""

from collections.abc import Callable
from math import ceil
from typing import Any

from flask import Flask, request
from flask_limiter import Limiter

from app.foundation import seals
from app.foundation.clock import now


def place() -> str:
    """The address it comes from, as an alias that means nothing tomorrow."""
    return seals.alias(f"limits {now().date()}", request.remote_addr or "")


limiter = Limiter(key_func=place, storage_uri="memory://", strategy="fixed-window")


def limit(key_func: Callable[[], str], rule: str) -> Callable[[Any], Any]:
    """`@limits.limit(limits.place, "20 per hour")`, under the route: only what is sent counts."""
    return limiter.limit(rule, key_func=key_func, methods=["POST"])


def limit_reading(key_func: Callable[[], str], rule: str) -> Callable[[Any], Any]:
    """The same for a door behind which something large is taken."""
    return limiter.limit(rule, key_func=key_func, methods=["GET", "HEAD"])


def seconds_left() -> int:
    """How long until the place that knocks may knock again."""
    held = limiter.current_limit
    return max(1, ceil(held.window.reset_time - now().timestamp())) if held else 60


def init_app(app: Flask) -> None:
    limiter.init_app(app)
    # Every limit of ours stands at its own door and is asked there; no other page needs to be asked about it,
    # and no answer tells of limits in its headers.
    if limiter.enabled:
        app.before_request_funcs[None].remove(limiter._check_request_limit)
        app.after_request_funcs[None].pop()  # the limiter's own, hung up just now
