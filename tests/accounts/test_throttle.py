"""Tries are counted before they are made, so that many at once do not slip through together."""

from datetime import timedelta

import pytest

from app.foundation import clock, throttle
from app.foundation.clock import now
from app.foundation.db import session
from app.foundation.errors import TooMany
from app.foundation.throttle import Rule, Tries

RULE = Rule("test", 3, timedelta(minutes=5), timedelta(minutes=1), timedelta(minutes=15))


def until_refused(whom="someone", most=30):
    for count in range(most):
        try:
            throttle.take(RULE, whom)
        except TooMany:
            return count
    return most


def test_some_tries_are_free(app):
    assert until_refused() == 3


def test_each_wait_that_was_waited_out_opens_for_one_try(app):
    until_refused()

    with clock.at(now() + timedelta(minutes=1)):
        assert until_refused() == 1
        with pytest.raises(TooMany) as refusal:
            throttle.take(RULE, "someone")

    assert refusal.value.values == {"minutes": 2}


def test_a_refused_try_does_not_make_the_wait_longer(app):
    until_refused()
    for _ in range(50):
        with pytest.raises(TooMany):
            throttle.take(RULE, "someone")

    with clock.at(now() + timedelta(minutes=1)):
        throttle.take(RULE, "someone")


def test_no_wait_is_longer_than_the_longest(app):
    until_refused()
    for _ in range(40):
        with clock.at(session.query(Tries).one().not_before):
            throttle.take(RULE, "someone")
            wait = session.query(Tries).one().not_before - now()

    assert wait == RULE.longest_wait


def test_quiet_is_forgiven(app):
    until_refused()

    with clock.at(now() + timedelta(minutes=7)):
        assert until_refused() == 3


def test_one_is_not_stopped_by_anothers_tries(app):
    until_refused("someone")

    throttle.take(RULE, "another")


def test_a_right_answer_clears_the_count(app):
    throttle.take(RULE, "someone")
    throttle.clear(RULE, "someone")

    assert until_refused() == 3


def test_the_name_itself_is_not_kept(app):
    throttle.take(RULE, "amara@example.org")

    assert "amara" not in session.query(Tries).one().key


def test_old_counts_are_swept(app):
    throttle.take(RULE, "someone")

    with clock.at(now() + timedelta(days=3)):
        throttle.take(RULE, "another")

    assert session.query(Tries).count() == 1
