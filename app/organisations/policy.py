"""Who may speak for an organisation, and who may look after it."""

from typing import Any, Protocol

from app.accounts.models import Reader
from app.foundation.errors import Conflict, NotAllowed
from app.foundation.rules import any_of
from app.organisations.models import Invitation, Organisation, OrganisationState, Seat

WRITERS = frozenset({Seat.OWNER, Seat.EDITOR})
PUBLIC = frozenset({OrganisationState.VERIFIED, OrganisationState.SUSPENDED, OrganisationState.LAPSED})


class Clock:
    """Time itself, which lets a letter lapse. It acts, and is nobody."""

    id = None
    is_moderator = False


CLOCK = Clock()


class Peopled(Protocol):
    """An organisation, as a row or as a record."""

    @property
    def members(self) -> Any: ...  # each with .user_id and .seat


def seat_of(actor: Reader | Clock, organisation: Peopled) -> Seat | None:
    return next((m.seat for m in organisation.members if m.user_id == actor.id), None)


def is_owner(actor: Reader, organisation: Peopled) -> bool:
    return seat_of(actor, organisation) is Seat.OWNER


def is_member(actor: Reader, organisation: Peopled) -> bool:
    return seat_of(actor, organisation) is not None


def writes_for(actor: Reader, organisation: Peopled) -> bool:
    """Owners and editors write; whether the organisation may speak now is its state's matter."""
    return seat_of(actor, organisation) in WRITERS


def is_moderator(actor: Reader, organisation: Organisation) -> bool:
    return actor.is_moderator


def is_verified(actor: Reader, organisation: Organisation) -> bool:
    return organisation.state == OrganisationState.VERIFIED


def decides(actor: Reader, organisation: Organisation) -> bool:
    """Moderators, but not on an organisation of their own."""
    return actor.is_moderator and not is_member(actor, organisation)


def is_clock(actor: Any, organisation: Organisation) -> bool:
    return actor is CLOCK


def is_public(actor: Reader, organisation: Organisation) -> bool:
    """A protected organisation has no public profile; an application is nobody else's business."""
    return organisation.state in PUBLIC and not organisation.protected


def is_invited(actor: Reader, invitation: Invitation) -> bool:
    """The invitation's address is theirs, and they have shown it to be."""
    return actor.id is not None and bool(actor.confirmed_at) and actor.email == invitation.email


may_see_inside = any_of(is_member, is_moderator)  # members, the authority letter, the reasons

# the one rule on state and person both; its twin is queries.visible_to
may_read = any_of(is_public, may_see_inside)


def check_owner(actor: Reader, organisation: Organisation) -> None:
    if not is_owner(actor, organisation):
        raise NotAllowed("owners_only")


def check_confirmed(actor: Reader) -> None:
    """Nobody applies for an organisation, or joins one, before their address is shown to be theirs."""
    if actor.id is None or not actor.confirmed_at:
        raise NotAllowed("confirm_first")


def check_protection(actor: Reader, organisation: Organisation, *, protected: bool) -> None:
    """Owners begin the protection where there is none, and end it where there is one."""
    check_owner(actor, organisation)
    if organisation.protected is not protected:
        raise Conflict("moved_on")
