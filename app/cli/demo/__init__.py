"""`flask demo load`: the house filled with invented people and reports; `flask demo people`: who may sign in.

Everything that has a life goes through the rooms' own operations, at the moment it is said to have
happened, so that the demonstration obeys every rule. What is told stands in data/demonstration.
"""

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from app.accounts.models import User
from app.cli.demo import cards, crowd, learners, letters, meetings, organisations, people, reports
from app.foundation import search
from app.foundation.db import session

demo = AppGroup("demo", help="The demonstration.")


@demo.command("load")
def load() -> None:
    """Fill an empty house; where the demonstration is there already, only make its index anew."""
    if session.scalar(select(User.id).limit(1)):
        click.echo("The demonstration is there already.")
        search.rebuild()  # another version of the platform may have written it
        return
    everyone = people.load()
    groups = organisations.load(everyone)
    meetings.load()
    for title in reports.load(everyone, groups):
        click.echo(f"  {title}")
    learners.load(everyone)
    letters.load(everyone)
    crowd.load(everyone, groups)
    search.rebuild()  # its reports were not written in the order of their days


@demo.command("people")
def show_people() -> None:
    """Print the address and how to sign in as each person."""
    click.echo(cards.shown())


def init_app(app: Flask) -> None:
    app.cli.add_command(demo)
