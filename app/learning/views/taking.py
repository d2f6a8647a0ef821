"""What a course is taken away as: each way is told by the module that makes it, and all stand on its page."""

from typing import NamedTuple


class Way(NamedTuple):
    """One file that readers may take with them."""

    label: str
    url: str
    size: int | None  # bytes; None while nobody knows
    note: str  # what it is good for
