"""The files of one course: opened, taken apart, and blamed where they are wrong."""

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from app.learning.library import lined, scan, shapes
from app.learning.library.faults import Notes
from app.learning.library.known import Known

S = TypeVar("S", bound=shapes.Shape)


class Source:
    """One course being read. Whatever is wrong goes to its notes; a file that is wrong is None."""

    def __init__(self, folder: Path, slug: str, known: Known) -> None:
        self.slug, self.known, self.notes = slug, known, Notes()
        self.root = folder / slug

    def fault(self, file: str, line: int | None, words: str) -> None:
        self.notes.fault(f"{self.slug}/{file}", line, words)

    def warn(self, file: str, line: int | None, words: str) -> None:
        self.notes.warn(f"{self.slug}/{file}", line, words)

    def text(self, file: str) -> str | None:
        try:
            return (self.root / file).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except FileNotFoundError:
            self.fault(file, None, "is missing")
        except UnicodeDecodeError as error:
            self.fault(file, error.object[: error.start].count(b"\n") + 1, "is not UTF-8")
        except OSError:
            self.fault(file, None, "cannot be read")
        return None

    def toml(self, file: str) -> lined.Lined | None:
        text = self.text(file)
        return None if text is None else self.parsed(file, text)

    def parsed(self, file: str, text: str, before: int = 0) -> lined.Lined | None:
        try:
            return lined.parse(text, before)
        except lined.BadToml as error:
            self.fault(file, error.line, f"is not TOML: {error.why}")
            return None

    def parted(self, file: str) -> tuple[lined.Lined, scan.Body] | None:
        """Front matter and text."""
        text = self.text(file)
        if text is None:
            return None
        head, mark, rest = text.removeprefix("+++\n").partition("\n+++\n")
        if not text.startswith("+++\n") or not mark:
            self.fault(file, 1, "begins with no front matter between two lines of +++")
            return None
        toml = self.parsed(file, head, before=1)
        return toml and (toml, scan.Body(rest, head.count("\n") + 4))

    def shaped(self, file: str, toml: lined.Lined | None, shape: type[S]) -> S | None:
        if toml is None:
            return None
        try:
            return shape.model_validate(toml.values)
        except ValidationError as error:
            for way, words in shapes.wrongs(error):
                self.fault(file, toml.line(way), words)
            return None

    def cites(self, file: str, toml: lined.Lined, cites: list[str]) -> None:
        known = set(self.known.decisions.values())
        for cited in cites:
            if cited not in known:
                self.fault(file, toml.line(("cites",)), f"cites {cited!r}, which is no known decision")
            elif standing := self.known.changed.get(cited):
                told = f"cites {cited!r}, which is marked {standing}: hold the text against the law in force"
                self.warn(file, toml.line(("cites",)), told)

    def is_stale(self, file: str, line: int, of: str | None, now: str) -> bool:
        if of != now:
            told = "older than its source" if of else "not yet stamped (flask courses stamp)"
            self.warn(file, line, f"the translation is {told}")
        return of != now
