"""Doors for those who look after an organisation."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me
from app.foundation import files
from app.foundation.errors import Conflict
from app.foundation.refusals import beside
from app.foundation.web import signed_in
from app.organisations import policy, queries
from app.organisations.flow import ORGANISATION
from app.organisations.forms.applying import (
    ApplyAgainForm,
    ApplyForm,
    AuthorityForm,
    EditForm,
    RenameForm,
    RenewForm,
    identity_of,
)
from app.organisations.models import Organisation
from app.organisations.operations import applying
from app.organisations.operations.applying import Authority
from app.organisations.views.room import bp, countries, instruments


@bp.route("/apply", methods=["GET", "POST"])
@signed_in
def apply() -> ResponseReturnValue:
    policy.check_confirmed(me())
    form = ApplyForm()
    form.country.choices, form.instruments.choices = countries(), instruments()
    if form.validate_on_submit():
        with beside(form.name, file=form.letter):
            authority = _authority(form)
            hidden = form.protected.data
            organisation = applying.apply(
                form.identity(), form.profile(), authority, protected=hidden, actor=me()
            )
            flash(_("Your application is with the Secretariat. You will get a letter when it is decided."))
            return redirect(url_for(".show", slug=organisation.slug))
    return render_template("organisations/apply.html", form=form)


@bp.route("/<slug>/apply-again", methods=["GET", "POST"])
@signed_in
def apply_again(slug: str) -> ResponseReturnValue:
    organisation = queries.get_organisation(slug, reader=me())
    ORGANISATION.check("apply_again", organisation, actor=me())
    form = ApplyAgainForm(seen=organisation.revision, data=identity_of(organisation))
    form.country.choices = countries()
    if form.validate_on_submit():
        with beside(form.name, file=form.letter):
            applying.apply_again(
                organisation, form.identity(), _authority(form), seen=form.seen.data, actor=me()
            )
            flash(_("Your application is with the Secretariat again."))
            return redirect(url_for(".show", slug=organisation.slug))
    return render_template("organisations/apply_again.html", organisation=organisation, form=form)


@bp.route("/<slug>/rename", methods=["GET", "POST"])
@signed_in
def rename(slug: str) -> ResponseReturnValue:
    organisation = queries.get_organisation(slug, reader=me())
    ORGANISATION.check("rename", organisation, actor=me())
    form = RenameForm(seen=organisation.revision, data=identity_of(organisation))
    form.country.choices = countries()
    if form.validate_on_submit():
        with beside(form.name):
            applying.rename(organisation, form.identity(), seen=form.seen.data, actor=me())
            flash(_("The change waits to be verified. Until then everybody sees what was verified before."))
            return redirect(url_for(".show", slug=organisation.slug))
    return render_template("organisations/rename.html", organisation=organisation, form=form)


@bp.route("/<slug>/renew", methods=["GET", "POST"])
@signed_in
def renew(slug: str) -> ResponseReturnValue:
    organisation = queries.get_organisation(slug, reader=me())
    ORGANISATION.check("renew", organisation, actor=me())
    form = RenewForm(seen=organisation.revision)
    if form.validate_on_submit():
        with beside(file=form.letter):
            applying.renew(organisation, _authority(form), seen=form.seen.data, actor=me())
            flash(_("The new letter is with the Secretariat."))
            return redirect(url_for(".show", slug=organisation.slug))
    return render_template("organisations/renew.html", organisation=organisation, form=form)


@bp.route("/<slug>/edit", methods=["GET", "POST"])
@signed_in
def edit(slug: str) -> ResponseReturnValue:
    organisation = queries.get_organisation(slug, reader=me())
    policy.check_owner(me(), organisation)
    form = EditForm(seen=organisation.revision, obj=organisation)
    form.instruments.choices = instruments()
    if form.validate_on_submit():
        try:
            applying.edit(organisation, form.profile(), seen=form.seen.data, actor=me())
        except Conflict as error:
            return _show_both(form, organisation, error)
        flash(_("The profile is saved."))
        return redirect(url_for(".show", slug=organisation.slug))
    return render_template("organisations/edit.html", organisation=organisation, form=form, theirs=None)


def _show_both(form: EditForm, organisation: Organisation, error: Conflict) -> ResponseReturnValue:
    """Somebody saved first: what stands now, above what was typed, and the writer chooses."""
    if error.key != "changed_meanwhile":
        raise error
    form.seen.data = form.seen.raw_data = None
    form.seen.process(None, organisation.revision)
    theirs = EditForm(formdata=None, obj=organisation)
    theirs.instruments.choices = form.instruments.choices
    differing: list[tuple[str, str]] = [
        (str(field.label.text), _in_words(theirs[field.name]))
        for field in form
        if field.name in applying.Profile.__dataclass_fields__ and field.data != theirs[field.name].data
    ]
    page = render_template("organisations/edit.html", organisation=organisation, form=form, theirs=differing)
    return page, 409


def _in_words(field: Any) -> str:
    """A field's value as its choices would say it."""
    if hasattr(field, "choices"):
        return ", ".join(str(choice.label) for choice in field.iter_choices() if choice.selected)
    if isinstance(field.data, bool):
        return str(_("Yes") if field.data else _("No"))
    return str(field.data or "")


def _authority(form: AuthorityForm) -> Authority:
    letter = files.read(form.letter.data)
    return Authority(letter=letter, signatory=form.signatory.data, valid_until=form.valid_until.data)
