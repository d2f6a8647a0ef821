"""What is checked before a report is accepted: by a moderator, and for practice by whoever wrote it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from app.reports import questions
from app.reports.views.slots import Written


class Judge(StrEnum):
    """Who can tell whether it is so."""

    FORM = "form"
    LANGUAGE = "language"  # the form, as far as the language of the report goes
    READER = "reader"


class Check(NamedTuple):
    words: Any
    judge: Judge = Judge.READER


CHECKLIST = (
    Check(_l("Every required answer is there, and says something.")),
    Check(_l("It is within the scope of the instrument.")),
    Check(_l("It is addressed to the right meeting."), Judge.FORM),
    Check(_l("It keeps to the word limits."), Judge.FORM),
    Check(_l("It is in a language of the call, or has a summary in one."), Judge.LANGUAGE),
    Check(_l("Every co-submitting organisation has agreed.")),
    Check(_l("It names no private person but the signatory.")),
    Check(_l("It gives no exact place of a sensitive species.")),
    Check(_l("Its tone is respectful; criticism of policy is welcome.")),
    Check(_l("The attachments open, and are what they say they are.")),
)
SEEN_TO = _lp("self-check", "The form has seen to it"), "done"
ASK = _lp("self-check", "Ask yourself"), "wait"


def self_check(given: Written) -> list[tuple[Any, Any, str]]:
    """Each line with a word and its tone: whether the form has seen to it, or only a reader can tell."""
    held = {Judge.FORM}
    if given.report.lang in given.report.call.languages:
        held.add(Judge.LANGUAGE)
    return [(check.words, *(SEEN_TO if check.judge in held else ASK)) for check in CHECKLIST]


def left_empty(given: Written) -> Sequence[str]:
    """The sections in which nothing was said: allowed, and often asked about."""
    nothing = questions.SectionState.NOT_STARTED
    return [
        f"{place}. {one.title}"
        for place, one in enumerate(given.template.sections, 1)
        if questions.state_of(one, given.values, finished=False) == nothing
    ]
