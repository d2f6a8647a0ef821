"""What is pressed on the desk."""

from flask_wtf import FlaskForm


class RetryForm(FlaskForm):
    """Asks for nothing but the press of its button."""
