"""Every way to read organisations, their people and their invitations."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from unicodedata import normalize

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.accounts.models import Reader, User
from app.foundation.clock import now
from app.foundation.db import session
from app.foundation.errors import NotFound
from app.foundation.lookalikes import skeleton_of
from app.foundation.queue import Waiting
from app.organisations import policy
from app.organisations.models import (
    INVITATION_LASTS,
    KINDS,
    Invitation,
    Kind,
    Membership,
    Organisation,
    OrganisationState,
    OtherName,
    Seat,
)
from app.vocabularies import queries as vocabularies
from app.vocabularies.models import REGIONS

RESERVED = {"apply", "invitations"}  # addresses of ours beside those of organisations
SLUG_LENGTH = 80


# One organisation


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


# Lists of organisations


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


def overdue(on: datetime) -> Sequence[Organisation]:
    """Verified organisations whose authority letter has ended."""
    ended = Organisation.letter_valid_until < on.date()
    return session.scalars(
        select(Organisation).where(Organisation.state == OrganisationState.VERIFIED, ended)
    ).all()


# What the operations ask


def name_is_taken(skeletons: Collection[str], *, besides: int | None) -> bool:
    """Whether another organisation has a name, in any language, that looks like one of these."""
    own = select(Organisation.id).where(Organisation.skeleton.in_(skeletons))
    other = select(OtherName.organisation_id).where(OtherName.skeleton.in_(skeletons))
    return any(id_ != besides for id_ in session.scalars(own.union(other)))


def free_slug(name: str) -> str:
    """A readable address that no organisation has; a number where the name has no Latin letter."""
    plain = normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: SLUG_LENGTH - 6].strip("-") or "organisation"
    like = select(Organisation.slug).where(Organisation.slug.startswith(stem, autoescape=True))
    taken = set(session.scalars(like)) | RESERVED
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(slug for slug in numbered if slug not in taken)


def pending_count(person: Reader) -> int:
    applied = Organisation.state == OrganisationState.APPLIED
    of_theirs = select(func.count()).where(applied, Organisation.applied_by_id == person.id)
    return session.scalar(of_theirs) or 0


# Invitations


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


# What waits for whom


def waiting(reader: Reader) -> Sequence[Waiting]:
    """Applications, renewals and renames that wait for a decision, the oldest first."""
    if not reader.is_moderator:
        return []
    applied = select(Organisation).where(Organisation.state == OrganisationState.APPLIED)
    oldest_first = applied.order_by(Organisation.applied_at, Organisation.id)
    return [_as_waiting(organisation, "application") for organisation in session.scalars(oldest_first)]


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
            title=offer.organisation.name,
            lang=offer.organisation.name_lang,
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


def _as_waiting(organisation: Organisation, endpoint: str) -> Waiting:
    return Waiting(
        kind="organisation",
        title=organisation.name,
        lang=organisation.name_lang,
        since=organisation.applied_at,
        endpoint=f"organisations.{endpoint}",
        values={"slug": organisation.slug},
    )


def _is_called(words: str) -> ColumnElement[bool]:
    """By any of its names as the eye reads them, or by its acronym."""
    skeleton = skeleton_of(words)
    acronym = Organisation.acronym.icontains(words, autoescape=True)
    if not skeleton:
        return acronym
    also = select(OtherName.organisation_id).where(OtherName.skeleton.contains(skeleton))
    return or_(acronym, Organisation.skeleton.contains(skeleton), Organisation.id.in_(also))
