"""Commands for who writes courses, and for who loads them."""

import json
import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from werkzeug.serving import run_simple

from app.foundation.db import session
from app.learning.library import stamping
from app.learning.library.faults import Fault
from app.learning.library.shapes import SCHEMAS, schema
from app.learning.operations import loading

courses = AppGroup("courses", help="Courses: files that become lessons.")
folder_of_courses = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=loading.COURSES,
    help="Where the folders of the courses lie.",
)


@courses.command("check")
@folder_of_courses
def check(folder: Path) -> None:
    """Name every fault by file and line. Nothing is loaded."""
    found = loading.check(folder)
    _tell(found)
    faults = sum(not one.is_warning for one in found)
    click.echo(f"{faults} faults, {len(found) - faults} warnings.")
    sys.exit(bool(faults))


@courses.command("load")
@folder_of_courses
def load(folder: Path) -> None:
    """Take in the courses whose files changed. One with faults is left as it was."""
    done = loading.load(folder)
    _tell(done.faults)
    told = {"Loaded": done.changed, "Unchanged": done.kept, "Withdrawn": done.withdrawn}
    for words, slugs in (told | {"Imported by editors, in the place of files here": done.imported}).items():
        if slugs:
            click.echo(f"{words}: {', '.join(slugs)}")
    click.echo(f"{done.rendered} pages made, {len(done.warnings)} warnings.")
    if done.faults:
        raise click.ClickException("Courses with faults are left as they were.")


@courses.command("stamp")
@click.argument("course")
@click.argument("lang")
@click.argument("lessons", nargs=-1)
@folder_of_courses
def stamp(course: str, lang: str, lessons: tuple[str, ...], folder: Path) -> None:
    """Write into translations what they were made from: into those LESSONS that are named by
    their keys, else into everything that bears no stamp yet. Only who translated it anew says so."""
    written = stamping.stamp(folder, course, lang, set(lessons), loading.surroundings())
    if written.faults:
        _tell(written.faults)
        raise click.ClickException("First put the faults right.")
    click.echo("\n".join(written.files) or "Nothing to stamp.")


@courses.command("schemas")
@folder_of_courses
def schemas(folder: Path) -> None:
    """Write the JSON Schema of each kind of file, after a change of what may stand in it."""
    for name in SCHEMAS:
        path = folder / "schemas" / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        click.echo(path.name)


@courses.command("preview")
@click.option("--port", type=int, default=8000)
@folder_of_courses
def preview(port: int, folder: Path) -> None:
    """Load the courses and serve the platform; begin again whenever one of their files changes."""
    done = loading.load(folder)
    _tell([*done.faults, *done.warnings])
    session.remove()  # each answer reads for itself
    click.echo(f"Courses at http://127.0.0.1:{port}/en/learn")
    watched = [str(path) for path in (folder, *folder.rglob("*"))]
    run_simple("127.0.0.1", port, current_app._get_current_object(), use_reloader=True, extra_files=watched)  # type: ignore[attr-defined]


def _tell(found: list[Fault]) -> None:
    for one in found:
        click.echo(str(one))


def init_app(app: Flask) -> None:
    app.cli.add_command(courses)
