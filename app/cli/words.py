"""Commands over the shared words."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from app.vocabularies import operations
from app.vocabularies.library.files import Faulty

DATA = Path(__file__).parents[2] / "data"

words = AppGroup("vocabularies", help="Countries, instruments, targets, themes, species, decisions.")


@words.command("load")
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=DATA)
@click.option("--again", is_flag=True, help="Take in every set, also those whose files did not change.")
def load(folder: Path, again: bool) -> None:
    """Take in the sets of reference data whose files changed, and print their names."""
    try:
        changed = operations.load(folder, again=again)
    except Faulty as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo("\n".join(changed) or "Nothing has changed.")


def init_app(app: Flask) -> None:
    app.cli.add_command(words)
