"""What is typed about a meeting, its agenda and its deadlines."""

import re
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from app.foundation.forms import SeenForm
from app.foundation.i18n import LANGS, OWN_NAMES, direction
from app.meetings.forms import CHOOSE, TOO_LONG, Ticks, line, listed, text
from app.meetings.forms.documents import tongues
from app.meetings.models import DEADLINES, Meeting
from app.meetings.operations.keeping import Facts, Row

NUMBER = r"\d{1,4}(\.\d{1,4}){0,5}"
NUMBER_WRONG = _l("Write a number such as 14 or 21.1.27.")
LONGEST_TITLE = 300
LONGEST_AGENDA = 500  # lines at once


def known_zone(form: Any, field: Field) -> None:
    if field.data not in available_timezones():
        raise ValidationError(_l("Write a time zone such as Europe/Berlin."))


def _title_in(lang: str) -> StringField:
    label = _l("Title in %(language)s", language=OWN_NAMES[lang])
    checks = [Optional(), Length(max=LONGEST_TITLE, message=TOO_LONG)]
    return StringField(label, checks, filters=[line], render_kw={"lang": lang, "dir": direction(lang)})


class TitlesForm(FlaskForm):
    """A title in each language of the interface."""

    title_en = _title_in("en")
    title_fr = _title_in("fr")
    title_es = _title_in("es")
    title_ar = _title_in("ar")

    def titles(self) -> dict[str, str]:
        written = {lang: self[f"title_{lang}"].data for lang in LANGS}
        return {lang: title for lang, title in written.items() if title}


def titles_of(titles: dict[str, str]) -> dict[str, str]:
    """Titles as TitlesForm holds them, to begin with."""
    return {f"title_{lang}": titles.get(lang, "") for lang in LANGS}


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
    zone = StringField(
        _l("Time zone"),
        [
            DataRequired(_l("Write a time zone such as Europe/Berlin.")),
            Length(max=40, message=TOO_LONG),
            known_zone,
        ],
        filters=[line],
        default="Europe/Berlin",
        description=_l("Of the place of the meeting. Deadlines have their own."),
        render_kw={"dir": "ltr"},
    )
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


class ItemForm(FlaskForm):
    """One agenda item."""

    number = StringField(
        _l("Number"),
        [
            DataRequired(NUMBER_WRONG),
            Length(max=20, message=TOO_LONG),
            Regexp(rf"{NUMBER}$", message=NUMBER_WRONG),
        ],
        filters=[line],
        description=_l("Such as 14 or 21.1.27. An item of this number that is there already is renamed."),
        render_kw={"dir": "ltr"},
    )
    item_lang = SelectField(_l("Language of the title"), [InputRequired(CHOOSE)], choices=tongues)
    title = StringField(
        _l("Title"),
        [DataRequired(_l("Write the title.")), Length(max=LONGEST_TITLE, message=TOO_LONG)],
        filters=[line],
    )


class AgendaForm(FlaskForm):
    """Many agenda items at once, one a line."""

    item_lang = SelectField(_l("Language of the titles"), [InputRequired(CHOOSE)], choices=tongues)
    agenda = TextAreaField(
        _l("Agenda"),
        [DataRequired(_l("Write one item a line."))],
        filters=[text],
        description=_l("One item a line, its number first: 21.1.27 Illegal killing and taking"),
        render_kw={"rows": 16},
    )

    def validate_agenda(self, field: TextAreaField) -> None:
        """Every line that cannot be read is named, with what is wrong with it."""
        wrong = [*self._wrong(field.data)]
        if wrong:
            field.errors = [*field.errors, *wrong[:-1]]
            raise ValidationError(wrong[-1])

    def rows(self) -> list[Row]:
        return [Row(*_split(words)) for words in self.agenda.data.splitlines() if words.strip()]

    def _wrong(self, agenda: str) -> list[Any]:
        lines = [(at, words) for at, words in enumerate(agenda.splitlines(), 1) if words.strip()]
        if len(lines) > LONGEST_AGENDA:
            return [_l("Write at most %(max)d lines at once.", max=LONGEST_AGENDA)]
        told, seen = [], set()
        for at, words in lines:
            number, title = _split(words)
            if not re.fullmatch(NUMBER, number) or len(number) > 20:
                told.append(
                    _l("Line %(line)d: begin with a number such as 21.1.27, then the title.", line=at)
                )
            elif not title:
                told.append(_l("Line %(line)d: write a title after %(number)s.", line=at, number=number))
            elif len(title) > LONGEST_TITLE:
                told.append(
                    _l("Line %(line)d: shorten the title to %(max)d characters.", line=at, max=LONGEST_TITLE)
                )
            elif number in seen:
                told.append(_l("Line %(line)d: %(number)s is there twice.", line=at, number=number))
            seen.add(number)
        return told


def _split(words: str) -> tuple[str, str]:
    """ "21.1.27. Title" and "21.1.27<tab>Title" are read too: agendas are pasted from anywhere."""
    number, _, title = line(words).partition(" ")
    return number.rstrip(".):"), title


class EditItemForm(SeenForm, TitlesForm):
    def validate_title_en(self, field: StringField) -> None:
        if not self.titles():
            raise ValidationError(_l("Write a title in at least one language."))


class RemoveItemForm(SeenForm): ...


class DeadlineForm(FlaskForm):
    kind = SelectField(_l("What is due"), [InputRequired(CHOOSE)], choices=listed(DEADLINES, ask=True))
    day = DateField(_l("Day"), [InputRequired(_l("Write a day such as 2027-12-31."))])
    hour = TimeField(
        _l("Hour"),
        [Optional()],
        description=_l("Leave it empty if the whole day counts."),
    )
    zone = StringField(
        _l("Time zone"),
        [
            DataRequired(_l("Write a time zone such as Europe/Berlin.")),
            Length(max=40, message=TOO_LONG),
            known_zone,
        ],
        filters=[line],
        default="Europe/Berlin",
        render_kw={"dir": "ltr"},
    )
    rule = StringField(
        _l("Rule"),
        [Optional(), Length(max=500, message=TOO_LONG)],
        filters=[line],
        description=_l("What sets it, such as: 30 days before the meeting, rule 7."),
    )

    def at(self) -> datetime:
        hour = self.hour.data or time(23, 59, 59)
        return datetime.combine(self.day.data, hour, ZoneInfo(self.zone.data))


class PressForm(FlaskForm):
    """One button."""


class FilterForm(FlaskForm):
    """The list's filter, as an address."""

    class Meta:
        csrf = False

    body = SelectField(_l("Body"))


def with_empty(label: Any, choices: list[SelectChoice]) -> list[SelectChoice]:
    return [SelectChoice(value="", label=label), *choices]
