"""The way in: registering, proving a password, and a way back for those who lost it.

Each answers alike, in words and in time, whether or not there is such an account.
"""

from datetime import timedelta

import structlog
from sqlalchemy import delete, update

from app.accounts import notices, queries
from app.accounts.models import MailLink, Purpose, Registration, User
from app.accounts.operations import visits
from app.accounts.readers import SignIn
from app.foundation import audit, jobs, passwords, seals, throttle
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.errors import Conflict, Invalid, TooMany
from app.foundation.throttle import Rule

log = structlog.get_logger(__name__)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
PASSWORD = Rule("password", 10, 5 * MINUTE, MINUTE / 2, 15 * MINUTE)
LETTERS = Rule("letters", 3, DAY, DAY, DAY)  # no address is flooded through us
CONFIRM_WITHIN = timedelta(hours=48)
RESET_WITHIN = timedelta(minutes=30)


def register(*, email: str, name: str, password: str, lang: str, time_zone: str, next_path: str = "") -> None:
    """Ask for an account. The letter tells the rest, even that there is one already."""
    email, token, hashed = queries.plain_email(email), seals.new_token(), passwords.hashed(password)
    with transaction():
        sweep()
        known = queries.person_by_email(email)
        if not may_write_to(email):
            return
        if known:
            notices.already_registered(known)
            return
        session.add(
            Registration(
                digest=seals.digest(token),
                email=email,
                name=name,
                password_hash=hashed,
                lang=lang,
                time_zone=time_zone,
                next=next_path,
                expires_at=now() + CONFIRM_WITHIN,
            )
        )
        notices.confirm(email, lang, name, token)


def confirm(token: str, *, password: str) -> tuple[User, str]:
    """The address answers, and with the password: so nobody registers another's address in advance.

    Gives the person, and where they were going.
    """
    asked = queries.registration_of(token)
    if asked is None:
        raise Conflict("link_spent")
    throttle.take(PASSWORD, f"registration {asked.id}")
    if not passwords.matches(asked.password_hash, password):
        raise Invalid("not_that_password")
    with transaction():
        asked = queries.registration_of(token)
        if asked is None or queries.person_by_email(asked.email):
            raise Conflict("link_spent")
        person = User(
            email=asked.email,
            name=asked.name,
            password_hash=asked.password_hash,
            lang=asked.lang,
            time_zone=asked.time_zone,
            confirmed_at=now(),
        )
        next_path = asked.next
        session.add(person)
        session.execute(delete(Registration).where(Registration.email == asked.email))
        session.flush()
        audit.record("user.confirm", person, actor=person)
    return person, next_path


def check_password(email: str, password: str, *, before: SignIn | None = None) -> User:
    """The person whose address and password these are; the same refusal for every reason.

    A browser that the person was signed in with `before` has tries of its own, so that a stranger's guesses
    do not make them wait there.
    """
    email = queries.plain_email(email)
    whom = f"{email} {before.key}" if before and before.user.email == email else email
    throttle.take(PASSWORD, whom)
    person = queries.person_by_email(email)
    fits = passwords.matches(person.password_hash if person else None, password)
    if person is None or not fits or person.disabled_at:
        log.warning("sign_in_refused", person=person.key if person else "-")
        raise Invalid("sign_in_failed")
    log.info("password_right", person=person.key)
    throttle.clear(PASSWORD, whom)
    if passwords.is_stale(person.password_hash or ""):
        _rehash(person, password)
    return person


def forgot(email: str) -> None:
    """Send a link to set a new password, where there is such an account."""
    email, token = queries.plain_email(email), seals.new_token()
    with transaction():
        sweep()
        person = queries.person_by_email(email)
        if not may_write_to(email) or person is None or person.disabled_at:
            return
        session.add(open_link(person, Purpose.RESET, token, RESET_WITHIN))
        notices.reset(person, token)


def reset(token: str, *, password: str) -> User:
    """Set a new password. Every sign-in ends, the second factor stays asked for."""
    hashed = passwords.hashed(password)
    with transaction():
        link = queries.link_of(token, Purpose.RESET)
        if link is None:
            raise Conflict("link_spent")
        person = link.user
        _use_up(person, Purpose.RESET)
        person.password_hash = hashed
        visits.end_all_visits(person)
        throttle.clear(PASSWORD, person.email)
        audit.record("user.reset", person, actor=person)
        notices.password_changed(person)
    return person


def open_link(person: User, purpose: Purpose, token: str, within: timedelta, email: str = "") -> MailLink:
    return MailLink(
        digest=seals.digest(token),
        purpose=purpose,
        user_id=person.id,
        email=email,
        expires_at=now() + within,
    )


def _use_up(person: User, purpose: Purpose) -> None:
    """One link used closes its older sisters."""
    sisters = (MailLink.user_id == person.id, MailLink.purpose == purpose, MailLink.used_at.is_(None))
    session.execute(update(MailLink).where(*sisters).values(used_at=now()))


def may_write_to(email: str) -> bool:
    """Whether one more letter may go to this address today. The answer on the page is the same."""
    try:
        throttle.take(LETTERS, email)
    except TooMany:
        return False
    return True


def _rehash(person: User, password: str) -> None:
    hashed = passwords.hashed(password)
    with transaction():
        person.password_hash = hashed
        audit.record("user.rehash", person, actor=person)


@jobs.daily
def sweep() -> None:
    """Links that nobody opened in time are forgotten, and what was asked for with them."""
    with transaction():
        session.execute(delete(Registration).where(Registration.expires_at < now()))
        session.execute(delete(MailLink).where(MailLink.expires_at < now() - DAY))
