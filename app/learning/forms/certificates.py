"""What is typed about certificates: a serial, the name that stands on one, and why one is revoked."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.foundation.forms import SeenForm
from app.foundation.text import clean, one_line

TOO_LONG = _l("Shorten this to %(max)d characters.")
SERIAL, BADGE = 300, 20_000  # signs: an address with a serial in it; a badge as text
LARGEST = 65_536  # bytes of a badge: those of ours have some 3,000


def cut(words: str | None, most: int) -> str:
    """So much that it is told to be too long, and no more: nobody is sent back what cannot be used."""
    return (words or "")[: most + 1]


class SerialForm(FlaskForm):
    serial = StringField(
        _lp("certificate", "Serial"),
        [
            DataRequired(_l("Type the serial that is printed on the certificate.")),
            Length(max=SERIAL, message=TOO_LONG),
        ],
        filters=[lambda words: one_line(cut(words, SERIAL))],
        description=_l(
            "Such as CMS-2026-7KQ4-M2XR, or the whole address that is printed. Small letters and missing "
            "dashes do not matter."
        ),
        render_kw={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"},
    )


class BadgeForm(FlaskForm):
    """A badge as a file or as its text; the file goes first."""

    file = FileField(_lp("badge", "File"), description=_l("As you got it; its name ends in .jwt."))
    words = TextAreaField(
        _l("Or its text"),
        [Length(max=BADGE, message=TOO_LONG)],
        filters=[lambda words: clean(cut(words, BADGE)).strip()],
        description=_l("All of it, when you got it as text: it begins with eyJ."),
        render_kw={"dir": "ltr", "spellcheck": "false"},
    )

    def given(self) -> str:
        sent = self.file.data
        if not sent:
            return "".join((self.words.data or "").split())
        return "".join(sent.stream.read(LARGEST).decode("utf-8", "replace").split())


class NameForm(FlaskForm):
    holder = StringField(
        _l("Name on the certificate"),
        [
            DataRequired(_l("Write the name that the certificate is to show.")),
            Length(max=120, message=TOO_LONG),
        ],
        filters=[lambda words: one_line(words or "")],
        description=_l("As you want it printed, in your own script if you like."),
        render_kw={"dir": "auto", "autocomplete": "name"},
    )


class RenameForm(SeenForm, NameForm):
    """The same of a certificate that is there."""


class RevokeForm(SeenForm):
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Write the reason.")), Length(max=2000, message=TOO_LONG)],
        filters=[lambda words: clean(words or "").strip()],
        description=_l(
            "The person reads these words in a letter, and whoever checks the certificate on its page."
        ),
    )
