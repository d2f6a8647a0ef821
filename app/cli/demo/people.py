"""Everyone, with a password of their own and a second factor where the role asks for one."""

import secrets
from typing import Any

import pyotp

from app.accounts.models import Grant, User
from app.accounts.readers import Role
from app.cli.demo import cards, told
from app.foundation import audit, clock, passwords, seals
from app.foundation.db import session, transaction

People = dict[str, User]


def load() -> People:
    facts = told.read("people.yaml")["people"]
    passing = {fact["key"]: _password() for fact in facts}
    people = {fact["key"]: _person(fact, passing[fact["key"]]) for fact in facts}
    factors = {key: pyotp.random_base32() for key, person in people.items() if _owes_a_code(person)}
    with transaction():
        session.add_all(people.values())
        session.flush()
        for key, person in people.items():
            if key in factors:
                person.totp_secret = seals.seal("totp", factors[key].encode())
                person.totp_since = clock.now()
            audit.record("demo.person", person, actor=None)
    cards.write([_card(fact, passing[fact["key"]], factors.get(fact["key"], "")) for fact in facts])
    return people


def _person(fact: dict[str, Any], password: str) -> User:
    return User(
        email=fact["email"],
        name=fact["name"],
        lang=fact["lang"],
        time_zone=fact["zone"],
        password_hash=passwords.hashed(password),
        confirmed_at=clock.now(),
        grants=[_grant(words) for words in fact.get("roles", ())],
    )


def _grant(words: str) -> Grant:
    role, _, reach = words.partition(" ")
    return Grant(role=Role(role), reach=reach)


def _owes_a_code(person: User) -> bool:
    return any(grant.reach == "" for grant in person.grants)


def _password() -> str:
    return "-".join(secrets.choice(told.words()) for _ in range(4))


def _card(fact: dict[str, Any], password: str, secret: str) -> dict[str, str]:
    who = {"key": fact["key"], "name": fact["name"], "role": fact["what"], "email": fact["email"]}
    return who | {"password": password, "totp": secret}
