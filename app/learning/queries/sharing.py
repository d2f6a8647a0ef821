"""Who lets which organisation see what they learn, and what it sees then."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from app.accounts.models import Reader, User
from app.foundation.db import plain, session, table
from app.learning.models import Sharing
from app.learning.queries.figures import Named, all_courses
from app.learning.queries.learners import enrolments, learners
from app.organisations.models import Membership, Organisation

people, seats, sharings = table(User), table(Membership), table(Sharing)
HELD = and_(  # while they hold a seat, and only what they said since they took it
    seats.c.user_id == sharings.c.user_id,
    seats.c.organisation_id == sharings.c.organisation_id,
    seats.c.joined_at <= sharings.c.agreed_at,
)


@dataclass(frozen=True)
class Learnt:
    """A member who agreed, in a course that they began; without one, where they began none yet."""

    name: str
    course: Named | None
    began_at: datetime | None
    finished_at: datetime | None


def agreed(person: Reader) -> dict[int, datetime]:
    """The organisations that may see what the person learns, and since when."""
    found = select(sharings.c.organisation_id, sharings.c.agreed_at).join(seats, HELD)
    return {row[0]: row[1] for row in plain(found.where(sharings.c.user_id == person.id))}


def learnt_by_members(organisation: Organisation) -> list[Learnt]:
    """Of members who agreed, by name. Of all others there is no trace here, nor of how many they are."""
    found = (
        select(people.c.name, enrolments.c.course_id, enrolments.c.began_at, enrolments.c.finished_at)
        .join(sharings, sharings.c.user_id == people.c.id)
        .join(seats, HELD)
        .outerjoin(learners, learners.c.user_id == people.c.id)
        .outerjoin(enrolments, enrolments.c.learner_id == learners.c.id)
        .where(sharings.c.organisation_id == organisation.id, people.c.disabled_at.is_(None))
    )
    courses = all_courses()
    named, place = {one.id: one for one in courses}, {one.id: n for n, one in enumerate(courses)}
    rows = plain(found).all()
    rows.sort(key=lambda row: (row.name.casefold(), place.get(row.course_id, -1)))
    return [Learnt(row.name, named.get(row.course_id), row.began_at, row.finished_at) for row in rows]


def get_organisation_id(slug: str) -> int | None:
    """Of any organisation, for who takes back what they said to it."""
    return session.scalar(select(Organisation.id).where(Organisation.slug == slug))
