"""A report on its authors' side: started, written, submitted, withdrawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, delete, func, insert, select, tuple_, update

from app.accounts.models import Reader, User
from app.foundation import audit, files, numbers
from app.foundation.clock import now
from app.foundation.db import check_seen, hold, session, transaction
from app.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from app.meetings import operations as meetings
from app.meetings.operations import Party
from app.organisations import policy as organisations
from app.organisations.models import Kind as OrganisationKind
from app.organisations.models import ObserverClass, Organisation
from app.reports import policy, questions
from app.reports.flow import REPORT
from app.reports.models import (
    Addressee,
    Answer,
    Attachment,
    Call,
    CallState,
    EarlierAnswer,
    FinishedSection,
    Phase,
    Report,
    ReportState,
    Version,
)
from app.reports.notices import filing as notices
from app.reports.queries import filing as queries
from app.reports.queries.filing import Place
from app.reports.questions import Kind, Question

HASTE = timedelta(seconds=30)
ROWS = 200  # of one table, whatever its template says
ACCREDITED = {
    ObserverClass.INTERNATIONAL: "international",
    ObserverClass.NATIONAL_APPROVED: "national_approved",
}


@dataclass(frozen=True)
class Given:
    """One answer as a writer sends it, with the revision they had before their eyes (0: none)."""

    question: str
    row: int
    value: dict[str, Any]
    lang: str
    seen: int


@dataclass(frozen=True)
class Clash:
    """An answer that somebody else changed meanwhile: theirs is kept, ours waits for a choice."""

    given: Given
    theirs: dict[str, Any]
    revision: int
    saved_at: datetime
    by: str


@dataclass(frozen=True)
class Kept:
    """What became of a save: the revision each answer has now, and those still to choose between."""

    revisions: dict[tuple[str, int], int]
    clashes: list[Clash]
    at: datetime


def start_report(
    call: Call, *, organisation: Organisation, title: str, lang: str, kind: str, actor: User
) -> Report:
    """A draft with its number, and what the profile already knows. The same start twice is one draft."""
    with transaction():
        hold(organisation, alone=True)
        _check_may_start(call, organisation, actor)
        if same := _same_draft(call, organisation, title):
            return same
        report = Report(
            number=numbers.next_in("report"),
            call=call,
            organisation=organisation,
            template_id=call.template_id,
            title=title,
            lang=lang,
            rehearsal=call.rehearsal,
            is_example=organisation.is_example,
            started_by_id=actor.id,
            addressees=[Addressee(meeting_id=call.meeting_id, agenda_item_id=call.agenda_item_id)],
        )
        session.add(report)
        audit.record("report.start", report, actor=actor, call=call.key, organisation=organisation.slug)
        _prefill(report, kind, actor)
    return report


def _check_may_start(call: Call, organisation: Organisation, actor: Reader) -> None:
    if not organisations.writes_for(actor, organisation):
        raise NotAllowed("not_allowed")
    if call.template_id is None:
        raise Conflict("call_has_no_template")
    _check_takes_reports(call)
    _check_may_answer(call, organisation)


def _check_takes_reports(call: Call) -> None:
    if call.state == CallState.CANCELLED:
        raise Conflict("call_cancelled")
    if call.state == CallState.PREPARED or call.phase == Phase.COMING:
        raise Conflict("call_not_open")
    if call.phase == Phase.CLOSED:
        raise Conflict("call_closed")


def _check_may_answer(call: Call, organisation: Organisation) -> None:
    if not organisations.is_verified(None, organisation):  # type: ignore[arg-type]
        raise Conflict("organisation_not_verified")
    if organisation.kind == OrganisationKind.GOVERNMENT and not call.parties_too:
        raise Conflict("not_for_governments")


def _same_draft(call: Call, organisation: Organisation, title: str) -> Report | None:
    """A start pressed twice finds the draft of the first press."""
    drafts = select(Report).where(
        Report.call_id == call.id,
        Report.organisation_id == organisation.id,
        Report.title == title,
        Report.state == ReportState.DRAFT,
    )
    return session.scalars(drafts.limit(1)).first()


def _prefill(report: Report, kind: str, actor: User) -> None:
    """What the profile says, as answers that the writer checks and may change."""
    template = queries.shape_of(report)
    organisation = report.organisation
    known: dict[str, dict[str, Any]] = {
        "kind": {"chosen": [kind]},
        "a1": {"text": organisation.name},
        "a3": {"chosen": [ACCREDITED.get(organisation.observer_class, "other")]},
        "a5": {"text": actor.name},
        "a5_email": {"text": actor.email},
        "c1": {"chosen": list(organisation.instruments)},
    }
    rows = [
        _row_of(report, Given(key, 0, value, report.lang, 0), actor.id)
        for key, value in known.items()
        if template.question(key) and not questions.is_empty(value)
    ]
    if rows:
        session.execute(insert(Answer), rows)


def edit_report(report: Report, *, title: str, lang: str, seen: int, actor: Reader) -> None:
    """Its title and the language it is written in; answers keep the language they were given in."""
    with transaction():
        _check_writable(report, actor)
        check_seen(report, seen)
        before = [report.title, report.lang]
        report.title, report.lang = title, lang
        audit.record("report.edit", report, actor=actor, before=before, after=[title, lang])


def save_answers(
    report: Report | Place,
    given: Sequence[Given],
    *,
    actor: User,
    section: str = "",
    finished: bool | None = None,
) -> Kept:
    """Keep each answer as it is, right or wrong. Only one changed by somebody else waits for a choice."""
    _check_safe(given)
    number, author = report.number, actor.id  # read now: the transaction forgets what was loaded
    with transaction():
        place = queries.place_of(number, person_id=author, hold=True)
        if place.seat not in organisations.WRITERS:
            raise NotAllowed("not_allowed")
        if not place.is_open:
            raise Conflict("report_not_open")
        there = _answers_at(place, given)
        shown = _as_shown(place, given, there)
        kept = Kept({}, [], now())
        for one in given:
            _save_one(place, one, there.get((one.question, one.row)), shown, kept, author)
        if finished is not None:
            _finish(place, section, finished, author)
    return kept


def _check_writable(report: Report, actor: Reader) -> None:
    if not policy.may_write(actor, report):
        raise NotAllowed("not_allowed")
    if not report.is_open:
        raise Conflict("report_not_open")


def _check_safe(given: Iterable[Given]) -> None:
    for one in given:
        if any(isinstance(v, str) and len(v) > questions.SAFE_LENGTH for v in one.value.values()):
            raise Invalid("text_too_long")


THERE = (
    select(Answer.__table__, User.name.label("by"))
    .join(User, User.id == Answer.author_id)
    .where(Answer.report_id == bindparam("report"))
    .with_for_update(of=Answer)
)
ONE_THERE = THERE.where(Answer.question == bindparam("question"), Answer.row == bindparam("row"))


def _answers_at(report: Report | Place, given: Sequence[Given]) -> dict[tuple[str, int], Any]:
    """The answers as they are now, held until we commit."""
    if len(given) == 1:
        (one,) = given
        at = {"report": report.id, "question": one.question, "row": one.row}
        rows = session.execute(ONE_THERE, at)
    else:
        places = [(one.question, one.row) for one in given]
        wanted = THERE.where(tuple_(Answer.question, Answer.row).in_(places))
        rows = session.execute(wanted, {"report": report.id})
    return {(row.question, row.row): row for row in rows}


def _as_shown(
    report: Place, given: Sequence[Given], there: dict[tuple[str, int], Any]
) -> dict[tuple[str, int], Any]:
    """What stale forms showed when they were opened: a writer who left it so has changed nothing."""
    stale = [
        (one.question, one.row, one.seen)
        for one in given
        if (now_there := there.get((one.question, one.row))) and now_there.revision != one.seen
    ]
    if not stale:
        return {}
    at = tuple_(EarlierAnswer.question, EarlierAnswer.row, EarlierAnswer.revision)
    earlier = select(EarlierAnswer.question, EarlierAnswer.row, EarlierAnswer.value)
    rows = session.execute(earlier.where(EarlierAnswer.report_id == report.id, at.in_(stale)))
    return {(row.question, row.row): row.value for row in rows}


def _save_one(
    report: Place,
    one: Given,
    there: Any,
    shown: dict[tuple[str, int], Any],
    kept: Kept,
    author: int,
) -> None:
    at = (one.question, one.row)
    if there is None:
        if not questions.is_empty(one.value) or "kept" in one.value:
            session.execute(insert(Answer), [_row_of(report, one, author)])
            kept.revisions[at] = 1
        return
    kept.revisions[at] = there.revision
    if there.value == one.value and there.lang == one.lang:
        return
    if there.revision != one.seen and not _own_haste(there, one, author):
        if one.value not in (there.value, shown.get(at, {})):
            kept.clashes.append(Clash(one, there.value, there.revision, there.saved_at, there.by))
        return
    _overwrite(there, one, author)
    kept.revisions[at] = there.revision + 1


def _own_haste(there: Any, one: Given, author: int) -> bool:
    """The page was sent while its own script was still saving the words before these."""
    just_now = now() - there.saved_at < HASTE
    return bool(there.author_id == author and there.revision == one.seen + 1 and just_now)


EARLIER = [column.name for column in EarlierAnswer.__table__.columns if column.name != "id"]
OVERWRITE = (
    update(Answer.__table__)  # type: ignore[arg-type]
    .where(Answer.__table__.c.id == bindparam("at"))
    .values(
        {name: bindparam(f"new_{name}") for name in ("value", "lang", "author_id", "saved_at", "revision")}
    )
)


def _overwrite(there: Any, one: Given, author: int) -> None:
    """The earlier words go to the history, the new ones take their place."""
    earlier = {name: getattr(there, name) for name in EARLIER}
    session.execute(insert(EarlierAnswer), [earlier])
    new = {
        "new_value": one.value,
        "new_lang": one.lang,
        "new_author_id": author,
        "new_saved_at": now(),
        "new_revision": there.revision + 1,
    }
    session.connection().execute(OVERWRITE, {"at": there.id, **new})


def _row_of(report: Report | Place, one: Given, author: int) -> dict[str, Any]:
    return {
        "report_id": report.id,
        "question": one.question,
        "row": one.row,
        "value": one.value,
        "lang": one.lang,
        "author_id": author,
        "saved_at": now(),
        "revision": 1,
    }


def _finish(report: Place, section: str, finished: bool, author: int) -> None:
    mark = session.get(FinishedSection, (report.id, section))
    if finished and mark is None:
        session.add(FinishedSection(report_id=report.id, section=section, by_id=author))
    elif not finished and mark is not None:
        session.execute(
            delete(FinishedSection).where(
                FinishedSection.report_id == report.id, FinishedSection.section == section
            )
        )


def add_row(report: Report, table: Question, *, actor: User) -> int:
    """One more row of a table; a row's number is never given twice."""
    with transaction():
        _check_writable(report, actor)
        hold(report)
        own = [table.key, *(c.key for c in table.columns)]
        where = (Answer.report_id == report.id, Answer.question.in_(own))
        last, count = session.execute(
            select(func.max(Answer.row), func.count(Answer.row.distinct())).where(*where)
        ).one()
        if count >= ROWS:
            raise Invalid("too_many_rows")
        row = (last or 0) + 1
        mark = Given(table.key, row, {"kept": True}, report.lang, 0)
        session.execute(insert(Answer), [_row_of(report, mark, actor.id)])
    return row


