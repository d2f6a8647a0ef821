"""Words that the pages of a report need: problems, states, phases."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from flask_babel import ngettext
from markupsafe import Markup

from app.foundation.i18n import direction
from app.reports.models import ReportState
from app.reports.questions import Problem, SectionState

PROBLEMS = {
    "missing": _l("An answer is missing: %(label)s"),
    "missing_row": _l("At least one entry is missing: %(label)s"),
    "missing_or_else": _l("Answer this question or the other one: %(label)s"),
    "too_many_words": _l("This answer is too long by %(over)s words. Shorten it to %(most)s words or fewer."),
    "too_many_characters": _l(
        "This answer is too long by %(over)s characters. Shorten it to %(most)s characters or fewer."
    ),
    "too_many": _l("There are %(count)s here. Keep at most %(most)s."),
    "not_an_email": _l("This is not an e-mail address. Write one such as name@example.org."),
    "not_a_link": _l("This is not an address of a page. It begins with https://"),
    "not_a_day": _l("This is not a day of the calendar. Write it as year, month, day: 2026-09-14."),
    "not_a_number": _l("This is not a number. Write figures only, such as 1250 or 3.5."),
    "not_coarse": _l(
        "Write latitude and longitude in whole degrees only, such as 4 S, 40 E. "
        "A more exact place can lead to nests and roosts, and is never published."
    ),
    "still_to_come": _l("This day is still to come. Write a day up to today."),
    "ends_first": _l("The last day is before the first. Correct one of them."),
    "ends_and_goes_on": _l("You gave a last day, and said that it goes on. Take one of the two away."),
    "too_small": _l("This number is too small. Write %(least)s or more."),
    "not_a_choice": _l("This is not one of the choices. Choose again."),
    "not_a_country": _l("This is not the name of a country in the list. Choose one from the list."),
}
SECTIONS = {
    SectionState.NOT_STARTED: (_lp("section", "Not started"), "next"),
    SectionState.IN_PROGRESS: (_lp("section", "In progress"), "now"),
    SectionState.WRONG: (_lp("section", "Needs correcting"), "alert"),
    SectionState.FINISHED: (_lp("section", "Finished"), "done"),
}
STATES = {
    ReportState.DRAFT: (_lp("report", "Draft"), "now"),
    ReportState.SUBMITTED: (_lp("report", "Submitted"), "wait"),
    ReportState.RETURNED: (_lp("report", "Returned for revision"), "alert"),
    ReportState.ACCEPTED: (_lp("report", "Accepted"), "done"),
    ReportState.PUBLISHED: (_lp("report", "Published"), "done"),
    ReportState.DECLINED: (_lp("report", "Declined"), "plain"),
    ReportState.WITHDRAWN: (_lp("report", "Withdrawn"), "plain"),
}
YES_NO = {"yes": _l("Yes"), "no": _l("No"), "unknown": _lp("answer", "Not known")}


def problem(found: Problem) -> str:
    return str(PROBLEMS[found.key]) % {"label": found.question.label, **found.values}


def remarks(count: int) -> str:
    """How many there are to answer; "" for none."""
    return ngettext("%(num)d remark", "%(num)d remarks", count) if count else ""


def own(text: str, lang: str) -> Markup:
    """A text of the template in its own language and direction, for components that take one label."""
    return Markup('<span lang="{}" dir="{}">{}</span>').format(lang, direction(lang), text)


def section_word(state: SectionState) -> tuple[Any, str]:
    return SECTIONS[state]
