"""The life of a document before a body, as one table."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from app.foundation.flow import Flow, Move
from app.meetings.models import OUTCOMES, Outcome
from app.meetings.models import DocumentState as S
from app.meetings.policy import decides, records_outcomes, translates

ISSUED = frozenset({S.ISSUED, S.TABLED, S.CONSIDERED, S.FOLLOWED_UP})

DOCUMENT = Flow(
    "document",
    Move("check", _l("Mark as checked"), {S.RECEIVED}, S.CHECKED, decides),
    Move("translate", _l("Mark as translated"), {S.CHECKED}, S.TRANSLATED, translates),
    Move("issue", _l("Issue under a symbol"), {S.CHECKED, S.TRANSLATED}, S.ISSUED, decides),
    Move("table", _l("Table at the meeting"), {S.ISSUED}, S.TABLED, decides),
    Move("consider", _l("Record the outcome"), {S.TABLED}, S.CONSIDERED, records_outcomes),
    Move("follow_up", _l("Record the follow-up"), {S.CONSIDERED}, S.FOLLOWED_UP, records_outcomes),
    Move("correct_outcome", _l("Correct the outcome"), {S.CONSIDERED}, S.CONSIDERED, decides, why=True),
    Move("correct_symbol", _l("Correct the symbol"), ISSUED, None, decides, why=True),
    Move("close", _l("Close"), {S.RECEIVED, S.CHECKED, S.TRANSLATED}, S.CLOSED, decides, why=True),
)

WORDS = {  # of each state, with the tone it is shown in
    S.RECEIVED: (_lp("document", "Received"), "wait"),
    S.CHECKED: (_lp("document", "Waiting for a symbol"), "wait"),
    S.TRANSLATED: (_lp("document", "Waiting for a symbol"), "wait"),
    S.ISSUED: (_lp("document", "Waiting to be tabled"), "now"),
    S.TABLED: (_lp("document", "Waiting for an outcome"), "now"),
    S.CONSIDERED: (_lp("document", "Considered"), "done"),
    S.FOLLOWED_UP: (_lp("document", "Followed up"), "done"),
    S.CLOSED: (_lp("document", "Closed"), "plain"),
}
TONES = {
    Outcome.NOTED: "plain",
    Outcome.DISCUSSED: "plain",
    Outcome.REFERRED: "now",
    Outcome.REFLECTED: "done",
    Outcome.NOT_TAKEN_UP: "wait",
}


def word_of(state: S, outcome: Outcome | None) -> tuple[Any, str]:
    """Where it stands before its body: the same word beside it wherever it is listed, and a tone."""
    return (OUTCOMES[outcome], TONES[outcome]) if outcome else WORDS[state]
