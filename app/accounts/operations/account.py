"""What people change about their own account."""

from datetime import timedelta

from sqlalchemy import select, update

from app.accounts import notices, queries
from app.accounts.models import MailLink, Purpose, User, Visit
from app.accounts.operations import entrance, visits
from app.foundation import audit, passwords, seals, throttle
from app.foundation.clock import now
from app.foundation.db import check_seen, session, transaction
from app.foundation.errors import Conflict, Invalid

EMAIL_WITHIN = timedelta(hours=48)
OTHER = {Purpose.EMAIL_OLD: Purpose.EMAIL_NEW, Purpose.EMAIL_NEW: Purpose.EMAIL_OLD}


def edit_profile(person: User, *, name: str, lang: str, time_zone: str, notice_only: bool, seen: int) -> None:
    with transaction():
        check_seen(person, seen)
        person.name, person.lang, person.time_zone = name, lang, time_zone
        person.notice_only = notice_only
        audit.record("user.edit", person, actor=person, notice_only=notice_only)


def check_own_password(person: User, password: str) -> None:
    """That whoever sits here is the person. Tries count as they do at the door."""
    throttle.take(entrance.PASSWORD, person.email)
    if not passwords.matches(person.password_hash, password):
        raise Invalid("password_wrong")
    throttle.clear(entrance.PASSWORD, person.email)


def change_password(person: User, *, old: str, new: str, here: Visit) -> None:
    """Every other sign-in ends: perhaps one of them was the reason."""
    check_own_password(person, old)
    hashed = passwords.hashed(new)
    with transaction():
        person.password_hash = hashed
        visits.end_all_visits(person, but=here)
        audit.record("user.change_password", person, actor=person)
        notices.password_changed(person)


def ask_to_change_email(person: User, *, email: str) -> None:
    """Both addresses are asked. Where the new one is somebody's already, they are told, and that is all."""
    email, old, new = queries.plain_email(email), seals.new_token(), seals.new_token()
    with transaction():
        _close_links(person)
        session.add(entrance.open_link(person, Purpose.EMAIL_OLD, old, EMAIL_WITHIN, email))
        session.add(entrance.open_link(person, Purpose.EMAIL_NEW, new, EMAIL_WITHIN, email))
        audit.record("user.ask_to_change_email", person, actor=person)
        notices.agree_to_leave(person, email, old)
        if not entrance.may_write_to(email):
            return
        if other := queries.person_by_email(email):
            notices.already_registered(other)
        else:
            notices.answer_from_new(person, email, new)


def agree_to_email(token: str) -> bool:
    """One of the two addresses agrees; whether that was the second, and the change is made."""
    with transaction():
        link = queries.link_of(token, *OTHER)
        if link is None:
            raise Conflict("link_spent")
        link.used_at = now()
        if not _has_agreed(link.user, link.email, OTHER[link.purpose]):
            return False
        person, old = link.user, link.user.email
        if queries.person_by_email(link.email):
            raise Conflict("link_spent")
        person.email = link.email
        audit.record("user.change_email", person, actor=person)
        notices.email_changed(person, old)
    return True


def _has_agreed(person: User, email: str, purpose: Purpose) -> bool:
    agreed = select(MailLink.id).where(
        MailLink.user_id == person.id,
        MailLink.email == email,
        MailLink.purpose == purpose,
        MailLink.used_at.is_not(None),
        MailLink.expires_at > now(),
    )
    return session.scalar(agreed.limit(1)) is not None


def _close_links(person: User) -> None:
    """An earlier wish is given up: what agreed to it agrees to nothing any more."""
    earlier = (MailLink.user_id == person.id, MailLink.purpose.in_(OTHER))
    session.execute(update(MailLink).where(*earlier).values(used_at=now(), expires_at=now()))
