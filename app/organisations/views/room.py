"""The room's one blueprint; every module of views hangs its doors on it."""

from flask import Blueprint
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.foundation.i18n import current_lang
from app.vocabularies import queries as vocabularies

bp = Blueprint("organisations", "app.organisations", url_prefix="/organisations", template_folder="templates")


def countries() -> list[SelectChoice]:
    known = vocabularies.countries(current_lang())
    ask = SelectChoice(value="", label=_("Choose…"))
    return [ask, *(SelectChoice(value=choice.key, label=choice.label) for choice in known)]


def instruments() -> list[SelectChoice]:
    known = vocabularies.instruments(current_lang())
    return [SelectChoice(value=choice.key, label=choice.label) for choice in known]
