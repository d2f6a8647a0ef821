"""What the Secretariat types about a call."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.foundation.forms import SeenForm
from app.foundation.i18n import LANGS, OWN_NAMES
from app.foundation.text import clean, one_line
from app.reports.models import LONGEST_GRACE

FORMAL = ("en", "fr", "es")
FORMAT = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


def _line(words: str | None) -> str:
    return one_line(words or "")


def _text(words: str | None) -> str:
    return (clean(words) or "").strip()


def _at_most(characters: int) -> Length:
    return Length(max=characters, message=_l("Shorten this to %(max)d characters."))


class CallForm(FlaskForm):
    title_en = StringField(
        _l("Title in English"),
        filters=[_line],
        validators=[
            DataRequired(_l("Write the title in English.")),
            _at_most(200),
        ],
    )
    title_fr = StringField(_l("Title in French"), filters=[_line], validators=[_at_most(200)])
    title_es = StringField(_l("Title in Spanish"), filters=[_line], validators=[_at_most(200)])
    title_ar = StringField(_l("Title in Arabic"), filters=[_line], validators=[_at_most(200)])
    meeting = SelectField(_l("Meeting"), coerce=int)
    agenda_item = SelectField(
        _l("Agenda item"), coerce=int, description=_l("Of the meeting that you chose. It may follow later.")
    )
    mandate = StringField(
        _l("Mandate"),
        filters=[_line],
        description=_l("The text that asks for the reports, such as: Resolution 11.10, paragraph 5."),
        validators=[_at_most(200)],
    )
    template = SelectField(_l("Report template"), coerce=int)
    opens_at = DateTimeLocalField(
        _l("Opens"), format=FORMAT, validators=[InputRequired(_l("Say when the call opens."))]
    )
    closes_at = DateTimeLocalField(
        _l("Closes"), format=FORMAT, validators=[InputRequired(_l("Say when the call closes."))]
    )
    zone = StringField(
        _l("Time zone of these times"),
        filters=[_line],
        default="Europe/Berlin",
        description=_l("A name such as Europe/Berlin or Africa/Nairobi."),
        validators=[DataRequired(_l("Name the time zone.")), _at_most(40)],
    )
    grace_minutes = IntegerField(
        _l("Minutes of grace"),
        default=0,
        description=_l("For this long after the deadline a report is still taken, and marked as late."),
        validators=[
            Optional(),
            NumberRange(
                min=0,
                max=LONGEST_GRACE // timedelta(minutes=1),
                message=_l("Write a number of minutes up to 20160 (two weeks)."),
            ),
        ],
    )
    languages = SelectMultipleField(
        _l("Languages of the formal version"),
        validators=[InputRequired(_l("Choose at least one language."))],
        default=list(FORMAL),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        choices=[SelectChoice(value=code, label=OWN_NAMES[code]) for code in LANGS],
    )
    parties_too = BooleanField(_l("Parties may answer too"))
    rehearsal = BooleanField(
        _l("This is a rehearsal"),
        description=_l(
            "For practice, by anybody with an account. What is written to it is seen by its writer alone."
        ),
    )
    guidance_en = TextAreaField(
        _l("Guidance in English"),
        filters=[_text],
        validators=[_at_most(20000)],
    )
    guidance_fr = TextAreaField(_l("Guidance in French"), filters=[_text], validators=[_at_most(20000)])
    guidance_es = TextAreaField(_l("Guidance in Spanish"), filters=[_text], validators=[_at_most(20000)])
    guidance_ar = TextAreaField(_l("Guidance in Arabic"), filters=[_text], validators=[_at_most(20000)])

    def validate_zone(self, field: Any) -> None:
        if field.data not in available_timezones():
            raise ValidationError(_l("This is not a time zone. Write a name such as Europe/Berlin."))

    def validate_closes_at(self, field: Any) -> None:
        if field.data and self.opens_at.data and field.data <= self.opens_at.data:
            raise ValidationError(_l("The call closes before it opens. Choose a later time."))

    def said(self) -> dict[str, Any]:
        """What was typed, with its times as instants."""
        zone = ZoneInfo(self.zone.data)
        return {
            "titles": self._by_lang("title"),
            "guidance": self._by_lang("guidance"),
            "meeting_id": self.meeting.data,
            "agenda_item_id": self.agenda_item.data or None,
            "template_id": self.template.data or None,
            "mandate": self.mandate.data,
            "opens_at": _instant(self.opens_at.data, zone),
            "closes_at": _instant(self.closes_at.data, zone),
            "zone": self.zone.data,
            "grace_minutes": self.grace_minutes.data or 0,
            "languages": self.languages.data,
            "parties_too": self.parties_too.data,
            "rehearsal": self.rehearsal.data,
        }

    def _by_lang(self, stem: str) -> dict[str, str]:
        return {code: text for code in LANGS if (text := self[f"{stem}_{code}"].data)}


class EditCallForm(CallForm, SeenForm):
    """The same for a call that exists."""


def filled_from(call: Any) -> dict[str, Any]:
    """What a form shows of a call: its times in its own zone."""
    zone = ZoneInfo(call.zone)
    texts = {f"title_{code}": call.titles.get(code, "") for code in LANGS}
    texts |= {f"guidance_{code}": call.guidance.get(code, "") for code in LANGS}
    plain = ("mandate", "zone", "grace_minutes", "languages", "parties_too", "rehearsal")
    return texts | {
        **{name: getattr(call, name) for name in plain},
        "meeting": call.meeting_id,
        "agenda_item": call.agenda_item_id or 0,
        "template": call.template_id or 0,
        "opens_at": call.opens_at.astimezone(zone).replace(tzinfo=None),
        "closes_at": call.closes_at.astimezone(zone).replace(tzinfo=None),
    }


def _instant(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)


class AnnounceForm(SeenForm):
    """One button."""


class CancelForm(SeenForm):
    reason = TextAreaField(
        _l("Why is the call cancelled?"),
        filters=[_text],
        description=_l(
            "These words stand on the page of the call, which is public. "
            "Everybody who was writing a report gets them by e-mail too."
        ),
        validators=[
            DataRequired(_l("Write the reason.")),
            _at_most(2000),
        ],
    )
