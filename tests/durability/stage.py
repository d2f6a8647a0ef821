"""A house for hard treatment: a migrated database with organisations, their people and complete drafts."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from alembic import command
from flask import Flask
from sqlalchemy import event, insert

from app import create_app
from app.accounts.models import User
from app.accounts.operations.visits import begin_visit
from app.accounts.readers import Role
from app.cli.ground import alembic
from app.foundation import audit, numbers
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.signing import new_key
from app.organisations.models import Kind, Membership, Organisation, OrganisationState, Seat
from app.reports.models import Addressee, Answer, Call, Report
from config import Settings
from tests.conftest import a_person
from tests.factories import a_call, keep
from tests.journeys.house import ROOT, a_database, free_port
from tests.reports.given import COMPLETE

KEY = "durable!" * 5
IMPATIENT = {"sqlite": "PRAGMA busy_timeout=300", "postgresql": "SET lock_timeout = '300ms'"}


@dataclass
class Writer:
    """One person, the cookie of their sign-in, and the drafts of their organisation."""

    name: str
    cookie: str
    organisation: str
    drafts: list[str] = field(default_factory=list)


@dataclass
class Stage:
    app: Flask
    folder: Path
    database: str
    call: str = ""
    writers: list[Writer] = field(default_factory=list)

    @contextmanager
    def open(self) -> Iterator[None]:
        """The database at hand; afterwards nothing of ours holds it, so that a crash is a whole one."""
        with self.app.app_context():
            try:
                yield
            finally:
                session.remove()
                self.app.extensions["engine"].dispose()

    def be_impatient(self) -> None:
        """Wait for a lock a third of a second, not ten."""
        engine = self.app.extensions["engine"]

        def set_wait(connection: object, _record: object) -> None:
            cursor = connection.cursor()  # type: ignore[attr-defined]
            cursor.execute(IMPATIENT[engine.dialect.name])
            cursor.close()

        event.listen(engine, "connect", set_wait)


@contextmanager
def a_stage(folder: Path, name: str, *, organisations: int, drafts: int) -> Iterator[Stage]:
    """So many organisations, each with an owner, an editor and so many drafts in which nothing is missing."""
    with a_database(folder, name) as database:
        stage = an_empty_stage(folder, database)
        with stage.open():
            command.upgrade(alembic(), "head")
            session.remove()  # it saw the migrations write
            _fill(stage, organisations, drafts)
        try:
            yield stage
        finally:
            stage.app.extensions["engine"].dispose()


def an_empty_stage(folder: Path, database: str) -> Stage:
    settings = Settings(SECRET_KEY=KEY, DATABASE_URL=database, DATA_DIR=str(folder), TESTING=True)
    return Stage(create_app(settings), folder, database)


def _fill(stage: Stage, organisations: int, drafts: int) -> None:
    call = a_call()
    stage.call = call.key
    groups = [_organisation(n) for n in range(organisations)]
    keep(*groups, a_person("Bruno", (Role.MODERATOR, "")))
    for group in groups:
        written = _drafts(call, group, drafts)
        for member in group.members:
            stage.writers.append(
                Writer(member.user.name, _cookie(stage.app, member.user), group.slug, written)
            )


def _organisation(n: int) -> Organisation:
    people = [a_person(f"{what}{n}") for what in ("Owner", "Editor")]
    return Organisation(
        slug=f"society-{n}",
        name=f"Society {n} (example)",
        skeleton=f"society{n}",
        kind=Kind.NATIONAL_NGO,
        country="KE",
        state=OrganisationState.VERIFIED,
        verified_at=now(),
        members=[Membership(user=u, seat=s) for u, s in zip(people, (Seat.OWNER, Seat.EDITOR), strict=True)],
    )


def _drafts(call: Call, group: Organisation, count: int) -> list[str]:
    with transaction():
        owner = group.members[0].user_id
        reports = [
            Report(
                number=numbers.next_in("report"),
                call_id=call.id,
                organisation_id=group.id,
                template_id=call.template_id,
                title=f"Draft {n} of {group.slug}",
                lang="en",
                started_by_id=owner,
                addressees=[Addressee(meeting_id=call.meeting_id, agenda_item_id=call.agenda_item_id)],
            )
            for n in range(count)
        ]
        session.add_all(reports)
        session.flush()
        session.execute(insert(Answer), [row for report in reports for row in _answers(report, owner)])
        audit.record("test.drafts", group, actor=None)
        return [report.number for report in reports]


def _answers(report: Report, author: int) -> list[dict[str, object]]:
    facts = {"report_id": report.id, "lang": "en", "author_id": author, "saved_at": now(), "revision": 1}
    return [facts | {"question": key, "row": row, "value": value} for (key, row), value in COMPLETE.items()]


def _cookie(app: Flask, person: User) -> str:
    """As if they had signed in, without the hashing of a password."""
    token = begin_visit(person, device="Test")
    return app.session_interface.get_signing_serializer(app).dumps({"sid": token})  # type: ignore[attr-defined]


FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["app", "gunicorn.app.wsgiapp"])


def _serve(command: list[str], environment: dict[str, str], log: Path) -> None:
    """gunicorn in a process that has read its modules already: thirty starts would take most of the time."""
    from gunicorn.app.wsgiapp import run

    os.chdir(ROOT)
    os.environ.update(environment)
    with log.open("ab") as told:
        os.dup2(told.fileno(), 1)
        os.dup2(told.fileno(), 2)
    sys.argv = command
    run()


class Server:
    """gunicorn as it is deployed, on a port that stays the same, to be killed and started again."""

    def __init__(self, stage: Stage, **environment: str) -> None:
        self.stage, self.port = stage, free_port()
        self.process: BaseProcess | None = None
        self.environment = environment | {
            "SECRET_KEY": KEY,
            "BADGE_KEY": new_key(),
            "DATABASE_URL": stage.database,
            "DATA_DIR": str(stage.folder),
            "BASE_URL": f"http://localhost:{self.port}",
        }

    def start(self) -> float:
        """Gives the seconds to the first answer."""
        began = time.monotonic()
        conf = str(ROOT / "deploy/gunicorn.conf.py")
        command = ["gunicorn", "-c", conf, "-b", f"127.0.0.1:{self.port}", "wsgi:app"]
        log = self.stage.folder / "server.log"
        self.process = FORKS.Process(target=_serve, args=(command, self.environment, log), daemon=True)
        self.process.start()
        while not self.answers():
            assert self.process.is_alive(), self.log()
            assert time.monotonic() - began < 60, self.log()
            time.sleep(0.02)
        return time.monotonic() - began

    def answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """The master and its workers, by their ids, with nothing said before."""
        assert self.process is not None
        assert self.process.pid is not None
        master = self.process.pid
        workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        for pid in (master, *map(int, workers)):
            os.kill(pid, signal.SIGKILL)
        self.process.join()

    def stop(self) -> None:
        if self.process and self.process.is_alive():
            self.process.terminate()
            self.process.join(20)

    def log(self) -> str:
        return (self.stage.folder / "server.log").read_text()[-4000:]


@contextmanager
def served(stage: Stage, **environment: str) -> Iterator[Server]:
    server = Server(stage, **environment)
    try:
        server.start()
        yield server
    finally:
        server.stop()
