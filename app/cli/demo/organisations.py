"""Organisations, from their application to where they stand today, with their members; all are examples."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from pypdf import PdfWriter
from werkzeug.datastructures import FileStorage

from app.cli.demo import told
from app.cli.demo.people import People
from app.foundation import audit, clock, files
from app.foundation.db import transaction
from app.organisations.models import Kind, Membership, ObserverClass, Organisation, Seat
from app.organisations.operations import applying, deciding, invitations

REASON = "The authority letter is in order. (example)"
MOVES = {"verify": deciding.verify, "decline": deciding.decline, "suspend": deciding.suspend}

Groups = dict[str, Organisation]


def load(people: People) -> Groups:
    return {fact["key"]: _lived(fact, people) for fact in told.read("organisations.yaml")["organisations"]}


def _lived(fact: dict[str, Any], people: People) -> Organisation:
    """From its application, step by step, to where its life stands today; then what its owner offers."""
    life: dict[str, int] = dict(fact["life"])
    with clock.at(told.hour_of(life.pop("apply"), 9)):
        group = _applied(fact, people)
        _join(group, fact.get("members", {}), people)
    for step, day in life.items():
        with clock.at(told.hour_of(day, 9)):
            reason = fact.get("why", {}).get(step, REASON)
            MOVES[step](group, reason=reason, seen=group.revision, actor=people["bruno"])
    for key, seat in fact.get("invited", {}).items():
        guest = people[key]
        invitations.invite(group, guest.email, Seat(seat), guest.lang, actor=people[fact["owner"]])
    return group


def _applied(fact: dict[str, Any], people: People) -> Organisation:
    owner = people[fact["owner"]]
    until = (datetime.now(UTC) + timedelta(days=500)).date()
    authority = applying.Authority(letter=_letter(), signatory=owner.name, valid_until=until)
    hidden = fact.get("protected", False)
    group = applying.apply(_identity(fact), _profile(fact), authority, protected=hidden, actor=owner)
    with transaction():
        group.is_example = True
        audit.record("demo.organisation", group, actor=None)
    return group


def _identity(fact: dict[str, Any]) -> applying.Identity:
    return applying.Identity(
        name=fact["name"],
        name_lang=fact["lang"],
        names=fact["names"],
        acronym=fact["acronym"],
        kind=Kind(fact["kind"]),
        country=fact["country"],
        website=fact["website"],
        observer_class=ObserverClass(fact["observer_class"]),
    )


def _profile(fact: dict[str, Any]) -> applying.Profile:
    return applying.Profile(
        founded=fact["founded"],
        mission=fact["mission"],
        instruments=fact["instruments"],
        working_languages=fact["working_languages"],
    )


def _letter() -> files.Upload:
    """An empty page, as an authority letter that nobody wrote."""
    page, written = BytesIO(), PdfWriter()
    written.add_blank_page(width=595, height=842)
    written.write(page)
    page.seek(0)
    return files.read(FileStorage(page, filename="authority-letter-example.pdf"))


def _join(group: Organisation, seats: dict[str, str], people: People) -> None:
    with transaction():
        for key, seat in seats.items():
            group.members.append(Membership(user_id=people[key].id, seat=Seat(seat)))
        audit.record("demo.members", group, actor=None)
