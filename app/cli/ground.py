"""Commands over the ground: the database, the audit trail, letters, the index, background work."""

import sys
from pathlib import Path

import click
from alembic import command
from alembic.config import Config
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from app.foundation import audit, jobs, mail, search

MIGRATIONS = Path(__file__).parents[2] / "migrations"

database = AppGroup("db", help="The schema of the database.")
trail = AppGroup("audit", help="The audit trail.")
letters = AppGroup("outbox", help="Letters that wait.")
index = AppGroup("search", help="The search index.")


def alembic() -> Config:
    """Alembic on the engine of this application; env.py takes it from the attributes."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = current_app.extensions["engine"]
    return config


@database.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the schema up to REVISION, or to the newest."""
    command.upgrade(alembic(), revision)


@database.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the schema back to REVISION, such as -1."""
    command.downgrade(alembic(), revision)


@database.command("current")
def current() -> None:
    """Say which revision the database has."""
    command.current(alembic(), verbose=True)


@database.command("revision")
@click.argument("name")
def revision(name: str) -> None:
    """Write the next migration from the models, numbered, named NAME."""
    number = f"{len(list((MIGRATIONS / 'versions').glob('[0-9]*.py'))) + 1:04}"
    command.upgrade(alembic(), "head")
    command.revision(alembic(), message=name, rev_id=number, autogenerate=True)


@database.command("check")
def check() -> None:
    """Fail when the models say more than the migrations."""
    command.upgrade(alembic(), "head")
    command.check(alembic())


@trail.command("verify")
def verify() -> None:
    """Read the whole trail; fail at the first line whose words or place were changed."""
    if (broken := audit.first_broken()) is not None:
        click.echo(f"Broken at line {broken}: it, or the one before, was changed or taken out.", err=True)
        sys.exit(1)
    click.echo(f"Whole: {audit.count()} lines.")


@letters.command("sweep")
def sweep() -> None:
    """Post every letter that is due, now."""
    click.echo(f"{mail.sweep()} letters taken.")


@index.command("rebuild")
def rebuild() -> None:
    """Make the index anew from what the rooms hold."""
    search.rebuild()
    click.echo(f"Rebuilt: {', '.join(sorted(search.SOURCES)) or 'nothing says how'}.")


@click.command("work")
@with_appcontext
def work() -> None:
    """Do the background work until stopped: letters, and what is due each minute and each day."""
    jobs.consume()


def init_app(app: Flask) -> None:
    for one in (database, trail, letters, index, work):
        app.cli.add_command(one)
