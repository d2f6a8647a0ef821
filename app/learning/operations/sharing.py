"""A person lets an organisation of theirs see what they learn, and takes it back."""

from sqlalchemy import delete

from app.accounts.models import Reader
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.errors import NotFound
from app.learning import policy
from app.learning.models import Sharing
from app.organisations.models import Organisation


def agree(organisation: Organisation, *, actor: Reader) -> None:
    """From now on its owners and editors see which courses the actor begins and passes."""
    with transaction():
        if not policy.may_share(actor, organisation):
            raise NotFound("not_found")
        session.merge(Sharing(user_id=actor.id, organisation_id=organisation.id, agreed_at=now()))


def take_back(organisation_id: int, *, actor: Reader) -> None:
    """At once, and also where the actor has left or the organisation is suspended."""
    with transaction():
        own = (Sharing.user_id == actor.id, Sharing.organisation_id == organisation_id)
        session.execute(delete(Sharing).where(*own))
