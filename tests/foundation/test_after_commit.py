"""What is called after a commit is called once, and only after one."""

import pytest

from app.foundation import audit
from app.foundation.db import after_commit, session, transaction
from app.foundation.errors import Busy
from app.foundation.numbers import Series


def test_it_is_called_once_when_all_is_written(app):
    called = []

    def note():
        called.append(session.get(Series, "x").last)

    with transaction():
        session.add(Series(name="x", last=7))
        for _ in range(3):
            after_commit(note)
        with transaction():
            after_commit(note)
        assert called == []
    assert called == [7]


def test_it_is_not_called_when_nothing_was_written(app):
    called = []

    def fail():
        with transaction():
            after_commit(lambda: called.append(1))
            raise Busy("busy")

    with pytest.raises(Busy):
        fail()
    with transaction():
        pass
    assert called == []


def test_the_trail_is_verified_by_command(app, cast):
    runner = app.test_cli_runner()
    assert "Whole" in runner.invoke(args=["audit", "verify"]).output

    entry = session.query(audit.Entry).first()
    session.execute(
        audit.Entry.__table__.update().where(audit.Entry.id == entry.id).values(actor_id=cast.adam.id)
    )
    answer = runner.invoke(args=["audit", "verify"])
    assert answer.exit_code == 1
    assert f"line {entry.id}" in answer.output
