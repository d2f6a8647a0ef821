"""The shape of what is typed on the way in."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from app.accounts.forms.fields import (
    CODE_NEEDED,
    EMAIL_NEEDED,
    LANGUAGES,
    TOO_LONG,
    OnTheWay,
    code_field,
    email_field,
    line,
    name_field,
    new_password_field,
    old_password_field,
    zones,
)


class RegisterForm(FlaskForm):
    name = name_field(_l("Your name"), description=_l("As you want to be addressed in letters."))
    email = email_field(_l("E-mail"), description=_l("A letter with a link goes there."))
    password = new_password_field(_l("Password"))
    language = SelectField(_l("Language of letters"), choices=LANGUAGES)
    time_zone = SelectField(_l("Time zone"), description=_l("The city whose clock is yours."))
    next = HiddenField("")

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.time_zone.choices = zones()


class ConfirmForm(FlaskForm):
    password = old_password_field(_l("Password"))


class SignInForm(OnTheWay):
    email = EmailField(
        _l("E-mail"),
        filters=[line],
        validators=[DataRequired(EMAIL_NEEDED), Length(max=254, message=TOO_LONG)],
        render_kw={"autocomplete": "username"},
    )
    password = old_password_field(_l("Password"))


class CodeForm(OnTheWay):
    code = code_field(_l("Code"), _l("Six digits from the app on your phone."))


class SetUpForm(CodeForm):
    """`offer` is the new secret, sealed for the person it was offered to."""

    offer = HiddenField("")


class RecoveryForm(OnTheWay):
    code = StringField(
        _l("Recovery code"),
        description=_l("One line from the list you kept. Each works once."),
        validators=[DataRequired(CODE_NEEDED), Length(max=60, message=TOO_LONG)],
        render_kw={"autocomplete": "off", "dir": "ltr"},
    )


class ForgotForm(FlaskForm):
    email = email_field(_l("E-mail"), render_kw={"autocomplete": "username"})


class NewPasswordForm(FlaskForm):
    """`own` holds the words a password must not contain."""

    password = new_password_field(_l("New password"))

    def __init__(self, own: list[str], **given: Any) -> None:
        super().__init__(**given)
        self.own = own
