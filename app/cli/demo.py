"""`flask demo load`: the house filled with invented people and reports; `flask demo people`: who may sign in.

Everything that has a life goes through the rooms' own operations, at the moment it is said to have
happened, so that the demonstration obeys every rule.
"""

import json
import secrets
from datetime import UTC, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
import pyotp
import yaml
from flask import Flask, current_app
from flask.cli import AppGroup
from pypdf import PdfWriter
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.accounts.models import Grant, Role, User
from app.cli.words import DATA
from app.foundation import audit, clock, files, passwords, seals
from app.foundation.db import session, transaction
from app.meetings import operations as meetings
from app.meetings import queries as meeting_queries
from app.meetings.models import AgendaItem, Body, Meeting, Outcome
from app.meetings.operations import indexing
from app.organisations.models import Kind, Membership, ObserverClass, Organisation, Seat
from app.organisations.operations import applying
from app.organisations.operations import deciding as verifying
from app.reports.models import Call, CallState, Report, Template
from app.reports.operations import answers, deciding, filing
from app.reports.questions import Kind as Q
from app.reports.questions import Question

FOLDER = DATA / "demonstration"
VERIFIED_DAYS_AGO = 210

demo = AppGroup("demo", help="The demonstration.")


@demo.command("load")
def load() -> None:
    """Fill an empty house; do nothing where the demonstration is there already."""
    if session.scalar(select(User.id).limit(1)):
        click.echo("The demonstration is there already.")
        return
    people = _people()
    organisations = _organisations(people)
    _meetings(people)
    for file in sorted((FOLDER / "reports").glob("*.yaml")):
        told = yaml.safe_load(file.read_text(encoding="utf-8"))
        _Telling(told, people, organisations).tell()
        click.echo(f"  {told['title']}")


@demo.command("people")
def people() -> None:
    """Print the address and how to sign in as each person."""
    folder = Path(current_app.config["DATA_DIR"])
    click.echo(f"\n  Open {current_app.config['BASE_URL']}/\n")
    for person in json.loads((folder / "people.json").read_text()):
        factor = f"  code: {pyotp.TOTP(person['totp']).now()}" if person["totp"] else ""
        click.echo(f"  {person['email']:24} {person['password']:22} {person['role']}{factor}")
    click.echo(f"\n  Codes change every 30 seconds; their secrets are in {folder / 'people.json'}")
    click.echo("  Stop with Ctrl-C.\n")


# ------------------------------------------------------------------ people and organisations


def _people() -> dict[str, User]:
    """Everyone, with a password of their own and a second factor where the role asks for one."""
    told = _read("people.yaml")["people"]
    words = (FOLDER / "words.txt").read_text().split()
    rows, cards = {}, []
    for fact in told:
        grants = [_grant(words) for words in fact.get("roles", ())]
        password = "-".join(secrets.choice(words) for _ in range(4))
        secret = pyotp.random_base32() if any(g.reach == "" for g in grants) else ""
        person = User(
            email=fact["email"],
            name=fact["name"],
            lang=fact["lang"],
            time_zone=fact["zone"],
            password_hash=passwords.hashed(password),
            confirmed_at=clock.now(),
            grants=grants,
        )
        rows[fact["key"]] = person
        card = {"key": fact["key"], "name": fact["name"], "role": fact["what"], "email": fact["email"]}
        cards.append(card | {"password": password, "totp": secret})
    with transaction():
        session.add_all(rows.values())
        session.flush()
        for card in cards:
            person = rows[card["key"]]
            if card["totp"]:
                person.totp_secret = seals.seal("totp", card["totp"].encode())
                person.totp_since = clock.now()
            audit.record("demo.person", person, actor=None)
    _write_cards(cards)
    return rows


def _grant(words: str) -> Grant:
    role, _, reach = words.partition(" ")
    return Grant(role=Role(role), reach=reach)


def _write_cards(cards: list[dict[str, str]]) -> None:
    file = Path(current_app.config["DATA_DIR"]) / "people.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps(cards, ensure_ascii=False, indent=1))


def _organisations(people: dict[str, User]) -> dict[str, Organisation]:
    told, made = _read("organisations.yaml"), {}
    then = clock.now() - timedelta(days=VERIFIED_DAYS_AGO)
    for fact in told["organisations"]:
        with clock.at(then):
            organisation = _applied(fact, people)
        with clock.at(then + timedelta(days=4)):
            reason = "The authority letter is in order. (example)"
            verifying.verify(organisation, reason=reason, seen=organisation.revision, actor=people["bruno"])
            _members(organisation, fact["members"], people)
        made[fact["key"]] = organisation
    for fact in told["applied"]:
        with clock.at(clock.now() - timedelta(days=5)):
            _applied(fact, people)
    return made


