"""The shape of a deadline."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from app.foundation.clock import end_of
from app.meetings.forms import CHOOSE, TOO_LONG, line, listed
from app.meetings.forms.meetings import zone_field
from app.meetings.models import DEADLINES


class DeadlineForm(FlaskForm):
    kind = SelectField(_l("What is due"), [InputRequired(CHOOSE)], choices=listed(DEADLINES, ask=True))
    day = DateField(_l("Day"), [InputRequired(_l("Write a day such as 2027-12-31."))])
    hour = TimeField(
        _l("Hour"),
        [Optional()],
        description=_l("Leave it empty if the whole day counts."),
    )
    zone = zone_field()
    rule = StringField(
        _l("Rule"),
        [Optional(), Length(max=500, message=TOO_LONG)],
        filters=[line],
        description=_l("What sets it, such as: 30 days before the meeting, rule 7."),
    )

    def at(self) -> datetime:
        if self.hour.data is None:
            return end_of(self.day.data, self.zone.data)
        return datetime.combine(self.day.data, self.hour.data, ZoneInfo(self.zone.data))


class PressForm(FlaskForm):
    """One button."""
