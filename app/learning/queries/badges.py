"""A certificate as others' programs read it: a credential of Open Badges 3.0, and the list of those revoked.

Both are payloads of W3C Verifiable Credentials, to be signed as they are (VC-JWT).
"""

import gzip
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from app.foundation.clock import now
from app.foundation.db import session
from app.foundation.errors import NotFound
from app.learning.models import Certificate, CertificateState
from app.learning.queries.certificates import Printed

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
LISTED = 131_072  # certificates in one list of states: fewer would tell more of each
FRESH = timedelta(days=1)  # nobody may show an older list instead

Claims = dict[str, Any]


@dataclass(frozen=True)
class Places:
    """Where others find what a badge speaks of: whole addresses, in no language where there is a choice."""

    issuer: str
    platform: str
    course: str
    certificate: str
    states: str  # of the list of states, before its number


def profile(places: Places, name: str) -> Claims:
    """Who issues."""
    return {"id": places.issuer, "type": ["Profile"], "name": name, "url": places.platform}


def credential(number: int, printed: Printed, places: Places, issuer: Claims, criteria: str) -> Claims:
    """All that is printed. `number` is the certificate's place in the list of states."""
    holder, since = f"{places.certificate}#holder", printed.renamed_at or printed.issued_at
    subject = {
        "id": holder,
        "type": ["AchievementSubject"],
        "identifier": [_named(printed.holder)],
        "achievement": _achievement(printed, places, criteria),
    }
    return {
        "@context": [CREDENTIALS, BADGES],
        "id": places.certificate,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": printed.title,
        "issuer": issuer,
        "validFrom": _instant(since),
        "awardedDate": _instant(printed.issued_at),
        "credentialSubject": subject,
        "evidence": [{"id": places.certificate, "type": ["Evidence"], "name": printed.serial}],
        "credentialStatus": _state_of(number, places),
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        **_registered(issuer["id"], places.certificate, since),
        "sub": holder,
    }


def _named(holder: str) -> Claims:
    return {"type": "IdentityObject", "hashed": False, "identityHash": holder, "identityType": "name"}


def _achievement(printed: Printed, places: Places, criteria: str) -> Claims:
    return {
        "id": places.course,
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": printed.title,
        "description": " · ".join(printed.subjects),
        "criteria": {"id": places.course, "narrative": criteria},
        "inLanguage": printed.lang,
        "version": str(printed.version),
        "tag": list(printed.subjects),
    }


def _state_of(number: int, places: Places) -> Claims:
    where = f"{places.states}/{number // LISTED}"
    return {
        "id": f"{where}#{number % LISTED}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(number % LISTED),
        "statusListCredential": where,
    }


def states(number: int, places: Places) -> Claims:
    """One list of states, with a bit for each certificate; set for those revoked or replaced."""
    first = number * LISTED
    if number and first > (session.scalar(select(func.max(Certificate.id))) or 0):
        raise NotFound("not_found")
    gone = select(Certificate.id).where(
        Certificate.id.between(first, first + LISTED - 1), Certificate.state != CertificateState.VALID
    )
    here, at = f"{places.states}/{number}", now()
    return {
        "@context": [CREDENTIALS],
        "id": here,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": places.issuer,
        "validFrom": _instant(at),
        "validUntil": _instant(at + FRESH),
        "credentialSubject": {
            "id": f"{here}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": _bits(one - first for one in session.scalars(gone)),
        },
        **_registered(places.issuer, here, at),
        "exp": int((at + FRESH).timestamp()),
    }


def _bits(numbers: Iterable[int]) -> str:
    """The first is the highest bit of the first byte; packed, as base64 for addresses."""
    bits = bytearray(LISTED // 8)
    for number in numbers:
        bits[number // 8] |= 0x80 >> number % 8
    return "u" + urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def _registered(issuer: str, name: str, at: datetime) -> Claims:
    """What every reader of such tokens looks for."""
    return {"iss": issuer, "jti": name, "nbf": int(at.timestamp())}


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def serial_of(claims: Claims) -> str:
    """Of a badge that we signed: the last part of its address."""
    return str(claims.get("jti", "")).rpartition("/")[2]
