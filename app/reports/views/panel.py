"""The panel of filters. A long list is drawn once for each choice in it, not once for each search."""

from functools import lru_cache

from flask import get_template_attribute
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms.fields import SelectChoice

from app.foundation import pages
from app.foundation.i18n import current_lang
from app.reports.forms.reading import RegisterForm
from app.reports.views.seeking import Options, Search, name_of, options

FIELDS = ("meeting", "country", "species", "target", "language", "organisation", "standing")
NONE_OF_THEM = "\0"


def panel(search: Search) -> Markup:
    fields = [_typed(search) if name == "species" else _list(name, search.kept.get(name)) for name in FIELDS]
    words = search.kept.get("q", "")
    draw = get_template_attribute("components/filters.html", "panel")
    reset = Search(search.sought, {"q": words}, []).address()
    in_use = len(search.kept) - ("q" in search.kept)
    return Markup(draw([("q", words)], Markup("").join(fields), reset, in_use))  # noqa: S704 our template


def _list(name: str, chosen: str | None) -> Markup:
    """A list as it stands with this choice; anything that is not offered chooses nothing."""
    offered = options(name)
    value = chosen if not chosen or any(chosen == key for key, _ in offered) else NONE_OF_THEM
    key = ("field", name, value, current_lang())
    drawn: Markup = pages.part(key, lambda: _drawn_list(name, value or "", offered, current_lang()))
    return drawn


@lru_cache(maxsize=200)
def _drawn_list(name: str, value: str, offered: Options, _lang: str) -> Markup:
    """By what it shows, so that it outlives changes of other things."""
    form = RegisterForm(formdata=None, data={name: value})
    every = [("", _("All")), *offered]
    form[name].choices = [SelectChoice(value=key, label=label) for key, label in every]
    return _field(form, name)


def _typed(search: Search) -> Markup:
    """The one field that is typed into; a species that was found stands in it by its name."""
    typed = search.kept.get("species", "")
    if typed and typed == search.sought.facets.get("species"):
        typed = name_of("species", typed)
    form = RegisterForm(formdata=None, data={"species": typed})
    return _field(form, "species")


def _field(form: RegisterForm, name: str) -> Markup:
    draw = get_template_attribute("components/form.html", "field")
    return Markup(draw(form[name], mark=False))  # noqa: S704 our own template
