"""What every answer carries, errors too: a browser may run our files only, and keep nothing of a person."""

from flask import Flask, Response
from flask import session as cookie
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

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
_ALWAYS = [(name.lower(), name, value) for name, value in ALWAYS.items()]
PACKED = ["text/html", "text/plain", "text/csv", "text/calendar", "application/json", "application/atom+xml"]


def protect(response: Response) -> Response:
    headers = response.headers
    given = {name.lower() for name in headers.keys()}  # noqa: SIM118 a view may have said it otherwise
    for lower, name, value in _ALWAYS:
        if lower not in given:
            headers.add(name, value)
    # A page that was made with a cookie at hand is its holder's alone, and leaves no copy on the device.
    if "cache-control" not in given:
        headers.add("Cache-Control", "no-store" if cookie else "private, no-cache")
    return response


def _stay_on_https(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


def init_app(app: Flask) -> None:
    app.after_request(protect)
    if app.config["SECURE_COOKIES"]:
        app.after_request(_stay_on_https)
    if hops := app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.config["COMPRESS_ALGORITHM"] = ["zstd", "br", "gzip"]
    app.config["COMPRESS_MIMETYPES"] = PACKED
    app.config["COMPRESS_STREAMS"] = False  # kept files go out as they are, with their length
    Compress(app)
