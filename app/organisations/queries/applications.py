"""What an application is held against: names that are taken, addresses that are free, how many wait."""

import re
from collections.abc import Collection
from typing import Any
from unicodedata import normalize

from sqlalchemy import func, select

from app.accounts.models import Reader
from app.foundation import audit
from app.foundation.db import session
from app.organisations.models import Asking, Organisation, OrganisationState, OtherName

RESERVED = {"apply", "invitations"}  # addresses of ours beside those of organisations
SLUG_LENGTH = 80


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


def stood_before(organisation: Organisation) -> dict[str, Any] | None:
    """What was verified before the change that waits now; None where no change waits, or it is not known."""
    if organisation.state != OrganisationState.APPLIED or organisation.asking != Asking.RENAME:
        return None
    line = audit.last(organisation, "organisation.ask_change")
    return line.detail.get("stood") if line and line.detail else None


def pending_count(person: Reader) -> int:
    applied = Organisation.state == OrganisationState.APPLIED
    of_theirs = select(func.count()).where(applied, Organisation.applied_by_id == person.id)
    return session.scalar(of_theirs) or 0
