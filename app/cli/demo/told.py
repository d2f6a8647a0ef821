"""What the demonstration tells, as its files have it; days count from the day of loading."""

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


def reports() -> list[dict[str, Any]]:
    """Each report's story, the one that was begun first as the first, as numbers are given."""
    stories = [read(f"reports/{file.name}") for file in (FOLDER / "reports").glob("*.yaml")]
    return sorted(stories, key=first_day)


def first_day(story: dict[str, Any]) -> int:
    """The day of its submission, unless the story says when it was begun."""
    return int(story.get("begin", story["life"].get("submit")))


def day(days: int) -> date:
    return clock.now().date() + timedelta(days=days)


def hour_of(days: int, hour: int) -> datetime:
    """Shortly after an hour of that day."""
    today = clock.now().replace(hour=hour, minute=12, second=0, microsecond=0)
    return today + timedelta(days=days)


def at(days: int, hour: time, zone: str) -> datetime:
    """An hour of that place, whose clocks may go forward in spring."""
    return datetime.combine(day(days), hour, ZoneInfo(zone)).astimezone(UTC)
