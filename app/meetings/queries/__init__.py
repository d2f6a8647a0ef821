"""Every way to read meetings and documents; the doors that check. This list is what other rooms may ask."""

from app.meetings.queries.documents import (
    documents_of,
    get_document,
    lately_considered,
    links_of,
    of_the_record,
    visible_to,
)
from app.meetings.queries.meetings import (
    bodies_by_name,
    bodies_named,
    deadlines_ahead,
    get_meeting,
    items_of,
    meetings_for_choice,
)
from app.meetings.queries.names import body_name, short_of, title_of
from app.meetings.queries.symbols import fits, next_symbol, symbol_taken
from app.meetings.queries.trail import outcome_of, trail
from app.meetings.queries.waiting import counts, waiting, waiting_for

__all__ = [
    "bodies_by_name",
    "bodies_named",
    "body_name",
    "counts",
    "deadlines_ahead",
    "documents_of",
    "fits",
    "get_document",
    "get_meeting",
    "items_of",
    "lately_considered",
    "links_of",
    "meetings_for_choice",
    "next_symbol",
    "of_the_record",
    "outcome_of",
    "short_of",
    "symbol_taken",
    "title_of",
    "trail",
    "visible_to",
    "waiting",
    "waiting_for",
]
