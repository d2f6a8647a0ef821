"""The schema up and down, with everything the demonstration holds in it; and the models say the same."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, func, inspect, select

from app.cli.ground import MIGRATIONS, alembic
from app.foundation.db import Base, session
from tests.durability.stage import an_empty_stage
from tests.journeys.house import LOADS, a_database

OURS = "alembic_version"
GOES = {"0011": {"report", "report_addressee", "answer"}}  # practice: a report had to be an organisation's


@pytest.fixture
def stage(tmp_path) -> Iterator:
    with a_database(tmp_path, "migrated") as database:
        stage = an_empty_stage(tmp_path, database)
        with stage.open():
            yield stage


def up():
    command.upgrade(alembic(), "head")
    session.remove()  # it saw the migrations write


def down(revision):
    command.downgrade(alembic(), revision)
    session.remove()


def counted(engine):
    """How many rows each table holds, the index's own aside."""
    tables = MetaData()
    tables.reflect(engine, only=lambda name, _: name != OURS and not name.startswith("search_fts"))
    with engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(t)) for name, t in tables.tables.items()
        }


def shape(engine: Engine):
    """Everything a database says of its tables, in words that can be compared."""
    there = inspect(engine)
    return {
        name: {
            "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in there.get_columns(name)},
            "key": there.get_pk_constraint(name),
            "foreign": _sorted(there.get_foreign_keys(name)),
            "unique": _sorted(there.get_unique_constraints(name)),
            "indexes": _sorted(there.get_indexes(name)),
            "checks": _sorted(there.get_check_constraints(name)),
        }
        for name in there.get_table_names()
        if name != OURS and not name.startswith("search_fts")
    }


def _sorted(things):
    return sorted((_told(one) for one in things), key=str)


def _told(thing):
    """Without what is no part of the schema; a condition as its words."""
    if isinstance(thing, dict):
        return {key: _told(value) for key, value in thing.items() if key != "comment"}
    return thing if isinstance(thing, list | str | int | None) else str(thing)


def test_there_is_one_head_and_one_way_to_it():
    script = ScriptDirectory(str(MIGRATIONS))

    assert len(script.get_heads()) == 1
    numbers = [step.revision for step in script.walk_revisions()][::-1]
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]


def test_the_models_say_what_the_migrations_make(stage, tmp_path):
    up()
    command.check(alembic())

    migrated = shape(stage.app.extensions["engine"])
    fresh_folder = tmp_path / "fresh"
    fresh_folder.mkdir()
    with a_database(fresh_folder, "fresh") as database:
        engine = an_empty_stage(fresh_folder, database).app.extensions["engine"]
        Base.metadata.create_all(engine)
        fresh = shape(engine)
        engine.dispose()

    assert set(migrated) == set(fresh)
    for name, told in fresh.items():
        assert migrated[name] == told, name


def test_each_step_goes_down_and_up_again_with_the_demonstration_in_it(stage):
    up()
    for words in LOADS[1:]:
        done = stage.app.test_cli_runner().invoke(args=words.split())
        assert done.exit_code == 0, (words, done.output, done.exception)
        session.remove()
    engine = stage.app.extensions["engine"]
    before = counted(engine)
    assert before["report"] > 5
    assert before["audit_entry"] > 50

    steps = [step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
    for below in [*steps[1:], "base"]:
        down(below)
        left = counted(engine)
        lost = {name for name, rows in left.items() if rows != before[name]}
        assert lost == GOES.get(below, set()), below
        before |= {name: left[name] for name in lost}
    assert left == {}

    up()
    assert counted(engine) == dict.fromkeys(before, 0)
    command.check(alembic())
