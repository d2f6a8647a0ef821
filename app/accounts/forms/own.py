"""The shape of what people type about their own account."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField

from app.accounts.forms.entrance import NewPasswordForm
from app.accounts.forms.fields import (
    LANGUAGES,
    OnTheWay,
    code_field,
    email_field,
    name_field,
    old_password_field,
    zones,
)
from app.foundation.forms import SeenForm


class ChangePasswordForm(NewPasswordForm):
    old_password = old_password_field(_l("Present password"))


class ProfileForm(SeenForm):
    name = name_field(_l("Your name"))
    language = SelectField(_l("Language of letters"), choices=LANGUAGES)
    time_zone = SelectField(_l("Time zone"), description=_l("The city whose clock is yours."))
    notice_only = BooleanField(
        _l("Letters say only that something happened"),
        description=_l("Choose this if it is dangerous for you to receive what was written."),
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.time_zone.choices = zones()


class EmailForm(FlaskForm):
    email = email_field(_l("New e-mail"), render_kw={"autocomplete": "email"})


class ProveForm(OnTheWay):
    """Asks again who sits here: for the password, and for a code where there is a second factor."""

    password = old_password_field(_l("Password"))
    code = code_field(_l("Code"), _l("Six digits from the app on your phone."))

    def __init__(self, *, with_code: bool, **given: Any) -> None:
        super().__init__(**given)
        if not with_code:
            del self.code
