"""The shape of what those who look after an organisation type: who it is, what it does, who speaks for it."""

import re
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    URLField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from app.foundation.clock import now
from app.foundation.forms import SeenForm
from app.foundation.i18n import LANGS, current_lang, direction
from app.organisations.forms.parts import CHOOSE, TOO_LONG, Ticks, choices, line, text, tongues
from app.organisations.models import KINDS, OBSERVER_CLASSES, Kind, ObserverClass, Organisation
from app.organisations.operations.applying import Identity, Profile

LETTER_LASTS_AT_MOST = timedelta(days=3660)
OLDEST = 1000


def _address(words: str | None) -> str:
    """As people type it: without https:// it is completed."""
    address = line(words)
    return f"https://{address}" if address and not re.match(r"\w+:", address) else address


def _name_in(lang: str, label: Any) -> StringField:
    lengths = [Optional(), Length(max=200, message=TOO_LONG)]
    return StringField(label, lengths, filters=[line], render_kw={"lang": lang, "dir": direction(lang)})


class IdentityForm(FlaskForm):
    """What the Secretariat verifies."""

    name = StringField(
        _l("Name of the organisation"),
        [DataRequired(_l("Write the name of the organisation.")), Length(max=200, message=TOO_LONG)],
        filters=[line],
        description=_l("As in its statutes, in its own language and script."),
    )
    name_lang = SelectField(
        _l("Language of this name"), [InputRequired(CHOOSE)], choices=tongues, default=current_lang
    )
    name_en = _name_in("en", _l("Name in English"))
    name_fr = _name_in("fr", _l("Name in French"))
    name_es = _name_in("es", _l("Name in Spanish"))
    name_ar = _name_in("ar", _l("Name in Arabic"))
    acronym = StringField(_l("Acronym"), [Optional(), Length(max=40, message=TOO_LONG)], filters=[line])
    kind = SelectField(_l("Kind of organisation"), [InputRequired(CHOOSE)], choices=choices(KINDS, ask=True))
    country = SelectField(_l("Country of its seat"), [InputRequired(CHOOSE)])
    website = URLField(
        _l("Website"),
        [
            Optional(),
            Length(max=300, message=TOO_LONG),
            Regexp(
                r"(?i)https?://[^\s/@<>\"']+\.[^\s<>\"']+$",
                message=_l("Write an address such as https://www.example.org."),
            ),
        ],
        filters=[_address],
    )
    observer_class = SelectField(
        _l("Observer class under Article VII.9 of the Convention"),
        [InputRequired(CHOOSE)],
        choices=choices(OBSERVER_CLASSES),
        default=ObserverClass.NONE.value,
        description=_l(
            "If the organisation has been admitted to meetings as an observer. Having none is no obstacle."
        ),
    )

    def identity(self) -> Identity:
        own = self.name_lang.data
        names = {lang: self[f"name_{lang}"].data for lang in LANGS if lang != own}
        return Identity(
            name=self.name.data,
            name_lang=own,
            names={lang: name for lang, name in names.items() if name},
            acronym=self.acronym.data,
            kind=Kind(self.kind.data),
            country=self.country.data,
            website=self.website.data,
            observer_class=ObserverClass(self.observer_class.data),
        )


class ProfileForm(FlaskForm):
    """What an organisation tells about itself."""

    mission = TextAreaField(
        _l("Mission"),
        [Optional(), Length(max=3000, message=TOO_LONG)],
        filters=[text],
        description=_l("What the organisation is for, in its own words. Shown on its public profile."),
    )
    founded = IntegerField(_l("Year of foundation"), [Optional()])
    instruments = Ticks(_l("Instruments of the CMS Family it works on"))
    working_languages = Ticks(_l("Working languages"), choices=tongues)

    def validate_founded(self, field: IntegerField) -> None:
        if field.process_errors or not OLDEST <= field.data <= now().year:
            field.errors.clear()
            raise ValidationError(_l("Write a year with four digits, not in the future."))

    def profile(self) -> Profile:
        return Profile(
            founded=self.founded.data,
            mission=self.mission.data,
            instruments=self.instruments.data or [],
            working_languages=self.working_languages.data or [],
        )


class AuthorityForm(FlaskForm):
    letter = FileField(
        _l("Authority letter"),
        [FileRequired(_l("Choose the file of the letter."))],
        description=_l(
            "A letter on the organisation's paper, signed by its head, that says you may speak for it. "
            "PDF, Word or picture, at most 10 MB. Only its members and the Secretariat can read it."
        ),
    )
    signatory = StringField(
        _l("Who signed it"),
        [DataRequired(_l("Write the name and office of who signed.")), Length(max=200, message=TOO_LONG)],
        filters=[line],
        description=_l("Name and office, such as: Jane Doe, Director."),
    )
    valid_until = DateField(
        _l("The letter is valid until"),
        [DataRequired(_l("Write the last day on which the letter is valid, such as 2027-12-31."))],
        description=_l("If it names no day: one year from today."),
    )

    def validate_valid_until(self, field: DateField) -> None:
        today = now().date()
        if field.data < today:
            raise ValidationError(_l("This letter has ended. Ask its signatory for a new one."))
        if field.data > today + LETTER_LASTS_AT_MOST:
            raise ValidationError(_l("Write a day within the next ten years."))


class ApplyForm(IdentityForm, ProfileForm, AuthorityForm):
    """All that is asked of a new organisation."""

    protected = BooleanField(
        _l("Protect this organisation"),
        description=_l(
            "It gets no public profile, and its published reports show only its kind and region. "
            "Letters to its members name no content."
        ),
    )


class ApplyAgainForm(SeenForm, IdentityForm, AuthorityForm):
    """What was refused, to be put right."""


class RenameForm(SeenForm, IdentityForm): ...


class EditForm(SeenForm, ProfileForm): ...


class RenewForm(SeenForm, AuthorityForm): ...


def identity_of(organisation: Organisation) -> dict[str, Any]:
    """An organisation's facts as IdentityForm holds them, to begin with: as it last asked to have them."""
    names = ("name", "name_lang", "names", "acronym", "kind", "country", "website", "observer_class")
    facts = organisation.wanted or {name: getattr(organisation, name) for name in names}
    return {**facts, **{f"name_{lang}": facts["names"].get(lang, "") for lang in LANGS}}
