"""Doors for the decision on a report: one for each move of a moderator."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.foundation.clock import now
from app.foundation.errors import NotAllowed
from app.foundation.web import signed_in
from app.reports import policy
from app.reports.flow import REPORT
from app.reports.forms.deciding import AcceptForm, DeclineForm, PublishForm, SendBackForm
from app.reports.models import DeclineReason, Remark, Report
from app.reports.operations import deciding as operations
from app.reports.queries import deciding as queries
from app.reports.queries.filing import get_report
from app.reports.views import body
from app.reports.views.room import bp

AGAIN_WITHIN = timedelta(days=21)  # proposed to authors; the moderator can choose another day


def _to_decide(number: str, move: str) -> Report:
    """Find and ask. A moderator who belongs to the organisation is told that another one has to."""
    report = get_report(number, reader=me())
    try:
        REPORT.check(move, report, actor=me())
    except NotAllowed:
        raise NotAllowed(policy.why_not(me(), report)) from None
    return report


@bp.route("/<number>/send-back", methods=["GET", "POST"])
@signed_in
def send_back(number: str) -> ResponseReturnValue:
    report = _to_decide(number, "send_back")
    form = SendBackForm(seen=report.revision, due_on=now().date() + AGAIN_WITHIN)
    if form.validate_on_submit():
        reason, due_on, seen = form.reason.data, form.due_on.data, form.seen.data
        operations.send_back_report(report, reason=reason, due_on=due_on, seen=seen, actor=me())
        flash(_("The report is back with its authors."))
        return redirect(url_for(".review", number=number))
    drafts = [(r, _label(report, r)) for r in queries.drafts_of(report)]
    return render_template("reports/send_back.html", report=report, form=form, drafts=drafts)


def _label(report: Report, found: Remark) -> str:
    template = report.template.shape
    question = template.question(found.question)
    return question.label if question else ""


@bp.route("/<number>/decline", methods=["GET", "POST"])
@signed_in
def decline(number: str) -> ResponseReturnValue:
    report = _to_decide(number, "decline")
    form = DeclineForm(seen=report.revision)
    if form.validate_on_submit():
        formal, seen = DeclineReason(form.formal.data), form.seen.data
        operations.decline_report(report, formal=formal, reason=form.reason.data, seen=seen, actor=me())
        flash(_("The report is declined, and its authors are told why."))
        return redirect(url_for(".review", number=number))
    return render_template("reports/decline.html", report=report, form=form)


@bp.route("/<number>/accept", methods=["GET", "POST"])
@signed_in
def accept(number: str) -> ResponseReturnValue:
    report = _to_decide(number, "accept")
    form = AcceptForm(seen=report.revision)
    if form.validate_on_submit():
        operations.accept_report(report, words=form.words.data or "", seen=form.seen.data, actor=me())
        flash(_("The report is accepted, and its authors are told."))
        return redirect(url_for(".review", number=number))
    drafts = queries.drafts_of(report)
    doubts = queries.doubts_about(report)
    return render_template("reports/accept.html", report=report, form=form, drafts=len(drafts), doubts=doubts)


@bp.route("/<number>/publish", methods=["GET", "POST"])
@signed_in
def publish(number: str) -> ResponseReturnValue:
    report = _to_decide(number, "publish")
    form = PublishForm(seen=report.revision)
    doubts = queries.doubts_about(report)
    if not doubts:
        del form.decided
    if form.validate_on_submit():
        operations.publish_report(report, seen=form.seen.data, decided=bool(doubts), actor=me())
        body.draw_for_everybody(number)
        flash(_("The report is published."))
        return redirect(url_for(".show", number=number))
    return render_template("reports/publish.html", report=report, form=form, doubts=doubts)
