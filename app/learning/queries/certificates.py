"""Certificates: the one with a serial, for whoever has it in hand; and those of a person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.foundation.clock import now
from app.foundation.db import session
from app.foundation.errors import NotFound
from app.learning.models import Certificate, CertificateState, Learner

SIGNS = "234679ACDEFGHJKMNPQRTVWXY"  # none that is read as another one
FIRST_YEAR = 2026
OF_A_YEAR = str.maketrans("OIL", "011")  # letters that are read for its figures; chance gives none of them
GROUPS = rf"([{SIGNS}]{{4}})[\W_]?([{SIGNS}]{{4}})"
ALONE = re.compile(rf"(?:CMS)?([0-9OIL]{{4}})?{GROUPS}")
WITHIN = re.compile(rf"\bCMS[\W_]?([0-9OIL]{{4}})[\W_]?{GROUPS}(?![0-9A-Z])")  # an address
LONGEST = 300  # of what is typed


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
    """A serial as we print it, from whatever was typed: small letters, spaces, other dashes or none, O for 0
    in the year, or the address that it stands in.
    """
    found = _readings(typed)
    return found[0] if len(found) == 1 else ""


def _readings(typed: str) -> list[str]:
    """Those that may be meant: where the year is left out, one of each."""
    words = typed[:LONGEST].upper()
    told = ALONE.fullmatch(re.sub(r"[\W_]", "", words)) or WITHIN.search(words)
    if told is None:
        return []
    year, *groups = told.groups()
    years = [year.translate(OF_A_YEAR)] if year else range(FIRST_YEAR, now().year + 1)
    return ["-".join(["CMS", str(one), *groups]) for one in years]


def get_certificate(typed: str) -> Certificate:
    """Whoever knows its serial may read it; what may mean two of them means none."""
    serials = _readings(typed)
    found = select(Certificate).where(Certificate.serial.in_(serials))
    whole = found.options(
        joinedload(Certificate.learner), joinedload(Certificate.course), joinedload(Certificate.replaced_by)
    )
    those = session.scalars(whole).all() if serials else ()
    if len(those) != 1:
        raise NotFound("certificate_unknown")
    return those[0]


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
