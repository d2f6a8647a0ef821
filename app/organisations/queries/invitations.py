"""Invitations: by their token, by their key, and how many there are."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Reader, User
from app.foundation.clock import now
from app.foundation.db import session
from app.foundation.errors import NotFound
from app.organisations import policy
from app.organisations.models import INVITATION_LASTS, Invitation, Organisation


def get_invitation(code: str, *, reader: Reader) -> Invitation:
    """By the token of its letter, or, for the one whose confirmed address it was sent to, by its key."""
    digest = digest_of(code)
    either = or_(Invitation.token_digest == digest, Invitation.key == code)
    found = session.scalar(select(Invitation).where(either).options(joinedload(Invitation.organisation)))
    if found is None or not (found.token_digest == digest or policy.is_invited(reader, found)):
        raise NotFound("not_found")
    return found


def get_invitation_of(organisation: Organisation, key: str) -> Invitation:
    """For those who look after the organisation: an invitation by the key on their page."""
    theirs = Invitation.organisation_id == organisation.id
    found = session.scalar(select(Invitation).where(theirs, Invitation.key == key))
    if found is None:
        raise NotFound("not_found")
    return found


def open_invitations(organisation: Organisation) -> Sequence[Invitation]:
    theirs = select(Invitation).where(Invitation.organisation_id == organisation.id)
    still_open = theirs.where(Invitation.closed_at.is_(None)).order_by(Invitation.invited_at, Invitation.id)
    return session.scalars(still_open.options(joinedload(Invitation.invited_by))).all()


def invitations_for(person: User) -> Sequence[Invitation]:
    """What is offered to the person's confirmed address and can be accepted now."""
    if not person.confirmed_at:
        return []
    theirs = select(Invitation).where(Invitation.email == person.email, Invitation.closed_at.is_(None))
    fresh = theirs.where(Invitation.expires_at > now()).order_by(Invitation.invited_at)
    whole = joinedload(Invitation.organisation), joinedload(Invitation.invited_by)
    return session.scalars(fresh.options(*whole)).all()


def invitation_count(organisation: Organisation) -> int:
    """The organisation's invitations that are open, or were made within the last day."""
    recent = or_(Invitation.closed_at.is_(None), Invitation.invited_at > now() - timedelta(days=1))
    theirs = select(func.count()).where(Invitation.organisation_id == organisation.id, recent)
    return session.scalar(theirs) or 0


def invited_today(email: str) -> int:
    """How many letters of invitation the address was meant to get in the last day, from anybody."""
    since = now() + INVITATION_LASTS - timedelta(days=1)
    recent = select(func.count()).where(Invitation.email == email, Invitation.expires_at > since)
    return session.scalar(recent) or 0


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
