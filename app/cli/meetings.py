"""Commands over meetings: reference data and the history of civil society's papers."""

import click
from flask import Flask
from flask.cli import AppGroup

from app.cli.words import DATA
from app.meetings import operations

meetings = AppGroup("meetings", help="Bodies, meetings, and the history of documents before them.")


@meetings.command("load")
def load() -> None:
    """Bring bodies, meetings and deadlines up to the reference files."""
    click.echo(f"Bodies, meetings and deadlines changed: {operations.load(DATA)}")


@meetings.command("load-history")
def load_history() -> None:
    """Add the known history of civil society's papers; the meetings come first."""
    click.echo(f"Documents and links added: {operations.load_history(DATA)}")


def init_app(app: Flask) -> None:
    app.cli.add_command(meetings)
