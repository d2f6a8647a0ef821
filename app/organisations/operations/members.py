"""Who holds which seat: changed, removed, left. An organisation is never without an owner."""

from app.accounts.models import Reader, User
from app.foundation import audit
from app.foundation.db import session, transaction
from app.foundation.errors import Conflict
from app.organisations import notices, policy, queries
from app.organisations.models import Membership, Organisation, Seat
from app.organisations.operations.invitations import close_invitations_of
from app.organisations.queries import lock


def change_seat(organisation: Organisation, person: User, seat: Seat, *, actor: Reader) -> None:
    """Give another seat. To hand over, make another person owner first."""
    with transaction():
        membership = _membership(organisation, person)
        policy.check_owner(actor, organisation)
        if membership.seat is seat:
            return
        if membership.seat is Seat.OWNER:
            _check_not_last_owner(organisation, person)
            close_invitations_of(organisation, person)
        before, membership.seat = membership.seat, seat
        detail = {"person": person.key, "before": before.value, "after": seat.value}
        audit.record("organisation.change_seat", organisation, actor=actor, **detail)
        notices.seat_changed(organisation, person, seat, actor=actor)


def remove(organisation: Organisation, person: User, *, actor: Reader) -> None:
    with transaction():
        membership = _membership(organisation, person)
        policy.check_owner(actor, organisation)
        _end(membership)
        audit.record("organisation.remove", organisation, actor=actor, person=person.key)
        notices.removed(organisation, person, actor=actor)


def leave(organisation: Organisation, *, actor: User) -> None:
    with transaction():
        _end(_membership(organisation, actor))
        audit.record("organisation.leave", organisation, actor=actor)
        notices.left(organisation, actor)


def _membership(organisation: Organisation, person: User) -> Membership:
    lock(organisation)
    return queries.get_member(organisation, person.key)


def _end(membership: Membership) -> None:
    if membership.seat is Seat.OWNER:
        _check_not_last_owner(membership.organisation, membership.user)
        close_invitations_of(membership.organisation, membership.user)
    session.delete(membership)
    session.flush()


def _check_not_last_owner(organisation: Organisation, person: User) -> None:
    owners = queries.people_of(organisation.id, {Seat.OWNER})
    if not any(owner.id != person.id for owner in owners):
        raise Conflict("last_owner")
