"""What moderators type when they decide."""

from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    Form,
    HiddenField,
    IntegerField,
    SelectField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from app.foundation.clock import now
from app.foundation.forms import SeenForm
from app.foundation.text import clean
from app.reports.models import DeclineReason

LONGEST = 5000
FORMAL = {
    DeclineReason.SCOPE: _l("It is outside what the body or the Convention deals with"),
    DeclineReason.NOT_AN_ORGANISATION: _l("It is not the report of an organisation"),
    DeclineReason.PERSONAL_ATTACKS: _l("It attacks persons"),
    DeclineReason.ANONYMOUS: _l("It does not say who stands behind it"),
    DeclineReason.UNLAWFUL: _l("Its content is unlawful"),
}


def _text(words: str | None) -> str:
    return (clean(words) or "").strip()


def _length() -> Length:
    return Length(max=LONGEST, message=_l("Shorten this to %(max)d characters."))


def _ahead(form: Form, field: Field) -> None:
    """A day the authors can still meet, and not one in the next century."""
    first, last = now().date() + timedelta(days=1), now().date() + timedelta(days=400)
    if not isinstance(field.data, date) or not first <= field.data <= last:
        raise ValidationError(_l("Choose a day after today and within the next 400 days."))


class ConfirmForm(SeenForm):
    """A step that asks for nothing but the press of its button."""


class PublishForm(SeenForm):
    decided = BooleanField(
        _l("I have made sure: these names may be published"),
        description=_l("The decision is kept with your name."),
        validators=[DataRequired(_l("Tick this to publish these names, or leave the report unpublished."))],
    )


class SendBackForm(SeenForm):
    reason = TextAreaField(
        _l("Why is it going back?"),
        description=_l("The authors will read these words, with every remark below."),
        filters=[_text],
        validators=[DataRequired(_l("Write the reason.")), _length()],
    )
    due_on = DateField(
        _l("By which day do you ask for the next version?"),
        validators=[InputRequired(_l("Choose a day after today.")), _ahead],
    )


class DeclineForm(SeenForm):
    formal = SelectField(
        _l("Formal reason"),
        description=_l("Reports are declined for these reasons only."),
        choices=[SelectChoice(value="", label=_l("Choose the reason"))]
        + [SelectChoice(value=key.value, label=words) for key, words in FORMAL.items()],
        validators=[InputRequired(_l("Choose the formal reason."))],
    )
    reason = TextAreaField(
        _l("Your words to the authors"),
        description=_l("Say what the reason rests on. The authors will read these words."),
        filters=[_text],
        validators=[DataRequired(_l("Write the reason.")), _length()],
    )


class AcceptForm(SeenForm):
    words = TextAreaField(
        _l("Your words to the authors"),
        description=_l("They go out with the news that the report is accepted."),
        filters=[_text],
        validators=[_length()],
    )


class RemarkForm(FlaskForm):
    question = HiddenField("", validators=[Length(max=40)])
    row = IntegerField("", widget=HiddenInput(), default=0, validators=[NumberRange(min=0, max=10_000)])
    text = TextAreaField(
        _l("Remark to the authors"),
        description=_l("They read it when the report goes back to them."),
        filters=[_text],
        validators=[DataRequired(_l("Write the remark.")), _length()],
    )


class EditRemarkForm(SeenForm):
    text = TextAreaField(
        _l("Remark to the authors"),
        filters=[_text],
        validators=[DataRequired(_l("Write the remark.")), _length()],
    )
