"""All doors of the room, hung on its blueprint."""

from app.learning.views import catalogue, lessons  # noqa: F401
from app.learning.views.room import bp as bp