def remove_row(report: Report, table: Question, row: int, *, actor: User) -> None:
    """Take a row out; what stood in it stays in the history."""
    with transaction():
        _check_writable(report, actor)
        hold(report)
        mark = Given(table.key, row, {"kept": False}, report.lang, 0)
        there = _answers_at(report, [mark]).get((table.key, row))
        if there is None:
            session.execute(insert(Answer), [_row_of(report, mark, actor.id)])
        elif there.value != mark.value:
            _overwrite(there, mark, actor.id)


def attach_file(
    report: Report, question: Question, row: int, upload: files.Upload, *, description: str, actor: User
) -> Attachment:
    """A file as an answer. `upload` was read and checked before, outside of any transaction."""
    with transaction():
        _check_writable(report, actor)
        hold(report)
        most = queries.shape_of(report).attachments
        if len(queries.attachments_of(report)) >= most:
            raise Invalid("too_many_files", most=most)
        kept = files.keep(upload, actor=actor)
        attachment = Attachment(
            report_id=report.id,
            question=question.key,
            row=row,
            file=kept,
            description=description,
            added_by_id=actor.id,
        )
        session.add(attachment)
    return attachment


def describe_file(attachment: Attachment, report: Report, *, description: str, actor: User) -> None:
    with transaction():
        _check_writable(report, actor)
        attachment.description = description


