"""Who may look after the accounts of others, and how far a role reaches."""

from app.accounts.models import Reader, User
from app.accounts.readers import Role

COUNTRY_ROLES = frozenset({Role.FOCAL_POINT, Role.DELEGATE})


def is_administrator(actor: Reader, person: User) -> bool:
    return actor.is_administrator


def reach_of(role: Role, *, country: str = "", body: str = "") -> str | None:
    """How far the role reaches, in words such as "country:KE"; None where it lacks its reach."""
    if role == Role.DELEGATE and body:
        return f"body:{body}"
    if role in COUNTRY_ROLES:
        return f"country:{country}" if country else None
    return ""
