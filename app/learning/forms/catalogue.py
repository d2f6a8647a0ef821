"""What readers choose in the catalogue, and the words for whom and how hard a course is."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

AUDIENCES = {
    "new": _l("New to CMS"),
    "reporting": _l("Filing a report"),
    "meeting": _l("Going to a meeting"),
    "teaching": _l("Teaching others"),
}
LEVELS = {
    "beginner": _lp("course", "Beginner"),
    "intermediate": _lp("course", "Intermediate"),
    "practical": _lp("course", "Practical"),
}


def _choices(words: dict[str, Any], all_of_them: Any) -> list[SelectChoice]:
    return [SelectChoice(key, label) for key, label in ({"": all_of_them} | words).items()]


class CatalogueForm(FlaskForm):
    """Read from the address; what is not a choice narrows to nothing."""

    audience = SelectField(
        _l("I am"),
        choices=_choices(AUDIENCES, _lp("courses", "Anybody")),
        validate_choice=False,
    )
    level = SelectField(
        _l("Level"), choices=_choices(LEVELS, _lp("courses", "Any level")), validate_choice=False
    )

    class Meta:
        csrf = False
