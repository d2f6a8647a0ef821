"""Doors for owners: to protect their organisation, and to end the protection."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.foundation.web import signed_in
from app.organisations import policy, queries
from app.organisations.forms.protecting import EndProtectionForm, ProtectForm
from app.organisations.models import Organisation
from app.organisations.operations import protecting
from app.organisations.views.room import bp


@bp.route("/<slug>/protect", methods=["GET", "POST"])
@signed_in
def protect(slug: str) -> ResponseReturnValue:
    organisation = _own(slug, protected=False)
    form = ProtectForm(seen=organisation.revision)
    if form.validate_on_submit():
        protecting.protect(organisation, seen=form.seen.data, actor=me())
        flash(_("The organisation is protected. The public is no longer told its name."))
        return redirect(url_for(".show", slug=organisation.slug))
    return render_template("organisations/protect.html", organisation=organisation, form=form)


@bp.route("/<slug>/end-protection", methods=["GET", "POST"])
@signed_in
def end_protection(slug: str) -> ResponseReturnValue:
    organisation = _own(slug, protected=True)
    form = EndProtectionForm(seen=organisation.revision)
    if form.validate_on_submit():
        protecting.end_protection(organisation, seen=form.seen.data, actor=me())
        flash(_("The protection has ended."))
        return redirect(url_for(".show", slug=organisation.slug))
    return render_template("organisations/end_protection.html", organisation=organisation, form=form)


def _own(slug: str, *, protected: bool) -> Organisation:
    organisation = queries.get_organisation(slug, reader=me())
    policy.check_protection(me(), organisation, protected=protected)
    return organisation
