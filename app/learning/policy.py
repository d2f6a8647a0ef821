"""Who may have a certificate or take one back, who sees what members learn, and who brings courses."""

from app.accounts.models import Reader
from app.accounts.readers import Role
from app.learning.models import Certificate
from app.organisations import policy as organisations
from app.organisations.models import Organisation


def is_own(actor: Reader, certificate: Certificate) -> bool:
    holder = certificate.learner.user_id if certificate.learner else None  # of a withdrawn one nobody
    return actor.id is not None and holder == actor.id


def is_named(actor: Reader, certificate: Certificate) -> bool:
    """Theirs, with their name still on it."""
    return is_own(actor, certificate) and bool(certificate.holder)


def looks_after(actor: Reader, certificate: Certificate) -> bool:
    """Nobody judges their own."""
    is_editor = actor.is_administrator or actor.has(Role.EDITOR)
    return is_editor and not is_own(actor, certificate)


def may_share(actor: Reader, organisation: Organisation) -> bool:
    return organisations.is_member(actor, organisation) and organisations.is_verified(actor, organisation)


def sees_learners(actor: Reader, organisation: Organisation) -> bool:
    """Owners and editors of a verified organisation, and nobody else: not even moderators."""
    return organisations.writes_for(actor, organisation) and organisations.is_verified(actor, organisation)


def brings_courses(actor: Reader) -> bool:
    return actor.has(Role.EDITOR)
