"""What taking in a course would change, in words: for who agrees to it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_pgettext as _lp
from flask_babel import ngettext

from app.foundation.i18n import languages_named
from app.learning.operations.comparing import Comparison, What

WORDS = {
    What.ADDED: (_lp("lesson or question", "New"), "now"),
    What.CHANGED: (_lp("lesson or question", "Changed"), "wait"),
    What.REMOVED: (_lp("lesson or question", "No longer there"), "alert"),
}
FEW = 5  # fewer people than this are not counted out


def facts(told: Comparison) -> list[tuple[str, Any]]:
    return [
        (_("Name in the address"), told.slug),
        (_("Version"), _from_to(told.was, told.version)),
        (_("Languages"), languages_named(told.languages)),
        (_("Questions"), _from_to(told.asked[0] if told.was is not None else None, told.asked[1])),
        (_("To pass"), _from_to(*(_("%(share)s%% of the questions", share=one) for one in told.pass_marks))),
        (_("Learners who have begun it"), people(told.learners)),
    ]


def people(count: int) -> str:
    if 0 < count < FEW:
        return str(_("fewer than %(few)s", few=FEW))
    return str(count)


def _from_to(before: Any, after: Any) -> str:
    if before is None or before == after:
        return str(after)
    return str(_("%(after)s, until now %(before)s", after=after, before=before))


def cautions(told: Comparison) -> list[str]:
    """What its editor may not have meant."""
    found = []
    if told.is_same:
        found.append(_("Readers would see what they see now."))
    elif told.was is not None and told.version <= told.was:
        found.append(
            _(
                "The version in course.toml is not higher than the one that is shown. Raise it, so that"
                " certificates and other platforms tell the two apart."
            )
        )
    if told.lost_languages:
        found.append(
            _("It is no longer there in: %(languages)s.", languages=languages_named(told.lost_languages))
        )
    return [str(one) for one in found]


def to_learners(told: Comparison) -> list[str]:
    """What comes of it for people who are learning; only what applies."""
    if told.was is None:
        return []
    lessons, questions = {one.what for one in told.lessons}, {one.what for one in told.questions}
    found = [
        (
            told.new_languages,
            _(
                "They can read it in more languages: %(languages)s.",
                languages=languages_named(told.new_languages),
            ),
        ),
        (What.ADDED in lessons, _("New lessons stand among those that are left to read.")),
        (
            What.REMOVED in lessons,
            _(
                "Lessons that are no longer there are shown to nobody. What was done in them is kept, and is"
                " there again when a lesson of the same name comes back."
            ),
        ),
        (
            What.CHANGED in questions,
            _(
                "Whoever answered a question that has changed sees it anew. A right answer to the earlier one"
                " still counts."
            ),
        ),
        (
            What.ADDED in questions,
            _("New questions count from now on: whoever has not passed yet has more to answer."),
        ),
        (What.REMOVED in questions, _("Questions that are no longer there are not asked and do not count.")),
        (
            told.pass_marks[0] != told.pass_marks[1],
            _("The pass mark is another one for everybody who has not passed yet."),
        ),
        (told.learners, _("Whoever has passed has passed, and certificates stay as they are.")),
    ]
    return [str(words) for applies, words in found if applies]


def lessons(told: Comparison) -> list[dict[str, Any]]:
    return [
        {
            "title": one.title,
            "lang": told.source,
            "mark": WORDS[one.what],
            "langs": languages_named(one.langs),
        }
        for one in told.lessons
    ]


def questions(told: Comparison) -> list[dict[str, Any]]:
    return [
        {"ask": one.ask, "lesson": one.lesson, "lang": told.source, "mark": WORDS[one.what]}
        for one in told.questions
    ]


def counted(faults: int, warnings: int) -> str:
    """What the last loading found, as one line of a list."""
    told = []
    if faults:
        told.append(ngettext("%(num)d fault", "%(num)d faults", faults))
    if warnings:
        told.append(ngettext("%(num)d warning", "%(num)d warnings", warnings))
    return str(_(", ")).join(map(str, told))
