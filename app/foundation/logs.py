"""Lines of JSON on stderr: what was asked and how it went. No address, no words, nothing of a person."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from secrets import token_hex
from time import perf_counter
from types import TracebackType
from typing import Any

import structlog
from flask import Flask, Response, g, got_request_exception, request

log = structlog.get_logger("app")

Line = MutableMapping[str, Any]
Failure = tuple[type[BaseException], BaseException, TracebackType | None]


def begin() -> None:
    """Name the request, so that a page, a line and a person who writes to us mean the same one."""
    g.request_id, g.began = token_hex(8), perf_counter()


def end(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.request_id
    log.info(
        "request",
        id=g.request_id,
        method=request.method,
        endpoint=request.endpoint or "-",
        status=response.status_code,
        ms=round((perf_counter() - g.began) * 1000, 1),
    )
    return response


def failed(_app: Flask, exception: BaseException, **_: Any) -> None:
    """Where it broke and what kind it was. Its message stays unsaid: it may quote what somebody wrote."""
    log.error(
        "failure",
        id=g.get("request_id", "-"),
        endpoint=request.endpoint or "-",
        kind=type(exception).__name__,
        where=places(exception),
    )


def places(exception: BaseException) -> list[str]:
    frames = traceback.extract_tb(exception.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def _ours(_logger: Any, _name: str, line: Line) -> Line:
    line["logger"] = "app"
    return line


def _without_messages(_logger: Any, _name: str, line: Line) -> Line:
    """For lines of libraries: an exception becomes its kind and its places."""
    given = line.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given if isinstance(given, BaseException) else None
    if error:
        line.update({"kind": type(error).__name__, "where": places(error)})
    return line


def _set_up() -> None:
    """Our lines are written at once; those of libraries come through logging, and look the same."""
    at = structlog.processors.TimeStamper(fmt="iso", utc=True, key="at")
    to_json = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[structlog.processors.add_log_level, _ours, at, _without_messages, to_json],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    names: list[Any] = [structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name]
    last: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, to_json]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*names, at, _without_messages], processors=last
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for noisy in ("huey", "alembic", "werkzeug"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def init_app(app: Flask) -> None:
    if not app.testing:
        _set_up()
        app.log_exception = lambda exc_info: None  # type: ignore[method-assign]  # `failed` does it
    app.before_request_funcs.setdefault(None, []).insert(0, begin)
    app.after_request(end)
    got_request_exception.connect(failed, app)
