"""The stored page of a lesson as a tree that a template can draw: {"tag", "of"} and what few things it needs.

The html is ours and clean; here only blanks are set right, links are made whole, figures are fetched.
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

Node = dict[str, Any]
VOID, CODE = {"img", "br", "hr"}, {"code", "pre"}
HOLDERS = {"", "ul", "ol", "dl", "table", "thead", "tbody", "tr", "section", "div", "figure", "aside"}
KEPT = {"id", "href", "alt", "src", "lang", "dir", "class", "start"}
BLANKS = re.compile(r"[ \t\r\n]+")
NO_LETTERS = {"zh"}  # the fonts of the house do not write it: such a term stays with the page on the screen
DIGEST = re.compile(r"/([0-9a-f]{64})\.svg$")


def tree(html: str, base: str, figure: Callable[[str], str]) -> list[Node | str]:
    """`base` is put before addresses of the platform; `figure` finds a drawing by its digest."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    root = reader.open[0]
    _settle(root, base, figure)
    return list(root["of"])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[Node] = [{"tag": "", "of": []}]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node: Node = {"tag": tag, "of": [], **{name: value for name, value in attrs if name in KEPT}}
        self.open[-1]["of"].append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1]["tag"] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        here = self.open[-1]
        words = data if here["tag"] in CODE else BLANKS.sub(" ", data)
        if words.strip() or (words and here["tag"] not in HOLDERS):
            here["of"].append(words)


def _prune(told: Node) -> None:
    """Out of "French: partie · Chinese: … · Spanish: parte" what no font of ours can write."""
    kept: list[Node | str] = []
    for child in told["of"]:
        if isinstance(child, str) or child.get("lang") not in NO_LETTERS:
            kept.append(child)
        elif kept and isinstance(kept[-1], str):
            kept.pop()
    if kept and isinstance(kept[0], str):
        kept[0] = kept[0].lstrip(" ·")
    told["of"] = kept


def _settle(node: Node, base: str, figure: Callable[[str], str]) -> None:
    if node.get("href", "").startswith("/"):
        node["href"] = base + node["href"]
    if node["tag"] == "img":
        found = DIGEST.search(node.pop("src", ""))
        node["svg"] = figure(found[1]) if found else ""
    if node["tag"] == "dd":
        _prune(node)
    for child in node["of"]:
        if not isinstance(child, str):
            _settle(child, base, figure)
