"""The shape of what owners say when they protect their organisation, or no longer do."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import DataRequired

from app.foundation.forms import SeenForm


class ProtectForm(SeenForm): ...


class EndProtectionForm(SeenForm):
    agreed = BooleanField(
        _l("The people whom this could harm have agreed to it."),
        [DataRequired(_l("Tick this when you have asked them. Without it the protection stays."))],
    )
