"""What the doors of meetings and documents share."""

from flask import Blueprint
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.foundation.i18n import current_lang, said
from app.meetings.models import AgendaItem
from app.vocabularies import queries as vocabularies

bp = Blueprint("meetings", "app.meetings", url_prefix="/meetings", template_folder="templates")
calendar = Blueprint("calendar", "app.meetings")  # /<lang>/meetings.ics
documents = Blueprint("documents", "app.meetings", url_prefix="/documents", template_folder="templates")


def countries() -> list[SelectChoice]:
    known = vocabularies.countries(current_lang())
    named = (SelectChoice(value=choice.key, label=choice.label) for choice in known)
    return [SelectChoice(value="", label=_("Choose…")), *named]


def item_name(item: AgendaItem) -> str:
    title = said(item.titles, own=item.lang).text
    return str(_("%(number)s. %(title)s", number=item.number, title=title)) if title else item.number
