"""Work after the answer: huey only wakes and keeps time; rows in the database are the truth."""

import fcntl
import logging
from collections.abc import Callable
from pathlib import Path
from typing import IO

from flask import Flask, current_app, has_app_context
from huey import SqliteHuey, crontab
from huey.consumer import Consumer

from app.foundation.db import session

Work = Callable[[], object]
WOKEN: list[Work] = []  # done soon after a commit that asked for it, and each minute in case one was missed
DAILY: list[Work] = []  # done once a day, by one process
log = logging.getLogger(__name__)


def woken(work: Work) -> Work:
    WOKEN.append(work)
    return work


def daily(work: Work) -> Work:
    DAILY.append(work)
    return work


def wake() -> None:
    """Have waiting letters posted soon: the transaction calls this after it committed.

    It never fails: what it could not wake, the next minute finds. Tests, and whoever works without
    the application, wake nothing.
    """
    if not has_app_context() or current_app.testing:
        return
    try:
        _huey().wake_up()
    except Exception:
        log.warning("the queue could not be woken", exc_info=True)


def consume() -> None:
    """Do the work, in this process, until a signal ends it. What was cut off is found again later."""
    consumer = Consumer(_huey(), workers=1, initial_delay=0.1, max_delay=1, graceful_signal="INT")
    consumer.run()


def _huey() -> SqliteHuey:
    """Built when first needed, so that a page that changes nothing never opens the queue."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if "huey" not in app.extensions:
        app.extensions["huey"] = _built(app)
    return app.extensions["huey"]


def _built(app: Flask) -> SqliteHuey:
    file = Path(app.config["DATA_DIR"]) / "jobs.sqlite"
    huey = SqliteHuey("work", filename=str(file), journal_mode="truncate", fsync=False, results=False)
    elected = _Election(Path(app.config["DATA_DIR"]) / "work.lock")
    huey.wake_up = huey.task(name="wake")(lambda: _do(app, WOKEN))
    huey.periodic_task(crontab(), name="minute")(lambda: _do(app, WOKEN if elected() else []))
    huey.periodic_task(crontab(minute="10", hour="3"), name="day")(
        lambda: _do(app, DAILY if elected() else [])
    )
    return huey


def _do(app: Flask, works: list[Work]) -> None:
    """Each in a context of its own; one that fails keeps no other from its turn."""
    for work in works:
        with app.app_context():
            try:
                work()
            except Exception:
                log.exception("%s failed", work.__name__)
            finally:
                session.remove()


class _Election:
    """Of several processes the first does the periodic work, until it ends; then another takes over."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.held: IO[str] | None = None

    def __call__(self) -> bool:
        if self.held:
            return True
        file = self.path.open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self.held = file
        return True
