"""Letters about what the moderators decided: to the owners and editors, with every word that was said."""

from collections.abc import Sequence
from typing import Any

from app.foundation import outbox
from app.organisations import queries as organisations
from app.organisations.policy import WRITERS
from app.reports.models import DeclineReason, Remark, Report


def sent_back(report: Report, reason: str, remarks: Sequence[Remark]) -> None:
    _tell(
        "sent_back",
        report,
        reason=reason,
        due_at=report.due_at.isoformat(),
        zone=report.call.zone,
        remarks=[_said(remark, report) for remark in remarks],
    )


def declined(report: Report, formal: DeclineReason, reason: str) -> None:
    _tell("declined", report, formal=formal.value, reason=reason)


def accepted(report: Report, words: str) -> None:
    _tell("accepted", report, words=words)


def published(report: Report) -> None:
    _tell("published", report)


def _said(remark: Remark, report: Report) -> dict[str, str]:
    """A remark with the question it is on, in the words of the template."""
    template = report.template.shape
    question = template.question(remark.question)
    return {"on": question.label if question else "", "text": remark.text}


def _tell(letter: str, report: Report, **words: Any) -> None:
    outbox.post(
        f"reports/email/{letter}",
        organisations.people_of(report.reporter.id, seats=WRITERS),
        notice_only=report.reporter.protected,
        about=["reports.show", {"number": report.number}],
        number=report.number,
        title=report.title,
        organisation=report.reporter.name,
        meeting=f"{report.call.meeting.body.short}{report.call.meeting.number or ''}",
        **words,
    )