def remove_file(attachment: Attachment, report: Report, *, actor: User) -> None:
    """Out of the report; versions submitted before still name its fingerprint."""
    with transaction():
        _check_writable(report, actor)
        attachment.removed_at = now()


def submit_report(draft: Report | Place, *, once: str, seen: int, actor: User) -> Version:
    """Freeze a version, once for each form however often it is sent, and open its documents."""
    number = draft.number
    with transaction():
        report = queries.whole(number)
        if report is None:
            raise NotFound("not_found")
        hold(report, alone=True)
        if before := queries.version_of_form(report, once):
            return before
        REPORT.check("submit", report, actor=actor)
        _check_in_time(report)
        at, late, first = now(), _is_late(report), report.version_count == 0
        payload = _payload(report, at)
        version = Version(
            report_id=report.id,
            number=report.version_count + 1,
            once=once,
            payload=payload,
            sha256=questions.digest_of(payload),
            submitted_at=at,
            submitted_by_id=actor.id,
        )
        REPORT.make("submit", report, seen=seen, actor=actor)
        report.submitted_at, report.version_count = at, version.number
        report.late = report.late or late
        session.add(version)
        if first and not report.rehearsal:
            _open_documents(report, actor)
        notices.submitted(report, version)
    return version


def _check_in_time(report: Report) -> None:
    """The first submission keeps the call's time; a returned report has a day of its own."""
    if report.state == ReportState.DRAFT:
        _check_takes_reports(report.call)
        _check_may_answer(report.call, report.organisation)
    elif report.call.state == CallState.CANCELLED:
        raise Conflict("call_cancelled")


