"""The shape of what people type about themselves."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional, Regexp, ValidationError

from app.accounts import questions
from app.accounts.readers import Role
from app.foundation.analyser import fold
from app.foundation.forms import SeenForm
from app.foundation.i18n import LANGS, OWN_NAMES, country_name
from app.foundation.text import clean, one_line

NAME_NEEDED = _l("Write your name.")
EMAIL_NEEDED = _l("Write your e-mail address.")
EMAIL_WRONG = _l("Write a whole e-mail address, such as name@example.org.")
PASSWORD_NEEDED = _l("Write your password.")
CODE_NEEDED = _l("Write the code.")
TOO_LONG = _l("Shorten this to %(max)d characters.")
PASSWORD_FAULTS = {
    "short": _l("Make it longer: at least 12 characters. Several words are easy to remember."),
    "long": _l("Make it shorter: at most 128 characters."),
    "common": _l("Many people use this password, so it is the first to be guessed. Choose another."),
    "own": _l("Choose one without your name, your e-mail address or the name of this platform."),
}
ROLE_NAMES = {
    Role.MODERATOR: _l("Moderator"),
    Role.TRANSLATOR: _l("Translator"),
    Role.EDITOR: _l("Editor of content"),
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.FOCAL_POINT: _l("National focal point"),
    Role.DELEGATE: _l("Delegate"),
}
ROLES = [SelectChoice(role.value, label) for role, label in ROLE_NAMES.items()]
LANGUAGES = [SelectChoice(lang, OWN_NAMES[lang]) for lang in LANGS]


def line(words: str | None) -> str | None:
    return one_line(words) if words else words


def text(words: str | None) -> str | None:
    return (clean(words) or "").strip() if words else words


@lru_cache(maxsize=1)
def zones() -> list[SelectChoice]:
    """The time zones of every country, by the name of a city, grouped by continent."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text()
    names = sorted(line.split("\t")[2] for line in table.splitlines() if not line.startswith("#"))
    choices = [SelectChoice("UTC", "UTC")]
    for name in names:
        continent, _, city = name.partition("/")
        label = city.replace("_", " ").replace("/", ", ")
        choices.append(SelectChoice(name, label, optgroup=continent))
    return choices


@lru_cache(maxsize=1)
def zone_of_country() -> dict[str, str]:
    """The first zone of each country, as a guess that a person corrects."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text()
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {row[0]: row[2] for row in reversed(rows)}


class GoodPassword:
    """Length first, then what everybody guesses. Asks the form for what is the person's own."""

    def __call__(self, form: Any, field: Field) -> None:
        own = [form[name].data or "" for name in ("name", "email") if name in form]
        fault = questions.fault_of(field.data or "", own=[*own, *getattr(form, "own", [])])
        if fault:
            raise ValidationError(PASSWORD_FAULTS[fault])


def email_field(label: Any, **more: Any) -> EmailField:
    return EmailField(
        label,
        filters=[line],
        validators=[DataRequired(EMAIL_NEEDED), Length(max=254, message=TOO_LONG), Email(EMAIL_WRONG)],
        **more,
    )


def name_field(label: Any, **more: Any) -> StringField:
    return StringField(
        label,
        filters=[line],
        validators=[
            DataRequired(NAME_NEEDED),
            Length(max=120, message=TOO_LONG),
        ],
        render_kw={"autocomplete": "name"},
        **more,
    )


def old_password_field(label: Any) -> PasswordField:
    return PasswordField(
        label,
        validators=[InputRequired(PASSWORD_NEEDED), Length(max=1000, message=PASSWORD_FAULTS["long"])],
        render_kw={"autocomplete": "current-password"},
    )


def new_password_field(label: Any) -> PasswordField:
    return PasswordField(
        label,
        description=_l("At least 12 characters of any kind. A few words in a row make a good one."),
        validators=[InputRequired(_l("Choose a password.")), GoodPassword()],
        render_kw={"autocomplete": "new-password"},
    )


def code_field(label: Any, hint: Any) -> StringField:
    return StringField(
        label,
        description=hint,
        validators=[DataRequired(CODE_NEEDED), Length(max=60, message=TOO_LONG)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"},
    )


class OnTheWay(FlaskForm):
    """Knows where the person was going, and carries what they had written there."""

    next = HiddenField("")
    carried = HiddenField("")


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


class GiveRoleForm(SeenForm):
    role = SelectField(_l("Role"), choices=ROLES)
    country = SelectField(
        _l("Country"), description=_l("For a focal point, and for a delegate of a Party."), default=""
    )
    body = StringField(
        _l("Body"),
        description=_l("For a delegate to a body: its key, as in the address of its page, such as cms-stc."),
        filters=[line],
        validators=[
            Optional(),
            Length(max=40, message=TOO_LONG),
            Regexp(r"^[a-z0-9-]+$", message=_l("A key has small letters, digits and hyphens only.")),
        ],
    )

    def __init__(self, *, lang: str, **given: Any) -> None:
        super().__init__(**given)
        named = sorted(
            ((country_name(code, lang), code) for code in {*zone_of_country(), "EU"}),  # a Party too
            key=lambda one: fold(one[0]),
        )
        self.country.choices = [
            SelectChoice("", _lp("country", "None")),
            *(SelectChoice(code, name) for name, code in named),
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
