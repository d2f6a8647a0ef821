"""People who come in through the door like anyone, with a password and a code."""

import pyotp

from app.accounts.operations import factors
from app.foundation import audit, passwords, seals
from app.foundation.clock import now
from app.foundation.db import transaction

PASSWORD = "tern over the bay"
SECRET = "JBSWY3DPEHPK3PXP"
HASHED = {}


def with_password(person, password=PASSWORD):
    """Gives the person a password; hashed once for all tests."""
    HASHED.setdefault(password, passwords.hashed(password))
    with transaction():
        person.password_hash = HASHED[password]
        audit.record("test.with_password", person, actor=None)
    return person


def with_factor(person):
    """Gives the person a second factor and its list of recovery codes."""
    sealed = seals.seal("totp", SECRET.encode())
    with transaction():
        person.totp_secret, person.totp_since = sealed, now()
        audit.record("test.with_factor", person, actor=None)
        return factors._new_codes(person)


def code(steps=0):
    """What the phone shows now, or some steps from now."""
    return pyotp.TOTP(SECRET).generate_otp(int(now().timestamp()) // 30 + steps)


def sign_in(client, person, password=PASSWORD, **more):
    """Through the form; the answer to the last step."""
    answer = client.post("/en/account/sign-in", data={"email": person.email, "password": password, **more})
    if person.needs_second_factor and answer.status_code == 302:
        return client.post(answer.location, data={"code": code()})
    return answer
