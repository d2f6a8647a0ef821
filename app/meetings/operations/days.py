"""The days of a document: no step is to come, or done before the one before it.

An outcome may come before the meeting begins: bodies also decide by correspondence.
"""

from datetime import date

from app.foundation.clock import now, today_in
from app.foundation.errors import Invalid
from app.meetings.models import Document, DocumentState, Step


def done(document: Document, note: str = "", on: date | None = None, lang: str = "") -> None:
    """Put today's date, or the given one, on the step that the document has just reached.

    `lang` is the language of what is said with it.
    """
    step = step_of(document, document.state)
    day = on or today(document)
    check_day(step, day)
    step.done_at = None if on else now()
    step.done_on = day
    step.skipped = step.undated = step.unknown = False
    step.note, step.note_lang = note or step.note, lang or step.note_lang


def not_needed(document: Document, note: str, lang: str) -> None:
    """The step that the document has just reached was left out."""
    step = step_of(document, document.state)
    step.skipped, step.note, step.note_lang = True, note, lang


def correct_day(step: Step, on: date | None) -> None:
    """Another day for a step that was done. Without one it keeps what it has."""
    if on is None or on == step.done_on:
        return
    check_day(step, on)
    step.done_on, step.done_at = on, None
    step.undated = step.unknown = False


def check_day(step: Step, day: date) -> None:
    """Where the days before it are known; those that no source tells hold nothing back."""
    document = step.document
    if day > today(document):
        raise Invalid("day_to_come")
    before = [earlier.done_on for earlier in document.steps if earlier.place < step.place and earlier.done_on]
    if before and day < max(before):
        raise Invalid("day_before_step", day=max(before).isoformat())


def today(document: Document) -> date:
    """The day it is at the meeting; where its zone was another one before, never before the last step's."""
    return max([today_in(document.meeting.zone), *(step.done_on for step in document.steps if step.done_on)])


def step_of(document: Document, state: DocumentState) -> Step:
    return next(step for step in document.steps if step.name == state)
