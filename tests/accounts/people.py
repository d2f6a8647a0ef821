"""People who come in through the door like anyone, with a password and a code."""

import re

import pyotp
from sqlalchemy import update

from app.accounts.models import Visit
from app.accounts.operations import factors
from app.accounts.operations.people import disable
from app.foundation import audit, passwords, seals
from app.foundation.clock import now
from app.foundation.db import session, transaction
from tests.factories import letters

PASSWORD = "tern over the bay"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OURS = {"Sec-Fetch-Site": "same-origin"}  # what a browser says of a form on our own page
HASHED = {}


def with_password(person, password=PASSWORD):
    """Gives the person a password; hashed once for all tests."""
    if password not in HASHED:
        HASHED[password] = passwords.hashed(password)
    with transaction():
        person.password_hash = HASHED[password]
        audit.record("test.with_password", person, actor=None)
    return person


def with_factor(person):
    """Gives the person a second factor, and returns the list of recovery codes."""
    sealed = seals.seal("totp", SECRET.encode())
    with transaction():
        person.totp_secret, person.totp_since = sealed, now()
        audit.record("test.with_factor", person, actor=None)
        return factors.new_codes(person)


def without_factor(person):
    with transaction():
        person.totp_secret = person.totp_since = None
        audit.record("test.without_factor", person, actor=None)
    return person


def shut_out(person, actor):
    disable(person, reason="No longer with us.", seen=person.revision, actor=actor)


def code(steps=0):
    """What the phone shows now, or some steps from now."""
    return pyotp.TOTP(SECRET).generate_otp(int(now().timestamp()) // 30 + steps)


def sign_in(client, person, password=PASSWORD, **more):
    """Through the form; the answer to the last step."""
    answer = client.post("/en/account/sign-in", data={"email": person.email, "password": password, **more})
    if person.needs_second_factor and answer.status_code == 302:
        return client.post(answer.location, data={"code": code()})
    return answer


def grow_stale(person):
    """As if the person had proved to be it some while ago."""
    _change(person, proved_at=now() - factors.CODE.forget * 3)


def last_seen(person, at):
    _change(person, last_seen_at=at)


def _change(person, **values):
    with transaction():
        session.execute(update(Visit).where(Visit.user_id == person.id).values(**values))


def token_in(letter):
    return letter.snapshot["token"]


def letter_of(verb):
    """The newest letter of this kind."""
    return [one for one in letters() if one.template == f"accounts/email/{verb}"][-1]


def plain(answer):
    """What a page says, without what differs from one visit to the next."""
    return re.sub(r'value="[^"]*"', "…", answer.text)
