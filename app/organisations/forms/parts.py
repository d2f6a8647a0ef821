"""What the forms about organisations are made of: how lines are cleaned, and what there is to choose from."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from app.foundation.i18n import current_lang, language_name
from app.foundation.text import clean, one_line

# In which organisations write their names and work; more are added as they come.
TONGUES = (
    *("am", "ar", "bn", "de", "en", "es", "fa", "fr", "hi", "id", "it", "ja", "ko", "mg", "ms", "mn"),
    *("pt", "ru", "sw", "th", "tr", "uk", "ur", "uz", "vi", "zh"),
)
TOO_LONG = _l("Shorten this to %(max)d characters.")
CHOOSE = _l("Choose one from the list.")


def line(words: str | None) -> str:
    return one_line(words or "")


def text(words: str | None) -> str:
    return clean(words or "").strip()


def choices(words: Mapping[Any, Any], *, ask: bool = False) -> list[SelectChoice]:
    listed = [SelectChoice(value=str(key.value), label=label) for key, label in words.items()]
    return [SelectChoice(value="", label=_l("Choose…")), *listed] if ask else listed


def tongues() -> list[SelectChoice]:
    lang = current_lang()
    named = ((language_name(code, lang), code) for code in TONGUES)
    return [SelectChoice(value=code, label=name) for name, code in sorted(named)]


class Ticks(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
