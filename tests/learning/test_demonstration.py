"""Learners of the demonstration answer as learners do: what they get right is right, what wrong, wrong."""

from itertools import pairwise
from random import Random
from types import SimpleNamespace

import pytest

from app.cli.demo import crowd
from app.foundation import clock
from app.learning.library.questions import judge
from app.learning.queries import courses
from app.learning.queries.learners import Who
from tests.learning.given import ASKED, a_course


@pytest.fixture
def asked():
    a_course()
    course = courses.get_course("flyways")
    lesson = courses.get_lesson(course, "journeys", "en")
    return {one.key: one for one in courses.questions_of(lesson, course)}


@pytest.mark.parametrize("key", ASKED)
def test_the_dice_answer_every_kind_of_question_both_ways(asked, key):
    one, accepted = asked[key], asked[key].words.get("accepted")

    assert judge(one.kind, one.right, accepted, {"is": crowd.right(one)})
    for number in range(20):
        assert not judge(one.kind, one.right, accepted, {"is": crowd.wrong(one, Random(number))})  # noqa: S311


def test_nobody_of_the_demonstration_takes_a_lesson_before_an_earlier_one_is_over(monkeypatch):
    pages = SimpleNamespace(of=lambda _course, _lang: [(None, ["asked"] * 5)] * 6)
    for number in range(20):
        began = []
        monkeypatch.setattr(crowd, "_take", lambda who, *_, to=began: to.append(clock.now()) or who)
        crowd._learn(Who(), "en", [None], pages, Random(number))  # noqa: S311
        assert all(after > before for before, after in pairwise(began))
