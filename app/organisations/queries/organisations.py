"""One organisation for whoever may read it, and lists of many."""

from collections.abc import Collection, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, Subquery, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.models import Reader, User
from app.foundation.db import session, table
from app.foundation.errors import NotFound
from app.foundation.lookalikes import skeleton_of
from app.organisations import policy
from app.organisations.models import KINDS, Kind, Membership, Organisation, OrganisationState, OtherName, Seat
from app.vocabularies import queries as vocabularies
from app.vocabularies.models import REGIONS


def get_organisation(slug: str, *, reader: Reader) -> Organisation:
    """The organisation, where the reader may read it: its public profile, or as one of its own."""
    of_this = select(Organisation).where(Organisation.slug == slug)
    with_members = selectinload(Organisation.members).joinedload(Membership.user)
    organisation = session.scalar(of_this.options(with_members, joinedload(Organisation.letter)))
    if organisation is None or not policy.may_read(reader, organisation):
        raise NotFound("not_found")
    return organisation


def kind_and_region(kind: Kind, country: str) -> str:
    """All that is told of a protected organisation."""
    region = REGIONS.get(vocabularies.region_of(country))
    if region is None:
        return str(KINDS[kind])
    return str(_("%(kind)s, %(region)s", kind=KINDS[kind], region=region))


def get_from_inside(slug: str, *, reader: Reader) -> Organisation:
    """The organisation for its members and the moderators; for all others there is no such page."""
    organisation = get_organisation(slug, reader=reader)
    if not policy.may_see_inside(reader, organisation):
        raise NotFound("not_found")
    return organisation


def get_member(organisation: Organisation, key: str) -> Membership:
    for membership in organisation.members:
        if membership.user.key == key:
            return membership
    raise NotFound("not_found")


def lock(organisation: Organisation) -> None:
    """One change of its members at a time, so that two owners cannot remove each other."""
    session.refresh(organisation, with_for_update={"of": Organisation})
    session.expire(organisation, ["members"])


def visible_to(reader: Reader) -> Select[Organisation]:
    """The list-shaped twin of policy.may_read; a test holds the two together."""
    organisations = select(Organisation)
    if reader.is_moderator:
        return organisations
    theirs = select(Membership.organisation_id).where(Membership.user_id == reader.id)
    public = Organisation.state.in_(policy.PUBLIC) & Organisation.protected.is_(False)
    return organisations.where(or_(public, Organisation.id.in_(theirs)))


def register(words: str = "", country: str = "", kind: Kind | None = None) -> Select[Organisation]:
    """The public list: verified and not protected, whoever asks."""
    listed = select(Organisation).where(
        Organisation.state == OrganisationState.VERIFIED, Organisation.protected.is_(False)
    )
    if words:
        listed = listed.where(_is_called(words))
    if country:
        listed = listed.where(Organisation.country == country)
    return listed.where(Organisation.kind == kind) if kind else listed


def registered_countries() -> Sequence[str]:
    """The countries that the public list has somebody from."""
    return session.scalars(register().with_only_columns(Organisation.country).distinct()).all()


def organisations_of(person: Reader) -> Sequence[Membership]:
    """The person's seats, each with its organisation, as they are now."""
    seats = select(Membership).join(Membership.organisation).where(Membership.user_id == person.id)
    with_organisation = contains_eager(Membership.organisation)
    return session.scalars(seats.options(with_organisation).order_by(Organisation.name)).all()


def people_of(organisation_id: int, seats: Collection[Seat] | None = None) -> Sequence[User]:
    """Who holds a seat, or one of some seats; nobody whose account is closed."""
    people = select(User).join(Membership, Membership.user_id == User.id)
    people = people.where(Membership.organisation_id == organisation_id, User.disabled_at.is_(None))
    if seats is not None:
        people = people.where(Membership.seat.in_(seats))
    return session.scalars(people.order_by(Membership.joined_at, User.id)).all()


def first_seats() -> Subquery:
    """(user_id, country, kind) of everybody who speaks for a verified organisation, for counting people: who
    speaks for several counts with the one they joined first. Members of protected ones are nobody's business.
    """
    seats, those = table(Membership), table(Organisation)
    in_order = func.row_number().over(
        partition_by=seats.c.user_id, order_by=(seats.c.joined_at, seats.c.organisation_id)
    )
    ordered = (
        select(seats.c.user_id, those.c.country, those.c.kind, in_order.label("place"))
        .join(those, those.c.id == seats.c.organisation_id)
        .where(those.c.state == OrganisationState.VERIFIED, those.c.protected.is_(False))
        .subquery()
    )
    of_each = select(ordered.c.user_id, ordered.c.country, ordered.c.kind)
    return of_each.where(ordered.c.place == 1).subquery("seat")


def overdue(on: datetime) -> Sequence[Organisation]:
    """Verified organisations whose authority letter has ended."""
    ended = Organisation.letter_valid_until < on.date()
    return session.scalars(
        select(Organisation).where(Organisation.state == OrganisationState.VERIFIED, ended)
    ).all()


def _is_called(words: str) -> ColumnElement[bool]:
    """By any of its names as the eye reads them, or by its acronym."""
    skeleton = skeleton_of(words)
    acronym = Organisation.acronym.icontains(words, autoescape=True)
    if not skeleton:
        return acronym
    also = select(OtherName.organisation_id).where(OtherName.skeleton.contains(skeleton))
    return or_(acronym, Organisation.skeleton.contains(skeleton), Organisation.id.in_(also))
