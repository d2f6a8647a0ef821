"""Pages that everybody sees alike, and parts of pages, kept in this process until anything has changed.

Every change that people may read of leaves a line in the audit trail, so the seal of its last line is
the edition of the whole house: while it stays, so does everything made from it. Asking for it is one
statement on an index, once a request; whoever has a cookie is never answered with a page from here.
What is kept may be made of other kept parts, but of nothing that grows old in another way.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import wraps
from threading import Lock
from typing import Any

from flask import Flask, current_app, g, request
from flask import session as cookie
from sqlalchemy import Engine

from app.foundation import driver
from app.foundation.clock import now
from app.foundation.db import session

MOST = 500  # pages of some 20 kB
PARTS = 10_000  # most of them a line of a list, under 1 kB
LAST = "SELECT seal FROM audit_entry ORDER BY id DESC LIMIT 1"

View = Callable[..., Any]
Edition = tuple[str, date]


class Shelf:
    """What was made of one edition; a new edition clears it."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.edition: Edition | None = None
        self.made: dict[Any, Any] = {}
        self.lock = Lock()

    def find(self, edition: Edition, key: Any) -> Any:
        return self.made.get(key) if edition == self.edition else None

    def keep(self, edition: Edition, key: Any, what: Any) -> None:
        with self.lock:
            if edition != self.edition or len(self.made) >= self.most:
                self.edition, self.made = edition, {}
            self.made[key] = what


def edition() -> Edition:
    """What can be read now, as one word; and the day, for what is due one day is late the next."""
    known: Edition | None = g.get("edition")
    if known is not None:
        return known
    found = str(_last_seal()), now().date()
    if request and request.method == "GET":  # which changes nothing that people may read
        g.edition = found
    return found


def _last_seal() -> Any:
    """Mostly the only thing that a kept page asks for: then no transaction is worth opening."""
    here = session()
    if here.in_transaction() or not isinstance(here.bind, Engine):
        return here.connection().exec_driver_sql(LAST).scalar()
    return driver.ask_alone(here.bind, LAST)


def kept(view: View) -> View:
    """Under `@public`: a guest's page is made once for each address and edition."""

    @wraps(view)
    def asked(*args: Any, **kwargs: Any) -> Any:
        if cookie or request.method != "GET":
            return view(*args, **kwargs)
        return remembered((request.host, request.full_path), lambda: view(*args, **kwargs))

    return asked


def remembered(key: Any, make: Callable[[], Any]) -> Any:
    """What was made under this key in this edition; of all answers only plain text is kept."""
    shelf: Shelf = current_app.extensions["pages"]
    current = edition()
    if (found := shelf.find(current, key)) is not None:
        return found
    made = make()
    if isinstance(made, str):
        shelf.keep(current, key, made)
    return made


def part(key: Any, make: Callable[[], Any]) -> Any:
    """Something small that pages are made of, the same for every reader; it is never changed once made."""
    return parts("", [key], lambda _: {key: make()})[0]


def parts(kind: str, keys: Sequence[Any], make: Callable[[list[Any]], Mapping[Any, Any]]) -> list[Any]:
    """One for each key; those that are missing are made together."""
    shelf: Shelf = current_app.extensions["parts"]
    current = edition()
    found = {key: shelf.find(current, (kind, key)) for key in keys}
    if missing := [key for key, what in found.items() if what is None]:
        for key, what in make(missing).items():
            found[key] = what
            shelf.keep(current, (kind, key), what)
    return [found[key] for key in keys]


def init_app(app: Flask) -> None:
    app.extensions.update(pages=Shelf(), parts=Shelf(PARTS))
