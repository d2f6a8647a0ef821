"""A symbol is checked before a document bears it: its form, its numbers, and that no other bears it."""

from app.foundation.errors import Conflict, Invalid
from app.meetings import queries
from app.meetings.models import Document, Meeting
from app.meetings.queries.symbols import without_zeros


def checked(symbol: str, meeting: Meeting, *, other_form: bool, but: Document | None = None) -> str:
    """The symbol in one line. `other_form` admits one that does not fit the body's pattern."""
    symbol = " ".join(symbol.split())
    if not symbol:
        raise Invalid("symbol_missing")
    if not other_form and not queries.fits(symbol, meeting):
        raise Invalid("symbol_form", body=meeting.body.short)
    if not other_form and symbol != without_zeros(symbol):
        raise Invalid("symbol_zeros", symbol=without_zeros(symbol))
    if queries.symbol_taken(symbol, but):
        raise Conflict("symbol_taken", symbol=symbol)
    return symbol
