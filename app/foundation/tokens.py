"""The token that every form carries, which says that a page of ours was open where it comes from."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request
from flask import session as cookie
from flask_wtf import CSRFProtect
from flask_wtf.csrf import same_origin

MOST = 10_000


def on_kept_pages(view: Any) -> Any:
    """Under the route of a form that stands on a page which is everybody's, kept and without a token. The
    browser says where the form was; whoever got a cookie after the page was opened loses no words.
    """
    view.on_kept_pages = True
    return view


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
        if request.method == "POST" and _is_on_kept_pages() and _is_said_from_here():
            g.csrf_valid = True
            return None
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


def _is_on_kept_pages() -> bool:
    return getattr(current_app.view_functions.get(request.endpoint or ""), "on_kept_pages", False)


def _is_said_from_here() -> bool:
    """By every browser of these years with the first header, by older ones with the second."""
    said = request.headers.get("Origin") or request.referrer or ""
    return bool(said) and urlsplit(said).netloc == request.host


def _from_here() -> bool:
    return not request.is_secure or same_origin(request.referrer or "", f"https://{request.host}/")
