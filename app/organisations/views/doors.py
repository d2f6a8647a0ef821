"""All doors of the room, hung on its blueprint."""

from app.organisations.views import applying, deciding, members, protecting, reading  # noqa: F401
from app.organisations.views.room import bp as bp
