"""The servers of a run: ours and the floor under the same gunicorn, with the same settings, on one file."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.foundation.signing import new_key
from bench import ROOT
from bench.generate import SECRET
from bench.measure import HERE

GUNICORN = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "deploy" / "gunicorn.conf.py")]


@contextmanager
def serving(application: str, database: Path, **environment: str) -> Iterator[tuple[int, int]]:
    """(port, process id) of a server that answers; it ends with the block."""
    port = free_port()
    ours = {
        "SECRET_KEY": SECRET,
        "DATABASE_URL": f"sqlite:///{database}",
        "DATA_DIR": str(database.parent),
        "BADGE_KEY": new_key(),
        "FLOOR_DATABASE": str(database),
        "WEB_PROCESSES": "1",
        "WEB_THREADS": "4",
    }
    log = (database.parent / f"{application.partition(':')[0]}.log").open("w")
    process = subprocess.Popen(
        [*GUNICORN, "-b", f"{HERE}:{port}", application],
        cwd=ROOT,
        env=os.environ | ours | environment,
        stderr=log,
    )
    try:
        _await(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(15)
        log.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise SystemExit("The server ended at once; its log beside the database says why.")
        try:
            socket.create_connection((HERE, port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not answer within a minute.")
