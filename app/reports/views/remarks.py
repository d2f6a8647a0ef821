"""Doors for remarks: what a moderator writes at an answer, for the authors to read when it goes back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me, somebody
from app.foundation.errors import NotFound
from app.foundation.i18n import current_lang
from app.foundation.web import signed_in
from app.reports.forms.deciding import ConfirmForm, EditRemarkForm, RemarkForm
from app.reports.operations import deciding as operations
from app.reports.queries import deciding as queries
from app.reports.views.reviewing import review_page
from app.reports.views.room import bp


@bp.post("/<number>/remarks")
@signed_in
def remark(number: str) -> ResponseReturnValue:
    report = queries.get_handed_over(number, reader=me())
    form = RemarkForm()
    if not form.validate_on_submit():
        return review_page(report, form), 422
    question, row = form.question.data or "", form.row.data or 0
    template = report.template.shape
    if question and template.question(question) is None:
        raise NotFound("not_found")
    added = operations.add_remark(
        report, question=question, row=row, text=form.text.data, lang=current_lang(), actor=somebody()
    )
    flash(_("The remark is kept. The authors read it when the report goes back to them."))
    return redirect(url_for(".review", number=number, _anchor=f"remark-{added.id}"))


def _anchored(number: str, question: str, row: int) -> str:
    return url_for(".review", number=number, _anchor=f"q-{question}-{row}" if question else "whole")


@bp.route("/<number>/remarks/<int:id>/edit", methods=["GET", "POST"])
@signed_in
def edit_remark(number: str, id: int) -> ResponseReturnValue:
    report = queries.get_handed_over(number, reader=me())
    found = queries.get_remark(report, id)
    form = EditRemarkForm(seen=found.revision, text=found.text)
    if form.validate_on_submit():
        operations.edit_remark(found, report, text=form.text.data, seen=form.seen.data, actor=somebody())
        flash(_("The remark is changed."))
        return redirect(_anchored(number, found.question, found.row))
    return render_template("reports/edit_remark.html", report=report, form=form)


@bp.post("/<number>/remarks/<int:id>/remove")
@signed_in
def remove_remark(number: str, id: int) -> ResponseReturnValue:
    report = queries.get_handed_over(number, reader=me())
    found, form = queries.get_remark(report, id), ConfirmForm()
    where = _anchored(number, found.question, found.row)
    if form.validate_on_submit():
        operations.remove_remark(found, report, seen=form.seen.data, actor=somebody())
        flash(_("The remark is removed."))
    return redirect(where)


@bp.post("/<number>/remarks/<int:id>/settle")
@signed_in
def settle_remark(number: str, id: int) -> ResponseReturnValue:
    report = queries.get_handed_over(number, reader=me())
    found, form = queries.get_remark(report, id), ConfirmForm()
    if form.validate_on_submit():
        operations.settle_remark(found, report, seen=form.seen.data, actor=somebody())
        flash(_("The remark is settled."))
    return redirect(_anchored(number, found.question, found.row))
