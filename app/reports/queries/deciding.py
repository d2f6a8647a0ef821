"""What waits for the moderators, and what they said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Reader, User
from app.foundation import paging
from app.foundation.clock import now
from app.foundation.db import session
from app.foundation.errors import NotAllowed, NotFound
from app.foundation.i18n import said
from app.foundation.queue import Waiting
from app.organisations import queries as organisations
from app.organisations.models import Organisation
from app.reports import policy
from app.reports.models import Addressee, Remark, Report, ReportState, Version
from app.reports.queries import frozen
from app.reports.queries.filing import get_report
from app.reports.questions import Kind

PROMISE = timedelta(days=10)  # an answer to the authors
MANY = 999  # nobody counts further
QUEUES = {
    "reports": ReportState.SUBMITTED,
    "returned": ReportState.RETURNED,
    "accepted": ReportState.ACCEPTED,
}


@dataclass(frozen=True)
class Tally:
    """How many wait, and how many of them too long; both stop at MANY + 1."""

    count: int
    late: int


def counts(reader: Reader) -> Mapping[str, Tally]:
    """The length of every queue, in one statement that never counts to the end."""
    if not reader.is_moderator:
        return {}
    columns = []
    for name, state in QUEUES.items():
        columns.append(_capped(state).label(name))
        columns.append(_capped(state, _is_late(state)).label(f"{name}_late"))
    found = session.execute(select(*columns)).one()._mapping
    return {name: Tally(found[name], found[f"{name}_late"]) for name in QUEUES}


def _capped(state: ReportState, *which: ColumnElement[bool]) -> Any:
    first = select(Report.id).where(*_in(state), *which).limit(MANY + 1).subquery()
    return select(func.count()).select_from(first).scalar_subquery()


def _in(state: ReportState) -> tuple[ColumnElement[bool], ...]:
    return Report.state == state, Report.rehearsal.is_(False)


def _is_late(state: ReportState) -> ColumnElement[bool]:
    if state == ReportState.RETURNED:
        return Report.return_due_on < now().date()
    return Report.submitted_at < now() - PROMISE


def waiting(reader: Reader, queue: str = "reports", token: str | None = None) -> paging.Page:
    """One queue, the oldest first, as rows for the desk; plain columns, for it may be long."""
    if not reader.is_moderator or queue not in QUEUES:
        return paging.Page(rows=[])
    state = QUEUES[queue]
    rows: Any = (
        select(
            Report.number,
            Report.title,
            Report.lang,
            Report.submitted_at,
            Report.returned_at,
            Report.return_due_on,
            Report.decided_at,
            Organisation.name,
            Organisation.name_lang,
            Organisation.names,
            User.name,
        )
        .join(Organisation, Organisation.id == Report.organisation_id)
        .outerjoin(User, User.id == Report.holder_id)
        .where(*_in(state))
    )
    found = paging.page(rows, [Report.submitted_at.asc(), Report.id.asc()], token)
    return paging.Page([_waits(row, state) for row in found.rows], found.previous, found.next)


def _called(name: str, name_lang: str, names: Mapping[str, str]) -> str:
    return said({**names, name_lang: name}, own=name_lang).text


def _waits(row: Any, state: ReportState) -> Waiting:
    number, title, lang, submitted_at, returned_at, due_on, decided_at, *party, holder = row
    since, due = submitted_at, submitted_at + PROMISE
    if state == ReportState.RETURNED:
        since = returned_at or submitted_at
        due = datetime.combine(due_on, time.max, UTC) if due_on else None
    elif state == ReportState.ACCEPTED:
        since = decided_at or submitted_at
        due = since + PROMISE
    return Waiting(
        kind="report",
        title=title,
        lang=lang,
        since=since,
        due=due,
        endpoint="reports.review",
        values={"number": number},
        holder=holder or "",
        party=_called(*party),
    )


def get_handed_over(number: str, *, reader: Reader) -> Report:
    """A report for those who decide on it; for all others there is no such page."""
    report = get_report(number, reader=reader)
    if not (reader.is_moderator and policy.was_submitted(reader, report)):
        raise NotFound("not_found")
    if not policy.decides(reader, report):
        raise NotAllowed(policy.why_not(reader, report))
    return report


@dataclass(frozen=True)
class Doubts:
    """What a moderator weighs before a report is published: who it says it is, and whom else it names."""

    lead: str = ""  # named as the lead, and not what the organisation that reports is called
    protected: Sequence[Organisation] = ()  # protected organisations that are named, or so it seems

    def __bool__(self) -> bool:
        return bool(self.lead or self.protected)


def doubts_about(report: Report) -> Doubts:
    """Of the version decided on; for the Secretariat alone, as authors must not find out by trying."""
    version = version_of(report, report.version_count)
    if version is None:
        return Doubts()
    said = frozen.read(report, version, public=False)
    lead, named = said.lead(), said.named_with()
    names = [text for one in named for kind, text in one.items() if kind != Kind.LINK]
    links = [one[Kind.LINK] for one in named if Kind.LINK in one]
    own = report.reporter
    other_name = lead if lead and lead not in {said.filed_by, *own.all_names.values()} else ""
    if other_name:
        names.append(other_name)
    alike = organisations.protected_like(names, links) if names or links else ()
    return Doubts(other_name, [one for one in alike if one.id != own.id])


def in_hand(report_id: int) -> Report:
    """A report with what its moves ask: its organisation's people. For a reader who may read it."""
    wanted = select(Report).where(Report.id == report_id)
    people = joinedload(Report.organisation).selectinload(Organisation.members)
    return session.scalars(wanted.options(people)).one()


def with_documents(report: Report) -> Sequence[Addressee]:
    """To whom the report is addressed, each with its document."""
    those = select(Addressee).where(Addressee.report_id == report.id)
    return session.scalars(those.options(joinedload(Addressee.document)).order_by(Addressee.id)).all()


def remarks(report: Report, *, reader: Reader) -> Sequence[Remark]:
    """What moderators said; authors read it from the day it was sent, others never."""
    said = select(Remark).where(Remark.report_id == report.id)
    if not policy.decides(reader, report):
        if not policy.is_member(reader, report):
            return []
        said = said.where(Remark.sent_at.is_not(None))
    return session.scalars(said.options(joinedload(Remark.author)).order_by(Remark.version, Remark.id)).all()


def get_remark(report: Report, number: int) -> Remark:
    found = session.get(Remark, number)
    if found is None or found.report_id != report.id:
        raise NotFound("not_found")
    return found


def drafts_of(report: Report) -> Sequence[Remark]:
    """Remarks that go to the authors when the report does."""
    unsent = select(Remark).where(Remark.report_id == report.id, Remark.sent_at.is_(None))
    return session.scalars(unsent.order_by(Remark.id)).all()


def version_of(report: Report, number: int) -> Version | None:
    """A frozen version, for operations and pages that have asked already who is reading."""
    return session.scalar(select(Version).where(Version.report_id == report.id, Version.number == number))


def last_two(report: Report) -> Sequence[Version]:
    """The latest version, and the one before it where there is one."""
    those = select(Version).where(Version.report_id == report.id)
    return session.scalars(those.order_by(Version.number.desc()).limit(2)).all()
