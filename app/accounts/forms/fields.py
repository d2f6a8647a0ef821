"""What the forms about accounts are made of: their fields, and what each says when it is wrong."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, HiddenField, PasswordField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, ValidationError

from app.accounts import questions
from app.foundation.i18n import LANGS, OWN_NAMES
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
