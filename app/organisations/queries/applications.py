"""What an application is held against: names that are taken, addresses that are free, how many wait."""

import re
from collections.abc import Collection, Sequence
from secrets import token_hex
from unicodedata import normalize
from urllib.parse import urlsplit

from sqlalchemy import func, or_, select

from app.accounts.models import Reader
from app.foundation.db import session
from app.foundation.lookalikes import skeleton_of
from app.organisations.models import Organisation, OrganisationState, OtherName

RESERVED = {"apply", "invitations"}  # addresses of ours beside those of organisations
SLUG_LENGTH = 80


def name_is_taken(skeletons: Collection[str], *, besides: int | None) -> bool:
    """Whether another organisation has a name, in any language, that looks like one of these.

    Of the protected nobody learns so that they are registered here.
    """
    return any(not one.protected for one in _bearers(skeletons, besides))


def held(skeletons: Collection[str], *, besides: int | None) -> set[str]:
    """Those of these that another organisation holds already, protected or not."""
    others = Organisation.skeleton.in_(skeletons) & (Organisation.id != (besides or 0))
    too = OtherName.skeleton.in_(skeletons) & (OtherName.organisation_id != (besides or 0))
    own = select(Organisation.skeleton).where(others)
    return set(session.scalars(own.union(select(OtherName.skeleton).where(too))))


def lookalikes(organisation: Organisation) -> Sequence[Organisation]:
    """For moderators: those with a name that looks like one of its names."""
    return _bearers(skeletons_of(organisation), organisation.id)


def skeletons_of(organisation: Organisation) -> set[str]:
    """Of all its names, in every language; of those it asks to have, too."""
    names = list(organisation.all_names.values())
    if organisation.wanted:
        names += [organisation.wanted["name"], *organisation.wanted["names"].values()]
    return {skeleton_of(name) for name in names}


SHORTEST = 6  # letters of a name that is looked for inside a longer one


def protected_like(names: Collection[str], links: Collection[str] = ()) -> Sequence[Organisation]:
    """For the Secretariat alone: protected organisations that one of these names or pages may mean.

    Names are alike when one holds the other; the protected are few, so each is looked at.
    """
    bare = {skeleton for name in names if (skeleton := skeleton_of(name))}
    hosts = {host for link in links if (host := _host_of(link))}
    those = session.scalars(select(Organisation).where(Organisation.protected).order_by(Organisation.id))
    return [one for one in those if _host_of(one.website) in hosts or _is_named(one, bare)]


def _is_named(organisation: Organisation, skeletons: Collection[str]) -> bool:
    own = [skeleton_of(name) for name in (*organisation.all_names.values(), organisation.acronym)]
    return any(_alike(one, other) for one in own for other in skeletons if one)


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= SHORTEST and short in long)


def _host_of(link: str) -> str:
    return (urlsplit(link).hostname or "").removeprefix("www.")


def _bearers(skeletons: Collection[str], besides: int | None) -> Sequence[Organisation]:
    other = select(OtherName.organisation_id).where(OtherName.skeleton.in_(skeletons))
    bears = or_(Organisation.skeleton.in_(skeletons), Organisation.id.in_(other))
    others = select(Organisation).where(bears, Organisation.id != (besides or 0))
    return session.scalars(others.order_by(Organisation.id)).all()


def free_slug(name: str) -> str:
    """A readable address that no organisation has; a number where the name has no Latin letter."""
    plain = normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: SLUG_LENGTH - 6].strip("-") or "organisation"
    like = select(Organisation.slug).where(Organisation.slug.startswith(stem, autoescape=True))
    taken = set(session.scalars(like)) | RESERVED
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(slug for slug in numbered if slug not in taken)


def silent_slug() -> str:
    """The address of a protected organisation: it tells nothing, and is taken from nobody."""
    return f"organisation-{token_hex(6)}"


def pending_count(person: Reader) -> int:
    applied = Organisation.state == OrganisationState.APPLIED
    of_theirs = select(func.count()).where(applied, Organisation.applied_by_id == person.id)
    return session.scalar(of_theirs) or 0
