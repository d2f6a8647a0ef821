"""Seats offered by mail: sent, sent again, withdrawn, accepted, refused."""

from datetime import timedelta
from secrets import token_urlsafe
from typing import cast

from sqlalchemy import update

from app.accounts.models import Reader, User
from app.accounts.queries import person_by_email
from app.foundation import audit
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.errors import Conflict, Invalid
from app.organisations import notices, policy, queries
from app.organisations.models import (
    INVITATION_LASTS,
    Invitation,
    Membership,
    Organisation,
    OrganisationState,
    Seat,
)
from app.organisations.queries import lock

INVITATION_LIMIT = 50  # of one organisation: open, or made within a day
LETTERS_A_DAY = 3  # invitations to one address, from anybody
INVITING = frozenset({OrganisationState.APPLIED, OrganisationState.VERIFIED, OrganisationState.LAPSED})


def invite(organisation: Organisation, email: str, seat: Seat, lang: str, *, actor: Reader) -> Invitation:
    """Offer a seat. Whether the address has an account is never told: see send."""
    email = email.strip().casefold()
    with transaction():
        lock(organisation)
        policy.check_owner(actor, organisation)
        _check_may_be_invited(organisation, email)
        invitation = Invitation(organisation=organisation, email=email, seat=seat, lang=lang)
        invitation.invited_by_id = cast(int, actor.id)  # an owner is no guest
        session.add(invitation)
        _tell_act("invite", organisation, actor, invitation=invitation, seat=seat.value)
        send(invitation)
    return invitation


def resend_invitation(invitation: Invitation, *, actor: Reader) -> None:
    with transaction():
        _check_may_be_sent(invitation, actor)
        if invitation.expires_at - INVITATION_LASTS > now() - timedelta(days=1):
            raise Conflict("invited_today")
        if queries.invited_today(invitation.email) >= LETTERS_A_DAY:
            raise Invalid("invited_often")
        _tell_act("resend_invitation", invitation.organisation, actor, invitation=invitation)
        send(invitation)


def withdraw_invitation(invitation: Invitation, *, actor: Reader) -> None:
    with transaction():
        policy.check_owner(actor, invitation.organisation)
        if invitation.closed_at:
            raise Conflict("invitation_closed")
        _close(invitation)
        _tell_act("withdraw_invitation", invitation.organisation, actor, invitation=invitation)


def accept_invitation(invitation: Invitation, *, actor: Reader) -> None:
    """Take the seat, with any confirmed account; the view has checked the token or the address."""
    with transaction():
        organisation = invitation.organisation
        lock(organisation)
        session.refresh(invitation)
        policy.check_confirmed(actor)
        _check_acceptable(invitation, actor)
        organisation.members.append(Membership(user_id=actor.id, seat=invitation.seat))
        _close(invitation)
        invitation.accepted_by_id = actor.id
        _tell_act("accept_invitation", organisation, actor, invitation=invitation)
        notices.joined(organisation, actor, invitation.seat)


def refuse_invitation(invitation: Invitation, *, actor: Reader) -> None:
    with transaction():
        if invitation.closed_at:
            raise Conflict("invitation_closed")
        _close(invitation)
        _tell_act("refuse_invitation", invitation.organisation, actor, invitation=invitation)


def send(invitation: Invitation) -> None:
    """Post the letter with a new token; it lasts from now.

    While the organisation is not verified only people with an account hear from it; the other letters
    wait for the verification, and the page says the same of both.
    """
    invitation.expires_at = now() + INVITATION_LASTS
    known = person_by_email(invitation.email)
    known = known if known and known.confirmed_at else None
    if known is None and invitation.organisation.state != OrganisationState.VERIFIED:
        return
    token = token_urlsafe(32)
    invitation.token_digest, invitation.sent_at = queries.digest_of(token), now()
    notices.invited(invitation, token, known)


def close_invitations_of(organisation: Organisation, person: User) -> None:
    """What an owner offered does not outlive their right to offer it."""
    session.execute(
        update(Invitation)
        .where(Invitation.organisation_id == organisation.id, Invitation.invited_by_id == person.id)
        .where(Invitation.closed_at.is_(None))
        .values(closed_at=now(), revision=Invitation.revision + 1)
    )


def _check_may_be_invited(organisation: Organisation, email: str) -> None:
    if organisation.state not in INVITING:
        raise Conflict("not_inviting")
    if any(membership.user.email == email for membership in organisation.members):
        raise Invalid("already_member")
    if any(offer.email == email for offer in queries.open_invitations(organisation)):
        raise Invalid("already_invited")
    if queries.invitation_count(organisation) >= INVITATION_LIMIT:
        raise Conflict("too_many_invitations", limit=INVITATION_LIMIT)
    if queries.invited_today(email) >= LETTERS_A_DAY:
        raise Invalid("invited_often")


def _check_may_be_sent(invitation: Invitation, actor: Reader) -> None:
    policy.check_owner(actor, invitation.organisation)
    if invitation.closed_at:
        raise Conflict("invitation_closed")
    if invitation.organisation.state not in INVITING:
        raise Conflict("not_inviting")


def _check_acceptable(invitation: Invitation, actor: Reader) -> None:
    if policy.is_member(actor, invitation.organisation):
        raise Conflict("already_yours")
    if invitation.closed_at:
        raise Conflict("invitation_closed")
    if invitation.has_expired:
        raise Conflict("invitation_expired")
    if invitation.organisation.state not in INVITING:
        raise Conflict("not_inviting")


def _close(invitation: Invitation) -> None:
    """The token's digest stays, so that a second use of the letter's link can be told why not."""
    invitation.closed_at = now()


def _tell_act(
    verb: str, organisation: Organisation, actor: Reader, *, invitation: Invitation, **more: str
) -> None:
    session.flush()
    detail = {"invitation": invitation.key, **more}
    audit.record(f"organisation.{verb}", organisation, actor=actor, **detail)
