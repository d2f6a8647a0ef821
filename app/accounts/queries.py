"""Every way to find people."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Grant, MailLink, Purpose, Reader, RecoveryCode, Registration, User, Visit
from app.accounts.readers import Held, Person, Role, SignIn
from app.foundation import seals
from app.foundation.clock import now
from app.foundation.db import columns, session, table
from app.foundation.errors import NotFound
from app.foundation.prepared import Prepared


def holders(role: Role, reach: str | None = None) -> Sequence[User]:
    """The people who hold a role, such as all moderators, or the focal points of "country:KE"."""
    those = select(User).join(User.grants).where(Grant.role == role, User.disabled_at.is_(None))
    if reach is not None:
        those = those.where(Grant.reach == reach)
    return session.scalars(those.distinct().order_by(User.id)).all()


def addresses_of(role: Role) -> Sequence[Any]:
    """What a letter to every holder of a role needs, without their rights."""
    return ADDRESSES.all(role=role)


def moderators() -> Sequence[User]:
    return holders(Role.MODERATOR)


def get_person(key: str) -> User:
    """Anybody by their key. Whether the reader may know of them is for the caller to ask."""
    person: User | None = session.scalar(select(User).where(User.key == key))
    if person is None:
        raise NotFound("not_found")
    return person


def person_by_email(email: str) -> User | None:
    return session.scalar(select(User).where(User.email == plain_email(email)))


def plain_email(typed: str) -> str:
    """One person, one spelling."""
    return typed.strip().casefold()


users, visits, grants = table(User), table(Visit), table(Grant)
ADDRESSES = Prepared(
    select(users.c.id, users.c.email, users.c.name, users.c.lang, users.c.notice_only)
    .where(
        users.c.id.in_(select(grants.c.user_id).where(grants.c.role == bindparam("role"))),
        users.c.disabled_at.is_(None),
    )
    .order_by(users.c.id)
)
OF_VISIT, OF_PERSON = columns(visits, SignIn), columns(users, Person)
AT_DOOR = Prepared(
    select(*OF_VISIT, *OF_PERSON, grants.c.role, grants.c.reach)
    .join(users, users.c.id == visits.c.user_id)
    .outerjoin(grants, grants.c.user_id == users.c.id)
    .where(visits.c.digest == bindparam("word"))
    .order_by(grants.c.id)
)


def at_door(token: str, *, apart: bool = False) -> SignIn | None:
    """The sign-in a cookie speaks of, with its person and their roles, as a record: asked with every page.

    `apart` where a change follows, whose transaction reads afresh.
    """
    rows = (AT_DOOR.all_apart if apart else AT_DOOR.all)(word=seals.digest(token))
    if not rows:
        return None
    first, split = list(rows[0]), len(OF_VISIT)
    held = [Held(*row[-2:]) for row in rows if row.role]
    person = Person(*[*first[split:-2], held])
    return SignIn(*[*first[:split], person])


def visit_of(token: str) -> Visit | None:
    """The same as rows that may be changed."""
    whose = joinedload(Visit.user, innerjoin=True).joinedload(User.grants)
    found = select(Visit).where(Visit.digest == seals.digest(token)).options(whose)
    return session.scalars(found).unique().one_or_none()


def visits_of(person: User) -> list[Visit]:
    """Where the person is signed in, the latest first."""
    theirs = select(Visit).where(Visit.user_id == person.id, Visit.ended_at.is_(None))
    return [v for v in session.scalars(theirs.order_by(Visit.last_seen_at.desc(), Visit.id)) if v.is_live()]


def registration_of(token: str) -> Registration | None:
    """What was asked for when the letter was sent; None once it is used or too old."""
    wanted = select(Registration).where(Registration.digest == seals.digest(token))
    return session.scalar(wanted.where(Registration.expires_at > now()))


def link_of(token: str, *purposes: Purpose) -> MailLink | None:
    """An open link in a letter; None once it is used or too old, or its person is shut out."""
    wanted = select(MailLink).where(MailLink.digest == seals.digest(token), MailLink.purpose.in_(purposes))
    wanted = wanted.where(MailLink.used_at.is_(None), MailLink.expires_at > now())
    return session.scalar(wanted.join(MailLink.user).where(User.disabled_at.is_(None)))


def recovery_codes_left(person: User) -> int:
    unused = select(func.count()).where(RecoveryCode.user_id == person.id, RecoveryCode.used_at.is_(None))
    return session.scalar(unused) or 0


def people(*, reader: Reader, words: str = "", role: Role | None = None) -> Select[Any]:
    """Everybody, for administrators; for others there is no such page."""
    if not reader.is_administrator:
        raise NotFound("not_found")
    those = select(User)
    for word in words.split()[:8]:
        held = f"%{word.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
        those = those.where(or_(User.name.ilike(held, escape="!"), User.email.ilike(held, escape="!")))
    if role is not None:
        those = those.where(User.grants.any(Grant.role == role))
    return those


def get_managed(key: str, *, reader: Reader) -> User:
    """One person, for administrators."""
    if not reader.is_administrator:
        raise NotFound("not_found")
    return get_person(key)


def bodies() -> Mapping[str, str]:
    """The bodies that people may be delegates to: key and name, in the current language."""
    known: Callable[[], Mapping[str, str]] = current_app.extensions["bodies"]
    return known()


def body_name(key: str) -> str:
    return bodies().get(key, key)


def init_app(app: Flask, bodies_of: Callable[[], Mapping[str, str]]) -> None:
    """`bodies_of` knows the bodies by name: the room that keeps them stands above this one."""
    app.extensions["bodies"] = bodies_of
    app.jinja_env.globals["body_name"] = body_name