def _applied(fact: dict[str, Any], people: dict[str, User]) -> Organisation:
    identity = applying.Identity(
        name=fact["name"],
        name_lang=fact["lang"],
        names=fact["names"],
        acronym=fact["acronym"],
        kind=Kind(fact["kind"]),
        country=fact["country"],
        website=fact["website"],
        observer_class=ObserverClass(fact["observer_class"]),
    )
    profile = applying.Profile(
        founded=fact["founded"],
        mission=fact["mission"],
        instruments=fact["instruments"],
        working_languages=fact["working_languages"],
        protected=False,
    )
    owner = people[fact["owner"]]
    until = (datetime.now(UTC) + timedelta(days=500)).date()
    authority = applying.Authority(letter=_letter(), signatory=owner.name, valid_until=until)
    organisation = applying.apply(identity, profile, authority, actor=owner)
    with transaction():
        organisation.is_example = True
        audit.record("demo.organisation", organisation, actor=None)
    return organisation


def _letter() -> files.Upload:
    """An empty page, as an authority letter that nobody wrote."""
    page, written = BytesIO(), PdfWriter()
    written.add_blank_page(width=595, height=842)
    written.write(page)
    page.seek(0)
    return files.read(FileStorage(page, filename="authority-letter-example.pdf"))


def _members(organisation: Organisation, seats: dict[str, str], people: dict[str, User]) -> None:
    with transaction():
        for key, seat in seats.items():
            organisation.members.append(Membership(user_id=people[key].id, seat=Seat(seat)))
        audit.record("demo.members", organisation, actor=None)


# ------------------------------------------------------------------ meetings and calls


def _meetings(people: dict[str, User]) -> None:
    told = _read("meetings.yaml")
    body = session.scalars(select(Body).where(Body.key == "cms-stc")).one()
    with transaction():
        made = {fact["key"]: _meeting(fact, body) for fact in told["meetings"]}
        session.add_all(made.values())
        session.flush()
        for meeting in made.values():
            audit.record("demo.meeting", meeting, actor=None)
            indexing.put_meeting(meeting)
        template = session.scalars(select(Template).order_by(Template.version.desc())).first()
        for fact in told["calls"]:
            call = _call(fact, made[fact["meeting"]], template, told["guidance"])
            session.add(call)
            audit.record("demo.call", call, actor=None)


def _meeting(fact: dict[str, Any], body: Body) -> Meeting:
    first = _day(fact["first_day"])
    return Meeting(
        key=fact["key"],
        body=body,
        number=fact["number"],
        titles=fact["title"],
        city="Bonn",
        country="DE",
        zone="Europe/Berlin",
        starts_on=first,
        ends_on=first + timedelta(days=fact["days"] - 1),
        languages=["en", "fr", "es"],
        is_example=True,
        items=[
            AgendaItem(number=number, sort_key=_sort_key(number), titles=titles)
            for number, titles in fact["items"]
        ],
    )


def _sort_key(number: str) -> str:
    return ".".join(f"{int(part):04}" for part in number.split("."))


def _call(fact: dict[str, Any], meeting: Meeting, template: Template | None, guidance: Any) -> Call:
    item = next(item for item in meeting.items if item.number == "14.1")
    return Call(
        key=fact["key"],
        titles=fact["title"],
        state=CallState.ANNOUNCED,
        meeting=meeting,
        agenda_item=item,
        mandate="Resolution 11.10 (Rev.COP12), paragraph 5",
        guidance=guidance,
        languages=["en", "fr", "es"],
        template=template,
        opens_at=_instant(fact["opens"], time(9)),
        closes_at=_instant(fact["closes"], time(23, 59)),
        zone="Europe/Berlin",
        grace_minutes=60,
        is_example=True,
    )


def _day(days: int) -> Any:
    return clock.now().date() + timedelta(days=days)


def _instant(days: int, at: time) -> datetime:
    """An hour of Bonn, whose clocks go forward in spring."""
    return datetime.combine(_day(days), at, ZoneInfo("Europe/Berlin")).astimezone(UTC)


# ------------------------------------------------------------------ reports


