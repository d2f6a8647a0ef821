"""The consideration trail as the component draws it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import pgettext as _p
from markupsafe import Markup

from app.foundation import audit, markdown
from app.foundation.i18n import day
from app.meetings.models import OUTCOMES, Document, DocumentState, Outcome, Step


@dataclass(frozen=True)
class TrailStep:
    """One step. Tones: done, skipped, now, next, and lost where no source tells of it."""

    name: str
    title: str
    tone: str
    when: Markup
    note: str
    note_lang: str
    source: str
    told: str  # what the body did, in a sentence
    words: Markup  # what it said, or what was done after it
    words_lang: str
    corrected: Markup  # the day on which what it tells was put right


CORRECTIONS = {
    DocumentState.ISSUED: "document.correct_symbol",
    DocumentState.CONSIDERED: "document.correct_outcome",
}


def trail(document: Document) -> list[TrailStep]:
    """All steps in order: done ones with their day, due ones with theirs, the first due one is now.

    Of a closed document only what was done: nothing is due any more.
    """
    closed, steps, current = document.state == DocumentState.CLOSED, [], True
    titles, corrected = _titles(), _corrections(document)
    for step in document.steps:
        if closed and not step.is_settled:
            break
        tone = _settled(step) or ("now" if current else "next")
        current = current and step.is_settled
        steps.append(_drawn(step, titles[DocumentState(step.name)], tone, corrected))
    return steps


def _settled(step: Step) -> str:
    if step.unknown:
        return "lost"
    if step.skipped and not step.done_on:
        return "skipped"
    return "done" if step.is_settled else ""


def _corrections(document: Document) -> dict[DocumentState, datetime]:
    """When what a step tells was last put right, as the audit trail has it."""
    made = audit.last_times(document, CORRECTIONS.values()) if document.symbol or document.outcome else {}
    return {state: made[action] for state, action in CORRECTIONS.items() if action in made}


def _drawn(step: Step, title: str, tone: str, corrected: Mapping[DocumentState, datetime]) -> TrailStep:
    note, document, state = step.note, step.document, DocumentState(step.name)
    if step.skipped and not note and document.symbol:
        note = str(_("Issued as received."))
    return TrailStep(
        name=step.name,
        title=title,
        tone=tone,
        when=day(step.done_on or (None if step.is_settled else step.due_on)),
        note=note,
        note_lang=step.note_lang if step.note else "",
        source=step.source,
        told=outcome_of(document) if state == DocumentState.CONSIDERED else "",
        words=_words(document, state),
        words_lang=step.note_lang,
        corrected=day(corrected[state], document.meeting.zone) if state in corrected else Markup(""),
    )


def outcome_of(document: Document) -> str:
    """What the body did, as one sentence; empty while it is not recorded."""
    where = document.outcome_where
    if document.outcome == Outcome.REFERRED and where:
        return str(_("Referred to: %(where)s", where=where))
    if document.outcome == Outcome.REFLECTED and where:
        return str(_("Reflected in: %(where)s", where=where))
    return str(OUTCOMES[document.outcome]) if document.outcome else ""


def _words(document: Document, state: DocumentState) -> Markup:
    written = {
        DocumentState.CONSIDERED: document.outcome_text,
        DocumentState.FOLLOWED_UP: document.follow_up,
    }
    return markdown.render(written.get(state, ""))


def _titles() -> dict[DocumentState, str]:
    return {
        DocumentState.RECEIVED: _p("document", "Received"),
        DocumentState.CHECKED: _p("document", "Checked"),
        DocumentState.TRANSLATED: _p("document", "Translated"),
        DocumentState.ISSUED: _p("document", "Issued under a symbol"),
        DocumentState.TABLED: _p("document", "Tabled at the meeting"),
        DocumentState.CONSIDERED: _("Outcome"),
        DocumentState.FOLLOWED_UP: _("Follow-up"),
    }
