"""The room's one blueprint; every module of views hangs its doors on it."""

from flask import Blueprint

bp = Blueprint("learning", "app.learning", url_prefix="/learn", template_folder="templates")
