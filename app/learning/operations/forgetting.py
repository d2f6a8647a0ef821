"""What somebody learnt is forgotten when they want it; a certificate goes by a step of its own."""

from typing import Any

from sqlalchemy import delete, exists, select, update

from app.accounts.models import Reader
from app.foundation.db import hold, session, transaction
from app.learning.flow import CERTIFICATE
from app.learning.models import Certificate, CertificateState, Learner, Sharing
from app.learning.operations.learners import forget_all_done
from app.learning.queries import learners
from app.learning.queries.learners import Who

UNNAMED: dict[str, Any] = {"holder": "", "subjects": []}
NOBODYS: dict[str, Any] = {**UNNAMED, "learner_id": None, "state": CertificateState.WITHDRAWN}


def forget(who: Who) -> None:
    """Every course, what they opened and answered, and who may see it. A holder of certificates stays one."""
    with transaction():
        learner = learners.learner_id(who)
        forget_all_done([learner])
        if who.user_id is not None:
            session.execute(delete(Sharing).where(Sharing.user_id == who.user_id))
        if not session.scalar(select(exists().where(Certificate.learner_id == learner))):
            session.execute(delete(Learner).where(Learner.id == learner))


def withdraw(certificate: Certificate, *, seen: int, actor: Reader) -> None:
    """Its name and whose it was go, here and on those that it replaced; the serial stays, and says so."""
    with transaction():
        hold(certificate, alone=True)
        CERTIFICATE.make("withdraw", certificate, seen=seen, actor=actor)
        _change_with_older(certificate, NOBODYS)


def unname(certificate: Certificate, *, seen: int, actor: Reader) -> None:
    """Of a revoked one only the name goes, here and on those that it replaced. That it was revoked, when and
    why stays, and whose it was, so that the same person is not given another.
    """
    with transaction():
        hold(certificate, alone=True)
        CERTIFICATE.make("unname", certificate, seen=seen, actor=actor)
        _change_with_older(certificate, UNNAMED)


def _change_with_older(certificate: Certificate, values: dict[str, Any]) -> None:
    session.flush()
    those = (Certificate.id == certificate.id) | (Certificate.replaced_by_id == certificate.id)
    session.execute(update(Certificate).where(those).values(**values))
    session.expire(certificate)
