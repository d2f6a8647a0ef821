"""Reports one by one: the door that checks, the twin of may_read, and what is written in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, false, literal, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Reader, User
from app.foundation.db import session, table
from app.foundation.errors import NotFound
from app.foundation.files import StoredFile
from app.foundation.prepared import Prepared
from app.meetings.models import Meeting
from app.organisations.models import Membership, Organisation, Seat
from app.reports import policy, questions
from app.reports.models import (
    OPEN,
    Answer,
    Attachment,
    Call,
    EarlierAnswer,
    FinishedSection,
    Report,
    ReportState,
    Template,
    Version,
)


def visible_to(reader: Reader) -> Select[Report]:
    """The twin of policy.may_read, for lists."""
    return select(Report).where(or_(*_open_to(reader)))


def _open_to(reader: Reader) -> list[ColumnElement[bool]]:
    public = and_(Report.state == ReportState.PUBLISHED, Report.rehearsal.is_(False))
    return [public, _own(reader), _handed_over(reader)]


def _own(reader: Reader) -> ColumnElement[bool]:
    if reader.id is None:
        return false()
    seats = select(Membership.organisation_id).where(Membership.user_id == reader.id)
    return or_(Report.organisation_id.in_(seats), _practised_by(reader))


def _practised_by(reader: Reader) -> ColumnElement[bool]:
    return and_(Report.organisation_id.is_(None), Report.started_by_id == reader.id)


def _handed_over(reader: Reader) -> ColumnElement[bool]:
    if not reader.is_moderator:
        return false()
    return and_(Report.submitted_at.is_not(None), Report.rehearsal.is_(False))


def get_report(number: str, *, reader: Reader) -> Report:
    """With its call, meeting, organisation and template: what every page of it names."""
    report = session.scalar(WHOLE, {"number": number})
    if report is None or not policy.may_read(reader, report):
        raise NotFound("not_found")
    return report


WHOLE = (
    select(Report)
    .where(Report.number == bindparam("number"))
    .options(
        joinedload(Report.call).joinedload(Call.meeting).joinedload(Meeting.body),
        joinedload(Report.template),
        joinedload(Report.organisation).selectinload(Organisation.members),
        selectinload(Report.addressees),
    )
)


@dataclass(frozen=True)
class Place:
    """As much of a report as keeping an answer needs: where it goes, and whether its writer may write."""

    id: int
    number: str
    state: ReportState
    lang: str
    template_id: int
    digest: str  # of its template
    seat: Seat | None  # the writer's, in the organisation that reports; all of it in what they practise

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


reports, templates, memberships = table(Report), table(Template), table(Membership)
PRACTISES = and_(reports.c.organisation_id.is_(None), reports.c.started_by_id == bindparam("person"))
PLACE = Prepared(
    select(
        reports.c.id,
        reports.c.number,
        reports.c.state,
        reports.c.lang,
        reports.c.template_id,
        templates.c.digest,
        case((PRACTISES, literal(Seat.OWNER, memberships.c.seat.type)), else_=memberships.c.seat),
    )
    .join(templates, templates.c.id == reports.c.template_id)
    .outerjoin(
        memberships,
        and_(
            memberships.c.organisation_id == reports.c.organisation_id,
            memberships.c.user_id == bindparam("person"),
        ),
    )
    .where(reports.c.number == bindparam("number"))
    .with_for_update(read=True, of=reports)
)


def place_of(number: str, *, person_id: int | None) -> Place:
    """Where answers go, kept as it is until we commit. One small statement: it is asked with every few
    words that somebody types.
    """
    found = PLACE.first(number=number, person=person_id)
    if found is None:
        raise NotFound("not_found")
    return Place(*found)


def shape_of(template_id: int, digest: str) -> questions.Template:
    """What a template asks; read only when this process has not seen it before."""
    return questions.known(digest) or session.get_one(Template, template_id).shape


def answers_of(report: Report) -> Sequence[Answer]:
    """Everything written, in one statement."""
    given = (
        select(Answer)
        .where(Answer.report_id == report.id)
        .options(joinedload(Answer.author).lazyload(User.grants))
    )
    return session.scalars(given.order_by(Answer.question, Answer.row)).all()


MOST_EARLIER = 100


def earlier_answers(report: Report, section: questions.Section) -> Sequence[Any]:
    """What was answered in a section before, the newest first; one more than is shown, if there are more."""
    keys = [q.key for q in section.asked() if q.kind != questions.Kind.TABLE]
    rows = (
        select(EarlierAnswer, User.name.label("by"))
        .join(User, User.id == EarlierAnswer.author_id)
        .where(EarlierAnswer.report_id == report.id, EarlierAnswer.question.in_(keys))
        .order_by(EarlierAnswer.saved_at.desc(), EarlierAnswer.id.desc())
    )
    return session.execute(rows.limit(MOST_EARLIER + 1)).all()


answers, attachments, stored_files = table(Answer), table(Attachment), table(StoredFile)
WRITTEN = Prepared(
    select(answers.c.question, answers.c.row, answers.c.value, answers.c.lang, answers.c.revision).where(
        answers.c.report_id == bindparam("report")
    )
)
ATTACHED = Prepared(
    select(
        attachments.c.id,
        attachments.c.question,
        attachments.c.row,
        attachments.c.description,
        stored_files.c.key,
        stored_files.c.name,
        stored_files.c.size,
        stored_files.c.digest,
        stored_files.c.media_type,
    )
    .join(stored_files, stored_files.c.id == attachments.c.file_id)
    .where(attachments.c.report_id == bindparam("report"), attachments.c.removed_at.is_(None))
    .order_by(attachments.c.question, attachments.c.row, attachments.c.id)
)


def written_in(report: Any) -> tuple[dict[tuple[str, int], Any], Sequence[Any]]:
    """(answers by question and row, files), as plain rows: in two statements, without their authors."""
    rows = WRITTEN.all(report=report.id)
    return {(row.question, row.row): row for row in rows}, attachments_of(report)


def values_of(report: Any) -> questions.Answers:
    """What every answer says now, the files too."""
    return questions.with_files(*written_in(report))


def removals(report: Report, tables: Sequence[str]) -> dict[tuple[str, int], Any]:
    """Who marked which row of these tables last, and when: of a row taken out, who did that."""
    marks = select(Answer.question, Answer.row, Answer.saved_at, User.name.label("by"))
    marks = marks.join(User, User.id == Answer.author_id)
    found = session.execute(marks.where(Answer.report_id == report.id, Answer.question.in_(tables)))
    return {(mark.question, mark.row): mark for mark in found}


def attachments_of(report: Any) -> Sequence[Any]:
    """The files that were not taken out, with what is known of their bytes."""
    return ATTACHED.all(report=report.id)


def finished_sections(report: Report) -> set[str]:
    marked = select(FinishedSection.section).where(FinishedSection.report_id == report.id)
    return set(session.scalars(marked))


def last_change(report: Report) -> Any:
    """(when, by whom) an answer was last saved; None while nothing is."""
    saved = select(Answer.saved_at, User.name).join(User, User.id == Answer.author_id)
    last = saved.where(Answer.report_id == report.id).order_by(Answer.saved_at.desc()).limit(1)
    return session.execute(last).first()


def get_version(report: Report, number: int, *, reader: Reader) -> Version:
    """A submitted version in full, with what is not published: for its authors and the moderators."""
    known = number if 0 < number <= report.version_count else 0  # an address may hold any number
    found = select(Version).where(Version.report_id == report.id, Version.number == known)
    version = session.scalar(found)
    may = policy.is_member(reader, report) or reader.is_moderator
    if version is None or not may:
        raise NotFound("not_found")
    return version


def of_person(person: User) -> Sequence[Report]:
    """Every report of the organisations a person belongs to, the newest first."""
    own = select(Report).where(_own(person)).options(*_named())
    return session.scalars(own.order_by(Report.id.desc()).limit(200)).all()


def of_call(call: Call, reader: Reader) -> Sequence[Report]:
    """The reader's own reports to a call."""
    own = select(Report).where(Report.call_id == call.id, _own(reader)).options(*_named())
    return session.scalars(own.order_by(Report.id.desc()).limit(50)).all()


def _named() -> list[Any]:
    return [joinedload(Report.call), joinedload(Report.organisation)]
