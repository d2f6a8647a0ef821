"""A page drawn once with gaps, which every answer fills with its own words.

What decides how the page looks is which of its values are empty: an empty one leaves no gap. All values are
text, and a template may ask of one only whether it is there. Whoever has a cookie gets a page of their own.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import g, render_template, request
from flask import session as cookie
from markupsafe import Markup, escape

from app.foundation import pages
from app.foundation.i18n import current_lang
from app.foundation.web import after_lang

GAP = re.compile("\x01([a-z_]*)\x01")
ADDRESS = ""  # the name of the gap for what follows the language in the address


def filled(template: str, **values: str) -> str:
    """The page as `render_template` gives it; for guests most of it was drawn before."""
    if cookie:
        return render_template(template, **values)
    there = [name for name, value in values.items() if value]
    key = (template, request.endpoint, *there)
    return around(
        key,
        lambda gaps: render_template(template, **values | gaps),
        **{name: values[name] for name in there},
    )


def around(key: tuple[Any, ...], draw: Callable[[dict[str, Markup]], str], **values: str) -> str:
    """A page that is the same for all who ask under this key and in this language, but for these values."""
    pieces = pages.part(("gaps", current_lang(), *key), lambda: _drawn(draw, values))
    own = {name: escape(value) for name, value in values.items()}
    own[ADDRESS] = escape(after_lang())
    return "".join([own[piece] if place % 2 else piece for place, piece in enumerate(pieces)])


def _drawn(draw: Callable[[dict[str, Markup]], str], names: Iterable[str]) -> list[str]:
    """What stands between the gaps, and at every second place the name of one."""
    g.address_gap = _gap(ADDRESS)
    try:
        return GAP.split(draw({name: _gap(name) for name in names}))
    finally:
        del g.address_gap


def _gap(name: str) -> Markup:
    return Markup(f"\x01{name}\x01")  # noqa: S704 no words of anybody
