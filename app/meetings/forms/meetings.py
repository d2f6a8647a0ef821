"""The shape of what moderators type about a meeting, and what the list of meetings is narrowed by."""

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, Field, IntegerField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.foundation.forms import SeenForm
from app.meetings.forms import CHOOSE, TOO_LONG, Ticks, line
from app.meetings.forms.documents import tongues
from app.meetings.forms.titles import TitlesForm, titles_of
from app.meetings.models import Meeting
from app.meetings.operations.keeping import Facts

ZONE_WRONG = _l("Write a time zone such as Europe/Berlin.")


def _known_zone(form: Any, field: Field) -> None:
    if field.data not in available_timezones():
        raise ValidationError(ZONE_WRONG)


def zone_field(hint: Any = "") -> StringField:
    return StringField(
        _l("Time zone"),
        [DataRequired(ZONE_WRONG), Length(max=40, message=TOO_LONG), _known_zone],
        filters=[line],
        default="Europe/Berlin",
        description=hint,
        render_kw={"dir": "ltr"},
    )


class MeetingFields(TitlesForm):
    number = IntegerField(
        _l("Number of the meeting"),
        [Optional(), NumberRange(1, 999, _l("Write a number from 1 to 999."))],
        description=_l("As in its name: 57 for the 57th meeting."),
    )
    theme = StringField(_l("Theme"), [Optional(), Length(max=200, message=TOO_LONG)], filters=[line])
    online = BooleanField(_l("It is held online"))
    city = StringField(_l("City"), [Optional(), Length(max=80, message=TOO_LONG)], filters=[line])
    country = SelectField(_l("Country"), [Optional()])
    starts_on = DateField(_l("First day"), [Optional()])
    ends_on = DateField(_l("Last day"), [Optional()])
    year = IntegerField(
        _l("Year, if the days are not confirmed"),
        [Optional(), NumberRange(1979, 2200, _l("Write a year with four digits."))],
    )
    month = IntegerField(
        _l("Month, if the days are not confirmed"),
        [Optional(), NumberRange(1, 12, _l("Write a month from 1 to 12."))],
    )
    zone = zone_field(_l("Of the place of the meeting. Deadlines have their own."))
    languages = Ticks(_l("Working languages"), [Optional()], choices=tongues)

    def validate_ends_on(self, field: DateField) -> None:
        if field.data and not self.starts_on.data:
            raise ValidationError(_l("Write the first day too."))
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_l("The last day is before the first. Correct one of them."))

    def validate_month(self, field: IntegerField) -> None:
        if field.data and not (self.year.data or self.starts_on.data):
            raise ValidationError(_l("Write the year too."))

    def facts(self) -> Facts:
        first: date | None = self.starts_on.data
        return Facts(
            number=self.number.data,
            titles=self.titles(),
            theme=self.theme.data,
            city=self.city.data or None,
            country=self.country.data or None,
            online=self.online.data,
            starts_on=first,
            ends_on=self.ends_on.data or first,
            year=first.year if first else self.year.data,
            month=first.month if first else self.month.data,
            zone=self.zone.data,
            languages=self.languages.data or [],
        )


class AddMeetingForm(MeetingFields):
    body = SelectField(_l("Body"), [InputRequired(CHOOSE)], coerce=int)


class EditMeetingForm(SeenForm, MeetingFields): ...


def facts_of(meeting: Meeting) -> dict[str, Any]:
    """A meeting as MeetingFields holds it, to begin with."""
    names = (
        "number",
        "theme",
        "online",
        "city",
        "starts_on",
        "ends_on",
        "year",
        "month",
        "zone",
        "languages",
    )
    kept = {name: getattr(meeting, name) for name in names}
    return kept | titles_of(meeting.titles) | {"country": meeting.country or ""}


class FilterForm(FlaskForm):
    """The list's filter, as an address."""

    class Meta:
        csrf = False

    body = SelectField(_l("Body"))


def with_empty(label: Any, choices: list[SelectChoice]) -> list[SelectChoice]:
    return [SelectChoice(value="", label=label), *choices]
