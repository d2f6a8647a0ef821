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

LISTS = ("meeting", "country", "target", "language", "organisation", "standing")
NONE_OF_THEM = "\0"


def panel(search: Search) -> dict[str, str]:
    """What the panel is made of, for the template."""
    lists = {name: _known(name, search.kept.get(name, "")) for name in LISTS}
    drawn = pages.parts(f"list {current_lang()}", list(lists.items()), _drawn)
    fields = [*drawn[:2], _typed(search), *drawn[2:]]  # the species stands third
    in_use = len(search.kept) - ("q" in search.kept)
    words_only = Search(search.sought, {"q": search.kept.get("q", "")}, [])
    return {
        "fields": Markup("").join(fields),
        "in_use": str(in_use) if in_use else "",
        "reset": words_only.address(),
    }


def _known(name: str, chosen: str) -> str:
    """What was chosen in a list; anything that is not offered chooses nothing."""
    return chosen if not chosen or any(chosen == key for key, _ in options(name)) else NONE_OF_THEM


def _drawn(lists: list[tuple[str, str]]) -> dict[tuple[str, str], Markup]:
    lang = current_lang()
    return {(name, value): _drawn_list(name, value, options(name), lang) for name, value in lists}


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
    if not typed:
        empty: Markup = pages.part(("field", "species", "", current_lang()), _drawn_typed)
        return empty
    found = typed == search.sought.facets.get("species")
    return _drawn_typed(name_of("species", typed) if found else typed)


def _drawn_typed(words: str = "") -> Markup:
    return _field(RegisterForm(formdata=None, data={"species": words}), "species")


def _field(form: RegisterForm, name: str) -> Markup:
    draw = get_template_attribute("components/form.html", "field")
    return Markup(draw(form[name], mark=False))  # noqa: S704 our own template
