"""Symbols such as UNEP/CMS/StC57/Inf.8: which is the next free one, and which fit their body."""

import re

from sqlalchemy import select

from app.foundation.db import session
from app.meetings.models import Document, Meeting


def next_symbol(document: Document) -> str | None:
    """The next free symbol of the meeting's body; None where its form is not known."""
    meeting = document.meeting
    if not meeting.body.symbol_stem or meeting.number is None:
        return None
    stem = meeting.body.symbol_stem.format(n=meeting.number)
    found = session.scalars(select(Document.symbol).where(Document.symbol.startswith(stem, autoescape=True)))
    used = [int(m[0]) for symbol in found if symbol and (m := re.match(r"\d{1,9}", symbol[len(stem) :]))]
    return f"{stem}{max(used, default=0) + 1}"


def fits(symbol: str, meeting: Meeting) -> bool:
    """Whether the symbol has the form of the meeting's body, and this meeting's number."""
    pattern = meeting.body.symbol_pattern
    if not pattern:
        return True
    found = re.match(pattern, symbol)
    if not found:
        return False
    number = found.groupdict().get("n")
    return number is None or meeting.number is None or int(number) == meeting.number


def without_zeros(symbol: str) -> str:
    """Inf.7 for Inf.0007: the two are one number, and must not be two symbols."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", symbol)


def symbol_taken(symbol: str, but: Document | None = None) -> bool:
    other = select(Document.id).where(Document.symbol == symbol)
    if but is not None and but.id is not None:
        other = other.where(Document.id != but.id)
    return session.scalar(other) is not None
