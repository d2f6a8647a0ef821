"""Plain functions that write through transaction(), so that the next operation does not roll them back."""

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import yaml
from sqlalchemy import select

from app.foundation import audit, numbers
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.outbox import Letter
from app.meetings.models import AgendaItem, Body, Meeting
from app.reports import questions
from app.reports.models import Addressee, Call, CallState, Report, ReportState, Template


def keep(*rows):
    """Write rows the way the house does: what is not committed, the next operation rolls back."""
    with transaction():
        session.add_all(rows)
        audit.record("test.keep", rows[0], actor=None)
    return rows[0]


def a_body(key="cms-stc", **given):
    values = {
        "key": key,
        "instrument": "cms",
        "short": "StC",
        "names": {"en": "Standing Committee", "fr": "Comité permanent"},
        "kind": "standing-committee",
        "level": "decision-making",
        "languages": ["en", "fr", "es"],
        "symbol_pattern": r"^(UNEP/)?CMS/StC(?P<n>\d+)/(Doc|Inf)?\.?[\w./ -]*$",
        "symbol_stem": "UNEP/CMS/StC{n}/Inf.",
        "confidence": "source",
    }
    return Body(**values | given)


def a_meeting(**given):
    """A Standing Committee's meeting a hundred days from now, with one agenda item."""
    first_day = date.today() + timedelta(days=100)  # noqa: DTZ011
    values = {
        "key": "stc99",
        "number": 99,
        "city": "Bonn",
        "country": "DE",
        "starts_on": first_day,
        "ends_on": first_day + timedelta(days=2),
        "zone": "Europe/Berlin",
        "languages": ["en", "fr", "es"],
        "is_example": True,
    }
    values |= given
    values.setdefault("body", session.scalar(select(Body)) or a_body())
    synergies = {"en": "Synergies and partnerships"}
    values.setdefault("items", [AgendaItem(number="14", sort_key="0014", titles=synergies)])
    return keep(Meeting(**values))


@lru_cache
def default_template():
    """What the default template says; read once."""
    file = Path(__file__).parents[1] / "data" / "templates" / "civil-society-report-1.yaml"
    return questions.Template.model_validate(yaml.safe_load(file.read_text()))


def a_template(**given):
    """The default template, under a name of its own."""
    definition = default_template().model_dump(mode="json", exclude_defaults=True)
    values = {
        "key": "test",
        "version": 1,
        "lang": "en",
        "definition": definition,
        "digest": questions.digest_of(questions.canonical(definition)),
    }
    return Template(**values | given)


def a_call(**given):
    """A call open now for three weeks."""
    values = {
        "key": "reports-to-stc99",
        "titles": {"en": "Reports to the Standing Committee"},
        "state": CallState.ANNOUNCED,
        "languages": ["en", "fr", "es"],
        "opens_at": now() - timedelta(days=10),
        "closes_at": now() + timedelta(days=21),
        "zone": "Europe/Berlin",
        "mandate": "Resolution 11.10 (Rev.COP12), paragraph 5",
    }
    values |= given
    meeting = values.pop("meeting", None) or session.scalar(select(Meeting)) or a_meeting()
    template = values.pop("template", None) or session.scalar(select(Template)) or keep(a_template())
    return keep(Call(meeting=meeting, template=template, agenda_item=meeting.items[0], **values))


def a_report(cast, state=ReportState.DRAFT, **given):
    """A report of Amara's society to the one call there is; what she practises with is her own."""
    call = given.pop("call", None) or session.scalar(select(Call)) or a_call()
    values = {"title": "Flyways of the Sahel", "lang": "en", "state": state}
    values |= {"organisation": cast.society, "started_by_id": cast.amara.id}
    if state != ReportState.DRAFT:
        values |= {"submitted_at": now(), "version_count": 1}
    if state == ReportState.PUBLISHED:
        values["published_at"] = now()
    practice = {"organisation": None} if given.get("rehearsal") else {}
    with transaction():
        report = Report(
            number=f"P{numbers.next_in('practice')}" if practice else numbers.next_in("report"),
            call=call,
            template_id=call.template_id,
            addressees=[Addressee(meeting_id=call.meeting_id, agenda_item_id=call.agenda_item_id)],
            **values | given | practice,
        )
        session.add(report)
        audit.record("test.a_report", report, actor=None)
    return report


def lines():
    """The audit trail, without what the factories wrote."""
    written = session.scalars(select(audit.Entry).order_by(audit.Entry.id))
    return [line for line in written if not line.action.startswith("test.")]


def last_line():
    return lines()[-1]


def letters():
    return list(session.scalars(select(Letter).order_by(Letter.id)))
