"""What every door shares: who may knock, and the language in the address."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, current_app, g, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.routing import BaseConverter, IntegerConverter

from app.foundation import markdown, pointers
from app.foundation.errors import NotFound
from app.foundation.i18n import LANGS
from app.foundation.intake import OurRequest
from app.foundation.plain import plain

View = Callable[..., Any]


def public(view: View) -> View:
    view.audience = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not current_user.is_authenticated:
            return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
        return view(*args, **kwargs)

    guarded.audience = "signed in"  # type: ignore[attr-defined]
    return guarded


def open_to(may: Callable[[Any], bool]) -> Callable[[View], View]:
    """For all others there is no such page: they are not even asked to prove who they are."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not may(current_user):
                raise NotFound("not_found")
            return view(*args, **kwargs)

        return guarded

    return guard


class LangConverter(BaseConverter):
    """A language of the interface as the first part of an address."""

    regex = "|".join(LANGS)
    part_isolating = True


class WholeConverter(IntegerConverter):
    """A number in an address that a database can hold; a greater one leads nowhere."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **{"max": 2**31 - 1} | more)


def register(app: Flask, blueprint: Blueprint) -> None:
    """Hang a room's doors behind the language: /<lang>/reports/…"""
    app.register_blueprint(blueprint, url_prefix=f"/<lang:lang>{blueprint.url_prefix or ''}")


def here_in(lang: str) -> str:
    """The same page in another language of the interface; the front page where there is none."""
    return f"{request.script_root}/{lang}{after_lang()}"


def after_lang() -> str:
    """What follows the language in the address of this page: the same in every language."""
    here = g.get("lang")
    if here is None or not can_be_read():
        return "/"
    path = quote(request.path[len(here) + 1 :])
    query = request.query_string.decode("ascii", "replace")
    return f"{path}?{query}" if query else path


def beside(*facts: object) -> str:
    """What tells a page apart from others of its title, a number, a filter, a further page."""
    told = [str(fact) for fact in facts if fact]
    if request.args.get("page"):
        told.append(_("a further page"))
    return "".join(f" · {one}" for one in told)


def can_be_read() -> bool:
    return request.url_rule is None or "GET" in (request.url_rule.methods or ())


def _take_lang(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """The language of the address, also where there is no such page."""
    if values and "lang" in values:
        g.lang = values.pop("lang")
    elif endpoint is None and (first := request.path[1:].partition("/")[0]) in LANGS:
        g.lang = first


def _give_lang(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = g.get("lang") or request.accept_languages.best_match(LANGS) or "en"


def _refuse_no_address() -> None:
    """NUL is in no address, and not every database can be asked for it: in a query it is dropped."""
    if "\0" in request.path:
        raise NotFound("not_found")
    request.query_string = request.query_string.replace(b"%00", b"")


def _as_it_is(func: View) -> View:
    """Flask would look at every function of a request for whether it is a coroutine. None of ours is."""
    return func


def init_app(app: Flask) -> None:
    app.request_class = OurRequest
    app.ensure_sync = _as_it_is  # type: ignore[method-assign]
    app.url_map.converters.update(lang=LangConverter, int=WholeConverter)
    app.before_request(_refuse_no_address)
    app.url_value_preprocessor(_take_lang)
    app.url_defaults(_give_lang)
    app.jinja_env.globals.update(here_in=here_in, beside=beside, explains=pointers.here)
    app.jinja_env.filters.update(plain=plain, markdown=markdown.render)
