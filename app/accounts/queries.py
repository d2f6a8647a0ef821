"""Every way to find people."""

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.models import Grant, Role, User
from app.foundation.db import session


def holders(role: Role, reach: str | None = None) -> Sequence[User]:
    """The people who hold a role, such as all moderators, or the focal points of "country:KE"."""
    those = select(User).join(User.grants).where(Grant.role == role, User.disabled_at.is_(None))
    if reach is not None:
        those = those.where(Grant.reach == reach)
    return session.scalars(those.distinct().order_by(User.id)).all()


def moderators() -> Sequence[User]:
    return holders(Role.MODERATOR)
