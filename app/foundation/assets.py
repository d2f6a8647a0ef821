"""What pages fetch: one sheet joined from the layers, scripts and drawings, each under a name that
holds the digest of its bytes, so that a browser keeps it for ever and never asks again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from gzip import compress
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Vary": "Accept-Encoding",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
IMPORT = re.compile(r'@import "(?P<path>[^"]+)" layer\((?P<layer>\w+)\);')
COMMENT = re.compile(r"/\*.*?\*/", re.S)
SIBLING = re.compile(r'(?<=from ")\./(\w+\.js)(?=")')


@dataclass(frozen=True)
class Asset:
    name: str  # with its digest: js/counter-0a1b2c3d4e5f.js
    body: bytes
    packed: bytes

    def answer(self, request: Request) -> Response:
        """The bytes, packed for whoever unpacks them. No cookie is read, so any cache may keep it."""
        gzip = request.accept_encodings["gzip"] > 0
        headers = HEADERS | ({"Content-Encoding": "gzip"} if gzip else {})
        media_type = TYPES[PurePosixPath(self.name).suffix]
        response = Response(self.packed if gzip else self.body, mimetype=media_type, headers=headers)
        response.set_etag(f"{PurePosixPath(self.name).stem}{'-gzip' if gzip else ''}")
        return response.make_conditional(request)


class Assets:
    """Everything under the static folder, read once at the start."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.by_path: dict[str, Asset] = {}
        self.by_name: dict[str, Asset] = {}
        self._keep("site.css", joined(folder / "css" / "layers.css").encode())
        for file in sorted(folder.rglob("*")):
            if file.suffix in TYPES and file.suffix != ".css":
                self._take(file.relative_to(folder).as_posix())

    def url(self, path: str) -> str:
        """Where a page finds it. A path that does not exist is a mistake, and raises."""
        return f"/static/{self.by_path[path].name}"

    def _take(self, path: str) -> None:
        if path in self.by_path:
            return
        body = (self.folder / path).read_bytes()
        if path.endswith(".js"):
            body = SIBLING.sub(self._sibling, body.decode()).encode()
        self._keep(path, body)

    def _sibling(self, found: re.Match[str]) -> str:
        """A module that imports another one names it with its digest too."""
        self._take(f"js/{found[1]}")
        return "./" + PurePosixPath(self.by_path[f"js/{found[1]}"].name).name

    def _keep(self, path: str, body: bytes) -> None:
        whole = PurePosixPath(path)
        name = str(whole.with_name(f"{whole.stem}-{sha256(body).hexdigest()[:12]}{whole.suffix}"))
        self.by_path[path] = self.by_name[name] = Asset(name, body, compress(body, 9, mtime=0))


def joined(layers: Path) -> str:
    """The sheets that `layers.css` imports, in its order, each inside its layer, without comments."""
    order = layers.read_text()
    parts = [line for line in order.splitlines() if line.startswith("@layer")]
    for found in IMPORT.finditer(order):
        rules = lighter((layers.parent / found["path"]).read_text())
        parts.append(f"@layer {found['layer']}{{{rules}}}")
    return "\n".join(parts) + "\n"


def lighter(css: str) -> str:
    """Without comments, indents and blank lines; every rule still stands on its own line."""
    lines = (line.strip() for line in COMMENT.sub("", css).splitlines())
    return re.sub(r"(?<=[{;,])\n|\n(?=\})", "", "\n".join(filter(None, lines)))


class Shelf:
    """Hands assets out before the application is asked: no session, no database, no language."""

    def __init__(self, inner: WSGIApplication, assets: Assets) -> None:
        self.inner, self.assets = inner, assets

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        asset = self.assets.by_name.get(environ.get("PATH_INFO", "").removeprefix("/static/"))
        if asset is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.inner(environ, start)
        return asset.answer(Request(environ))(environ, start)


def init_app(app: Flask) -> None:
    assets = Assets(Path(app.root_path) / "static")
    app.wsgi_app = Shelf(app.wsgi_app, assets)  # type: ignore[assignment,method-assign]
    app.jinja_env.globals["asset"] = assets.url
