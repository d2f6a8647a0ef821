"""An agenda: its items are written, numbered anew and taken off by moderators."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy.exc import IntegrityError

from app.accounts.models import Reader
from app.foundation import audit
from app.foundation.db import check_seen, session, transaction
from app.foundation.errors import Conflict, Invalid
from app.meetings.models import AgendaItem, Meeting
from app.meetings.operations import indexing
from app.meetings.operations.keeping import check_keeper
from app.meetings.queries.meetings import has_documents

AFTER = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies")
_PART = rf"\d{{1,4}}(?: ?(?:{'|'.join(AFTER)})|[a-z])?"
NUMBER = rf"{_PART}(?:\.{_PART}){{0,5}}"  # 14, 14 bis, 14a, 21.1.27
LONGEST_NUMBER = 20


class Row(NamedTuple):
    """One line of an agenda."""

    number: str
    title: str


def number_of(typed: str) -> str:
    """As it is kept: 14bis and 14 Bis are 14 bis. What is no number stays as it was typed."""
    if not re.fullmatch(NUMBER, typed, re.IGNORECASE):
        return typed
    return re.sub(rf"(\d) ?({'|'.join(AFTER)})", r"\1 \2", typed.lower())


def row_of(line: str) -> Row:
    """ "21.1.27. Title" and "14 bis: Title" are read too: agendas are pasted from anywhere."""
    read = re.fullmatch(rf"({NUMBER})[.):]*(?: (.*))?", line, re.IGNORECASE)
    number, title = read.groups() if read else line.partition(" ")[::2]
    return Row(number_of(number), title or "")


def is_number(number: str) -> bool:
    return len(number) <= LONGEST_NUMBER and bool(re.fullmatch(NUMBER, number))


def sort_key_of(number: str) -> str:
    """So that 9 stands before 10, 21.1 before 21.1.27, and all of 14 before 14a and 14 bis."""
    return ".".join(map(_part_key, number.split(".")))


def _part_key(part: str) -> str:
    figures = re.match(r"\d*", part)[0]  # type: ignore[index]
    after = part[len(figures) :].strip()
    return figures.zfill(4) + (f"x{AFTER.index(after)}" if after in AFTER else after)


def add_items(meeting: Meeting, rows: Iterable[Row], *, lang: str, actor: Reader) -> None:
    """Write agenda items: new numbers are added, known ones get the title in this language."""
    with transaction():
        check_keeper(actor)
        known = {item.number: item for item in meeting.items}
        rows = list(rows)
        for row in rows:
            if row.number in known:
                item = known[row.number]
                item.titles = {**item.titles, lang: row.title}
                continue
            item = AgendaItem(
                number=row.number, sort_key=sort_key_of(row.number), titles={lang: row.title}, lang=lang
            )
            known[row.number] = item
            meeting.items.append(item)
        audit.record("meeting.agenda", meeting, actor=actor, lang=lang, numbers=[row.number for row in rows])
        session.flush()
        indexing.put_meeting(meeting)


def edit_item(item: AgendaItem, number: str, titles: dict[str, str], *, seen: int, actor: Reader) -> int:
    """Its titles and its number. What stands under it takes the new number too: how many items did."""
    with transaction():
        check_keeper(actor)
        check_seen(item, seen)
        meeting = item.meeting
        told = {"number": item.number, "titles": item.titles}, {"number": number, "titles": titles}
        audit.record("agenda_item.edit", item, actor=actor, before=told[0], after=told[1])
        moved = _number_anew(item, number) if number != item.number else 0
        item.titles = titles
        if item.lang not in titles:
            item.lang = next(iter(titles))
        session.flush()
        session.expire(meeting, ["items"])  # they stand in another order now
        indexing.put_meeting(meeting)
    return moved


def _number_anew(item: AgendaItem, number: str) -> int:
    """Refused whole where any of the new numbers stands on the agenda, or would be none."""
    under = [other for other in item.meeting.items if other.number.startswith(f"{item.number}.")]
    numbers = {other: number + other.number.removeprefix(item.number) for other in (item, *under)}
    for new in numbers.values():
        if not is_number(new):
            raise Invalid("number_form", number=new)
        if any(other.number == new for other in item.meeting.items):
            raise Conflict("number_taken", number=new)
    for other, new in numbers.items():
        other.number, other.sort_key = new, sort_key_of(new)
    return len(under)


def remove_item(item: AgendaItem, *, seen: int, actor: Reader) -> None:
    """Take an item off the agenda, while nothing stands under it."""
    with transaction():
        check_keeper(actor)
        check_seen(item, seen)
        meeting, number = item.meeting, item.number
        if has_documents(item):
            raise Conflict("item_in_use", number=number)
        audit.record("agenda_item.remove", item, actor=actor, number=number, titles=item.titles)
        session.delete(item)
        try:
            session.flush()
        except IntegrityError:  # a call or a report of a room above names it
            raise Conflict("item_in_use", number=number) from None
        session.expire(meeting, ["items"])
        indexing.put_meeting(meeting)
