"""What figures are narrowed by, as an address."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

NO_DAY = _l("This is not a day. Write it as in 2026-11-30.")
NO_CHOICE = _l("This is not on the list. Choose again.")


class FiguresForm(FlaskForm):
    """Read from the address; what is no day and no choice is said beside its field."""

    since = DateField(_l("Began on or after"), [Optional()])
    until = DateField(_l("Began on or before"), [Optional()])
    language = SelectField(_l("Language"))
    country = SelectField(_l("Country"), description=_l("Of the organisation that the learner belongs to."))
    kind = SelectField(_l("Kind of organisation"))

    class Meta:
        csrf = False

    def offer(
        self,
        languages: Iterable[tuple[str, str]],
        countries: Iterable[tuple[str, str]],
        kinds: Iterable[tuple[str, Any]],
    ) -> None:
        self.language.choices = _choices(_l("All languages"), languages)
        self.country.choices = _choices(_l("All countries"), countries)
        self.kind.choices = _choices(_l("All kinds"), kinds)
        for field in self:
            if not field.validate(self):
                is_given, field.data = any(field.raw_data or ()), None
                field.errors = [NO_DAY if isinstance(field, DateField) else NO_CHOICE] if is_given else ()
        if self.since.data and self.until.data and self.until.data < self.since.data:
            self.since.data, self.until.data = self.until.data, self.since.data
            self.since.raw_data = self.until.raw_data = None

    @property
    def in_use(self) -> dict[str, Any]:
        """What narrows, as it stands in an address."""
        return {field.name: str(field.data) for field in self if field.data}


def _choices(all_of_them: Any, words: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    told = [SelectChoice(value=key, label=label) for key, label in words]
    return [SelectChoice(value="", label=all_of_them), *told]
