"""Who may have a certificate, and who may take one back."""

from app.accounts.models import Reader
from app.accounts.readers import Role
from app.learning.models import Certificate


def is_own(actor: Reader, certificate: Certificate) -> bool:
    return actor.id is not None and certificate.learner.user_id == actor.id


def looks_after(actor: Reader, certificate: Certificate) -> bool:
    """Nobody judges their own."""
    is_editor = actor.is_administrator or actor.has(Role.EDITOR)
    return is_editor and not is_own(actor, certificate)
