"""The second factor: set up, asked for, replaced, and the paper for the day the phone is lost."""

from datetime import timedelta

import structlog
from sqlalchemy import delete, or_, update

from app.accounts import notices, queries
from app.accounts.models import RecoveryCode, User, Visit
from app.accounts.operations import visits
from app.foundation import audit, codes, seals, throttle
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.errors import Invalid, NotAllowed
from app.foundation.throttle import Rule

log = structlog.get_logger(__name__)
CODE = Rule("code", 5, timedelta(minutes=5), timedelta(minutes=1), timedelta(minutes=30))
ON_PAPER = 10


def check_code(person: User, typed: str) -> None:
    """Take a code of the person's app. Each counts once, however it is spaced or sent."""
    throttle.take(CODE, f"user {person.id}")
    secret = seals.unseal("totp", person.totp_secret or "")
    step = codes.step_of(secret.decode(), typed) if secret else None
    if step is None:
        log.warning("code_refused", person=person.key)
        raise Invalid("code_wrong")
    with transaction():
        unused = or_(User.totp_step.is_(None), User.totp_step < step)
        took = session.execute(update(User).where(User.id == person.id, unused).values(totp_step=step))
        if took.rowcount == 0:  # type: ignore[attr-defined]
            raise Invalid("code_wrong")
        audit.record("user.enter_code", person, actor=person)
    throttle.clear(CODE, f"user {person.id}")


def check_recovery_code(person: User, typed: str) -> None:
    """Take one of the codes on paper, for good, and tell the person that it was used."""
    throttle.take(CODE, f"user {person.id}")
    fits = (RecoveryCode.user_id == person.id, RecoveryCode.digest == _digest(person, typed))
    with transaction():
        took = session.execute(
            update(RecoveryCode).where(*fits, RecoveryCode.used_at.is_(None)).values(used_at=now())
        )
        if took.rowcount == 0:  # type: ignore[attr-defined]
            raise Invalid("recovery_code_wrong")
        audit.record("user.enter_recovery_code", person, actor=person)
        notices.recovery_code_used(person, queries.recovery_codes_left(person))
    throttle.clear(CODE, f"user {person.id}")


def offer_secret(person: User) -> str:
    """A new secret, sealed for this person alone: nothing is kept before it is proved."""
    return seals.seal("offer", f"{person.id} {codes.new_secret()}".encode())


def offered_secret(person: User, sealed: str | None) -> str | None:
    plain = seals.unseal("offer", sealed) if sealed else None
    whose, _, secret = plain.decode().partition(" ") if plain else ("", "", "")
    return secret if whose == str(person.id) else None


def set_up_factor(person: User, *, offer: str, typed: str, here: Visit) -> list[str]:
    """Take up a second factor, or another one, and give the recovery codes, which are shown once."""
    throttle.take(CODE, f"user {person.id}")
    secret = offered_secret(person, offer)
    if secret is None:
        raise Invalid("offer_renewed")
    step = codes.step_of(secret, typed)
    if step is None:
        raise Invalid("code_wrong")
    sealed = seals.seal("totp", secret.encode())
    with transaction():
        person.totp_secret, person.totp_step, person.totp_since = sealed, step, now()
        visits.end_all_visits(person, but=here)
        on_paper = new_codes(person)
        audit.record("user.set_up_factor", person, actor=person)
        notices.factor_set_up(person)
    throttle.clear(CODE, f"user {person.id}")
    return on_paper


def renew_recovery_codes(person: User) -> list[str]:
    """A new list; the old one opens nothing any more."""
    with transaction():
        if person.totp_since is None:
            raise Invalid("no_factor")
        on_paper = new_codes(person)
        audit.record("user.renew_recovery_codes", person, actor=person)
        notices.recovery_codes_renewed(person)
    return on_paper


def remove_factor(person: User, *, here: Visit) -> None:
    """Back to the password alone, for those whose role does not ask for more."""
    with transaction():
        if person.is_secretariat:
            raise NotAllowed("factor_required")
        forget_factor(person)
        visits.end_all_visits(person, but=here)
        audit.record("user.remove_factor", person, actor=person)
        notices.factor_removed(person)


def forget_factor(person: User) -> None:
    person.totp_secret = person.totp_step = person.totp_since = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == person.id))


def new_codes(person: User) -> list[str]:
    on_paper = [codes.new_recovery_code() for _ in range(ON_PAPER)]
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == person.id))
    session.add_all(RecoveryCode(user_id=person.id, digest=_digest(person, code)) for code in on_paper)
    return on_paper


def _digest(person: User, code: str) -> str:
    return seals.alias("recovery", f"{person.id} {codes.plain_recovery_code(code)}")
