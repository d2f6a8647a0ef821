"""Where a published report stands before its body, in words and a tone."""

from typing import Any

from flask_babel import lazy_pgettext as _lp

from app.foundation.i18n import Said, current_lang, said
from app.meetings.flow import WORDS
from app.meetings.flow import word_of as document_word
from app.meetings.models import OUTCOMES, DocumentState, Outcome
from app.organisations import queries as organisations

STANDINGS = {  # what the register can be narrowed to
    "published": WORDS[DocumentState.CHECKED][0],
    "issued": WORDS[DocumentState.ISSUED][0],
    "tabled": WORDS[DocumentState.TABLED][0],
    **{outcome.value: word for outcome, word in OUTCOMES.items()},
}


def word_of(standing: DocumentState | None, outcome: Outcome | None) -> tuple[Any, str]:
    """The one word that stands beside a published report: where its document is before the body."""
    if standing is None or standing == DocumentState.CLOSED:
        return _lp("report", "Published"), "done"
    return document_word(standing, outcome)


def byline(row: Any, lang: str | None = None) -> Said:
    """Who reports. Of a protected organisation only its kind and region are told."""
    lang = lang or current_lang()
    if row.protected:
        told = organisations.kind_and_region(row.organisation_kind, row.organisation_country)
        return Said(told, lang)
    return said({**row.organisation_names, row.name_lang: row.organisation}, lang, own=row.name_lang)


def title(row: Any, lang: str | None = None) -> Said:
    return said({**row.titles, row.lang: row.title}, lang, own=row.lang)
