"""Every command of the operators, gathered."""

from flask import Flask

from app.cli import courses, demo, ground, meetings, people, reports, words


def init_app(app: Flask) -> None:
    for part in (ground, people, words, meetings, reports, courses, demo):
        part.init_app(app)
