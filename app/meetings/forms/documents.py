"""What is typed when a document goes one step further."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.foundation.forms import SeenForm
from app.foundation.i18n import OWN_NAMES, current_lang, language_name
from app.meetings.forms import CHOOSE, TONGUES, TOO_LONG, Ticks, line, listed, text
from app.meetings.models import DOCUMENT_KINDS, OUTCOMES, Outcome

FILE_HINT = _l("PDF, Word or picture, at most 10 MB.")


def happened_on(hint: Any = None) -> DateField:
    hint = hint or _l("Leave it empty if it is today.")
    return DateField(_l("On which day?"), [Optional()], description=hint)


def tongues() -> list[SelectChoice]:
    lang = current_lang()
    return [SelectChoice(value=c, label=OWN_NAMES.get(c) or language_name(c, lang)) for c in TONGUES]


class ConfirmForm(SeenForm): ...


class TranslateForm(SeenForm):
    not_needed = BooleanField(
        _l("No translation is needed"),
        description=_l(
            "The document goes on in the language it was received in; its trail says “Not needed”."
        ),
    )
    note = TextAreaField(
        _l("What exists in which language?"),
        [Optional(), Length(max=1000, message=TOO_LONG)],
        filters=[text],
        description=_l("Shown on the public trail, such as: official in English, courtesy in French."),
    )


class IssueForm(SeenForm):
    symbol = StringField(
        _l("Symbol"),
        [DataRequired(_l("Write the symbol.")), Length(max=80, message=TOO_LONG)],
        filters=[line],
        render_kw={"dir": "ltr"},
    )
    other_form = BooleanField(
        _l("This symbol has an older or other form"),
        description=_l("Tick this only if the symbol does not look like those of the body today."),
    )


class CorrectSymbolForm(IssueForm):
    reason = TextAreaField(
        _l("Why is it corrected?"),
        [DataRequired(_l("Write the reason.")), Length(max=2000, message=TOO_LONG)],
        filters=[text],
        description=_l("Kept on record. The public trail says that the symbol was corrected, and when."),
    )


class TableForm(SeenForm):
    items = Ticks(
        _l("Agenda items"),
        [DataRequired(_l("Choose at least one agenda item."))],
        coerce=int,
    )
    on = happened_on()


class OutcomeFields(SeenForm):
    outcome = SelectField(
        _l("What did the body do?"), [InputRequired(CHOOSE)], choices=listed(OUTCOMES, ask=True)
    )
    where = StringField(
        _l("To whom, or in which text"),
        [Length(max=200, message=TOO_LONG)],
        filters=[line],
        description=_l(
            "If it was referred: to whom. If it is reflected in a text: resolution and paragraph, such as "
            "Resolution 11.10 (Rev.COP12), paragraph 5."
        ),
    )
    words = TextAreaField(
        _l("Explanation"),
        [Length(max=4000, message=TOO_LONG)],
        filters=[text],
        description=_l("Public. If it was not taken up, write why."),
    )

    def validate_where(self, field: StringField) -> None:
        if self.outcome.data == Outcome.REFERRED and not field.data:
            raise ValidationError(_l("Write to whom it was referred."))
        if self.outcome.data == Outcome.REFLECTED and not field.data:
            raise ValidationError(_l("Write in which text and paragraph it is reflected."))

    def validate_words(self, field: TextAreaField) -> None:
        if self.outcome.data == Outcome.NOT_TAKEN_UP and not field.data:
            raise ValidationError(_l("Write why it was not taken up."))


class ConsiderForm(OutcomeFields):
    on = happened_on()


class CorrectOutcomeForm(OutcomeFields):
    on = happened_on(_l("The day on which the body did this. Leave it empty if it is not known."))
    reason = TextAreaField(
        _l("Why is it corrected?"),
        [DataRequired(_l("Write the reason.")), Length(max=2000, message=TOO_LONG)],
        filters=[text],
        description=_l("Kept on record, and told to those whom the document concerns."),
    )


class FollowUpForm(SeenForm):
    words = TextAreaField(
        _l("What was done?"),
        [DataRequired(_l("Write what was done.")), Length(max=4000, message=TOO_LONG)],
        filters=[text],
        description=_l("Public, as the last step of the trail."),
    )
    on = happened_on()


class CloseForm(SeenForm):
    reason = TextAreaField(
        _l("Why does it go no further?"),
        [DataRequired(_l("Write the reason.")), Length(max=2000, message=TOO_LONG)],
        filters=[text],
        description=_l("Told to those whom the document concerns."),
    )


class UploadForm(FlaskForm):
    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))], description=FILE_HINT)
    file_lang = SelectField(
        _l("Language of the file"),
        [InputRequired(CHOOSE)],
        choices=tongues,
        description=_l("A file in this language that is there already is replaced."),
    )


class AddDocumentForm(FlaskForm):
    """A document that came by another way, or long before this platform."""

    title = StringField(
        _l("Title"),
        [DataRequired(_l("Write the title.")), Length(max=300, message=TOO_LONG)],
        filters=[line],
    )
    title_lang = SelectField(_l("Language of the title"), [InputRequired(CHOOSE)], choices=tongues)
    kind = SelectField(_l("Kind"), [InputRequired(CHOOSE)], choices=listed(DOCUMENT_KINDS))
    symbol = StringField(
        _l("Symbol"),
        [Optional(), Length(max=80, message=TOO_LONG)],
        filters=[line],
        render_kw={"dir": "ltr"},
        description=_l("Leave it empty if the document has none, or if it is not known."),
    )
    other_form = BooleanField(_l("This symbol has an older or other form"))
    items = Ticks(_l("Agenda items it belongs to"), [Optional()], coerce=int)
    authors = TextAreaField(
        _l("Authors"),
        [Length(max=2000, message=TOO_LONG)],
        filters=[text],
        description=_l("One a line, as the document names them. Shown on its page."),
    )
    source = TextAreaField(
        _l("Source"),
        [Length(max=2000, message=TOO_LONG)],
        filters=[text],
        description=_l("Where the document is known from. Needed if its text is not held here."),
    )
    file = FileField(
        _l("File"),
        [Optional()],
        description=_l("Without a file the page says that the text is not held here."),
    )

    def validate_source(self, field: TextAreaField) -> None:
        if not field.data and not self.file.data:
            raise ValidationError(_l("Write where the document is known from, or add its file."))

    def validate_authors(self, field: TextAreaField) -> None:
        if any(len(name) > 200 for name in self.names()):
            raise ValidationError(_l("Shorten each name to 200 characters, one a line."))

    def names(self) -> list[str]:
        return [name for name in map(line, (self.authors.data or "").splitlines()) if name]
