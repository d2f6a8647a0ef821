"""Learners as rows: who began, how far they came, what they answered."""

from contextlib import contextmanager
from datetime import timedelta
from itertools import count

from app.foundation import audit
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.lookalikes import skeleton_of
from app.learning.models import Attempt, Enrolment, Learner, LessonProgress
from app.organisations.models import Kind, Membership, Organisation, OrganisationState, Seat
from tests.conftest import a_person
from tests.learning.given import DIGEST

_serial = count(1)


def learns(course, person=None, *, lang="en", ago=10, passed=None, opened=0, done=0, answers=()):
    """Somebody, else a guest, who began so many days ago; `answers` are (question, given, whether right)."""
    learner = Learner(user=person) if person else Learner(digest=f"{next(_serial):064}")
    began = now() - timedelta(days=ago)
    finished = None if passed is None else began + timedelta(days=passed)
    session.add(Enrolment(learner=learner, course=course, lang=lang, began_at=began, finished_at=finished))
    session.flush()
    for place, lesson in enumerate(course.lessons[:opened]):
        read = now() if place < done else None
        session.add(LessonProgress(learner_id=learner.id, lesson_id=lesson.id, read_at=read))
    for question, given, is_right in answers:
        values = {"question_digest": DIGEST, "given": {"is": given}, "is_right": is_right, "lang": lang}
        session.add(Attempt(learner_id=learner.id, question=question, **values))
        session.flush()  # one after the other: the first answer has the lowest id
    return learner


def members(number, country="KE", kind=Kind.NATIONAL_NGO, *, to=None, **given):
    """People who speak for an organisation, a new one unless `to` names it."""
    n = next(_serial)
    people = [a_person(f"Member{n}n{one}") for one in range(number)]
    name = f"Organisation {n} (example)"
    values = {"state": OrganisationState.VERIFIED, "verified_at": now()} | given
    organisation = to or Organisation(
        slug=f"crowd-{n}", name=name, skeleton=skeleton_of(name), kind=kind, country=country, **values
    )
    organisation.members.extend(Membership(user=person, seat=Seat.READER) for person in people)
    session.add(organisation)
    return people


@contextmanager
def at_once(course):
    """Everything in it is written as one change."""
    with transaction():
        yield
        audit.record("test.crowd", course, actor=None)
