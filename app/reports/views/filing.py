"""Doors for a report's authors: start, see what is left to do, check, submit, withdraw."""

from typing import Any
from uuid import uuid4

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from app.accounts.session import me, somebody
from app.foundation.errors import Conflict, DomainError, NotAllowed
from app.foundation.i18n import apart, current_lang, languages_named
from app.foundation.refusals import STATUS, sentence_of
from app.foundation.web import signed_in
from app.meetings import queries as meetings
from app.reports import policy, questions
from app.reports.flow import REPORT
from app.reports.forms.filing import DetailsForm, StartForm, SubmitForm, WithdrawForm, pressed
from app.reports.models import Call, Report
from app.reports.operations import filing as operations
from app.reports.operations import submitting
from app.reports.queries import calls
from app.reports.queries import filing as queries
from app.reports.queries.frozen import OF_IDENTITY
from app.reports.views import checklist, shown, slots, wording
from app.reports.views.room import bp
from app.reports.views.section import find_own, named, remarks_on, written


@bp.route("/calls/<key>/start", methods=["GET", "POST"])
@signed_in
def start(key: str) -> ResponseReturnValue:
    call = calls.get_call(key, reader=me())
    standing = calls.standing_of(me(), call)
    if not standing.may:
        return redirect(url_for(".call", key=key))
    form = StartForm(report_lang=current_lang())
    if call.rehearsal:
        del form.organisation, form.kind  # one practises for oneself
    else:
        form.organisation.choices = [
            SelectChoice(value=o.slug, label=o.called.text) for o in standing.organisations
        ]
    if form.validate_on_submit():
        report = _start(call, standing, form)
        flash(_("Your report has the number %(number)s.", number=apart(report.number)))
        return redirect(url_for(".edit", number=report.number))
    return render_template(
        "reports/start.html",
        call=call,
        form=form,
        languages=languages_named(call.languages),
        protected=any(o.protected for o in standing.organisations),
    )


def _start(call: Call, standing: calls.Standing, form: StartForm) -> Report:
    by_slug = {o.slug: o for o in standing.organisations}
    organisation = None if call.rehearsal else by_slug[form.organisation.data]
    return operations.start_report(
        call,
        organisation=organisation,
        title=form.title.data,
        lang=form.report_lang.data,
        kind="individual" if call.rehearsal else form.kind.data,
        actor=somebody(),
    )


@bp.get("/<number>/edit")
@signed_in
def edit(number: str) -> ResponseReturnValue:
    """What is done and what is left: one line for each section."""
    report = find_own(number)
    given = written(report)
    finished = queries.finished_sections(report)
    remarks = remarks_on(report)
    tasks = [_task(one, place, given, finished) for place, one in enumerate(given.template.sections, 1)]
    for one, task in zip(given.template.sections, tasks, strict=True):
        task["note"] = wording.remarks(len(remarks.get(one.key, ())))
    return render_template(
        "reports/edit.html",
        report=report,
        tasks=tasks,
        done=sum(task["done"] for task in tasks),
        next=next((task for task in tasks if not task["done"]), None),
        on_the_whole=remarks.get("", ()),
        complete=not _what_is_wrong(given),
        last=queries.last_change(report),
        narrative=(
            questions.narrative_words(given.template, given.values),
            questions.most_words(given.template, given.values),
        ),
        may_write=_may_write(report),
        moves={move.name for move in REPORT.open_to(me(), report)},
        state=wording.STATES[report.state],
        meeting=meetings.title_of(report.call.meeting),
        why=calls.why_cancelled(report.call),
        zone=me().time_zone,
    )


def _may_write(report: Report) -> bool:
    return report.is_open and policy.may_write(me(), report)


def _task(one: questions.Section, place: int, given: slots.Written, finished: set[str]) -> dict[str, Any]:
    state = questions.state_of(one, given.values, finished=one.key in finished)
    word, tone = wording.section_word(state)
    lang = given.template.lang
    return {
        "title": wording.own(f"{place}. {one.title}", lang),
        "place": place,
        "url": url_for(".section", number=given.report.number, key=one.key),
        "hint": wording.own(one.hint or one.lede, lang),
        "word": word,
        "tone": tone,
        "done": state == questions.SectionState.FINISHED,
    }


@bp.route("/<number>/details", methods=["GET", "POST"])
@signed_in
def details(number: str) -> ResponseReturnValue:
    report = find_own(number)
    if not policy.may_write(me(), report):
        raise NotAllowed("not_allowed")
    if not report.is_open:
        raise Conflict("report_not_open")
    form = DetailsForm(seen=report.revision, title=report.title, report_lang=report.lang)
    if form.validate_on_submit():
        operations.edit_report(
            report,
            title=form.title.data,
            lang=form.report_lang.data,
            seen=form.seen.data,
            actor=me(),
        )
        flash(_("Title and language are saved."))
        return redirect(url_for(".edit", number=number))
    return render_template("reports/details.html", report=report, form=form)


