"""The shape of what moderators type when they decide on an organisation."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from app.foundation.forms import SeenForm
from app.organisations.forms.parts import TOO_LONG, text


class ConfirmForm(SeenForm): ...


class ReasonForm(SeenForm):
    reason = TextAreaField(
        _l("Why?"),
        [DataRequired(_l("Write the reason.")), Length(max=2000, message=TOO_LONG)],
        filters=[text],
        description=_l("The organisation's owners and editors will read these words."),
    )


class VerifyForm(SeenForm):
    reason = TextAreaField(
        _l("What does the verification rest on?"),
        [
            DataRequired(_l("Write what you checked, in a sentence.")),
            Length(max=2000, message=TOO_LONG),
        ],
        filters=[text],
        description=_l(
            "Kept on record; not published. "
            "For example: the letter's signatory is the director named on the website."
        ),
    )
