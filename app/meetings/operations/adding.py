"""Documents that came by another way, or long before this platform, entered by moderators."""

from typing import NamedTuple

from app.accounts.models import Reader
from app.foundation import audit, files, numbers
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.errors import NotAllowed
from app.meetings import policy, queries
from app.meetings.models import Document, DocumentFile, DocumentParty, DocumentState, Meeting, Step
from app.meetings.operations import indexing, symbols
from app.meetings.operations.receiving import due_steps


class Given(NamedTuple):
    """What moderators say of a document."""

    title: str
    lang: str
    kind: str
    symbol: str
    other_form: bool
    items: list[int]
    authors: list[str]
    source: str


def add_document(meeting: Meeting, given: Given, *, upload: files.Upload | None, actor: Reader) -> Document:
    """Enter a document before a meeting. It is public at once; what is not known of it is not claimed.

    With a symbol it counts as issued, without one as checked.
    """
    with transaction():
        if not policy.keeps_meetings(actor):
            raise NotAllowed("not_allowed")
        symbol = _checked_symbol(meeting, given)
        document = Document(
            number=numbers.next_in("document"),
            symbol=symbol,
            kind=given.kind,
            meeting=meeting,
            title=given.title,
            lang=given.lang,
            state=DocumentState.ISSUED if symbol else DocumentState.CHECKED,
            is_public=True,
            text_held=upload is not None,
            source=given.source,
            received_at=now(),
            items=list(queries.items_of(meeting, given.items)),
            parties=[DocumentParty(name=name) for name in given.authors],
            steps=_steps(meeting, issued=bool(symbol)),
        )
        session.add(document)
        audit.record("document.add", document, actor=actor, title=given.title, symbol=symbol or "")
        if upload is not None:
            document.files.append(DocumentFile(file=files.keep(upload, actor=actor), lang=given.lang))
        indexing.put_document(document)
    return document


def _checked_symbol(meeting: Meeting, given: Given) -> str | None:
    if not given.symbol:
        return None
    return symbols.checked(given.symbol, meeting, other_form=given.other_form)


def _steps(meeting: Meeting, *, issued: bool) -> list[Step]:
    """For a meeting to come as for any other document; for one that is over nothing is claimed."""
    steps = due_steps(meeting)
    over = meeting.is_over(now().date())
    reached = 4 if issued else 2
    for step in steps[:reached]:
        step.done_at = step.done_on = None
        step.undated, step.unknown = not over, over
    if issued:
        steps[3].undated, steps[3].unknown = True, False
    for step in steps[reached:]:
        step.due_on, step.unknown = (None, True) if over else (step.due_on, False)
    return steps
