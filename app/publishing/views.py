"""The doors that belong to no room: the front page, search, and what we promise."""

from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.foundation.i18n import LANGS, current_lang
from app.foundation.web import public
from app.publishing import pages

bp = Blueprint("publishing", __name__, template_folder="templates")
root = Blueprint("root", __name__)


class Door(NamedTuple):
    """A way in from the front page."""

    mark: str
    title: str
    url: str
    text: str
    now: str


@root.get("/")
@public
def choose() -> ResponseReturnValue:
    """The front page in the language of the person's account, else of their browser."""
    reader = me()
    known = reader.lang if reader.is_authenticated and reader.lang in LANGS else None
    lang = known or request.accept_languages.best_match(LANGS) or "en"
    return redirect(url_for("publishing.home", lang=lang))


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    return render_template("publishing/home.html", doors=[])


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return _page("privacy", _("Privacy and protection"))


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return _page("accessibility", _("Accessibility"))


@bp.get("/moderation")
@public
def moderation() -> ResponseReturnValue:
    return _page("moderation", _("How moderation works"))


def _page(name: str, title: str) -> ResponseReturnValue:
    lede, body = pages.page(name, current_lang())
    return render_template("publishing/page.html", title=title, lede=lede, body=body)
