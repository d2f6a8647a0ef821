"""A database that is locked, stopped or broken off: people hear that it is busy, and keep their words."""

import os
import signal
from contextlib import contextmanager

import pytest
from pysqlite3 import dbapi2
from sqlalchemy import create_engine, text

from app.foundation.db import session, transaction
from app.foundation.errors import Busy
from tests import postgres
from tests.durability.browser import HIDDEN
from tests.durability.stage import a_stage, an_empty_stage

ON_POSTGRES = bool(os.environ.get("TEST_DATABASE_URL"))
WORDS = "Green turtles came back to the northern beach."


@pytest.fixture
def stage(tmp_path):
    with a_stage(tmp_path, "away", organisations=1, drafts=1) as stage:
        yield stage


class Visitor:
    """Amara's browser, on the application in this process, with the token of a page she opened."""

    def __init__(self, stage):
        self.client, (self.number,) = stage.app.test_client(), stage.writers[0].drafts
        self.client.set_cookie("visit", stage.writers[0].cookie)
        self.token = dict(HIDDEN.findall(self.page("sections/b").text))["csrf_token"]

    def page(self, path):
        return self.client.get(f"/en/reports/{self.number}/{path}")

    def save(self, path, seen="1"):
        sent = {"seen-b1-0": seen, "b1-0": WORDS, "section_lang": "en", "csrf_token": self.token}
        return self.client.post(f"/en/reports/{self.number}/{path}", data=sent)


@contextmanager
def locked(stage):
    """Somebody else holds what a save needs, and does not let go."""
    if stage.database.startswith("sqlite"):
        other = dbapi2.connect(stage.database.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.close()
        return
    engine = create_engine(stage.database)
    with engine.begin() as other:
        other.execute(text("LOCK TABLE report, answer IN EXCLUSIVE MODE"))
        yield
    engine.dispose()


def test_a_locked_database_is_busy_and_the_words_come_back(stage):
    stage.be_impatient()
    amara = Visitor(stage)

    with locked(stage):
        page, script = amara.save("sections/b"), amara.save("answers/b1/0")
        assert amara.page("edit").status_code == 200  # who only reads does not wait

    assert (page.status_code, script.status_code) == (503, 503)
    assert WORDS in page.text
    assert int(page.headers["Retry-After"]) > 0
    assert script.json["sentence"]
    assert amara.save("answers/b1/0").status_code == 200


def test_who_waits_for_a_lock_is_busy_in_our_words(stage):
    stage.be_impatient()
    with stage.open(), locked(stage), pytest.raises(Busy), transaction():
        session.execute(text("UPDATE answer SET lang = 'fr'"))


needs_postgres = pytest.mark.skipif(not ON_POSTGRES, reason="only a server can be stopped")


@pytest.fixture
def cluster(monkeypatch):
    """A PostgreSQL of this test's own, so that it can be taken away."""
    with postgres.cluster() as cluster:
        cluster.start()
        monkeypatch.setenv("TEST_DATABASE_URL", cluster.url)
        yield cluster


@needs_postgres
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["softly", "hard"])
def test_while_postgresql_is_stopped_everybody_is_told_and_afterwards_all_goes_on(tmp_path, cluster, how):
    with a_stage(tmp_path, "stopped", organisations=1, drafts=1) as stage:
        amara = Visitor(stage)
        cluster.stop(how)

        page, script = amara.save("sections/b"), amara.save("answers/b1/0")
        assert (page.status_code, script.status_code) == (503, 503)
        assert WORDS in page.text
        assert amara.page("edit").status_code == 503
        assert stage.app.test_client().get("/en/reports").status_code == 503
        assert stage.app.test_client().get("/readyz").status_code == 503
        assert stage.app.test_client().get("/healthz").status_code == 200

        cluster.start()
        assert amara.save("answers/b1/0").status_code == 200
        assert WORDS in amara.page("sections/b").text


def _broken_off(cluster):
    session.execute(text("SELECT 1"))
    cluster.stop(signal.SIGQUIT)
    session.execute(text("SELECT 1"))


@needs_postgres
def test_a_transaction_that_postgresql_breaks_off_is_busy_in_our_words(tmp_path, cluster):
    with a_stage(tmp_path, "broken", organisations=1, drafts=1) as stage, stage.open():
        with pytest.raises(Busy), transaction():
            _broken_off(cluster)
        with pytest.raises(Busy), transaction():
            pass
        cluster.start()
        with transaction():
            assert session.scalar(text("SELECT 1")) == 1


@needs_postgres
def test_a_server_that_is_not_there_at_first_is_busy_too(tmp_path, cluster):
    stage = an_empty_stage(tmp_path, cluster.url)
    cluster.stop()
    assert stage.app.test_client().get("/en/").status_code in (200, 503)
    with stage.open(), pytest.raises(Busy), transaction():
        session.execute(text("SELECT 1"))
