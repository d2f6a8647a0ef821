"""How a refusal is told: with its sentence and its status, on a page that gives back what was typed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolIsEmpty
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from wtforms import Field

from app.foundation import limits
from app.foundation.db import in_our_words
from app.foundation.errors import Busy, Conflict, DomainError, Invalid, NotAllowed, NotFound, TooMany
from app.foundation.sentences import HEADINGS, SENTENCES
from app.foundation.web import can_be_read

STATUS = {NotFound: 404, NotAllowed: 403, Conflict: 409, Invalid: 422, TooMany: 429, Busy: 503}
IN_WORDS = {404: "not_found", 405: "wrong_method", 413: "too_large", 429: "too_many_tries", 503: "busy"}
UNSHOWN = {"csrf_token", "seen", "once", "code", "next", "carried", "offer"}
STORY = "story_of"  # app.extensions: what the reader may hear of who moved a thing on, by the thing's name


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, refuse)
    app.register_error_handler(OperationalError, refuse_database)
    app.register_error_handler(PoolIsEmpty, refuse_database)
    app.register_error_handler(HTTPException, refuse_request)


def sentence_of(error: DomainError) -> str:
    return str(SENTENCES[error.key]) % error.values


def tell_beside(field: Field, error: DomainError) -> None:
    """What only the operation could find wrong, said where it was typed."""
    field.errors = [*field.errors, sentence_of(error)]


@contextmanager
def beside(field: Field | None = None, **by_word: Field) -> Iterator[None]:
    """Tell there what an operation finds wrong; the page is then shown again with all that was typed.

    By the first word of the error's key (`file=form.letter` for `file_too_large`), else, where what was
    typed is at fault, beside `field`. What has no place here is told on its own page.
    """
    try:
        yield
    except (Invalid, Conflict) as error:
        place = by_word.get(error.key.partition("_")[0], field if isinstance(error, Invalid) else None)
        if place is None:
            raise
        tell_beside(place, error)


def refuse(error: DomainError) -> Response:
    """Say what is wrong, and give back what was typed."""
    status = STATUS[type(error)]
    told: dict[str, Any] = {"heading": HEADINGS.get(error.key, ""), "story": _story_of(error)}
    if isinstance(error, Conflict):
        told["back"] = _page_above()
        if told["back"] and error.key != "changed_meanwhile":
            told["again"] = ""  # the same page would only refuse again
    answer = _page_of(status, sentence_of(error), **told)
    if status == 503:
        answer.headers["Retry-After"] = "5"
    return answer


def _story_of(error: DomainError) -> str:
    """Who moved the thing on, when and how, for those who decide such things too."""
    tell = current_app.extensions.get(STORY)
    return tell(error.values["thing"]) if tell and "thing" in error.values else ""


def _page_above() -> str:
    """Where the thing itself is shown: the nearest page above this one in the address."""
    doors = current_app.url_map.bind_to_environ(request.environ)
    path = request.path.rstrip("/")
    while path.count("/") > 2:
        path = path.rpartition("/")[0]
        for there in (path, f"{path}/"):
            with suppress(HTTPException, RequestRedirect):
                doors.match(there, method="GET")
                return f"{request.script_root}{quote(there)}"
    return ""


def refuse_database(error: SQLAlchemyError) -> ResponseReturnValue:
    """A database that is away or full of work while we read: told like one that refuses to write."""
    ours = in_our_words(error)
    if ours is None:
        raise error
    current_app.logger.warning("the database is away or busy")
    return refuse(ours)


def refuse_request(error: HTTPException) -> ResponseReturnValue:
    """The same for what the web itself refuses; redirects and ready answers go through."""
    if error.code is None or error.code < 400 or error.response is not None:
        return error
    if error.code == 500:
        return _bare("errors/broken.html", request_id=_request_id(), typed=_typed()), 500
    key = "form_expired" if isinstance(error, CSRFError) else IN_WORDS.get(error.code, "not_understood")
    answer = _page_of(error.code, str(SENTENCES[key]))
    if error.code == 429:
        answer.headers["Retry-After"] = str(limits.seconds_left())
    if allowed := error.get_response().headers.get("Allow"):
        answer.headers["Allow"] = allowed
    return answer


def _page_of(status: int, sentence: str, **told: Any) -> Response:
    values = {"sentence": sentence, "typed": _typed(), "status": status, "request_id": _request_id()}
    values["again"] = request.path if request.method == "POST" and can_be_read() else ""
    values = {"heading": "", "story": "", "back": "", **values, **told}
    if status == 503:  # then nobody can be looked up, not even who is asking
        return make_response(_bare("errors/busy.html", **values), status)
    return make_response(render_template("errors/domain.html", **values), status)


def _bare(template: str, **values: Any) -> str:
    """A page that leans on nothing that may be broken: no session, no person, no database."""
    return current_app.jinja_env.get_template(template).render(**values)


def _typed() -> list[str]:
    """What people wrote, so that a refusal loses none of it; what is secret stays unshown."""
    try:
        given = request.form.items(multi=True)
        return [words for name, words in given if words and name not in UNSHOWN and "password" not in name]
    except HTTPException:
        return []  # too large to be read at all


def _request_id() -> str:
    return str(g.get("request_id", ""))
