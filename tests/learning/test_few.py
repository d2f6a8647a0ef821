"""No number of fewer than five people can be read from figures, nor worked out from them."""

from itertools import product

import pytest

from app.learning.queries.few import OTHERS, Group, Told, gathered


def told(*groups):
    return [
        (one.key, one.began, one.passed)
        for one in gathered(Group(key, began, passed) for key, began, passed in groups)
    ]


def test_groups_that_are_large_enough_are_told_as_they_are():
    assert told(("KE", 20, 10), ("MA", 12, 6)) == [("KE", 20, 10), ("MA", 12, 6)]


def test_small_groups_are_told_as_one_without_their_names():
    assert told(("KE", 20, 10), ("MA", 3, 0), ("SN", 4, 0)) == [("KE", 20, 10), (OTHERS, 7, 0)]


def test_a_small_rest_takes_the_next_smallest_group_in():
    assert told(("KE", 20, 10), ("AR", 10, 5), ("MA", 3, 0)) == [("KE", 20, 10), (OTHERS, 13, 5)]


def test_fewer_than_five_in_all_are_never_told():
    assert told(("KE", 2, 1), ("MA", 2, 0)) == [(OTHERS, None, None)]


def test_where_nobody_is_nothing_is_told():
    assert told(("KE", 0, 0)) == told() == []


@pytest.mark.parametrize("passed", [1, 4, 16, 19])
def test_few_who_passed_or_few_who_did_not_are_not_told_and_a_second_row_hides_them(passed):
    assert told(("KE", 20, passed), ("AR", 30, 10), ("MA", 12, 6)) == [
        ("AR", 30, 10),
        ("KE", 20, None),
        ("MA", 12, None),
    ]


def test_no_small_number_is_left_whatever_the_world_is_like():
    """Every world of three groups of these sizes, with every number of people who passed in the first."""
    sizes = (1, 2, 4, 5, 6, 9)
    for began in product(sizes, repeat=3):
        for passed in range(began[0] + 1):
            groups = gathered(
                Group(key, n, passed if key == "a" else 0) for key, n in zip("abc", began, strict=True)
            )
            assert all(one.began is None or one.began >= 5 for one in groups)
            hidden = [one for one in groups if one.passed is None]
            assert len(hidden) != 1 or len(groups) == 1
            for one in groups:
                if one.passed is not None:
                    assert not 0 < one.passed < 5
                    assert not 0 < one.began - one.passed < 5


def test_a_hidden_row_is_another_than_one_that_nobody_is_in():
    assert Told("KE", None, None) != Told("KE", 0, 0)
