"""What waits: organisations for the moderators, answers for a person."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.accounts.models import Reader, User
from app.foundation.db import session
from app.foundation.queue import Waiting
from app.organisations.models import Membership, Organisation, OrganisationState, Seat
from app.organisations.queries.invitations import invitations_for
from app.organisations.queries.organisations import organisations_of


def waiting(reader: Reader) -> Sequence[Waiting]:
    """Applications, renewals and renames that wait for a decision, the oldest first."""
    if not reader.is_moderator:
        return []
    applied = select(Organisation, User.name).where(Organisation.state == OrganisationState.APPLIED)
    with_who = applied.outerjoin(User, User.id == Organisation.applied_by_id)
    oldest_first = with_who.order_by(Organisation.applied_at, Organisation.id)
    return [
        _as_waiting(organisation, "application", party=name or "")
        for organisation, name in session.execute(oldest_first)
    ]


def waiting_count(reader: Reader) -> int:
    """How many wait; nobody counts beyond a thousand."""
    if not reader.is_moderator:
        return 0
    some = select(Organisation.id).where(Organisation.state == OrganisationState.APPLIED).limit(1000)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def waiting_for(person: User) -> Sequence[Waiting]:
    """What the person has to answer: invitations, and organisations of theirs that stand still."""
    offers = [
        Waiting(
            kind="invitation",
            title=offer.organisation.called.text,
            lang=offer.organisation.called.lang,
            since=offer.invited_at,
            due=offer.expires_at,
            endpoint="organisations.invitation",
            values={"code": offer.key},
        )
        for offer in invitations_for(person)
    ]
    stuck = (seat.organisation for seat in organisations_of(person) if _needs_its_owner(seat))
    return [*offers, *(_as_waiting(organisation, "show") for organisation in stuck)]


def _needs_its_owner(seat: Membership) -> bool:
    halted = seat.organisation.state in {OrganisationState.DECLINED, OrganisationState.LAPSED}
    return seat.seat is Seat.OWNER and halted


def _as_waiting(organisation: Organisation, endpoint: str, party: str = "") -> Waiting:
    return Waiting(
        kind="organisation",
        title=organisation.called.text,
        lang=organisation.called.lang,
        since=organisation.applied_at,
        endpoint=f"organisations.{endpoint}",
        values={"slug": organisation.slug},
        party=party,
    )
