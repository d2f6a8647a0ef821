"""What administrators do for other people's accounts. Whatever changes rights ends every sign-in."""

from datetime import timedelta

from sqlalchemy import select

from app.accounts import notices, policy, queries
from app.accounts.models import Grant, Purpose, Reader, User
from app.accounts.operations import entrance, factors, visits
from app.accounts.readers import Role
from app.foundation import audit, seals
from app.foundation.clock import now
from app.foundation.db import check_seen, session, transaction
from app.foundation.errors import Conflict, Invalid, NotAllowed, NotFound

FIRST_PASSWORD_WITHIN = timedelta(hours=48)


def give_role(
    person: User, *, role: Role, country: str = "", body: str = "", seen: int, actor: Reader
) -> None:
    reach = policy.reach_of(role, country=country, body=body)
    if reach is None:
        raise Invalid("reach_missing")
    with transaction():
        _check(person, seen, actor)
        if any((grant.role, grant.reach) == (role, reach) for grant in person.grants):
            raise Conflict("role_held")
        grant = Grant(user=person, role=role, reach=reach, granted_by_id=actor.id)
        session.add(grant)
        visits.end_all_visits(person)
        audit.record("user.give_role", person, actor=actor, role=role.value, reach=reach)
        notices.role_given(grant)


def take_role(person: User, *, grant_id: int, seen: int, actor: Reader) -> None:
    with transaction():
        _check(person, seen, actor)
        grant = next((grant for grant in person.grants if grant.id == grant_id), None)
        if grant is None:
            raise NotFound("not_found")
        if grant.role == Role.ADMINISTRATOR:
            _keep_one_administrator(person)
        session.delete(grant)
        visits.end_all_visits(person)
        audit.record("user.take_role", person, actor=actor, role=grant.role.value, reach=grant.reach)
        notices.role_taken(person, grant.role.value, grant.reach)


def disable(person: User, *, reason: str, seen: int, actor: Reader) -> None:
    """Shut somebody out; what they wrote stays with their organisation."""
    with transaction():
        _check(person, seen, actor)
        if person.is_administrator:
            _keep_one_administrator(person)
        person.disabled_at = now()
        visits.end_all_visits(person)
        audit.record("user.disable", person, actor=actor, reason=reason)
        notices.disabled(person, reason)


def enable(person: User, *, seen: int, actor: Reader) -> None:
    with transaction():
        _check(person, seen, actor)
        person.disabled_at = None
        audit.record("user.enable", person, actor=actor)
        notices.enabled(person)


def lift_factor(person: User, *, reason: str, seen: int, actor: Reader) -> None:
    """For somebody who lost both phone and paper, once it is sure who asks. The reason says how."""
    with transaction():
        _check(person, seen, actor)
        if person.id == actor.id:
            raise NotAllowed("not_your_own")
        factors.forget_factor(person)
        visits.end_all_visits(person)
        audit.record("user.lift_factor", person, actor=actor, reason=reason)
        notices.factor_removed(person, by_administrator=True)


def create_administrator(*, email: str, name: str) -> str:
    """The first of them, by whoever runs the server. Gives the word of a link to set a password.

    A person who is here already becomes one; their password stays until the link is used.
    """
    email, token = queries.plain_email(email), seals.new_token()
    with transaction():
        person = queries.person_by_email(email)
        if person is None:
            person = User(email=email, name=name, confirmed_at=now())
            session.add(person)
        if not person.is_administrator:
            person.grants.append(Grant(role=Role.ADMINISTRATOR))
        session.flush()
        session.add(entrance.open_link(person, Purpose.RESET, token, FIRST_PASSWORD_WITHIN))
        audit.record("user.create_administrator", person, actor=None)
    return token


def _check(person: User, seen: int, actor: Reader) -> None:
    if not policy.is_administrator(actor, person):
        raise NotAllowed("not_allowed")
    check_seen(person, seen)


def _keep_one_administrator(leaving: User) -> None:
    others = select(User.id).join(User.grants).where(Grant.role == Role.ADMINISTRATOR)
    others = others.where(User.id != leaving.id, User.disabled_at.is_(None))
    if session.scalar(others.limit(1)) is None:
        raise Conflict("last_administrator")
