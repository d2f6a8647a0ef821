"""Guests keep what they did by one cookie, and take it along when they sign in."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.foundation import audit, passwords, seals
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.learning.models import Attempt, Enrolment, Learner, LessonProgress
from app.learning.operations import learners, reading
from tests.learning.given import RIGHT, WRONG, a_course, send

LESSON = "/en/learn/flyways/journeys"
PASSWORD = "a pond of quiet herons"


def count(model):
    return session.scalar(select(func.count()).select_from(model))


def test_reading_leaves_no_trace_of_a_guest(visit):
    a_course()
    guest = visit()
    for address in ("/en/learn", "/en/learn/flyways", LESSON):
        guest.get(address)

    assert guest.get_cookie("learner") is None
    assert count(Learner) == count(LessonProgress) == 0


@pytest.mark.parametrize("act", ["answer", "finish"])
def test_the_first_answer_or_lesson_sets_one_cookie_that_says_nothing(visit, act):
    a_course()
    guest = visit()

    answer = send(guest, "border", RIGHT["border"]) if act == "answer" else guest.post(f"{LESSON}/finish")

    (told,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("learner=")]
    for part in ("HttpOnly", "SameSite=Lax", "Path=/", f"Max-Age={365 * 24 * 3600}"):
        assert part in told
    word = guest.get_cookie("learner").value
    learner = session.scalar(select(Learner))
    assert (learner.user_id, learner.digest) == (None, seals.digest(word))


def test_a_guest_who_comes_back_is_the_same_learner(visit):
    a_course()
    guest = visit()
    send(guest, "border", WRONG["border"])
    word = guest.get_cookie("learner").value
    send(guest, "border", RIGHT["border"])

    assert guest.get_cookie("learner").value == word
    assert (count(Learner), count(Attempt)) == (1, 2)


@pytest.mark.parametrize("word", ["planted", "x" * 500, ""])
def test_a_word_that_we_did_not_give_is_replaced_by_one_of_ours(visit, word):
    a_course()
    guest = visit()
    guest.set_cookie("learner", word)
    guest.get(LESSON)
    send(guest, "border", RIGHT["border"])

    assert guest.get_cookie("learner").value != word
    assert count(Learner) == 1


def test_nobody_sees_what_another_did(cast, visit):
    a_course()
    guest, chen = visit(), visit(cast.chen)
    send(guest, "border", RIGHT["border"])

    for other in (visit(), chen):
        assert "Answer again" not in other.get(LESSON).get_data(as_text=True)


def test_a_person_keeps_their_place_without_a_cookie_of_its_own(cast, visit):
    a_course()
    phone, desk = visit(cast.chen), visit(cast.chen)
    phone.get(LESSON)
    send(phone, "border", RIGHT["border"])

    assert phone.get_cookie("learner") is None
    assert "Answer again" in desk.get(LESSON).get_data(as_text=True)
    assert session.scalar(select(Learner.user_id)) == cast.chen.id


def test_opening_a_lesson_is_noted_once(cast, visit):
    course = a_course()
    chen = visit(cast.chen)
    for _ in range(2):
        chen.get(LESSON)
    chen.get("/fr/learn/flyways/after")

    enrolment = session.scalar(select(Enrolment))
    assert enrolment.last_lesson_id == course.lessons[1].id
    assert count(LessonProgress) == 2
    assert "Go on: The after" in chen.get("/en/learn/flyways").get_data(as_text=True)


def test_what_a_guest_did_comes_along_when_they_sign_in(cast, visit, signing_in):
    a_course()
    guest = visit()
    send(guest, "border", RIGHT["border"])

    signing_in(guest, cast.chen)

    assert guest.get_cookie("learner") is None
    assert "Answer again" in guest.get(LESSON).get_data(as_text=True)
    learner = session.scalar(select(Learner))
    assert (learner.user_id, learner.digest) == (cast.chen.id, None)


@pytest.fixture
def signing_in():
    """Through the door, with a password."""

    def go(client, person):
        with transaction():
            person.password_hash = passwords.hashed(PASSWORD)
            audit.record("test.password", person, actor=None)
        answer = client.post("/en/account/sign-in", data={"email": person.email, "password": PASSWORD})
        assert answer.status_code == 302

    return go


def test_of_what_both_did_the_better_is_kept(cast, visit):
    course = a_course()
    guest, chen = visit(), visit(cast.chen)
    send(chen, "border", WRONG["border"])
    send(guest, "border", RIGHT["border"])
    send(guest, "days", RIGHT["days"])
    guest.post(f"{LESSON}/finish")
    chen.get("/en/learn/flyways/after")

    assert learners.take_over(guest.get_cookie("learner").value, person=cast.chen.id)

    assert (count(Learner), count(Attempt), count(Enrolment), count(LessonProgress)) == (1, 3, 1, 2)
    first = session.get(LessonProgress, (session.scalar(select(Learner.id)), course.lessons[0].id))
    assert first.read_at is not None
    words = chen.get("/en/learn/flyways").get_data(as_text=True)
    assert "So far: 2." in words
    assert "1 of 2 lessons done" in words


def test_a_word_is_taken_over_once(cast, visit):
    a_course()
    guest = visit()
    send(guest, "border", RIGHT["border"])
    word = guest.get_cookie("learner").value

    assert learners.take_over(word, person=cast.chen.id) is True
    assert learners.take_over(word, person=cast.amara.id) is False


def test_a_guest_who_stays_away_longer_than_their_cookie_is_forgotten(cast, visit):
    a_course()
    guest, chen = visit(), visit(cast.chen)
    send(guest, "border", RIGHT["border"])
    send(chen, "border", RIGHT["border"])
    with transaction():
        for learner in session.scalars(select(Learner)):
            learner.seen_at = now() - timedelta(days=401)

    learners.sweep()

    assert session.scalars(select(Learner.user_id)).all() == [cast.chen.id]
    assert count(Attempt) == 1


def test_of_two_first_answers_of_one_person_at_once_both_are_kept(cast, visit, monkeypatch):
    """The second looked for the learner before the first had written it down."""
    a_course()
    amara = visit(cast.amara)
    send(amara, "border", WRONG["border"])
    monkeypatch.setattr(reading, "stand_of", lambda *_: None)

    assert send(amara, "border", RIGHT["border"]).status_code == 302
    assert (count(Learner), count(Enrolment), count(Attempt)) == (1, 1, 2)
