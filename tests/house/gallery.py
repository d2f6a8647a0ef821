"""One page with one of everything, for tests and for eyes: run it to photograph it."""

from datetime import timedelta
from itertools import product
from pathlib import Path
from types import SimpleNamespace as Thing

from flask import g, render_template
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    EmailField,
    FieldList,
    FileField,
    Form,
    FormField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    URLField,
    widgets,
)
from wtforms.validators import InputRequired, Length

from app.accounts.models import Grant, User
from app.accounts.readers import Guest, Role
from app.foundation.clock import now
from app.foundation.drawing import Bar, Chart
from app.foundation.forms import SeenForm
from app.foundation.i18n import Said

VIEWS = list(product(("en", "ar"), (1280, 360), ("light", "dark")))
NO_TOKEN = {"csrf": False}
SOURCE = (Path(__file__).parent / "gallery.html").read_text()
COUNTRIES = [SelectChoice("", "Choose"), SelectChoice("KE", "Kenya"), SelectChoice("SN", "Senegal")]


class Place(Form):
    name = StringField("Name of the place")
    hidden = IntegerField(widget=widgets.HiddenInput())


class Everything(SeenForm):
    title = StringField("Title", [InputRequired("Write a title."), Length(max=200)])
    email = EmailField("E-mail", [InputRequired()], render_kw={"autocomplete": "email"})
    secret = PasswordField("Password", [InputRequired()], render_kw={"autocomplete": "new-password"})
    text = TextAreaField("What did you do?", [Length(max=20, message="Shorten it.")], description="In brief.")
    country = SelectField("Country", choices=COUNTRIES)
    kind = RadioField("How was it done?", [InputRequired("Choose how.")], choices=COUNTRIES[1:])
    targets = SelectMultipleField("Targets", choices=COUNTRIES[1:], option_widget=widgets.CheckboxInput())
    several = SelectMultipleField("Several", choices=COUNTRIES[1:])
    born = DateField("Founded on")
    at = DateTimeLocalField("Opens at")
    number = IntegerField("How many?")
    agree = BooleanField("We agree", [InputRequired("Say that you agree.")], description="All of us do.")
    file = FileField("Letter")
    place = FormField(Place, "Place")
    links = FieldList(URLField("Link"), "Links", min_entries=2)


class Narrow(FlaskForm):
    q = StringField(widget=widgets.HiddenInput())
    area = SelectField("Country", choices=COUNTRIES)
    langs = SelectMultipleField("Languages", choices=COUNTRIES[1:], option_widget=widgets.CheckboxInput())


def step(title, tone, when="", **more):
    """One of a trail; what is not given is empty."""
    empty = dict.fromkeys(("note", "note_lang", "source", "told", "words", "corrected"), "")
    at = Markup("<time>{}</time>").format(when) if when else ""
    return Thing(**empty | {"title": title, "tone": tone, "when": at, "words_lang": "en"} | more)


def values():
    french = Said("Comité permanent", "fr", fallback=True)
    soon, later = now() + timedelta(days=3), now() + timedelta(days=67)
    steps = [
        step(
            "Received",
            "done",
            "1 May",
            note="En français.",
            note_lang="fr",
            source="StC48",
            told="Referred to: the Scientific Council",
            words=Markup("<p>It asks for advice.</p>"),
            corrected=Markup("<time>2 May</time>"),
        ),
        step("Checked", "done"),
        step("Tabled", "now", "9 Feb"),
        step("Outcome", "next", "25 Feb"),
        step("Follow-up", "next"),
    ]
    tongues = [("/fr", "fr", "Français, as received", True, True), ("/es", "es", "Español", False, False)]
    record = Thing(
        url="/1", title=french, symbol="UNEP/CMS/StC57/Inf.7", status_word="Noted", status_tone="plain"
    )
    full = Thing(
        **vars(record), by=[french, "Other Shore"], meta=["StC57", "Item 14"], tongues=tongues, level=3
    )
    short = Thing(url="/2", title=Said("Power lines across a bottleneck wetland", "en"))
    late = Thing(title="Late", at=later, zone="UTC")
    door = {"url": "/1", "title": "Report", "text": "Report formally on your work.", "now": "3 calls open"}
    task = {"url": "/1", "title": "1. The work", "hint": "Amara", "word": "Finished", "tone": "done"}
    queue = {"count": 5, "label": "Reports to check", "url": "/1", "word": "2 overdue", "tone": "alert"}
    choice = Thing(key="chelonia-mydas", label="Green turtle", lang="en", note="Chelonia mydas")
    return {
        "french": french,
        "now": now(),
        "soon": soon,
        "steps": steps,
        "ways": [door | {"mark": mark} for mark in ("report", "meeting", "organisation")],
        "records": [full, short],
        "chart": Chart("How far they come", "Most pass.", [Bar("Passed", "30", 75, 100), Bar("Begun", "10")]),
        "ahead": [Thing(title=french, at=soon, zone="Europe/Berlin", url="/1"), late],
        "work": [task, task | {"url": None, "word": "Cannot start yet", "tone": "next"}],
        "open_ends": [queue | {"here": True}, queue | {"here": False, "word": "On time", "tone": "now"}],
        "text": Markup("<p>أهم تغيير في العامين الماضيين.</p>"),
        "version": Thing(number=1, sha256="9f2c41d7" * 8),
        "picked": [choice],
        "found": [choice],
    }


def page(app, lang, reader=None):
    """The whole gallery in a language, its form just refused; for a guest, or for somebody."""
    with app.test_request_context(f"/{lang}/gallery"):
        app.preprocess_request()
        g._login_user = reader or Guest()
        form = Everything(
            MultiDict({"country": "", "text": "One two three four five six seven"}), meta=NO_TOKEN
        )
        form.validate()
        narrow = Narrow(MultiDict({"q": "wetland"}), meta=NO_TOKEN)
        seen = SeenForm(MultiDict({"seen": "3"}), meta=NO_TOKEN)
        template = app.jinja_env.from_string(SOURCE)
        return render_template(template, form=form, narrow=narrow, seen=seen, **values())


def somebody():
    """A moderator who was never saved."""
    return User(id=1, name="Bruno", grants=[Grant(role=Role.MODERATOR, reach="")])


def serve_to(tab, app):
    """Let a browser's tab find the gallery, and what it fetches, without a server."""
    client = app.test_client()

    def answer(route):
        path = "/" + route.request.url.split("/", 3)[3]
        if path.endswith("/gallery"):
            html = page(app, path[1:3], somebody())
            return route.fulfill(body=html, content_type="text/html; charset=utf-8")
        found = client.get(path)
        return route.fulfill(status=found.status_code, body=found.data, content_type=found.content_type)

    tab.route("**/*", answer)
