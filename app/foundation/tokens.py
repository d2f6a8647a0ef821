"""The token that every form carries, which says that a page of ours was open where it comes from."""

from typing import Any

from flask import Flask, g, request
from flask import session as cookie
from flask_wtf import CSRFProtect
from flask_wtf.csrf import same_origin

MOST = 10_000


class Tokens(CSRFProtect):  # type: ignore[misc]  # untyped
    """Flask-WTF's protection, which knows again what it has found right.

    A script sends the same token with every few words; to reckon its signature costs as much as a statement.
    Tokens of ours do not age, so one that was right for a cookie is right for it as long as that lasts.
    """

    def __init__(self, app: Flask) -> None:
        self.right: dict[tuple[str, str], None] = {}
        self.age = app.config["WTF_CSRF_TIME_LIMIT"] is not None
        super().__init__(app)

    def protect(self, apply_exemptions: bool = False) -> Any:
        """Like Flask-WTF's, which is asked the first time, and whenever it would refuse."""
        if request.method != "POST" or self.age:
            return super().protect(apply_exemptions)
        pair = (cookie.get("csrf_token", ""), request.form.get("csrf_token", ""))
        if pair in self.right and _from_here():
            g.csrf_valid = True
            return None
        refused = super().protect(apply_exemptions)
        if all(pair) and g.get("csrf_valid"):
            self._know(pair)
        return refused

    def _know(self, pair: tuple[str, str]) -> None:
        if len(self.right) >= MOST:
            self.right.clear()
        self.right[pair] = None


def _from_here() -> bool:
    return not request.is_secure or same_origin(request.referrer or "", f"https://{request.host}/")
