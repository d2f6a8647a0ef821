"""Calls: prepared, edited, announced, cancelled; templates and past calls loaded from files."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import yaml
from sqlalchemy import select

from app.accounts.models import Reader
from app.foundation import audit
from app.foundation.clock import now
from app.foundation.db import check_seen, session, transaction
from app.foundation.errors import Conflict, Invalid, NotAllowed
from app.meetings.models import AgendaItem, Meeting
from app.reports import questions
from app.reports.flow import CALL
from app.reports.models import Call, CallState, Template
from app.reports.notices import filing as notices

TIMES = ("opens_at", "closes_at", "grace_minutes")


@dataclass(frozen=True)
class Particulars:
    """What a call says; the same for a new one and an edited one."""

    titles: dict[str, str]
    meeting_id: int
    opens_at: datetime
    closes_at: datetime
    template_id: int | None = None
    agenda_item_id: int | None = None
    lang: str = "en"
    zone: str = "UTC"
    grace_minutes: int = 0
    mandate: str = ""
    guidance: dict[str, str] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    parties_too: bool = False
    rehearsal: bool = False


def prepare_call(said: Particulars, *, actor: Reader) -> Call:
    """A new call, seen by moderators only until it is announced."""
    _for_moderators(actor)
    with transaction():
        _check(said)
        _check_ahead(said)
        call = Call(key=_free_key(said), **asdict(said))
        session.add(call)
        audit.record("call.prepare", call, actor=actor, titles=said.titles)
    return call


def edit_call(call: Call, said: Particulars, *, seen: int, actor: Reader) -> None:
    """Change what a call says. Its page tells what was changed; new times are told to those who write."""
    _for_moderators(actor)
    with transaction():
        check_seen(call, seen)
        check_may_edit(call)
        if call.state == CallState.ANNOUNCED and _nature(said) != _nature(call):
            raise Conflict("call_is_announced")
        _check(said)
        if call.state == CallState.ANNOUNCED:
            _check_times(said, call)
        before = {name: getattr(call, name) for name in asdict(said)}
        for name, value in asdict(said).items():
            setattr(call, name, value)
        audit.record("call.edit", call, actor=actor, changed=_changes(before, asdict(said)))
        if call.state == CallState.ANNOUNCED and any(before[name] != getattr(call, name) for name in TIMES):
            notices.call_moved(call, before)


def announce_call(call: Call, *, seen: int, actor: Reader) -> None:
    """Open to everybody, and told to all who may answer; a rehearsal is told to nobody."""
    with transaction():
        if call.template_id is None:
            raise Conflict("call_has_no_template")
        _check_ahead(call)
        CALL.make("announce", call, seen=seen, actor=actor)
        if not call.rehearsal:
            notices.call_announced(call)


def cancel_call(call: Call, *, reason: str, seen: int, actor: Reader) -> None:
    """Nothing can be submitted any more; those who were writing read why."""
    with transaction():
        CALL.make("cancel", call, seen=seen, actor=actor, reason=reason)
        notices.call_cancelled(call, reason)


def check_may_edit(call: Call) -> None:
    if call.state == CallState.CANCELLED:
        raise Conflict("call_stays_cancelled")


def _for_moderators(actor: Reader) -> None:
    if not actor.is_moderator:
        raise NotAllowed("not_allowed")


def _nature(call: Call | Particulars) -> tuple[Any, ...]:
    """What stays as it is once organisations answer."""
    return call.rehearsal, call.template_id, call.meeting_id


def _check(said: Particulars) -> None:
    if said.closes_at <= said.opens_at:
        raise Invalid("closes_before_it_opens")
    if said.zone not in available_timezones():
        raise Invalid("unknown_zone", zone=said.zone)
    if said.agenda_item_id is not None:
        item = session.get(AgendaItem, said.agenda_item_id)
        if item is None or item.meeting_id != said.meeting_id:
            raise Invalid("item_of_another_meeting")


def _check_ahead(call: Call | Particulars) -> None:
    """Nobody is asked for what cannot be handed in any more."""
    if call.closes_at <= now():
        raise Invalid("call_is_over")


def _check_times(said: Particulars, call: Call) -> None:
    """Nobody who is writing is shut out by a time that has passed before they could hear of it."""
    moment = now()
    if said.closes_at != call.closes_at and said.closes_at <= moment:
        raise Invalid("closing_has_passed")
    late_until = said.closes_at + timedelta(minutes=said.grace_minutes)
    if late_until <= moment < call.ends_at:
        raise Invalid("grace_has_passed")
    if call.opens_at <= moment < said.opens_at:
        raise Invalid("call_has_opened")


def _free_key(said: Particulars) -> str:
    """The address: reports-to-stc57, then reports-to-stc57-2."""
    meeting = session.get(Meeting, said.meeting_id)
    if meeting is None:
        raise Invalid("unknown_meeting")
    stem = ("rehearsal-" if said.rehearsal else "") + f"reports-to-{meeting.key}"
    taken = set(session.scalars(select(Call.key).where(Call.key.startswith(stem, autoescape=True))))
    return next(
        key for n in range(1, len(taken) + 2) if (key := stem if n == 1 else f"{stem}-{n}") not in taken
    )


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[str]]:
    return {k: [str(before[k]), str(after[k])] for k in after if before[k] != after[k]}


def load_templates(folder: Path) -> list[Template]:
    """Every template in the folder, each version once."""
    return [load_template(yaml.safe_load(file.read_text())) for file in sorted(folder.glob("*.yaml"))]


def load_template(told: Mapping[str, Any]) -> Template:
    """Keep a version. The same words again change nothing; other words under its number are refused."""
    shape = questions.Template.model_validate(told)
    definition = shape.model_dump(mode="json", exclude_defaults=True)
    digest = questions.digest_of(questions.canonical(definition))
    with transaction():
        where = (Template.key == shape.key, Template.version == shape.version)
        known = session.scalar(select(Template).where(*where))
        if known is not None and known.digest != digest:
            raise Conflict("template_changed", name=shape.key, version=shape.version)
        if known is not None:
            return known
        template = Template(
            key=shape.key, version=shape.version, lang=shape.lang, definition=definition, digest=digest
        )
        session.add(template)
        audit.record("template.load", template, actor=None, digest=digest)
    return template


def load_history(file: Path) -> list[Call]:
    """Calls of the past, as facts with their source; those already here stay as they are."""
    told = yaml.safe_load(file.read_text())["calls"]
    with transaction():
        known = set(session.scalars(select(Call.key)))
        meetings = _meetings({fact["meeting"] for fact in told})
        calls = [_past_call(fact, meetings[fact["meeting"]]) for fact in told if fact["key"] not in known]
        session.add_all(calls)
        for call in calls:
            audit.record("call.load", call, actor=None, source=call.source)
    return calls


def _meetings(keys: Iterable[str]) -> dict[str, Meeting]:
    found = {m.key: m for m in session.scalars(select(Meeting).where(Meeting.key.in_(keys)))}
    if missing := set(keys) - set(found):
        raise Invalid("meetings_not_loaded", keys=", ".join(sorted(missing)))
    return found


def _past_call(fact: Mapping[str, Any], meeting: Meeting) -> Call:
    """Its edges are those of its days, for order only: no hour is told, and none is shown."""
    zone = ZoneInfo(fact["zone"])
    return Call(
        key=fact["key"],
        titles=fact["titles"],
        state=CallState.ANNOUNCED,
        meeting=meeting,
        mandate=fact["mandate"],
        guidance=fact["guidance"],
        opens_at=_edge_of(fact["opens_on"], time.min, zone),
        closes_at=_edge_of(fact["closes_on"], time(23, 59), zone),
        zone=fact["zone"],
        source=fact["source"],
    )


def _edge_of(on: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, at, zone).astimezone(UTC)
