"""An organisation sees what a member learns once the member said so, and while they are one. Nobody else."""

from datetime import timedelta

import pytest

from app.foundation.clock import at, now
from app.foundation.db import session
from app.learning.models import Sharing
from app.learning.operations import sharing as operations
from app.learning.queries import sharing
from app.organisations.models import Membership, Organisation, OrganisationState, Seat
from app.organisations.operations import members
from tests.counting import counted
from tests.learning.crowd import at_once, learns
from tests.learning.given import a_course
from tests.page import page_of

PAGE = "/en/organisations/society-of-the-flyway/learning"
OWN = "/en/learn/sharing"
SLUG = "society-of-the-flyway"


@pytest.fixture
def course(cast):
    """Rosa passed it, Emil has begun it."""
    course = a_course()
    with at_once(course):
        learns(course, cast.rosa, ago=9, passed=2)
        learns(course, cast.emil)
    return course


def rows_of(client):
    page = page_of(client.get(PAGE))
    return [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in page.select("tbody tr")
    ]


def test_nobody_is_seen_who_did_not_say_so(cast, course, visit):
    page = page_of(visit(cast.amara).get(PAGE))

    assert page.main.select_one(".card h2").get_text() == "Nobody has agreed yet"
    assert "Rosa" not in page.get_text()


def test_an_owner_and_an_editor_see_who_agreed_their_courses_and_the_day(cast, course, visit):
    rosa = visit(cast.rosa)
    page = page_of(rosa.get(OWN))
    assert "Sees nothing" in page.main.get_text()
    assert rosa.post(page.main.form["action"]).location == OWN

    day = f"{now() - timedelta(days=7):%-d %B %Y}"
    expected = [["Rosa", "Flyways", "Passed", day]]
    assert rows_of(visit(cast.amara)) == rows_of(visit(cast.emil)) == expected
    assert "Sees which courses you begin and pass" in page_of(rosa.get(OWN)).main.get_text()


def test_who_agreed_and_has_begun_nothing_is_named_without_a_course(cast, course):
    operations.agree(cast.society, actor=cast.amara)
    operations.agree(cast.society, actor=cast.emil)

    told = sharing.learnt_by_members(cast.society)
    assert [(one.name, one.course and one.course.slug, one.finished_at) for one in told] == [
        ("Amara", None, None),
        ("Emil", "flyways", None),
    ]


@pytest.mark.parametrize("name", ["rosa", "chen", "fatou", "bruno", "talia", "edda", "adam"])
def test_readers_strangers_and_the_secretariat_have_no_such_page(cast, course, visit, name):
    operations.agree(cast.society, actor=cast.rosa)

    assert visit(getattr(cast, name)).get(PAGE).status_code == 404


def test_what_was_said_is_taken_back_at_once(cast, course, visit):
    operations.agree(cast.society, actor=cast.rosa)
    rosa = visit(cast.rosa)
    rosa.post(page_of(rosa.get(OWN)).main.form["action"])

    assert rows_of(visit(cast.amara)) == []
    assert session.query(Sharing).count() == 0


def test_it_ends_with_the_seat_and_does_not_come_back_with_another(cast, course):
    operations.agree(cast.society, actor=cast.rosa)
    members.leave(cast.society, actor=cast.rosa)
    assert sharing.learnt_by_members(cast.society) == []

    with at_once(course), at(now() + timedelta(minutes=1)):
        cast.society.members.append(Membership(user=cast.rosa, seat=Seat.READER, joined_at=now()))
    assert sharing.learnt_by_members(cast.society) == []
    assert sharing.agreed(cast.rosa) == {}


def test_it_is_for_one_organisation_only(cast, course, visit):
    with at_once(course):
        cast.other.members.append(Membership(user=cast.rosa, seat=Seat.READER))
    operations.agree(cast.society, actor=cast.rosa)

    assert sharing.learnt_by_members(cast.other) == []
    assert [one.name for one in sharing.learnt_by_members(cast.society)] == ["Rosa"]


def test_an_organisation_that_is_not_verified_sees_nothing_and_is_told_nothing(cast, course, visit):
    operations.agree(cast.society, actor=cast.rosa)
    with at_once(course):
        session.get(Organisation, cast.society.id).state = OrganisationState.SUSPENDED

    assert visit(cast.amara).get(PAGE).status_code == 404
    assert visit(cast.emil).post(f"{OWN}/{SLUG}/agree").status_code == 404
    rosa = visit(cast.rosa)
    assert "Sees nothing while it is not verified" in page_of(rosa.get(OWN)).main.get_text()
    assert rosa.post(f"{OWN}/{SLUG}/take-back").location == OWN
    assert session.query(Sharing).count() == 0


@pytest.mark.parametrize("name", ["chen", "bruno"])
def test_nobody_agrees_for_an_organisation_they_do_not_belong_to(cast, course, visit, name):
    assert visit(getattr(cast, name)).post(f"{OWN}/{SLUG}/agree").status_code == 404


def test_a_stranger_learns_nothing_of_an_organisation_by_taking_back(cast, course, visit):
    """A protected organisation's address answers as one that never was."""
    chen = visit(cast.chen)
    told = [chen.post(f"{OWN}/{slug}/take-back") for slug in (SLUG, "never-was")]
    assert [(one.status_code, one.location) for one in told] == [(302, OWN)] * 2


def test_members_of_a_protected_organisation_are_warned(cast, course, visit):
    assert "is protected" not in page_of(visit(cast.rosa).get(OWN)).main.get_text()
    with at_once(course):
        session.get(Organisation, cast.society.id).protected = True

    assert "is protected" in page_of(visit(cast.rosa).get(OWN)).main.get_text()


def test_the_way_there_stands_on_the_course_and_beside_the_members(cast, course, visit):
    assert page_of(visit(cast.rosa).get("/en/learn/flyways")).select_one(f'main a[href="{OWN}"]')
    assert not page_of(visit().get("/en/learn/flyways")).select_one(f'main a[href="{OWN}"]')
    for person, seen in ((cast.amara, True), (cast.emil, True), (cast.rosa, False), (cast.bruno, False)):
        page = page_of(visit(person).get(f"/en/organisations/{SLUG}/members"))
        assert bool(page.select_one(f'main a[href="{PAGE}"]')) is seen


def test_somebody_without_an_organisation_is_told_so(cast, visit):
    assert "You belong to no organisation here" in page_of(visit(cast.fatou).get(OWN)).main.get_text()


def test_more_members_ask_the_database_no_more_often(app, cast, course, visit):
    amara, told = visit(cast.amara), []
    operations.agree(cast.society, actor=cast.rosa)
    for who in (None, cast.emil):
        if who:
            operations.agree(cast.society, actor=who)
        amara.get(PAGE)
        with counted(app) as sent:
            amara.get(PAGE)
        told.append(len(sent))
    assert told[0] == told[1] <= 12
