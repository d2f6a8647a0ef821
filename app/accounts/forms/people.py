"""The shape of what administrators type about people and their roles."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from wtforms import SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from app.accounts.forms.fields import TOO_LONG, text, zone_of_country
from app.accounts.readers import Role
from app.foundation.analyser import fold
from app.foundation.forms import SeenForm
from app.foundation.i18n import country_name

ROLE_NAMES = {
    Role.MODERATOR: _l("Moderator"),
    Role.TRANSLATOR: _l("Translator"),
    Role.EDITOR: _l("Editor of content"),
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.FOCAL_POINT: _l("National focal point"),
    Role.DELEGATE: _l("Delegate"),
}
ROLES = [SelectChoice(role.value, label) for role, label in ROLE_NAMES.items()]


class GiveRoleForm(SeenForm):
    role = SelectField(
        _l("Role"),
        choices=[SelectChoice("", _l("Choose…")), *ROLES],
        default="",
        validators=[InputRequired(_l("Choose one from the list."))],
    )
    country = SelectField(
        _l("Country"), description=_l("For a focal point, and for a delegate of a Party."), default=""
    )
    body = SelectField(_l("Body"), description=_l("For a delegate to a body."), default="")

    def __init__(self, *, lang: str, bodies: Mapping[str, str], **given: Any) -> None:
        super().__init__(**given)
        named = sorted(
            ((country_name(code, lang), code) for code in {*zone_of_country(), "EU"}),  # a Party too
            key=lambda one: fold(one[0]),
        )
        self.country.choices = [
            SelectChoice("", _lp("country", "None")),
            *(SelectChoice(code, name) for name, code in named),
        ]
        self.body.choices = [
            SelectChoice("", _lp("body", "None")),
            *(SelectChoice(key, name) for key, name in bodies.items()),
        ]


class ReasonForm(SeenForm):
    """For steps against a person, who reads why, or that need a witness."""

    reason = TextAreaField(
        _l("Reason"),
        filters=[text],
        validators=[
            DataRequired(_l("Write the reason.")),
            Length(max=2000, message=TOO_LONG),
        ],
    )
