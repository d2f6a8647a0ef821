"""Everything that can happen to meetings and documents; the only writers. What other rooms may call."""

from app.meetings.operations.documents import (
    add_file,
    check_document,
    close_document,
    consider_document,
    correct_outcome,
    correct_symbol,
    follow_up_document,
    issue_document,
    make_public,
    table_document,
    translate_document,
)
from app.meetings.operations.history import load_history
from app.meetings.operations.loading import load
from app.meetings.operations.receiving import Party, due_steps, receive_document

__all__ = [
    "Party",
    "add_file",
    "check_document",
    "close_document",
    "consider_document",
    "correct_outcome",
    "correct_symbol",
    "due_steps",
    "follow_up_document",
    "issue_document",
    "load",
    "load_history",
    "make_public",
    "receive_document",
    "table_document",
    "translate_document",
]
