"""People's Markdown as plain text, for letters: its marks become lines, bullets and addresses in brackets."""

from html.parser import HTMLParser

from app.foundation import markdown

LISTS, CELLS = {"ul", "ol"}, {"td", "th"}
BLOCKS = {"p", "pre", "h4", "h5", "h6", "blockquote", "hr", "li", "table", "tr", *LISTS}


def plain(text: str | None) -> str:
    """The words as somebody would type them in a letter; lines end where the writer ended them."""
    reader = _Reader()
    reader.feed(markdown.render(text))
    reader.close()
    return reader.written()


class _Reader(HTMLParser):
    """Writes down one block after the other: what it reads is our own safe HTML, so it is well formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.words = ""  # of the block that is being read
        self.margins: list[str] = []  # of the quotes and lists around it
        self.bullet = ""  # stands in the margin of the next line
        self.counts: list[int | None] = []  # of the lists around; None where they are not numbered
        self.links: list[tuple[str, int]] = []  # the address, and where its words begin
        self.broken = False  # a line was just ended by hand

    def written(self) -> str:
        self._end()
        return "\n".join(self.lines).strip("\n")

    def handle_data(self, data: str) -> None:
        self.words += data.removeprefix("\n") if self.broken else data
        self.broken = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "br":
            self.words, self.broken = f"{self.words}\n", True
        elif tag == "a":
            self.links.append((given.get("href") or "", len(self.words)))
        elif tag in CELLS:
            self.words = f"{self.words.strip()} | " if self.words.strip() else ""
        elif tag in BLOCKS:
            self._begin(tag, int(given.get("start") or 1))

    def _begin(self, tag: str, first: int) -> None:
        self._end(gap=tag in {"blockquote", "hr"} or (tag in LISTS and not self.counts))
        if tag == "li":
            self._begin_item()
        elif tag in LISTS:
            self.counts.append(first if tag == "ol" else None)
        elif tag == "blockquote":
            self.margins.append("> ")
        elif tag == "hr":
            self.words = "* * *"
            self._end(gap=True)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.links:
            self._add_address(*self.links.pop())
        elif tag in BLOCKS:
            self._finish(tag)

    def _finish(self, tag: str) -> None:
        self._end()
        if tag in {"li", "blockquote"}:
            self.margins.pop()
            self.bullet = ""
        elif tag in LISTS:
            self.counts.pop()
        self._end(gap=tag not in {"li", "tr"} and not (tag in LISTS and self.counts))

    def _begin_item(self) -> None:
        number = self.counts[-1]
        self.bullet = "- " if number is None else f"{number}. "
        self.counts[-1] = None if number is None else number + 1
        self.margins.append(" " * len(self.bullet))

    def _add_address(self, address: str, start: int) -> None:
        """Behind its words, unless they are the address."""
        address = address.removeprefix("mailto:")
        if address and address != self.words[start:].strip():
            self.words += f" ({address})"

    def _end(self, *, gap: bool = False) -> None:
        """Write down what was read; `gap`: an empty line follows."""
        text, self.words = self.words.strip(), ""
        for line in text.split("\n") if text else ():
            margin = "".join(self.margins)
            lead = margin[: len(margin) - len(self.bullet)] + self.bullet
            self.lines.append(f"{lead}{line}".rstrip())
            self.bullet = ""
        if gap and self.lines and self.lines[-1]:
            self.lines.append("")
