"""Doors to an organisation's people: who holds a seat, who is invited to one."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.session import me, somebody
from app.foundation.refusals import beside
from app.foundation.web import public, signed_in
from app.organisations import policy, queries
from app.organisations.forms.members import InviteForm, PressForm, SeatForm
from app.organisations.models import SEATS, Seat
from app.organisations.operations import invitations, members
from app.organisations.views.room import bp


@bp.get("/<slug>/members")
@signed_in
def people(slug: str) -> ResponseReturnValue:
    organisation = queries.get_from_inside(slug, reader=me())
    owns = policy.is_owner(me(), organisation)
    writes = policy.writes_for(me(), organisation) and policy.is_verified(me(), organisation)
    return render_template(
        "organisations/people.html",
        learning_url=url_for("learners.show", slug=slug) if writes and _is_there("learners.show") else None,
        organisation=organisation,
        owns=owns,
        seat=policy.seat_of(me(), organisation),
        myself=me(),
        invitations=queries.open_invitations(organisation) if owns else [],
        press=PressForm(),
        seats=SEATS,
    )


def _is_there(door: str) -> bool:
    """A room above may have a page about members; this one knows only its name."""
    return door in current_app.view_functions


@bp.route("/<slug>/invite", methods=["GET", "POST"])
@signed_in
def invite(slug: str) -> ResponseReturnValue:
    organisation = queries.get_from_inside(slug, reader=me())
    policy.check_owner(me(), organisation)
    form = InviteForm()
    if form.validate_on_submit():
        email, seat, lang = form.email.data, Seat(form.seat.data), form.invited_lang.data
        with beside(form.email):
            invitations.invite(organisation, email, seat, lang, actor=me())
            flash(_("The invitation is made. It can be accepted for fourteen days."))
            return redirect(url_for(".people", slug=slug))
    return render_template("organisations/invite.html", organisation=organisation, form=form)


@bp.route("/<slug>/members/<key>/seat", methods=["GET", "POST"])
@signed_in
def change_seat(slug: str, key: str) -> ResponseReturnValue:
    organisation = queries.get_from_inside(slug, reader=me())
    policy.check_owner(me(), organisation)
    membership = queries.get_member(organisation, key)
    person = membership.user
    form = SeatForm(seat=membership.seat.value)
    if form.validate_on_submit():
        members.change_seat(organisation, person, Seat(form.seat.data), actor=me())
        flash(_("The role is changed."))
        return redirect(url_for(".people", slug=slug))
    return render_template(
        "organisations/change_seat.html", organisation=organisation, person=person, form=form
    )


@bp.route("/<slug>/members/<key>/remove", methods=["GET", "POST"])
@signed_in
def remove(slug: str, key: str) -> ResponseReturnValue:
    organisation = queries.get_from_inside(slug, reader=me())
    policy.check_owner(me(), organisation)
    person = queries.get_member(organisation, key).user
    form = PressForm()
    if form.validate_on_submit():
        members.remove(organisation, person, actor=me())
        flash(_("The person is no longer a member, and is told."))
        return redirect(url_for(".people", slug=slug))
    return render_template("organisations/remove.html", organisation=organisation, person=person, form=form)


@bp.route("/<slug>/leave", methods=["GET", "POST"])
@signed_in
def leave(slug: str) -> ResponseReturnValue:
    organisation = queries.get_from_inside(slug, reader=me())
    person = queries.get_member(organisation, somebody().key).user
    form = PressForm()
    if form.validate_on_submit():
        members.leave(organisation, actor=person)
        flash(_("You have left the organisation."))
        return redirect(url_for("workplace.show"))
    return render_template("organisations/leave.html", organisation=organisation, form=form)


@bp.post("/<slug>/invitations/<key>/resend")
@signed_in
def resend_invitation(slug: str, key: str) -> ResponseReturnValue:
    organisation = queries.get_from_inside(slug, reader=me())
    invitation = queries.get_invitation_of(organisation, key)
    invitations.resend_invitation(invitation, actor=me())
    flash(_("The invitation is made again. It can be accepted for fourteen days."))
    return redirect(url_for(".people", slug=slug))


@bp.post("/<slug>/invitations/<key>/withdraw")
@signed_in
def withdraw_invitation(slug: str, key: str) -> ResponseReturnValue:
    organisation = queries.get_from_inside(slug, reader=me())
    invitation = queries.get_invitation_of(organisation, key)
    invitations.withdraw_invitation(invitation, actor=me())
    flash(_("The invitation is withdrawn."))
    return redirect(url_for(".people", slug=slug))


@bp.get("/invitations/<code>")
@public
def invitation(code: str) -> ResponseReturnValue:
    """What is offered, and with which account it would be taken."""
    offer, here = queries.get_invitation(code, reader=me()), request.full_path.rstrip("?")
    if me().id is None and offer.organisation.protected:  # whoever finds the letter learns nothing from it
        return render_template("organisations/invitation_closed.html", here=here)
    return render_template(
        "organisations/invitation.html",
        offer=offer,
        code=code,
        myself=me(),
        form=PressForm(),
        seats=SEATS,
        here=here,
    )


@bp.post("/invitations/<code>/accept")
@signed_in
def accept_invitation(code: str) -> ResponseReturnValue:
    offer = queries.get_invitation(code, reader=me())
    invitations.accept_invitation(offer, actor=me())
    flash(_("You are a member now."))
    return redirect(url_for(".show", slug=offer.organisation.slug))


@bp.post("/invitations/<code>/refuse")
@signed_in
def refuse_invitation(code: str) -> ResponseReturnValue:
    offer = queries.get_invitation(code, reader=me())
    invitations.refuse_invitation(offer, actor=me())
    flash(_("The invitation is refused."))
    return redirect(url_for("workplace.show"))
