"""Certificates are given, given anew under another name, and revoked."""

from collections.abc import Mapping
from secrets import choice
from typing import Any

from sqlalchemy import update

from app.accounts.models import Reader
from app.foundation import audit
from app.foundation.clock import now
from app.foundation.db import hold, session, transaction
from app.foundation.errors import Conflict
from app.learning import notices
from app.learning.flow import CERTIFICATE
from app.learning.models import Certificate, Learner
from app.learning.policy import is_own
from app.learning.queries import certificates, learners
from app.learning.queries.certificates import SIGNS
from app.learning.queries.courses import Shown
from app.learning.queries.learners import Who

PRINTED = ("learner_id", "course_id", "version", "title", "lang", "subjects", "right", "asked")


def certify(course: Shown, *, holder: str, lang: str, actor: Reader) -> Certificate:
    """Who has passed has it in black and white, with all that it says as it is today. Asked for twice, it is
    given once.
    """
    with transaction():
        learner = session.get(Learner, learners.learner_id(Who(actor.id)))
        if learner is None:
            raise Conflict("certificate_not_earned")
        hold(learner, alone=True)
        if there := certificates.newest(actor.id, course.id):
            return there
        certificate = _new(_earned(course, lang, learner), holder)
        audit.record("certificate.certify", certificate, actor=actor, serial=certificate.serial)
    return certificate


def rename(certificate: Certificate, *, holder: str, seen: int, actor: Reader) -> Certificate:
    """The same under another name; all older ones say by which they are replaced. Sent twice, done once."""
    with transaction():
        hold(certificate, alone=True)
        there = certificate.replaced_by or certificate
        if there.holder == holder and is_own(actor, there):
            return there
        CERTIFICATE.make("rename", certificate, seen=seen, actor=actor)
        session.flush()  # one is valid at any time
        anew = _new({name: getattr(certificate, name) for name in PRINTED}, holder)
        earlier = update(Certificate).where(Certificate.replaced_by_id == certificate.id)
        session.execute(earlier.values(replaced_by_id=anew.id))
        certificate.replaced_by_id = anew.id
    return anew


def revoke(certificate: Certificate, *, reason: str, seen: int, actor: Reader) -> None:
    with transaction():
        hold(certificate, alone=True)
        CERTIFICATE.make("revoke", certificate, seen=seen, actor=actor, reason=reason)
        certificate.revoked_at, certificate.revoked_by_id, certificate.why = now(), actor.id, reason
        notices.revoked(certificate)


def _earned(course: Shown, lang: str, learner: Learner) -> dict[str, Any]:
    """What a certificate of this course would say of this person now, in the language they read it in."""
    steps = learners.outline(course, learner.id)
    score = learners.score_of(steps, course.pass_mark)
    if not score.passed:
        raise Conflict("certificate_not_earned")
    text = course.text(lang)
    return {
        "learner_id": learner.id,
        "course_id": course.id,
        "version": course.version,
        "title": text.title,
        "lang": text.lang,
        "subjects": [str(step.title(text.lang)) for step in steps],
        "right": score.right,
        "asked": score.asked,
    }


def _new(facts: Mapping[str, Any], holder: str) -> Certificate:
    certificate = Certificate(serial=new_serial(), holder=holder, **facts)
    session.add(certificate)
    session.flush()
    return certificate


def new_serial() -> str:
    """Read out without a slip, and guessed by nobody: eight signs of chance."""
    groups = ["".join(choice(SIGNS) for _ in range(4)) for _ in range(2)]
    return "-".join(["CMS", str(now().year), *groups])
