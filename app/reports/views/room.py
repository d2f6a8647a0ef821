"""The room's one blueprint; every module of views hangs its doors on it."""

from flask import Blueprint

bp = Blueprint("reports", "app.reports", url_prefix="/reports", template_folder="templates")
