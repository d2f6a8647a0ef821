"""What the public register is narrowed by."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField


class FilterForm(FlaskForm):
    """The register's filters, as an address."""

    class Meta:
        csrf = False

    q = HiddenField("")
    country = SelectField(_l("Country"))
    kind = SelectField(_l("Kind of organisation"))
