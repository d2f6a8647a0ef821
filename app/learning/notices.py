"""Who hears of what happens to a certificate."""

from app.foundation import outbox
from app.learning.models import Certificate


def revoked(certificate: Certificate) -> None:
    outbox.post(
        "learning/email/revoked",
        [certificate.learner.user] if certificate.learner else [],
        serial=certificate.serial,
        title=certificate.title,
        reason=certificate.why,
    )
