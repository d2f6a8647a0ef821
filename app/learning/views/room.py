"""The room's blueprints; every module of views hangs its doors on them."""

from flask import Blueprint

bp = Blueprint("learning", "app.learning", url_prefix="/learn", template_folder="templates")
desk = Blueprint("course_desk", "app.learning", url_prefix="/desk", template_folder="templates")
feeds = Blueprint("courses", "app.learning")  # /learn.json stands beside /learn, not below it

# What is printed on certificates or signed in badges, and must be found for ever: short, in no language.
printed = Blueprint("certificates", "app.learning", url_prefix="/certificates")
badges = Blueprint("badges", "app.learning", url_prefix="/badges")
