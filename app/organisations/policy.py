"""Who may speak for an organisation, and who may look after it."""

from app.accounts.models import Reader
from app.organisations.models import Organisation, OrganisationState, Seat

WRITERS = frozenset({Seat.OWNER, Seat.EDITOR})


def seat_of(actor: Reader, organisation: Organisation) -> Seat | None:
    return next((m.seat for m in organisation.members if m.user_id == actor.id), None)


def is_owner(actor: Reader, organisation: Organisation) -> bool:
    return seat_of(actor, organisation) is Seat.OWNER


def is_member(actor: Reader, organisation: Organisation) -> bool:
    return seat_of(actor, organisation) is not None


def writes_for(actor: Reader, organisation: Organisation) -> bool:
    """Owners and editors write; whether the organisation may speak now is its state's matter."""
    return seat_of(actor, organisation) in WRITERS


def is_moderator(actor: Reader, organisation: Organisation) -> bool:
    return actor.is_moderator


def is_verified(actor: Reader, organisation: Organisation) -> bool:
    return organisation.state == OrganisationState.VERIFIED
