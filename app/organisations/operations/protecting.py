"""The protection of an organisation: it begins at once, and ends in a step of its own."""

from app.accounts.models import Reader
from app.foundation import audit, search
from app.foundation.db import check_seen, session, transaction
from app.organisations import notices, policy, queries
from app.organisations.models import Organisation
from app.organisations.operations.finding import KIND, follow, keep_findable


def protect(organisation: Organisation, *, seen: int, actor: Reader) -> None:
    """From now on the public is told its kind and region only, also of what it published before."""
    with transaction():
        policy.check_protection(actor, organisation, protected=False)
        check_seen(organisation, seen)
        audit.record("organisation.protect", organisation, actor=actor)
        _change(organisation, queries.silent_slug(), protected=True)


def end_protection(organisation: Organisation, *, seen: int, actor: Reader) -> None:
    """Its profile is public again, and its name on what it publishes; not on what it published protected."""
    with transaction():
        policy.check_protection(actor, organisation, protected=True)
        check_seen(organisation, seen)
        audit.record("organisation.end_protection", organisation, actor=actor)
        _change(organisation, queries.free_slug(organisation.name), protected=False)
        notices.protection_ended(organisation, actor=actor)


def _change(organisation: Organisation, slug: str, *, protected: bool) -> None:
    """Its address changes too: the one made of its name would be known, and taken, for ever."""
    search.drop(KIND, organisation.slug)
    organisation.protected, organisation.slug = protected, slug
    session.flush()
    keep_findable(organisation)
    follow(organisation)
