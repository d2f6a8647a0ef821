"""All doors of the room, hung on its blueprints."""

from app.learning.views import badges as badge_doors  # noqa: F401
from app.learning.views import (  # noqa: F401
    bringing,
    catalogue,
    certificates,
    diploma,
    kept,
    lessons,
    listing,
    paper,
    questions,
    shelf,
)
from app.learning.views.packages import doors  # noqa: F401
from app.learning.views.room import badges as badges
from app.learning.views.room import bp as bp
from app.learning.views.room import desk as desk
from app.learning.views.room import feeds as feeds
from app.learning.views.room import printed as printed
from app.learning.views.sharing import members as members
