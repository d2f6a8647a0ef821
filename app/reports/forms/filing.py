"""What authors type around their answers; the answers themselves are shaped by the template."""

from collections.abc import Mapping
from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from app.foundation.forms import SeenForm
from app.foundation.i18n import OWN_NAMES
from app.foundation.text import clean, one_line

TONGUES = OWN_NAMES | {"pt": "Português", "ru": "Русский", "zh": "中文", "sw": "Kiswahili"}


def _line(words: str | None) -> str:
    return one_line(words or "")


def _text(words: str | None) -> str:
    return (clean(words) or "").strip()


def _at_most(characters: int) -> Length:
    return Length(max=characters, message=_l("Shorten this to %(max)d characters."))


def _tongues() -> list[SelectChoice]:
    return [SelectChoice(value=code, label=name) for code, name in TONGUES.items()]


def _title() -> StringField:
    return StringField(
        _l("Title of the report"),
        filters=[_line],
        description=_l("In the language you write in. You can change it until you submit."),
        validators=[
            DataRequired(_l("Give the report a title.")),
            _at_most(200),
        ],
    )


def _language() -> SelectField:
    return SelectField(
        _l("Language you write in"),
        description=_l("Each section can have another one."),
        choices=_tongues(),
    )


class StartForm(FlaskForm):
    organisation = SelectField(_l("For which organisation?"))
    title = _title()
    report_lang = _language()
    kind = RadioField(
        _l("Whose report is it?"),
        default="individual",
        choices=[
            SelectChoice(value="individual", label=_l("Of one organisation")),
            SelectChoice(value="joint", label=_l("Joint report of several organisations")),
        ],
    )


class DetailsForm(SeenForm):
    title = _title()
    report_lang = _language()


class SectionForm(FlaskForm):
    """Carries the token and whether the section is finished; its answers are read by `answers.read`."""

    section_lang = SelectField(_l("Language of this section"), choices=_tongues())
    finished = RadioField(
        _l("Have you finished this section?"),
        description=_l("Your answers are kept either way, and you can change them until you submit."),
        choices=[
            SelectChoice(value="yes", label=_l("Yes, it is finished")),
            SelectChoice(value="no", label=_l("No, I will come back")),
        ],
    )


class PutBackForm(FlaskForm):
    """One button: the entry of a table that comes back."""

    put_back = HiddenField("")


class SubmitForm(SeenForm):
    """One button, with the one-time key that makes it count once."""

    once = HiddenField("", filters=[clean], validators=[InputRequired(), Length(max=40)])


class Pressed(NamedTuple):
    """What a SubmitForm sent."""

    seen: int
    once: str


def pressed(sent: Mapping[str, str]) -> Pressed | None:
    """Read without building the form: it has nothing that anybody types, and its token was asked for already.
    None where it is none of ours.
    """
    seen, once = sent.get("seen", ""), clean(sent.get("once", "")) or ""
    if not (seen.isascii() and seen.isdigit() and len(seen) < 10 and 0 < len(once) <= 40):
        return None
    return Pressed(int(seen), once)


class WithdrawForm(SeenForm):
    reason = TextAreaField(
        _l("Why do you withdraw it?"),
        filters=[_text],
        description=_l("The Secretariat reads these words. You may leave this empty."),
        validators=[_at_most(2000)],
    )
