"""A course as a ZIP of its files, and what its editor agrees to."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, StringField
from wtforms.validators import Length, Optional

from app.foundation.text import one_line
from app.learning.library.files import LONGEST_SLUG


class BringForm(FlaskForm):
    file = FileField(
        _l("ZIP file"),
        [FileRequired(_l("Choose a file."))],
        description=_l("The folder of one course, or what lies in it. At most 10 MB."),
    )
    name = StringField(
        _l("Name in the address"),
        [Optional(), Length(max=LONGEST_SLUG, message=_l("Shorten this to %(max)d characters."))],
        filters=[lambda typed: one_line(typed or "").strip()],
        render_kw={"dir": "ltr"},
        description=_l(
            "Small letters, digits and -. Without one, it is the name of the folder, else that of the ZIP. A"
            " course that has this name already is replaced once you agree."
        ),
    )


class AgreeForm(FlaskForm):
    """Carries the course that its reader compared with: another one needs another look."""

    seen = HiddenField("", [Optional(), Length(max=64)])


class DropForm(FlaskForm):
    """A button."""
