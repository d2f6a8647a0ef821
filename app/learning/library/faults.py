"""What is wrong with a course, and where."""

from collections.abc import Iterator
from typing import NamedTuple


class Fault(NamedTuple):
    """One thing to mend. `file` is seen from the folder of all courses; a warning stops nothing."""

    file: str
    line: int | None
    words: str
    is_warning: bool = False

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {'(warning) ' if self.is_warning else ''}{self.words}"


class Notes:
    """Faults as they are found, so that one reading names all of them."""

    def __init__(self) -> None:
        self._found: list[Fault] = []

    def fault(self, file: str, line: int | None, words: str) -> None:
        self._found.append(Fault(file, line, words))

    def warn(self, file: str, line: int | None, words: str) -> None:
        self._found.append(Fault(file, line, words, is_warning=True))

    def __iter__(self) -> Iterator[Fault]:
        return iter(sorted(set(self._found), key=lambda fault: (fault.file, fault.line or 0, fault.words)))

    @property
    def any_faults(self) -> bool:
        return any(not found.is_warning for found in self._found)
