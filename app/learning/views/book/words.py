"""The words that a book itself says, in its language."""

from functools import lru_cache

from flask_babel import force_locale, pgettext
from flask_babel import gettext as _


@lru_cache(maxsize=8)
def words_of(lang: str) -> dict[str, str]:
    """They change only with a release: part of what a book is made from."""
    with force_locale(lang):
        told = {
            "contents": _("Contents"),
            "goals_of_course": _("After this course"),
            "goals": _("After this lesson"),
            "cited": _("Texts that this lesson cites"),
            "questions": pgettext("lesson", "Questions"),
            "answers": _("Answers and reasons"),
            "to_answers": _("The right answers and the reasons stand at the end."),
            "passage": _("The passage that explains it"),
            "if_wrong": _("If you thought otherwise"),
            "platform": _("Civil Society Platform"),
            "audience": pgettext("course", "For whom"),
            "level": _("Level"),
            "time": pgettext("course", "Time"),
            "licence": pgettext("course", "Licence"),
            "version": pgettext("course", "Version"),
            "address": pgettext("course", "Address"),
        }
    return {name: str(words) for name, words in told.items()}
