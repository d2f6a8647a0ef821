"""Commands over report templates and the calls of the past."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from app.foundation.errors import DomainError
from app.foundation.refusals import sentence_of
from app.reports.operations import calls as operations

DATA = Path(__file__).parents[2] / "data"

reports = AppGroup("reports", help="Report templates, and calls made before this platform existed.")


@reports.command("load-templates")
@click.option("--folder", type=click.Path(exists=True, path_type=Path), default=DATA / "templates")
def load_templates(folder: Path) -> None:
    """Take in every template version that is new; one that is loaded is never changed."""
    try:
        for template in operations.load_templates(folder):
            click.echo(f"{template.key} {template.version} {template.digest[:12]}")
    except DomainError as error:
        raise _in_words(error) from error


@reports.command("load-history")
@click.option("--file", type=click.Path(exists=True, path_type=Path), default=DATA / "calls_history.yaml")
def load_history(file: Path) -> None:
    """Take in the calls of the past that are not here yet. Their meetings are loaded first."""
    try:
        calls = operations.load_history(file)
    except DomainError as error:
        raise _in_words(error) from error
    click.echo("\n".join(call.key for call in calls) or "Nothing has changed.")


def _in_words(error: DomainError) -> click.ClickException:
    return click.ClickException(sentence_of(error))


def init_app(app: Flask) -> None:
    app.cli.add_command(reports)
