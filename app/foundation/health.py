"""Two addresses for whoever watches the machine: does the process live, and can it do its work?"""

import shutil
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text

from app.foundation import db
from app.foundation.db import session
from app.foundation.web import public

bp = Blueprint("health", __name__)
MIGRATIONS = Path(__file__).parents[2] / "migrations"
LEAST_ROOM = 200 * 1024 * 1024


@bp.get("/healthz")
@public
def alive() -> Response:
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    told = {name: _told(check) for name, check in CHECKS.items()}
    good = all(one["good"] for one in told.values())
    return jsonify(ready=good, **told), 200 if good else 503


def database() -> str:
    session.execute(text("SELECT 1"))
    return "reachable"


def journal() -> str:
    """The pair of library and journal: before some versions WAL may lose a commit."""
    version, mode = db.journal()
    if not db.is_safe(mode):
        raise RuntimeError(f"{version} with {mode}")
    return f"{version}, {mode}"


def schema() -> str:
    """Whether the database is as new as the code."""
    ours = MigrationContext.configure(session.connection()).get_current_heads()
    if ours and set(ours) != _heads():
        raise RuntimeError(f"is at {', '.join(ours)}")
    return ", ".join(ours) or "not migrated"


def disk() -> str:
    folder = current_app.config["DATA_DIR"]
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        file.write(b"x" * 4096)
        file.flush()
    free = shutil.disk_usage(folder).free
    if free < LEAST_ROOM:
        raise RuntimeError("is nearly full")
    return "writable"


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "journal": journal,
    "schema": schema,
    "disk": disk,
}


def _told(check: Callable[[], str]) -> dict[str, object]:
    try:
        return {"good": True, "says": check()}
    except RuntimeError as error:
        return {"good": False, "says": str(error)}
    except Exception as error:
        session.rollback()
        return {"good": False, "says": type(error).__name__}


@lru_cache(maxsize=1)
def _heads() -> set[str]:
    return set(ScriptDirectory(str(MIGRATIONS)).get_heads())
