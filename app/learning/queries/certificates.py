"""Certificates: the one with a serial, for whoever has it in hand; and those of a person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.foundation.db import session
from app.foundation.errors import NotFound
from app.learning.models import Certificate, CertificateState, Learner

SIGNS = "234679ACDEFGHJKMNPQRTVWXY"  # none that is read as another one
SERIAL = re.compile(rf"CMS(\d{{4}})([{SIGNS}]{{4}})([{SIGNS}]{{4}})", re.ASCII)
LONGEST = 60  # of what is typed


@dataclass(frozen=True)
class Printed:
    """Every fact of a certificate, on paper as on its page, and what became of it since."""

    serial: str
    holder: str
    title: str
    version: int
    lang: str  # of title and subjects
    subjects: Sequence[str]
    right: int
    asked: int
    issued_at: datetime
    state: CertificateState
    revoked_at: datetime | None
    why: str  # it was revoked
    replaced_by: str  # the serial of the newest one with another name
    renamed_at: datetime | None = None  # since when it bears this name, where it was given under another
    anew_revoked_at: datetime | None = None  # the one that replaced it was revoked as well
    anew_why: str = ""


def tidy(typed: str) -> str:
    """A serial as we print it, from whatever was typed: small letters, spaces, other dashes or none."""
    told = SERIAL.fullmatch(re.sub(r"[\W_]", "", typed[:LONGEST]).upper())
    return "CMS-{}-{}-{}".format(*told.groups()) if told else ""


def get_certificate(typed: str) -> Certificate:
    """Whoever knows its serial may read it."""
    serial = tidy(typed)
    found = select(Certificate).where(Certificate.serial == serial)
    whole = found.options(
        joinedload(Certificate.learner), joinedload(Certificate.course), joinedload(Certificate.replaced_by)
    )
    certificate = session.scalar(whole) if serial else None
    if certificate is None:
        raise NotFound("certificate_unknown")
    return certificate


def printed(certificate: Certificate) -> Printed:
    anew, given = certificate.replaced_by, _given_at(certificate)
    is_anew_revoked = anew is not None and anew.state is CertificateState.REVOKED
    return Printed(
        certificate.serial,
        certificate.holder,
        certificate.title,
        certificate.version,
        certificate.lang,
        certificate.subjects,
        certificate.right,
        certificate.asked,
        given,
        certificate.state,
        certificate.revoked_at,
        certificate.why,
        replaced_by=anew.serial if anew else "",
        renamed_at=certificate.issued_at if given < certificate.issued_at else None,
        anew_revoked_at=anew.revoked_at if anew and is_anew_revoked else None,
        anew_why=anew.why if anew and is_anew_revoked else "",
    )


def _given_at(certificate: Certificate) -> datetime:
    """When it was first given, under whatever name: another name makes nothing newer."""
    newest_id = certificate.replaced_by_id or certificate.id
    older = (Certificate.replaced_by_id == newest_id) & (Certificate.id < certificate.id)
    return session.scalar(select(func.min(Certificate.issued_at)).where(older)) or certificate.issued_at


def certificates_of(user_id: int, course_id: int | None = None) -> Sequence[Certificate]:
    """A person's own, the newest first, without those that another one has replaced."""
    own = (
        select(Certificate)
        .join(Certificate.learner)
        .options(joinedload(Certificate.learner), joinedload(Certificate.course))
        .where(Learner.user_id == user_id, Certificate.state != CertificateState.REPLACED)
        .order_by(Certificate.id.desc())
    )
    return session.scalars(own if course_id is None else own.where(Certificate.course_id == course_id)).all()


def newest(user_id: int | None, course_id: int) -> Certificate | None:
    """What the person has of a course: valid, or revoked."""
    return next(iter(certificates_of(user_id, course_id)), None) if user_id is not None else None
