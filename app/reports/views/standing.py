"""Where a published report stands before its body, in words and a tone."""

from typing import Any

from flask_babel import lazy_pgettext as _lp

from app.foundation.i18n import Said, current_lang, said
from app.meetings.models import DocumentState, Outcome
from app.organisations import queries as organisations

OUTCOMES = {
    Outcome.NOTED: (_lp("outcome", "Noted"), "plain"),
    Outcome.DISCUSSED: (_lp("outcome", "Discussed"), "plain"),
    Outcome.REFERRED: (_lp("outcome", "Referred"), "now"),
    Outcome.REFLECTED: (_lp("outcome", "Reflected in a text"), "done"),
    Outcome.NOT_TAKEN_UP: (_lp("outcome", "Not taken up, with reason"), "wait"),
}
STANDINGS = {
    "published": _lp("report", "Published, waiting for a symbol"),
    "issued": _lp("report", "Waiting to be tabled"),
    "tabled": _lp("report", "Waiting for an outcome"),
    **{outcome.value: word for outcome, (word, _) in OUTCOMES.items()},
}


def word_of(standing: DocumentState | None, outcome: Outcome | None) -> tuple[Any, str]:
    """The one word that stands beside a report's title in a list."""
    if outcome is not None:
        return OUTCOMES[outcome]
    if standing == DocumentState.ISSUED:
        return STANDINGS["issued"], "now"
    if standing in {DocumentState.TABLED, DocumentState.CONSIDERED, DocumentState.FOLLOWED_UP}:
        return STANDINGS["tabled"], "now"
    if standing is None or standing == DocumentState.CLOSED:
        return _lp("report", "Published"), "done"
    return STANDINGS["published"], "wait"


def says_published(standing: DocumentState | None, outcome: Outcome | None) -> bool:
    """Whether this word already tells that the report is published."""
    return outcome is None and standing not in {
        DocumentState.ISSUED,
        DocumentState.TABLED,
        DocumentState.CONSIDERED,
        DocumentState.FOLLOWED_UP,
    }


def byline(row: Any, lang: str | None = None) -> Said:
    """Who reports. Of a protected organisation only its kind and region are told."""
    lang = lang or current_lang()
    if row.protected:
        told = organisations.kind_and_region(row.organisation_kind, row.organisation_country)
        return Said(told, lang)
    return said({**row.organisation_names, row.name_lang: row.organisation}, lang, own=row.name_lang)


def title(row: Any, lang: str | None = None) -> Said:
    return said({**row.titles, row.lang: row.title}, lang, own=row.lang)
