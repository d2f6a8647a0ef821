"""One open end, as the desk and a person's work page show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Waiting:
    """Something that waits for somebody. The room that owns it says so; the roof only shows it."""

    kind: str  # "report", "document", "organisation": one queue each
    title: str
    lang: str  # of the title
    since: datetime
    due: datetime | None = None
    zone: str = "UTC"  # whose clock and days the thing goes by
    late_until: datetime | None = None  # what comes late is still taken until then
    endpoint: str = ""  # where it is dealt with
    values: Mapping[str, Any] = field(default_factory=dict)
    holder: str = ""  # the name of who has it in hand
    party: str = ""  # the organisation or person it came from
