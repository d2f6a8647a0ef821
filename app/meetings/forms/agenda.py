"""The shape of an agenda: one item, or all of them pasted at once."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from app.foundation.forms import SeenForm
from app.meetings.forms import CHOOSE, TOO_LONG, line, text
from app.meetings.forms.documents import tongues
from app.meetings.forms.titles import LONGEST_TITLE, TitlesForm
from app.meetings.operations.agenda import LONGEST_NUMBER, Row, is_number, number_of, row_of

NUMBER_WRONG = _l("Write a number such as 14, 14 bis or 21.1.27.")
LONGEST_AGENDA = 500  # lines at once


def _check_number(form: FlaskForm, field: StringField) -> None:
    if not is_number(field.data):
        raise ValidationError(NUMBER_WRONG)


def _number_field(hint: Any) -> StringField:
    checks = [DataRequired(NUMBER_WRONG), Length(max=LONGEST_NUMBER, message=TOO_LONG), _check_number]
    filters = [line, number_of]
    return StringField(_l("Number"), checks, filters=filters, description=hint, render_kw={"dir": "ltr"})


class ItemForm(FlaskForm):
    """One agenda item."""

    number = _number_field(
        _l("Such as 14, 14 bis or 21.1.27. An item of this number that is there already is renamed.")
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
        return [row_of(line(words)) for words in self.agenda.data.splitlines() if words.strip()]

    def _wrong(self, agenda: str) -> list[Any]:
        lines = [(at, words) for at, words in enumerate(agenda.splitlines(), 1) if words.strip()]
        if len(lines) > LONGEST_AGENDA:
            return [_l("Write at most %(max)d lines at once.", max=LONGEST_AGENDA)]
        told, seen = [], set()
        for at, words in lines:
            number, title = row_of(line(words))
            if not is_number(number):
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


class EditItemForm(SeenForm, TitlesForm):
    number = _number_field(_l("Items under this one, such as 14.1 under 14, take the new number too."))

    def validate_title_en(self, field: StringField) -> None:
        if not self.titles():
            raise ValidationError(_l("Write a title in at least one language."))


class RemoveForm(SeenForm):
    """One button, for an item or a meeting."""
