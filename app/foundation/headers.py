"""What every answer carries, errors too: a browser may run our files only, and keep nothing of a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response
from flask import session as cookie
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
ALWAYS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}
ON_HTTPS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
PACKED = ["text/html", "text/plain", "text/csv", "text/calendar", "application/json", "application/atom+xml"]
PACKED += ["application/pdf"]  # its tags are plain words: well below half


class Protected:
    """Adds what an answer does not say itself, once its headers are made: earlier, each would be copied."""

    def __init__(self, inner: WSGIApplication, always: dict[str, str]) -> None:
        self.inner = inner
        self.always = [(name.lower(), (name, value)) for name, value in always.items()]

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        def begin(status: str, headers: list[tuple[str, str]], failure: Any = None) -> Any:
            given = {name.lower() for name, _ in headers}
            headers += [header for lower, header in self.always if lower not in given]
            return start(status, headers, failure)

        return self.inner(environ, begin)


def keep_apart(response: Response) -> Response:
    """A page that was made with a cookie at hand is its holder's alone, and leaves no copy on the device."""
    if "Cache-Control" not in response.headers:
        response.headers.add("Cache-Control", "no-store" if cookie else "private, no-cache")
    return response


def init_app(app: Flask) -> None:
    app.after_request(keep_apart)
    always = ALWAYS | ON_HTTPS if app.config["SECURE_COOKIES"] else ALWAYS
    app.wsgi_app = Protected(app.wsgi_app, always)  # type: ignore[assignment,method-assign]
    if hops := app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.config["COMPRESS_ALGORITHM"] = ["zstd", "br", "gzip"]
    app.config["COMPRESS_MIMETYPES"] = PACKED
    app.config["COMPRESS_STREAMS"] = False  # kept files go out as they are, with their length
    Compress(app)
