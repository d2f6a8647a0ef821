"""A title in each language of the interface, and what titles of meetings and items share."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length, Optional

from app.foundation.i18n import LANGS, OWN_NAMES, direction
from app.meetings.forms import TOO_LONG, line

LONGEST_TITLE = 300


def _title_in(lang: str) -> StringField:
    label = _l("Title in %(language)s", language=OWN_NAMES[lang])
    checks = [Optional(), Length(max=LONGEST_TITLE, message=TOO_LONG)]
    return StringField(label, checks, filters=[line], render_kw={"lang": lang, "dir": direction(lang)})


class TitlesForm(FlaskForm):
    """A title in each language of the interface."""

    title_en = _title_in("en")
    title_fr = _title_in("fr")
    title_es = _title_in("es")
    title_ar = _title_in("ar")

    def titles(self) -> dict[str, str]:
        written = {lang: self[f"title_{lang}"].data for lang in LANGS}
        return {lang: title for lang, title in written.items() if title}


def titles_of(titles: dict[str, str]) -> dict[str, str]:
    """Titles as TitlesForm holds them, to begin with."""
    return {f"title_{lang}": titles.get(lang, "") for lang in LANGS}
