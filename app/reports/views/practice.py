"""The door by which practice goes."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import somebody
from app.foundation.web import signed_in
from app.reports.forms.deciding import ConfirmForm
from app.reports.operations import practice as operations
from app.reports.views.room import bp
from app.reports.views.section import find_own


@bp.route("/<number>/delete", methods=["GET", "POST"])
@signed_in
def delete(number: str) -> ResponseReturnValue:
    """What was written for practice goes whole; of a real report there is no such page."""
    report = find_own(number)
    operations.check_may_delete(report, actor=somebody())
    form = ConfirmForm(seen=report.revision)
    if form.validate_on_submit():
        operations.delete_practice(report, seen=form.seen.data, actor=somebody())
        flash(_("The practice report is deleted."))
        return redirect(url_for(".calls"))
    return render_template("reports/delete.html", report=report, form=form)