class _Telling:
    """One report from its file: written by its author, and moved through its life day by day."""

    def __init__(self, told: dict[str, Any], people: dict[str, User], groups: dict[str, Any]) -> None:
        self.told, self.people = told, people
        self.writer, self.bruno = people[told["writer"]], people["bruno"]
        self.group: Organisation = groups[told["organisation"]]
        self.life: dict[str, int] = told["life"]

    def tell(self) -> None:
        with clock.at(self.when(self.life.get("submit", -3), hour=7)):
            self.start()
        for step, day in self.life.items():
            with clock.at(self.when(day)):
                getattr(self, step)()

    def when(self, day: int, hour: int = 10) -> datetime:
        return clock.now().replace(hour=hour, minute=12, second=0, microsecond=0) + timedelta(days=day)

    def start(self) -> None:
        call = session.scalars(select(Call).where(Call.key == self.told["call"])).one()
        self.report: Report = filing.start_report(
            call,
            organisation=self.group,
            title=self.told["title"],
            lang=self.told["lang"],
            kind="individual",
            actor=self.writer,
        )
        shape = self.report.template.shape
        there = {(a.question, a.row): a.revision for a in self.report.answers}
        given = [
            answers.Given(key, row, value, self.told["lang"], there.get((key, row), 0))
            for key, row, value in _answers(shape, self.told["answers"], clock.now())
        ]
        answers.save_answers(self.report.number, given, actor=self.writer)

    def submit(self) -> None:
        once = secrets.token_hex(16)
        filing.submit_report(self.report.number, once=once, seen=self.report.revision, actor=self.writer)

    resubmit = submit

    def send_back(self) -> None:
        remark = self.told["remark"]
        deciding.add_remark(
            self.report,
            question=remark["question"],
            row=0,
            text=remark["text"],
            lang=self.told.get("remark_lang", "en"),
            actor=self.bruno,
        )
        deciding.send_back_report(
            self.report,
            reason=self.told["send_back_why"],
            due_on=(clock.now() + timedelta(days=14)).date(),
            seen=self.report.revision,
            actor=self.bruno,
        )

    def accept(self) -> None:
        deciding.accept_report(self.report, seen=self.report.revision, actor=self.bruno)

    def publish(self) -> None:
        deciding.publish_report(self.report, seen=self.report.revision, actor=self.bruno)

    def issue(self) -> None:
        document = self.document
        symbol = meeting_queries.next_symbol(document)
        meetings.issue_document(document, symbol=symbol or "", seen=document.revision, actor=self.bruno)

    def table(self) -> None:
        document = self.document
        number = self.told["agenda_item"]
        items = [item.id for item in document.meeting.items if item.number == number]
        meetings.table_document(document, items=items, seen=document.revision, actor=self.bruno)

    def consider(self) -> None:
        document, outcome = self.document, self.told["outcome"]
        meetings.consider_document(
            document,
            outcome=Outcome(outcome["kind"]),
            words=outcome["text"],
            seen=document.revision,
            actor=self.people["dario"],
        )

    @property
    def document(self) -> Any:
        return self.report.addressees[0].document


def _answers(shape: Any, told: dict[str, Any], at: datetime) -> list[tuple[str, int, dict[str, Any]]]:
    """Plain words of the file as answers: [(question, row, value)]."""
    rows: list[tuple[str, int, dict[str, Any]]] = []
    dates = {"period_start": f"{at.year - 1}-01-01", "period_end": at.date().isoformat()}
    if "j5" in told:
        dates["j5_date"] = at.date().isoformat()
    for key, plain in (dates | told).items():
        question = shape.question(key)
        if question.kind != Q.TABLE:
            rows.append((key, 0, _value(question, plain)))
            continue
        for number, cells in enumerate(plain, 1):
            rows.append((key, number, {"kept": True}))
            rows += [(cell, number, _value(shape.question(cell), v)) for cell, v in cells.items()]
    return rows


PLAIN = {Q.TICK: "ticked", Q.DATE: "day", Q.MATRIX: "cells"}


def _value(question: Question, plain: Any) -> dict[str, Any]:
    if question.kind == Q.NUMBER:
        return dict(plain)
    if name := PLAIN.get(question.kind):
        return {name: plain}
    if isinstance(plain, list) or question.kind in (Q.ONE, Q.YES_NO):
        return {"chosen": plain if isinstance(plain, list) else [plain]}
    return {"text": plain.strip()}


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def init_app(app: Flask) -> None:
    app.cli.add_command(demo)
