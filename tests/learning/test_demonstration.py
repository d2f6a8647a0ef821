"""Learners of the demonstration answer as learners do: what they get right is right, what wrong, wrong."""

from random import Random

import pytest

from app.cli.demo import crowd
from app.learning.library.questions import judge
from app.learning.queries import courses
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
