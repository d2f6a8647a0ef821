"""Where the links of a package lead: to its own pages and drawings, else to the platform."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from markupsafe import Markup

from app.foundation.i18n import current_lang

TAG = re.compile(r'<(?:a|img)(?:\s+[\w-]+="[^"]*")*\s*/?>')
LEADS = re.compile(r'\s(?P<name>href|src)="(?P<to>[^"]*)"')
NEW_TAB = Markup(' target="_blank" rel="noopener"')


def outward(endpoint: str, _anchor: str = "", **values: Any) -> str:
    """The whole address of a page of the platform, in the reader's language."""
    base = urlsplit(current_app.config["BASE_URL"])
    urls = current_app.url_map.bind(base.netloc, base.path or "/", url_scheme=base.scheme)
    address = urls.build(endpoint, {"lang": current_lang(), **values}, force_external=True)
    return f"{address}#{_anchor}" if _anchor else address


@dataclass(frozen=True)
class Links:
    """`files` are the pages of lessons by their addresses without language, as are `drawings`."""

    files: Mapping[str, str]
    drawings: Mapping[str, str]
    in_new_tab: bool = False  # what leads out of it: in a frame of somebody's it would end the session

    def turned(self, html: str) -> Markup:
        """Of a lesson as it was stored: safe HTML stays safe."""
        return Markup(TAG.sub(self._tag, html))  # noqa: S704 made safe when it was loaded

    def drawn_in(self, html: str) -> list[str]:
        """The files of the drawings that a lesson shows."""
        told = (_bare(found["to"])[0] for found in LEADS.finditer(html))
        return list(dict.fromkeys(self.drawings[path] for path in told if path in self.drawings))

    def _tag(self, found: re.Match[str]) -> str:
        return LEADS.sub(self._leads, found[0].replace(' rel="noopener"', ""))

    def _leads(self, found: re.Match[str]) -> str:
        name, to = found["name"], found["to"]
        if to.startswith("#"):
            return found[0]
        path, anchor = _bare(to)
        if here := self.drawings.get(path) or self.files.get(path):
            return f' {name}="{here}{anchor}"'
        whole = f"{escape(current_app.config['BASE_URL'])}{to}" if to.startswith("/") else to
        return f' {name}="{whole}"{NEW_TAB if self.in_new_tab else ""}'


def _bare(to: str) -> tuple[str, str]:
    """An address of ours without its language, and the place on its page."""
    path, sign, anchor = unescape(to).partition("#")
    return path[3:] if path[:1] == "/" and path[3:4] == "/" else path, escape(sign + anchor)
