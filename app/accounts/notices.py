"""Letters about an account. Links go to an address; news of a change goes to the person."""

from typing import Any

from app.accounts.models import Grant, User
from app.foundation import outbox
from app.foundation.clock import now


def confirm(email: str, lang: str, name: str, token: str) -> None:
    outbox.post_to("accounts/email/confirm", email, lang, name, token=token)


def already_registered(person: User) -> None:
    _to(person, "already_registered")


def reset(person: User, token: str) -> None:
    _to(person, "reset", token=token)


def agree_to_leave(person: User, new: str, token: str) -> None:
    """Asks the address that the account has now."""
    _to(person, "email_old", new=new, token=token)


def answer_from_new(person: User, new: str, token: str) -> None:
    """Asks the address that the account is to have."""
    outbox.post_to("accounts/email/email_new", new, person.lang, person.name, token=token)


def email_changed(person: User, old: str) -> None:
    """Tells both: who lost the old one must hear of it."""
    outbox.post_to("accounts/email/email_changed", old, person.lang, person.name, new=person.email)
    outbox.post("accounts/email/email_changed", [person], new=person.email)


def password_changed(person: User) -> None:
    outbox.post("accounts/email/password_changed", [person], at=now().isoformat())


def factor_set_up(person: User) -> None:
    outbox.post("accounts/email/factor_set_up", [person], at=now().isoformat())


def factor_removed(person: User, *, by_administrator: bool = False) -> None:
    outbox.post(
        "accounts/email/factor_removed", [person], at=now().isoformat(), by_administrator=by_administrator
    )


def recovery_code_used(person: User, left: int) -> None:
    outbox.post("accounts/email/recovery_code_used", [person], at=now().isoformat(), left=left)


def recovery_codes_renewed(person: User) -> None:
    outbox.post("accounts/email/recovery_codes_renewed", [person], at=now().isoformat())


def role_given(grant: Grant) -> None:
    outbox.post("accounts/email/role_given", [grant.user], role=grant.role.value, reach=grant.reach)


def role_taken(person: User, role: str, reach: str) -> None:
    outbox.post("accounts/email/role_taken", [person], role=role, reach=reach)


def disabled(person: User, reason: str) -> None:
    outbox.post("accounts/email/disabled", [person], reason=reason)


def enabled(person: User) -> None:
    outbox.post("accounts/email/enabled", [person])


def _to(person: User, verb: str, **snapshot: Any) -> None:
    """To the address as it is now: these letters carry a link, which a bare notice would leave out."""
    outbox.post_to(f"accounts/email/{verb}", person.email, person.lang, person.name, **snapshot)
