"""Doors for moderators: each move of the flow that is theirs."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.foundation.web import signed_in
from app.organisations import queries
from app.organisations.flow import ORGANISATION
from app.organisations.forms.deciding import ConfirmForm, ReasonForm, VerifyForm
from app.organisations.operations import deciding
from app.organisations.views.room import bp


@bp.route("/<slug>/verify", methods=["GET", "POST"])
@signed_in
def verify(slug: str) -> ResponseReturnValue:
    organisation = queries.get_organisation(slug, reader=me())
    ORGANISATION.check("verify", organisation, actor=me())
    form = VerifyForm(seen=organisation.revision)
    if form.validate_on_submit():
        deciding.verify(organisation, reason=form.reason.data, seen=form.seen.data, actor=me())
        flash(_("The organisation is verified, and its people are told."))
        return redirect(url_for(".application", slug=slug))
    return render_template("organisations/verify.html", organisation=organisation, form=form)


@bp.route("/<slug>/decline", methods=["GET", "POST"])
@signed_in
def decline(slug: str) -> ResponseReturnValue:
    organisation = queries.get_organisation(slug, reader=me())
    ORGANISATION.check("decline", organisation, actor=me())
    form = ReasonForm(seen=organisation.revision)
    if form.validate_on_submit():
        deciding.decline(organisation, reason=form.reason.data, seen=form.seen.data, actor=me())
        flash(_("The application is declined, and its people are told why."))
        return redirect(url_for(".application", slug=slug))
    return render_template(
        "organisations/decline.html",
        organisation=organisation,
        form=form,
        changes=organisation.wanted is not None,
    )


@bp.route("/<slug>/suspend", methods=["GET", "POST"])
@signed_in
def suspend(slug: str) -> ResponseReturnValue:
    organisation = queries.get_organisation(slug, reader=me())
    ORGANISATION.check("suspend", organisation, actor=me())
    form = ReasonForm(seen=organisation.revision)
    if form.validate_on_submit():
        deciding.suspend(organisation, reason=form.reason.data, seen=form.seen.data, actor=me())
        flash(_("The organisation is suspended, and its people are told why."))
        return redirect(url_for(".application", slug=slug))
    return render_template("organisations/suspend.html", organisation=organisation, form=form)


@bp.route("/<slug>/restore", methods=["GET", "POST"])
@signed_in
def restore(slug: str) -> ResponseReturnValue:
    organisation = queries.get_organisation(slug, reader=me())
    ORGANISATION.check("restore", organisation, actor=me())
    form = ConfirmForm(seen=organisation.revision)
    if form.validate_on_submit():
        deciding.restore(organisation, seen=form.seen.data, actor=me())
        flash(_("The organisation is verified again."))
        return redirect(url_for(".application", slug=slug))
    return render_template("organisations/restore.html", organisation=organisation, form=form)


@bp.route("/<slug>/lapse", methods=["GET", "POST"])
@signed_in
def lapse(slug: str) -> ResponseReturnValue:
    organisation = queries.get_organisation(slug, reader=me())
    ORGANISATION.check("lapse", organisation, actor=me())
    form = ConfirmForm(seen=organisation.revision)
    if form.validate_on_submit():
        deciding.lapse(organisation, seen=form.seen.data, actor=me())
        flash(_("The verification has lapsed, and the organisation's people are told."))
        return redirect(url_for(".application", slug=slug))
    return render_template("organisations/lapse.html", organisation=organisation, form=form)
