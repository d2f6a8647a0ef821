"""The cast, one transaction per test, and visit()."""

import gc
import os
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from app import create_app
from app.accounts.models import Grant, User
from app.accounts.operations.visits import begin_visit
from app.accounts.readers import Role
from app.foundation import signing
from app.foundation.clock import now
from app.foundation.db import Base, session
from app.foundation.lookalikes import skeleton_of
from app.organisations.models import Kind, Membership, Organisation, OrganisationState, Seat
from config import Settings
from tests import counting
from tests.factories import keep


class Visitor(FlaskClient):
    """Ends what the test was reading first, so that the request's savepoint stands alone."""

    def open(self, *args, **kwargs):
        session.rollback()
        return super().open(*args, **kwargs)


def pytest_collection_modifyitems(config, items):
    """What asks nothing of the database is not asked twice."""
    if os.environ.get("TEST_DATABASE_URL"):
        left = [item for item in items if item.get_closest_marker("once")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


def pytest_collection_finish(session):
    """What is loaded stays until the end: the collector need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def database_url(worker_id):
    """SQLite in memory; or a database of this worker's own on the server that TEST_DATABASE_URL names."""
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        yield "sqlite://"
        return
    name, engine = f"units_{worker_id}", create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(scope="session")
def app(tmp_path_factory, database_url):
    app = create_app(
        Settings(
            SECRET_KEY="t" * 32,
            DATABASE_URL=database_url,
            DATA_DIR=str(tmp_path_factory.mktemp("data")),
            BADGE_KEY=signing.new_key(),
            TESTING=True,
            WTF_CSRF_ENABLED=False,
            RATELIMIT_ENABLED=False,
        )
    )
    app.test_client_class = Visitor
    Base.metadata.create_all(app.extensions["engine"])
    yield app
    app.extensions["engine"].dispose()


@contextmanager
def thrown_away(app):
    """A transaction around all that is done inside; at the end nothing of it has been."""
    connection = app.extensions["engine"].connect()
    outer = connection.begin()
    session.remove()
    session.configure(bind=connection, join_transaction_mode="create_savepoint")
    yield connection
    session.remove()
    outer.rollback()
    connection.close()
    session.configure(bind=app.extensions["engine"], join_transaction_mode="conditional_savepoint")


@pytest.fixture(scope="module")
def ground():
    """A connection on which something lies for all tests of a module; here there is none."""
    return


@pytest.fixture(autouse=True)
def one_transaction_per_test(app, ground):
    """Each test runs inside a transaction that is thrown away, and so is what was kept of it."""
    counting.forget(app)
    if ground is None:
        with thrown_away(app):
            yield
        return
    inner = ground.begin_nested()
    yield
    session.remove()
    inner.rollback()


@dataclass
class Cast:
    """Amara owns a society, Emil edits and Rosa reads for it; Bruno moderates; Chen is a stranger
    who owns another organisation; Fatou is focal point of Kenya, Dario a delegate to the Standing
    Committee; Talia translates, Edda edits content, Adam administers."""

    amara: User
    emil: User
    rosa: User
    bruno: User
    chen: User
    fatou: User
    dario: User
    talia: User
    edda: User
    adam: User
    society: Organisation
    other: Organisation


def a_person(name, *grants, **given):
    values = {"email": f"{name.lower()}@example.org", "name": name, "confirmed_at": now()}
    person = User(**values | given)
    person.grants = [Grant(role=role, reach=reach) for role, reach in grants]
    if any(role in {Role.MODERATOR, Role.TRANSLATOR, Role.EDITOR, Role.ADMINISTRATOR} for role, _ in grants):
        person.totp_since = now()
    return person


@pytest.fixture
def cast():
    amara, emil, rosa, chen = (a_person(name) for name in ("Amara", "Emil", "Rosa", "Chen"))
    bruno = a_person("Bruno", (Role.MODERATOR, ""))
    fatou = a_person("Fatou", (Role.FOCAL_POINT, "country:KE"))
    dario = a_person("Dario", (Role.DELEGATE, "body:cms-stc"))
    talia = a_person("Talia", (Role.TRANSLATOR, ""))
    edda = a_person("Edda", (Role.EDITOR, ""))
    adam = a_person("Adam", (Role.ADMINISTRATOR, ""))
    society = Organisation(
        slug="society-of-the-flyway",
        name="Society of the Flyway (example)",
        skeleton=skeleton_of("Society of the Flyway (example)"),
        kind=Kind.NATIONAL_NGO,
        country="KE",
        state=OrganisationState.VERIFIED,
        verified_at=now(),
        members=[
            Membership(user=amara, seat=Seat.OWNER),
            Membership(user=emil, seat=Seat.EDITOR),
            Membership(user=rosa, seat=Seat.READER),
        ],
    )
    other = Organisation(
        slug="other-shore",
        name="Other Shore (example)",
        skeleton=skeleton_of("Other Shore (example)"),
        kind=Kind.CSO,
        country="SN",
        state=OrganisationState.VERIFIED,
        verified_at=now(),
        members=[Membership(user=chen, seat=Seat.OWNER)],
    )
    keep(society, other, bruno, fatou, dario, talia, edda, adam)
    return Cast(amara, emil, rosa, bruno, chen, fatou, dario, talia, edda, adam, society, other)


@pytest.fixture
def visit(app):
    def as_(person=None):
        client = app.test_client()
        if person:
            token = begin_visit(person, device="Test", factor=person.totp_since is not None)
            with client.session_transaction() as cookie:
                cookie["sid"] = token
        return client

    return as_
