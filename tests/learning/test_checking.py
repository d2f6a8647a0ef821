"""Lessons that wait on the desk until an editor has held them against the law again."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.foundation import audit
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.learning.models import CourseText, Lesson, LessonText
from app.learning.queries import checking
from app.vocabularies.models import Dataset, Term
from tests.learning.given import a_course
from tests.page import page_of

DECISION = "Resolution 9.9"


@pytest.fixture
def course(cast):
    """Its first lesson cites a decision that is in force."""
    found = a_course()
    about = {"as_of": "2026-11-01", "source": "", "terms": "", "note": "", "digest": "", "term_count": 1}
    facts = {"status": "in force"}
    decision = Term(kind="decision", key=DECISION, names={"en": DECISION}, facts=facts, place="0")
    decision.confidence, decision.dataset = "source", Dataset(key="decisions", files=[], **about)
    change(Lesson, Lesson.key == "journeys", cites=[DECISION], keep=[decision])
    return found


def change(model, which=None, keep=(), **values):
    with transaction():
        session.add_all(keep)
        statement = update(model).values(**values)
        session.execute(statement if which is None else statement.where(which))
        audit.record("test.change", keep[0] if keep else a_line(), actor=None)
    session.expire_all()


def a_line():
    return session.query(Lesson).first()


def reasons(cast):
    return [(one.title, one.party) for one in checking.waiting(cast.edda)]


def test_nothing_waits_while_everything_stands(course, cast):
    assert reasons(cast) == []


@pytest.mark.parametrize("standing", ["amended", "repealed"])
def test_a_lesson_waits_when_what_it_cites_has_changed(course, cast, standing):
    change(Term, Term.key == DECISION, facts={"status": standing})

    assert reasons(cast) == [("The journeys", f"Cites what has changed: {DECISION}")]
    assert checking.counts(cast.edda) == (1, 1)


def test_a_lesson_waits_when_nobody_looked_for_a_year(course, cast):
    change(Lesson, Lesson.key == "after", checked_on=now().date() - timedelta(days=367))
    change(Lesson, Lesson.key == "journeys", checked_on=now().date() - timedelta(days=364))

    assert reasons(cast) == [("The after", "Not held against the law for a year")]


def test_a_translation_that_is_older_than_its_source_waits_in_its_language(course, cast, visit):
    change(LessonText, LessonText.lang == "fr", is_stale=True)
    change(CourseText, CourseText.lang == "fr", is_stale=True)

    page = page_of(visit(cast.edda).get("/en/desk"))
    links = [link["href"] for link in page.select("tbody th a")]
    assert links == ["/fr/learn/flyways/journeys", "/fr/learn/flyways"]
    assert "The translation is older than its source" in page.tbody.get_text()
    assert checking.counts(cast.edda) == (2, 0)


def test_what_is_withdrawn_waits_for_nobody(course, cast):
    change(Lesson, checked_on=now().date() - timedelta(days=400), withdrawn_at=now())

    assert reasons(cast) == []


@pytest.mark.parametrize("who", ["bruno", "talia", "adam", "amara"])
def test_the_queue_is_the_editors(course, cast, visit, who):
    change(Lesson, checked_on=now().date() - timedelta(days=400))
    person = getattr(cast, who)

    assert checking.waiting(person) == []
    expected = 404 if who in ("bruno", "amara") else 200
    assert visit(person).get("/en/desk?queue=lessons").status_code == expected
    assert "Lessons to hold against the law" not in visit(person).get("/en/desk").text
    assert "2 things wait on the desk" in visit(cast.edda).get("/en/work").text
