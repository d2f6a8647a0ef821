"""Every command of the operators, gathered."""

from flask import Flask

from app.cli import demo, ground, meetings, people, reports, words


def init_app(app: Flask) -> None:
    for part in (ground, people, words, meetings, reports, demo):
        part.init_app(app)
