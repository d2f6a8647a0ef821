"""Many learners: who took a course, how far they came, what they answered, as dice of one number fall."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from app.accounts.models import User
from app.cli.demo import told
from app.cli.demo.organisations import Groups
from app.cli.demo.people import People
from app.foundation import audit, clock
from app.foundation.db import session, transaction
from app.learning.operations import answering, reading, sharing
from app.learning.queries import courses, learners
from app.learning.queries.courses import Asked, Page, Point, Shown
from app.learning.queries.learners import NOBODY, Who
from app.organisations.models import Membership, Seat

LONGEST_AGO = 60  # days
SPREAD = ("en", "en", "en", "fr", "es", "ar")  # languages of guests


def load(people: People, groups: Groups) -> None:
    """Everybody at once: one change, so that the demonstration begins soon."""
    shelf, facts = courses.catalogue(), told.read("crowd.yaml")
    dice = Random(facts["dice"])  # noqa: S311 nothing is kept secret by it
    with transaction():
        members = {**people, **_members(facts["members"], groups)}
        if shelf:
            pages = _Pages()
            for who, lang in _everybody(facts, members, dice):
                _learn(who, lang, shelf, pages, dice)
        for group, those in facts["agreed"].items():
            for key in those:
                sharing.agree(groups[group], actor=members[key])


def _members(facts: dict[str, Any], groups: Groups) -> People:
    """More people of some organisations; without a password nobody signs in as one of them."""
    found = {}
    for group, those in facts.items():
        for key, name in those["people"].items():
            person = User(email=f"{key}@example.org", name=name, confirmed_at=clock.now())
            person.lang, person.time_zone = those["lang"], those["zone"]
            session.add(Membership(user=person, organisation=groups[group], seat=Seat.READER))
            audit.record("demo.person", person, actor=None)
            found[key] = person
    return found


def _everybody(facts: dict[str, Any], people: People, dice: Random) -> Iterator[tuple[Who, str]]:
    for those in facts["members"].values():
        yield from ((Who(people[key].id), those["lang"]) for key in those["people"])
    yield from ((Who(people[key].id), lang) for key, lang in facts["people"].items())
    yield from ((Who(), dice.choice(SPREAD)) for _ in range(facts["guests"]))


def _learn(who: Who, lang: str, shelf: list[Shown], pages: "_Pages", dice: Random) -> None:
    """One course, the first one rather than the others: as far as the dice let them come."""
    course = shelf[min(int(dice.expovariate(1.2)), len(shelf) - 1)]
    knows, day = dice.uniform(0.55, 0.95), -dice.randrange(4, LONGEST_AGO)
    lessons = pages.of(course, lang)
    free = told.hour_of(day, 0)
    for lesson, asked in lessons[: dice.choice((1, 2, 3, len(lessons), len(lessons)))]:
        hour = max(told.hour_of(min(day, -1), dice.randrange(8, 20)), free)
        with clock.at(hour):
            who = _take(who, course, lesson, asked, knows, dice)
        free = hour + timedelta(minutes=len(asked) + 10)  # the next lesson comes after this one
        day += dice.choice((0, 1, 1, 2, 5))


def _take(who: Who, course: Shown, lesson: Page, asked: list[Asked], knows: float, dice: Random) -> Who:
    for place, one in enumerate(asked):
        with clock.at(clock.now() + timedelta(minutes=place)):
            if dice.random() > knows:
                who = _answer(who, course, lesson, one, wrong(one, dice))
            who = _answer(who, course, lesson, one, right(one))
    return reading.finish_lesson(course, lesson, learner=who)


def _answer(who: Who, course: Shown, lesson: Page, one: Asked, given: Any) -> Who:
    point = Point(course.id, lesson.id, course.pass_mark, one, one.words.get("accepted", ()))
    return answering.answer(point, {"is": given}, seen=one.digest, learner=who).who


def right(one: Asked) -> Any:
    return one.words["accepted"][0] if one.kind == "words" else one.right["is"]


def wrong(one: Asked, dice: Random) -> Any:
    """What somebody may well have answered who was not right."""
    is_right = one.right["is"]
    if one.kind == "one":
        return dice.choice(sorted(set(one.words["choices"]) - {is_right}))
    if one.kind == "many":
        return sorted(set(one.words["choices"]) - set(is_right)) or is_right[:1]
    if one.kind == "truth":
        return not is_right
    if one.kind == "match":
        matches = list(is_right.values())
        return dict(zip(is_right, [*matches[1:], matches[0]], strict=True))
    if one.kind == "order":
        return [*is_right[1:], is_right[0]]
    return is_right + one.right.get("tolerance", 0) + 10 if one.kind == "number" else "CMS"


class _Pages:
    """The lessons of each course with their questions, read once a language."""

    def __init__(self) -> None:
        self.read: dict[tuple[str, str], list[tuple[Page, list[Asked]]]] = {}

    def of(self, course: Shown, lang: str) -> list[tuple[Page, list[Asked]]]:
        key = course.slug, lang
        if key not in self.read:
            steps = learners.outline(course, NOBODY)
            found = [courses.get_lesson(course, step.key, lang) for step in steps]
            self.read[key] = [(page, courses.questions_of(page, course)) for page in found]
        return self.read[key]
