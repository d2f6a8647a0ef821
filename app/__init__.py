"""The front door. It only connects; every decision is made in a room."""

from flask import Flask
from jinja2 import StrictUndefined

from app.accounts import queries as people_queries
from app.accounts import session
from app.accounts.views import entrance, own, passage, people, proof  # noqa: F401 doors
from app.accounts.views import room as accounts
from app.cli import commands
from app.desk import views as desk
from app.foundation import (  # noqa: F401 tables
    assets,
    db,
    files,
    headers,
    health,
    i18n,
    limits,
    logs,
    nav,
    numbers,
    outbox,
    pages,
    refusals,
    seals,
    search,
    signing,
    throttle,
    tokens,
    web,
)
from app.learning.views import figures
from app.learning.views.doors import badges
from app.learning.views.doors import bp as learning
from app.learning.views.doors import desk as learning_desk
from app.learning.views.doors import feeds as learning_feeds
from app.learning.views.doors import members as learning_members
from app.learning.views.doors import printed as certificates
from app.learning.views.who import arrived as learner_arrived
from app.meetings import queries as meeting_queries
from app.meetings.views import calendar, keeping, moves  # noqa: F401 doors
from app.meetings.views import reading as meeting_pages  # noqa: F401 doors
from app.meetings.views import room as meetings
from app.organisations.views.doors import bp as organisations
from app.publishing import views as publishing
from app.reports.views import (  # noqa: F401 doors
    calls,
    deciding,
    earlier,
    filing,
    practice,
    reading,
    register,
    remarks,
    reviewing,
    room,
    saving,
    section,
    taking,
)
from app.vocabularies import queries as vocabularies
from app.vocabularies.views import words
from app.workplace.views import bp as workplace

BLUEPRINTS = (
    accounts.bp,
    people.bp,
    publishing.bp,
    words.bp,
    desk.bp,
    room.bp,
    taking.formats,
    meetings.bp,
    meetings.documents,
    meetings.calendar,
    organisations,
    workplace,
    learning,
    learning_feeds,
    figures.bp,
    learning_members,
    learning_desk,
)
WITHOUT_LANGUAGE = (publishing.root, health.bp, certificates, badges)


def create_app(settings: object) -> Flask:
    app = Flask(__name__, static_folder=None)  # assets.py serves what lies there
    app.config.from_object(settings)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    logs.init_app(app)
    headers.init_app(app)
    limits.init_app(app)
    db.init_app(app)
    files.init_app(app)
    seals.init_app(app)
    signing.init_app(app)
    i18n.init_app(app, country_of=vocabularies.country_label)
    web.init_app(app)
    refusals.init_app(app)
    pages.init_app(app)
    assets.init_app(app)
    nav.init_app(app)
    desk.init_app(app)
    people_queries.init_app(app, bodies_of=meeting_queries.bodies_by_name)
    session.init_app(app, passage.ask_to_sign_in, arrivals=(learner_arrived,))
    tokens.Tokens(app)

    for blueprint in BLUEPRINTS:
        web.register(app, blueprint)
    for blueprint in WITHOUT_LANGUAGE:
        app.register_blueprint(blueprint)
    commands.init_app(app)
    return app
