"""What the demonstration tells, as its files have it; days count from the day of loading."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from app.cli.words import DATA
from app.foundation import clock

FOLDER = DATA / "demonstration"


def read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def words() -> list[str]:
    """Short words that passwords are made of."""
    return (FOLDER / "words.txt").read_text().split()


def reports() -> Iterator[dict[str, Any]]:
    """Each report's story, in the order of the files' names."""
    for file in sorted((FOLDER / "reports").glob("*.yaml")):
        yield read(f"reports/{file.name}")


def day(days: int) -> date:
    return clock.now().date() + timedelta(days=days)


def hour_of(days: int, hour: int) -> datetime:
    """Shortly after an hour of that day."""
    today = clock.now().replace(hour=hour, minute=12, second=0, microsecond=0)
    return today + timedelta(days=days)


def at(days: int, hour: time, zone: str) -> datetime:
    """An hour of that place, whose clocks may go forward in spring."""
    return datetime.combine(day(days), hour, ZoneInfo(zone)).astimezone(UTC)
