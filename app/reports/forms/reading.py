"""What readers of the register type: a form that is read from its address."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField

LONGEST = 200  # characters of a search; more would be no search


class RegisterForm(FlaskForm):
    """Every field may stay empty; what is not a choice narrows to nothing."""

    q = HiddenField("")
    meeting = SelectField(_l("Meeting"), validate_choice=False)
    country = SelectField(_l("Country of the work"), validate_choice=False)
    species = StringField(
        _l("Species"),
        description=_l("Its name in English, French or Spanish, or the Latin one."),
        render_kw={"maxlength": LONGEST},
    )
    target = SelectField(_l("Target"), validate_choice=False)
    language = SelectField(_l("Written in"), validate_choice=False)
    organisation = SelectField(_l("Organisation"), validate_choice=False)
    standing = SelectField(_l("Where it stands"), validate_choice=False)

    class Meta:
        csrf = False


def asked(arguments: Mapping[str, Any], name: str) -> str:
    """One value of the address, short enough to be meant."""
    return str(arguments.get(name, "")).replace("\0", "").strip()[:LONGEST]