def _is_late(report: Report) -> bool:
    if report.state == ReportState.DRAFT:
        return report.call.phase == Phase.GRACE
    today = now().astimezone(ZoneInfo(report.call.zone)).date()
    return report.return_due_on is not None and today > report.return_due_on


def _payload(report: Report, at: datetime) -> str:
    """The canonical JSON of what is submitted, refused while something is missing or wrong."""
    template = queries.shape_of(report)
    answers, attached = queries.written_in(report)
    values = questions.with_files(answers, attached)
    if questions.all_problems(template, values) or questions.too_long(template, values):
        raise Invalid("report_incomplete")
    call = report.call
    return questions.canonical(
        {
            "number": report.number,
            "version": report.version_count + 1,
            "call": call.key,
            "meeting": call.meeting.key,
            "organisation": {"slug": report.organisation.slug, "name": report.organisation.name},
            "template": {
                "key": report.template.key,
                "version": report.template.version,
                "digest": report.template.digest,
            },
            "title": report.title,
            "lang": report.lang,
            "answers": [
                {"question": q.key, "row": row, "lang": answers[q.key, row].lang, "value": dict(value)}
                for q, row, value in questions.kept(template, values)
                if q.kind != Kind.FILE
            ],
            "attachments": [
                {
                    "question": a.question,
                    "row": a.row,
                    "name": a.name,
                    "size": a.size,
                    "sha256": a.digest,
                    "description": a.description,
                }
                for a in attached
            ],
            "submitted_at": at.isoformat(),
        }
    )


def _open_documents(report: Report, actor: User) -> None:
    """The report enters the trail of each body it is addressed to; not yet public."""
    parties = [Party(organisation_id=report.organisation_id, name=report.organisation.name)]
    for addressee in report.addressees:
        document = meetings.receive_document(
            origin=("report", report.number, "reports.show"),
            meeting_id=addressee.meeting_id,
            agenda_item_id=addressee.agenda_item_id,
            title=report.title,
            lang=report.lang,
            parties=parties,
            actor=actor,
        )
        session.flush()
        addressee.document_id = document.id


def withdraw_report(report: Report, *, reason: str, seen: int, actor: User) -> None:
    """Take it back: nobody decides on it any more, and its documents are closed."""
    with transaction():
        REPORT.make("withdraw", report, seen=seen, actor=actor, reason=reason)
        report.why = reason
        for addressee in report.addressees:
            if addressee.document is not None:
                meetings.close_document(addressee.document, actor=actor, why=reason)
        notices.withdrawn(report, reason)


def attachment_of(report: Report, number: int) -> Attachment:
    """One file of the report that was not taken out."""
    found = session.get(Attachment, number)
    if found is None or found.report_id != report.id or found.removed_at is not None:
        raise NotFound("not_found")
    return found
