"""The shape of what owners type about the people of an organisation."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length

from app.foundation.i18n import LANGS, OWN_NAMES
from app.organisations.forms.parts import CHOOSE, TOO_LONG, choices, line
from app.organisations.models import SEATS, Seat


class PressForm(FlaskForm):
    """One button about a person or an invitation."""


class InviteForm(FlaskForm):
    email = EmailField(
        _l("E-mail address"),
        [
            DataRequired(_l("Write the person's e-mail address.")),
            Length(max=254, message=TOO_LONG),
            Email(_l("Write an address such as name@example.org.")),
        ],
        filters=[line],
    )
    seat = SelectField(
        _l("Role"),
        [InputRequired(CHOOSE)],
        choices=choices(SEATS),
        default=Seat.EDITOR.value,
        description=_l(
            "Owners look after members and profile, and write. Editors write reports. Readers read them."
        ),
    )
    invited_lang = SelectField(_l("Language of the letter"), [InputRequired(CHOOSE)])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.invited_lang.choices = [SelectChoice(value=code, label=OWN_NAMES[code]) for code in LANGS]


class SeatForm(FlaskForm):
    seat = SelectField(_l("Role"), [InputRequired(CHOOSE)], choices=choices(SEATS))
