"""The shape of what is typed about meetings and documents. No database, no permissions."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from app.foundation.text import clean, one_line

TOO_LONG = _l("Shorten this to %(max)d characters.")
CHOOSE = _l("Choose one from the list.")
TONGUES = ("en", "fr", "es", "ar", "ru", "zh", "pt", "de")  # in which bodies work, or are written to


def line(words: str | None) -> str:
    return one_line(words or "")


def text(words: str | None) -> str:
    return clean(words or "").strip()


def listed(words: Mapping[Any, Any], *, ask: bool = False) -> list[SelectChoice]:
    choices = [SelectChoice(value=str(key), label=label) for key, label in words.items()]
    return [SelectChoice(value="", label=_l("Choose…")), *choices] if ask else choices


class Ticks(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
