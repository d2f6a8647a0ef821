"""Doors to what organisations see of their members' learning: a person says so, an organisation reads it."""

from types import SimpleNamespace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.accounts.session import me
from app.foundation.errors import NotFound
from app.foundation.web import signed_in
from app.learning import policy
from app.learning.operations import sharing as operations
from app.learning.queries import sharing
from app.learning.views.room import bp
from app.organisations import queries as organisations
from app.organisations.models import SEATS, Membership, OrganisationState

members = Blueprint(
    "learners", "app.learning", url_prefix="/organisations/<slug>/learning", template_folder="templates"
)


@bp.get("/sharing")
@signed_in
def shared() -> ResponseReturnValue:
    """One's own organisations, and what each of them may see."""
    agreed = sharing.agreed(me())
    return render_template(
        "learning/sharing.html",
        items=[_as_item(seat, agreed) for seat in organisations.organisations_of(me())],
        form=FlaskForm(formdata=None),
    )


@bp.post("/sharing/<slug>/agree")
@signed_in
def agree(slug: str) -> ResponseReturnValue:
    organisation = organisations.get_from_inside(slug, reader=me())
    operations.agree(organisation, actor=me())
    flash(_("Your organisation may see now which courses you begin and pass."))
    return redirect(url_for(".shared"))


@bp.post("/sharing/<slug>/take-back")
@signed_in
def take_back(slug: str) -> ResponseReturnValue:
    """For everybody and every organisation: who said nothing takes nothing back."""
    if (organisation := sharing.get_organisation_id(slug)) is not None:
        operations.take_back(organisation, actor=me())
    flash(_("Your organisation sees nothing of what you learn."))
    return redirect(url_for(".shared"))


@members.get("")
@signed_in
def show(slug: str) -> ResponseReturnValue:
    organisation = organisations.get_from_inside(slug, reader=me())
    if not policy.sees_learners(me(), organisation):
        raise NotFound("not_found")
    return render_template(
        "learning/members.html", organisation=organisation, found=sharing.learnt_by_members(organisation)
    )


def _as_item(seat: Membership, agreed: Any) -> SimpleNamespace:
    organisation = seat.organisation
    return SimpleNamespace(
        organisation=organisation,
        seat=SEATS[seat.seat],
        since=agreed.get(organisation.id),
        is_verified=organisation.state == OrganisationState.VERIFIED,
    )
