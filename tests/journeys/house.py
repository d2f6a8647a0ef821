"""A whole house to walk through: server, background work, mail sink and a database of its own."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from urllib.request import urlopen

import pyotp
from aiosmtpd.controller import Controller
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from app.foundation.signing import new_key

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
LOADS = (
    "db upgrade",
    "vocabularies load",
    "meetings load",
    "meetings load-history",
    "reports load-templates",
    "reports load-history",
    "courses load",
    "demo load",
)


@dataclass
class Sink:
    """Takes every letter and keeps it."""

    letters: list = field(default_factory=list)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append((envelope.rcpt_tos[0], letter))
        return "250 kept"


@dataclass
class House:
    url: str
    data: Path
    people: dict
    sink: Sink
    environment: dict

    def letter_to(self, email, about="", after=0, wait=20):
        """The newest letter to an address whose subject or text holds some words; waits for it."""
        until = time.monotonic() + wait
        while time.monotonic() < until:
            for to, letter in reversed(self.sink.letters[after:]):
                if to == email and about in f"{letter['subject']}\n{body(letter)}":
                    return letter
            time.sleep(0.1)
        raise AssertionError(f"no letter to {email} about {about!r}")

    def link_in(self, letter):
        return re.search(rf"{re.escape(self.url)}\S+", body(letter))[0].rstrip(".>")

    def code_of(self, key):
        """A code that has not been used: each step counts once."""
        totp = pyotp.TOTP(self.people[key]["totp"])
        used = self.people[key].setdefault("used", set())
        while totp.timecode(_now()) in used:
            time.sleep(0.5)
        used.add(totp.timecode(_now()))
        return totp.now()

    def flask(self, *words):
        return run(self.environment, *words)


def _now():
    from datetime import datetime

    return datetime.now()  # noqa: DTZ005 pyotp reckons in local time


def body(letter):
    return letter.get_body(("plain",)).get_content()


def run(environment, *words):
    """What one of the operators' commands prints, by its words."""
    return _done([BIN / "flask", "--app", "wsgi", *words], environment)


def compile_catalogues():
    """What is newer than its compiled twin; another run may read it, so it is put in place whole."""
    for po in (ROOT / "translations").glob("*/LC_MESSAGES/messages.po"):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as words, mo.with_suffix(".new").open("wb") as compiled:
            write_mo(compiled, read_po(words, locale=po.parts[-3]))
        mo.with_suffix(".new").rename(mo)


def load(environment):
    """All that fills an empty house, in one process: starting seven takes longer than their work."""
    program = (
        "from wsgi import app\n"
        "from app.foundation.db import session\n"
        f"for words in {LOADS!r}:\n"
        "    done = app.test_cli_runner(catch_exceptions=False).invoke(args=words.split())\n"
        "    assert done.exit_code == 0, done.output\n"
        "    session.remove()\n"
    )
    _done([sys.executable, "-c", program], environment)


def _done(command, environment):
    told = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, f"{command}\n{told.stdout[-3000:]}\n{told.stderr[-3000:]}"
    return told.stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def a_database(folder: Path, name="journeys") -> Iterator[str]:
    """An empty database of the kind the suite runs on: SQLite, or a new one on the given server."""
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        yield f"sqlite:///{folder / 'cms.sqlite'}"
        return
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    engine.dispose()


@contextmanager
def a_server(environment, port) -> Iterator[list]:
    """gunicorn and the background work, ended by their ids when the block ends."""
    gunicorn = [
        BIN / "gunicorn",
        "-c",
        ROOT / "deploy/gunicorn.conf.py",
        "-b",
        f"127.0.0.1:{port}",
        "wsgi:app",
    ]
    work = [BIN / "flask", "--app", "wsgi", "work"]
    with (Path(environment["DATA_DIR"]) / "server.log").open("ab") as log:
        running = [
            subprocess.Popen(
                [str(part) for part in command],
                cwd=ROOT,
                env=os.environ | environment,
                stdout=log,
                stderr=log,
            )
            for command in (gunicorn, work)
        ]
        try:
            wait_for(port)
            yield running
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(15)


def wait_for(port, seconds=120):
    """Until it answers: it takes calls long before, and would keep the first walk waiting."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=seconds):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not come up")


@contextmanager
def a_house(folder: Path, **settings) -> Iterator[House]:
    """Migrated, loaded with reference and demonstration data, served, with a mail sink."""
    port, mail_port = free_port(), free_port()
    sink = Sink()
    mail = Controller(sink, hostname="127.0.0.1", port=mail_port)
    with a_database(folder) as database:
        environment = {
            "SECRET_KEY": "journeys" * 5,
            "DATABASE_URL": database,
            "DATA_DIR": str(folder),
            "BADGE_KEY": new_key(),
            "BASE_URL": f"http://localhost:{port}",
            "MAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "DEMONSTRATION": "1",
        } | settings
        compile_catalogues()
        load(environment)
        mail.start()
        try:
            with a_server(environment, port):
                people = {p["key"]: p for p in json.loads((folder / "people.json").read_text())}
                yield House(environment["BASE_URL"], folder, people, sink, environment)
        finally:
            mail.stop()
