"""What is asked of who wants to be forgotten: nothing but the press of a button."""

from flask_wtf import FlaskForm

from app.foundation.forms import SeenForm


class ForgetForm(FlaskForm):
    """Bound to the visit, so that no other page can press it."""


class WithdrawForm(SeenForm):
    """The same of a certificate that is there."""
