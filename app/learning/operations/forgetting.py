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

BLANK: dict[str, Any] = {"learner_id": None, "holder": "", "subjects": [], "why": ""}


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
        session.flush()
        those = (Certificate.id == certificate.id) | (Certificate.replaced_by_id == certificate.id)
        session.execute(update(Certificate).where(those).values(state=CertificateState.WITHDRAWN, **BLANK))
        session.expire(certificate)
