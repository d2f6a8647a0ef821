"""Bodies and meetings from files of reference data. What staff have entered since is left alone."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.foundation import audit
from app.foundation.clock import end_of
from app.foundation.db import session, transaction
from app.meetings.models import BY_STAFF, DEADLINES, Body, Deadline, Meeting
from app.meetings.operations import indexing
from app.meetings.operations.keeping import key_of

AS_OF = date(2026, 3, 31)  # both files tell what is known up to COP15, in March 2026
SECRETARIAT_ZONE = "Europe/Berlin"
STEMS = {  # the form that documents of these bodies share; of other bodies we know no single one
    "cms-cop": "UNEP/CMS/COP{n}/Inf.",
    "cms-stc": "UNEP/CMS/StC{n}/Inf.",
    "cms-scc": "UNEP/CMS/ScC{n}/Inf.",
    "cms-scc-sc": "UNEP/CMS/ScC-SC{n}/Inf.",
}
OF_SIGNATORIES = {  # each memorandum of understanding has one (the rule stands in bodies.yaml)
    "kind": "meeting-of-signatories",
    "short": "MOS",
    "level": "decision-making",
    "name": {
        "en": "Meeting of Signatories",
        "fr": "Réunion des Signataires",
        "es": "Reunión de los Signatarios",
        "ar": "اجتماع الموقِّعين",
    },
    "confidence": "known",
}
ZONES = {
    "AE": "Asia/Dubai",
    "AU": "Australia/Hobart",
    "BE": "Europe/Brussels",
    "BR": "America/Campo_Grande",
    "CH": "Europe/Zurich",
    "CR": "America/Costa_Rica",
    "CZ": "Europe/Prague",
    "DE": "Europe/Berlin",
    "DK": "Europe/Copenhagen",
    "EC": "America/Guayaquil",
    "ES": "Atlantic/Canary",
    "FI": "Europe/Helsinki",
    "FR": "Europe/Paris",
    "HU": "Europe/Budapest",
    "IN": "Asia/Kolkata",
    "IT": "Europe/Rome",
    "KE": "Africa/Nairobi",
    "MC": "Europe/Monaco",
    "MG": "Indian/Antananarivo",
    "MT": "Europe/Malta",
    "NO": "Europe/Oslo",
    "NZ": "Pacific/Auckland",
    "PE": "America/Lima",
    "PH": "Asia/Manila",
    "SN": "Africa/Dakar",
    "TR": "Europe/Istanbul",
    "UZ": "Asia/Samarkand",
    "ZA": "Africa/Johannesburg",
}
BODY_OF = {"cop": "cms-cop", "standing_committee": "cms-stc"}
SECTIONS = ("cop", "standing_committee", "scientific_council", "agreements", "mous")


def load(folder: Path) -> int:
    """Bring bodies, meetings and their deadlines up to the files; how many rows that changed."""
    bodies = _read(folder / "bodies.yaml")
    meetings = _read(folder / "meetings.yaml")
    with transaction():
        return _load_bodies(bodies) + _load_meetings(meetings)


def _read(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def _load_bodies(data: dict[str, Any]) -> int:
    known = {body.key: body for body in session.scalars(select(Body))}
    instruments = {row["key"]: row for row in data["instruments"]}
    changed = 0
    for row in [*data["bodies"], *_signatories(data)]:
        facts = _facts_of_body(row, instruments[row["instrument"]])
        changed += _bring_up(known.get(row["key"]) or Body(key=row["key"]), facts)
    return changed


def _signatories(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The Meetings of Signatories that the file does not write out."""
    has_one = {body["instrument"] for body in data["bodies"] if body["kind"] == OF_SIGNATORIES["kind"]}
    for row in data["instruments"]:
        if row["type"] == "mou" and row["key"] not in has_one:
            yield {"key": f"{row['key']}-mos", "instrument": row["key"], **OF_SIGNATORIES}


def _facts_of_body(row: dict[str, Any], instrument: dict[str, Any]) -> dict[str, Any]:
    return {
        "instrument": row["instrument"],
        "instrument_short": instrument["short"],
        "short": row["short"],
        "names": row["name"],
        "kind": row["kind"],
        "level": row["level"],
        "languages": row.get("languages") or instrument["working_languages"],
        "symbol_pattern": row.get("symbol_pattern", ""),
        "symbol_stem": STEMS.get(row["key"], ""),
        "confidence": row["confidence"],
    }


def _load_meetings(data: dict[str, Any]) -> int:
    bodies = {body.key: body for body in session.scalars(select(Body))}
    with_all = (joinedload(Meeting.body), selectinload(Meeting.deadlines), selectinload(Meeting.items))
    known = {meeting.key: meeting for meeting in session.scalars(select(Meeting).options(*with_all))}
    changed = 0
    for row in _rows(data):
        body = bodies[row["body"]]
        key = key_of(body, row["n"])
        meeting = known.get(key) or Meeting(key=key, body=body)
        if meeting.id is not None and meeting.confidence == BY_STAFF:
            continue
        changed += _bring_up(meeting, _facts_of_meeting(row, body))
        changed += _load_deadlines(meeting, row)
        indexing.put_meeting(meeting)
    return changed


def _rows(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for section in SECTIONS:
        for row in data[section]:
            yield {"body": BODY_OF.get(section), **row}
    yield {"body": "cms-cop", "confidence": "partial", **data["cop_next"], "note": ""}


def _facts_of_meeting(row: dict[str, Any], body: Body) -> dict[str, Any]:
    starts_on = row["start"]
    online = row["city"] == "online"
    return {
        "number": row["n"],
        "city": None if online else row["city"],
        "online": online,
        "country": row["country"],
        "starts_on": starts_on,
        "ends_on": row.get("end"),
        "year": starts_on.year if starts_on else row.get("year"),
        "month": starts_on.month if starts_on else row.get("month"),
        "zone": ZONES.get(row["country"], SECRETARIAT_ZONE),
        "languages": body.languages,
        "theme": row.get("theme", ""),
        "note": row.get("note", ""),
        "confidence": row["confidence"],
        "as_of": AS_OF,
    }


def _load_deadlines(meeting: Meeting, row: dict[str, Any]) -> int:
    """The file gives days, or a number of days before the first one."""
    known = {deadline.kind: deadline for deadline in meeting.deadlines}
    changed = 0
    for kind, told in row.get("deadlines", {}).items():
        day, rule = told, ""
        if isinstance(told, int):
            kind = kind.removesuffix("_days")
            day, rule = row["start"] - timedelta(days=told), f"{told} days before the meeting"
        if kind not in DEADLINES:
            raise KeyError(kind)
        if kind in known and known[kind].at == end_of(day, SECRETARIAT_ZONE):
            continue
        deadline = known.get(kind) or Deadline(kind=kind, zone=SECRETARIAT_ZONE, day_only=True, rule=rule)
        deadline.at = end_of(day, SECRETARIAT_ZONE)
        if kind not in known:
            meeting.deadlines.append(deadline)
        changed += 1
    if changed:
        audit.record("meeting.load_deadlines", meeting, actor=None, count=changed)
    return changed


def _bring_up(row: Body | Meeting, facts: dict[str, Any]) -> int:
    """Set what differs and write it down; 1 where anything did."""
    changed = sorted(name for name, value in facts.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, facts[name])
    if not changed:
        return 0
    session.add(row)
    audit.record(f"{row.__tablename__}.load", row, actor=None, key=row.key, changed=changed)
    return 1