def _what_is_wrong(given: slots.Written) -> list[dict[str, Any]]:
    """Everything to mend before submitting: a sentence, and the place where it is mended."""
    found = [
        {"text": named(p, given), "url": _url_of(p, given)}
        for p in questions.all_problems(given.template, given.values)
    ]
    if excess := questions.too_long(given.template, given.values):
        count, most = excess
        sentence = _(
            "All texts together have %(count)s words. Shorten them to %(most)s or fewer.",
            count=count,
            most=most,
        )
        found.append({"text": sentence, "url": url_for(".edit", number=given.report.number)})
    return found


def _url_of(problem: questions.Problem, given: slots.Written) -> str:
    section = given.template.section_of(problem.question.key)
    return url_for(
        ".section",
        number=given.report.number,
        key=section.key if section else "",
        checked=1,
        _anchor=f"{problem.question.key}-{problem.row}",
    )


@bp.get("/<number>/check")
@signed_in
def check(number: str) -> ResponseReturnValue:
    """The whole report as it would be read, what is still wrong, and the one button."""
    report = find_own(number)
    return _check_page(report, SubmitForm(formdata=None, seen=report.revision, once=uuid4().hex))


def _check_page(report: Report, form: SubmitForm, refused: str = "") -> str:
    given = written(report)
    return render_template(
        "reports/check.html",
        report=report,
        form=form,
        refused=refused,
        wrong=_what_is_wrong(given),
        sections=shown.sections_of(given),
        remarks={key: wording.remarks(len(those)) for key, those in remarks_on(report).items()},
        tongue=given.template.lang,
        hidden=[s.title for s in given.template.sections if s.key in OF_IDENTITY],
        may_submit="submit" in {move.name for move in REPORT.open_to(me(), report)},
        why=calls.why_cancelled(report.call),
        meeting=meetings.title_of(report.call.meeting),
        zone=me().time_zone,
    )


@bp.post("/<number>/submit")
@signed_in
def submit(number: str) -> ResponseReturnValue:
    """However often it is pressed or sent again, one form submits one version."""
    sent = pressed(request.form)
    if sent is None:
        return redirect(url_for(".check", number=find_own(number).number))
    try:
        version = submitting.submit_report(number, once=sent.once, seen=sent.seen, actor=somebody())
    except DomainError as error:
        if error.key not in {
            "report_incomplete",
            "call_closed",
            "call_cancelled",
            "organisation_not_verified",
        }:
            raise
        form = SubmitForm(formdata=None, seen=sent.seen, once=sent.once)
        return _check_page(find_own(number), form, refused=sentence_of(error)), STATUS[type(error)]
    return redirect(url_for(".receipt", number=number, version=version.number))


@bp.get("/<number>/receipt")
@signed_in
def receipt(number: str) -> ResponseReturnValue:
    """What was received, when, and how anyone recomputes its fingerprint."""
    report = find_own(number)
    wanted = request.args.get("version", report.version_count, type=int)
    version = queries.get_version(report, wanted, reader=me())
    given = written(report) if report.rehearsal else None
    return render_template(
        "reports/receipt.html",
        checks=checklist.self_check(given) if given else (),
        empty=checklist.left_empty(given) if given else (),
        tongue=given.template.lang if given else "",
        report=report,
        version=version,
        file=f"{report.number}-{version.number}.json",
        zone=me().time_zone,
        meeting=meetings.title_of(report.call.meeting),
    )


@bp.get("/<number>/versions/<int:version>.json")
@signed_in
def version(number: str, version: int) -> ResponseReturnValue:
    """A submitted version, byte for byte what was hashed."""
    report = queries.get_report(number, reader=me())
    frozen = queries.get_version(report, version, reader=me())
    name = f"{report.number}-{frozen.number}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(frozen.payload.encode(), mimetype="application/json", headers=headers)


@bp.route("/<number>/withdraw", methods=["GET", "POST"])
@signed_in
def withdraw(number: str) -> ResponseReturnValue:
    report = find_own(number)
    operations.check_may_withdraw(report, actor=me())
    form = WithdrawForm(seen=report.revision)
    if form.validate_on_submit():
        operations.withdraw_report(report, reason=form.reason.data, seen=form.seen.data, actor=somebody())
        flash(_("The report is withdrawn."))
        return redirect(url_for(".edit", number=number))
    return render_template("reports/withdraw.html", report=report, form=form)
