"""What is kept about somebody's learning: seen, taken away and deleted by them alone."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.foundation.clock import now
from app.foundation.db import Base, session, transaction
from app.learning.models import Attempt, Certificate, Enrolment, Learner, LessonProgress
from app.learning.operations import certifying, forgetting, learners, sharing
from app.learning.queries import certificates, kept
from app.learning.queries.learners import Who
from tests.factories import last_line
from tests.learning.given import RIGHT, WRONG, a_certificate, a_course, pass_all, send
from tests.page import page_of

OF_EDITORS = {"course_upload"}  # work at courses, and no learning


def press(client, address, **sent):
    """The one button of a page."""
    form = page_of(client.get(address)).main.find("form")
    sent = {one["name"]: one["value"] for one in form.find_all("input")} | sent
    answer = client.post(address, data=sent)
    session.expire_all()
    return answer


def count(model):
    return session.scalar(select(func.count()).select_from(model))


def test_everything_that_hangs_on_a_learner_is_shown_and_goes():
    """Who adds a table for learners says here that it is shown and forgotten too."""
    hanging = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "learner"
    }
    ours = [one.local_table for one in Base.registry.mappers if "app.learning" in str(one.class_)]
    of_people = {
        table.name for table in ours for key in table.foreign_keys if key.column.table.name == "user"
    }

    assert hanging == {"enrolment", "lesson_progress", "attempt", "certificate"}
    assert of_people == {"learner", "certificate", "sharing"} | OF_EDITORS


@pytest.mark.parametrize("who", [None, "chen"])
def test_a_learner_sees_courses_lessons_and_answers_and_takes_them_away(cast, visit, who):
    a_course()
    client = visit(getattr(cast, who) if who else None)
    send(client, "border", WRONG["border"])
    send(client, "border", RIGHT["border"])

    page = page_of(client.get("/fr/learn/kept"))
    told = client.get("/fr/learn/kept.json")

    assert len(page.select("tbody tr")) == 3  # a lesson and two answers
    assert told.json["courses"][0]["answers"][0]["in_words"] in page.main.get_text()
    (course,) = told.json["courses"]
    assert (course["course"], course["language"]) == ("flyways", "en")
    assert [answer["right"] for answer in course["answers"]] == [True, False]
    assert {answer["question"] for answer in course["answers"]} == {"border"}
    assert told.headers["Cache-Control"] == "private, no-store"


def test_nobody_sees_what_another_learner_did(cast, visit):
    a_course()
    send(visit(cast.chen), "border", RIGHT["border"])

    for client in (visit(), visit(cast.amara), visit(cast.edda), visit(cast.adam)):
        assert client.get("/en/learn/kept.json").json == {}
        assert "Nothing is kept" in client.get("/en/learn/kept").text


@pytest.mark.parametrize("who", [None, "chen"])
def test_a_learner_deletes_all_of_it_and_nothing_of_others(cast, visit, who):
    a_course()
    client, other = visit(getattr(cast, who) if who else None), visit(cast.amara)
    for one in (client, other):
        send(one, "border", RIGHT["border"])

    answer = press(client, "/en/learn/kept/delete")

    assert answer.location == "/en/learn/kept"
    assert client.get_cookie("learner") is None
    assert client.get("/en/learn/kept.json").json == {}
    assert [count(model) for model in (Learner, Enrolment, Attempt)] == [1, 1, 1]
    assert other.get("/en/learn/kept.json").json["courses"]


def test_a_certificate_outlives_what_was_learnt_until_its_holder_deletes_it_too(cast, visit):
    a_course()
    amara = visit(cast.amara)
    pass_all(amara)
    given = a_certificate(cast.amara, session.scalars(select(Enrolment)).one().course)
    page = page_of(amara.get("/en/learn/kept/delete")).main.get_text()
    assert given.serial in page

    press(amara, "/en/learn/kept/delete")
    assert (count(Attempt), count(LessonProgress), count(Learner)) == (0, 0, 1)
    assert "This certificate is valid" in visit().get(f"/en/learn/certificates/{given.serial}").text

    press(amara, f"/en/learn/certificates/{given.serial}/withdraw")
    told = page_of(visit().get(f"/en/learn/certificates/{given.serial}")).main.get_text()
    assert "withdrawn at its holder's wish" in told
    assert "Amara" not in told
    assert last_line().action == "certificate.withdraw"


def test_with_a_certificate_go_the_names_of_those_that_it_replaced(cast):
    first = a_certificate(cast.amara, a_course())
    anew = certifying.rename(first, holder="A. M. Ara", seen=first.revision, actor=cast.amara)

    forgetting.withdraw(anew, seen=anew.revision, actor=cast.amara)

    session.expire_all()
    left = session.scalars(select(Certificate)).all()
    assert {(one.state, one.holder, one.learner_id) for one in left} == {("withdrawn", "", None)}
    assert certificates.newest(cast.amara.id, first.course_id) is None


def test_a_revocation_outlives_the_name_and_no_other_certificate_is_given(cast, visit):
    course = a_course()
    amara = visit(cast.amara)
    pass_all(amara)
    first = a_certificate(cast.amara, course, holder="Amara D.")
    anew = certifying.rename(first, holder="Amara Diallo", seen=first.revision, actor=cast.amara)
    certifying.revoke(anew, reason="It was bought.", seen=anew.revision, actor=cast.adam)
    there = f"/en/learn/certificates/{anew.serial}"
    assert "No new certificate of this course is given to you." in amara.get(there).text
    assert "Which account it belonged to is kept too" in amara.get(f"{there}/unname").text

    press(amara, f"{there}/unname")
    press(amara, "/en/learn/kept/delete")
    pass_all(amara)

    told = page_of(visit().get(there)).main.get_text()
    assert "was revoked on" in told
    assert "It was bought." in told
    assert "cms.secretariat@cms.int" not in told
    for serial in (first.serial, anew.serial):
        assert "Amara" not in visit().get(f"/en/learn/certificates/{serial}").text
    assert last_line().action == "certificate.unname"
    asked = amara.post("/en/learn/certificates/of/flyways", data={"holder": "Amara Again"})
    assert asked.location == there
    assert "Get your certificate" not in amara.get("/en/learn/flyways").text
    assert (count(Certificate), amara.get(f"{there}/unname").status_code) == (2, 403)


def test_who_deleted_a_certificate_may_ask_for_another(cast, visit):
    course = a_course()
    pass_all(visit(cast.amara))
    old = a_certificate(cast.amara, course)
    forgetting.withdraw(old, seen=old.revision, actor=cast.amara)

    answer = visit(cast.amara).post("/en/learn/certificates/of/flyways", data={"holder": "Amara"})

    assert answer.status_code == 302
    assert certificates.newest(cast.amara.id, course.id).serial in answer.location


def test_an_answer_to_a_question_of_another_kind_is_shown_as_it_was_given(cast, visit):
    a_course()
    client = visit(cast.chen)
    send(client, "border", RIGHT["border"])
    with transaction():
        row = session.scalars(select(Attempt)).one()
        row.question.kind = "number"

    (course,) = kept.kept_about(Who(cast.chen.id), "en").courses

    assert course.answers[0].kind == "number"
    assert client.get("/en/learn/kept").status_code == 200


def test_a_guest_is_forgotten_a_day_after_the_cookie_ended(visit):
    a_course()
    send(visit(), "border", RIGHT["border"])

    for days, left in ((365, 1), (367, 0)):
        with transaction():
            session.scalars(select(Learner)).one().seen_at = now() - timedelta(days=days)
        learners.sweep()
        assert count(Learner) == left


def test_who_never_learnt_has_nothing_to_forget(cast):
    forgetting.forget(Who(cast.chen.id))

    assert kept.kept_about(Who(cast.chen.id), "en") is None


def test_whom_a_member_lets_see_it_is_shown_and_goes(cast, visit):
    sharing.agree(cast.society, actor=cast.amara)
    client = visit(cast.amara)

    (told,) = client.get("/en/learn/kept.json").json["shared_with"]
    assert told["organisation"] == cast.society.slug
    assert cast.society.name in client.get("/en/learn/kept").text

    press(client, "/en/learn/kept/delete")
    assert client.get("/en/learn/kept.json").json == {}


def test_the_last_change_is_the_newest_of_what_is_shown(visit, cast):
    a_course()
    send(visit(cast.chen), "border", RIGHT["border"])
    with transaction():
        session.execute(update(Learner).values(seen_at=now() - timedelta(days=9)))

    there = kept.kept_about(Who(user_id=cast.chen.id), "en")

    assert there.changed_at > now() - timedelta(minutes=5)
