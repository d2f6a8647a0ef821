"""Figures of learning: what is counted, exactly; who sees it, and who is hidden in it."""

import csv
from datetime import timedelta
from io import StringIO

import pytest

from app.foundation.clock import now
from app.foundation.db import session
from app.learning.models import CourseText, Enrolment, Question
from app.learning.queries import figures, hardest
from app.learning.queries.cohort import Chosen
from app.learning.queries.few import OTHERS
from app.learning.queries.figures import GUESTS, NONE
from app.organisations.models import Kind, Membership, Seat
from tests.counting import counted
from tests.learning.crowd import at_once, learns, members
from tests.learning.given import ASKED, a_certificate, a_course
from tests.page import page_of

ALL = Chosen()


@pytest.fixture
def world(cast):
    """Six learn in Kenya, five in Morocco, two in Senegal, four as guests, one for a protected organisation.

    Nine passed: five of Kenya after 1, 2, 3, 4 and 20 days, four guests on the first day.
    """
    course = a_course(kinds=("border", "days", "symbol"))
    border, days, symbol = course.lessons[0].questions
    with at_once(course):
        kenya = members(6)
        for person, took in zip(kenya, (1, 2, 3, 4, 20, None), strict=True):
            learns(course, person, passed=took, opened=2, done=2 if took else 1)
        for person in members(5, "MA", Kind.CSO):
            wrong = (border, "a", False)
            learns(course, person, lang="fr", ago=40, opened=1, answers=[wrong, (border, "b", True)])
        for person in members(2, "SN", Kind.CSO):
            learns(course, person, answers=[(border, "b", True), (days, 9, False)])
        for _ in range(4):
            learns(course, passed=0, opened=2, done=2, answers=[(symbol, "Doc", False)])
        (hidden,) = members(1, protected=True)
        learns(course, hidden, answers=[(symbol, "inf", True)])
    a_certificate(kenya[0], course)
    a_certificate(kenya[1], course, "revoked")
    return course


def groups(told):
    return {one.key: (one.began, one.passed) for one in told}


def named(course):
    return figures.get_named(course.slug)


def test_a_course_counts_who_began_who_goes_on_and_who_passed(world):
    (told,) = figures.by_course(ALL)

    assert (told.began, told.going, told.passed, told.certified) == (18, 9, 9, 1)
    assert told.days == 1  # half of 0 0 0 0 1 2 3 4 20 needed one day at most


def test_people_stand_by_language_country_and_kind(world):
    told = figures.overall(ALL)

    assert (told.group.began, told.group.passed) == (18, 9)
    assert groups(told.languages) == {"en": (13, None), "fr": (5, None)}  # four of thirteen have not passed
    assert groups(told.countries) == {"KE": (6, None), "MA": (5, 0), OTHERS: (7, None)}
    assert groups(told.kinds) == {"cso": (7, 0), "national_ngo": (6, None), OTHERS: (5, None)}


def test_guests_and_people_of_no_organisation_count_and_are_called_so(cast):
    course = a_course()
    with at_once(course):
        for _ in range(6):
            learns(course)
        learns(course, cast.fatou)
        for person in members(4, protected=True):
            learns(course, person)

    assert groups(figures.overall(ALL).countries) == {GUESTS: (6, 0), NONE: (5, 0)}


def test_members_of_what_is_not_verified_and_who_left_count_without_a_country(cast):
    course = a_course()
    with at_once(course):
        for person in members(5, state="suspended"):
            learns(course, person)

    assert groups(figures.overall(ALL).countries) == {NONE: (5, 0)}


def test_who_speaks_for_several_counts_once_by_the_first_they_joined(cast):
    course = a_course()
    with at_once(course):
        people = members(5, "AR")
        members(0, "MA").extend(people)

        for person in people:
            later = now() + timedelta(days=1)
            seat = {"user": person, "seat": Seat.READER, "joined_at": later}
            cast.society.members.append(Membership(**seat))
            learns(course, person)

    assert groups(figures.overall(ALL).countries) == {"AR": (5, 0)}


def test_a_person_in_two_courses_is_one_person(cast):
    course, second = a_course(), a_course("second")
    with at_once(course):
        learner = learns(course, cast.amara, passed=1)

        session.add(Enrolment(learner=learner, course=second, lang="fr"))

    told = figures.overall(ALL)
    assert (told.group.began, told.group.passed) == (1, 1)
    assert groups(told.languages) == {OTHERS: (None, None)}


def test_lessons_stand_in_their_order_with_who_opened_and_who_finished_them(world):
    told = figures.by_lesson(named(world), ALL)

    assert [(one.number, one.lesson.slug, one.opened, one.done) for one in told] == [
        (1, "journeys", 15, 10),
        (2, "after", 10, 9),
    ]


def test_the_hardest_question_stands_first_and_a_first_answer_is_the_first(world):
    told = hardest.by_question(named(world), ALL, "en")

    assert [(one.key, one.answered, one.at_first, one.in_the_end, one.tries) for one in told] == [
        ("days", 2, 0, 0, 1),
        ("symbol", 5, 20, 20, 1),
        ("border", 7, 29, 100, 1.7),
        ("border", 0, None, None, None),  # of the second lesson
    ]


def test_the_wrong_answer_of_most_is_told_but_not_what_few_have_typed(world):
    told = {one.key: one for one in reversed(hardest.by_question(named(world), ALL, "en"))}

    assert (told["border"].wrong, told["border"].wrong_people) == ({"is": "a"}, 5)
    assert told["days"].wrong is None  # two typed 9
    assert told["symbol"].wrong is None  # four typed "Doc"


def test_answers_to_an_older_wording_do_not_count(world):
    with at_once(world):
        session.get(Question, world.lessons[0].questions[0].id).digest = "b" * 64

    told = {one.key: one.answered for one in reversed(hardest.by_question(named(world), ALL, "en"))}
    assert told == {"border": 0, "days": 2, "symbol": 5}


def test_pairs_kept_in_another_order_are_one_answer(cast):
    course = a_course(kinds=("animals",))
    (animals,) = course.lessons[0].questions
    with at_once(course):
        for _ in range(3):
            learns(course, answers=[(animals, {"aewa": "albatross", "acap": "birds"}, False)])
            learns(course, answers=[(animals, {"acap": "birds", "aewa": "albatross"}, False)])

    assert hardest.by_question(named(course), ALL, "en")[0].wrong_people == 6


@pytest.mark.parametrize(
    ("chosen", "began"),
    [
        (Chosen(language="fr"), 5),
        (Chosen(since=(now() - timedelta(days=20)).date()), 13),
        (Chosen(until=(now() - timedelta(days=20)).date()), 5),
        (Chosen(since=(now() - timedelta(days=10)).date(), until=(now() - timedelta(days=10)).date()), 13),
        (Chosen(country="KE"), 6),
        (Chosen(kind="cso"), 7),
        (Chosen(kind="cso", country="KE"), 0),
    ],
)
def test_figures_are_narrowed_by_time_language_country_and_kind(world, chosen, began):
    assert figures.overall(chosen).group.began == began
    assert figures.by_course(chosen)[0].began == began


def test_a_country_of_few_is_not_told_even_when_it_is_asked_for(world):
    told = figures.overall(Chosen(country="SN"))

    assert not told.is_told
    assert (told.countries, told.kinds, told.languages) == ([], [], [])
    assert figures.by_course(Chosen(country="SN"))[0].began is None


NARROWED = [
    "language=ar",
    "since={day}",
    "until={old}",
    "language=ar&since={day}",
    "country=SN",
    "kind=academic",
]


@pytest.mark.parametrize("query", NARROWED)
def test_nothing_is_told_of_few_by_whatever_they_were_found(world, cast, visit, query):
    with at_once(world):
        wrong = (world.lessons[0].questions[0], "a", False)
        learns(world, lang="ar", ago=0, passed=0, opened=2, done=2, answers=[wrong])
        learns(world, ago=99, passed=1, answers=[wrong])
    today = now().date()
    query = query.format(day=today, old=today - timedelta(days=90))

    for address in ("", "/flyways"):
        page = page_of(visit(cast.bruno).get(f"/en/desk/learning{address}?{query}"))
        assert page.select("main table, main svg, main dl") == []


def test_a_question_and_a_lesson_of_few_are_not_told_within_a_language(world):
    narrow = Chosen(language="en")

    assert {one.answered for one in hardest.by_question(named(world), narrow, "en")} <= {None, 0, 5}
    (course,) = figures.by_course(narrow)
    assert (course.began, course.passed, course.certified) == (13, None, None)


def test_within_a_country_small_numbers_are_left_out(world):
    narrow = Chosen(country="KE")

    (course,) = figures.by_course(narrow)
    assert (course.began, course.going, course.passed) == (6, None, None)  # one has not passed
    lessons = figures.by_lesson(named(world), Chosen(country="MA"))
    assert [(one.opened, one.done) for one in lessons] == [(5, 0), (0, 0)]


def test_a_withdrawn_course_stays_while_anybody_learnt_in_it(cast):
    course, _never = a_course("begun", withdrawn_at=now()), a_course("never", withdrawn_at=now())
    with at_once(course):
        learns(course)

    assert [(one.course.slug, one.course.is_withdrawn) for one in figures.by_course(ALL)] == [("begun", True)]


def test_the_public_totals_name_nobody(world):
    a_course("second", languages=("ar",))

    told = figures.r3_figures()
    assert (told.courses, told.languages, told.learners) == (2, ["ar", "en", "fr"], 18)
    assert (told.begun, told.finished, told.certificates) == (18, 9, 1)
    assert told.by_language == [("en", 13, 9), ("fr", 5, 0)]


# ------------------------------------------------------------------ pages


def rows_of(page, name):
    table = page.select_one(f"section[aria-labelledby={name}] table")
    return [
        [cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in table.select("tbody tr")
    ]


def test_the_page_tells_every_figure_as_a_chart_with_its_table(world, cast, visit):
    page = page_of(visit(cast.edda).get("/en/desk/learning"))

    assert rows_of(page, "courses") == [["Flyways", "18", "9", "9", "1", "1"]]
    assert rows_of(page, "countries") == [
        ["Kenya", "6", "not shown"],
        ["Morocco", "5", "0"],
        ["Others, taken together", "7", "not shown"],
    ]
    for section in page.select("main section[aria-labelledby]"):
        chart = section.select_one("svg.chart[role=img]")
        assert [page.find(id=name).name for name in chart["aria-labelledby"].split()] == ["title", "desc"]
        assert section.select_one("table")


def test_a_course_tells_where_people_stop_and_what_is_hard(world, cast, visit):
    page = page_of(visit(cast.bruno).get("/en/desk/learning/flyways"))

    assert rows_of(page, "standing") == [["In progress", "9"], ["Passed", "9"], ["Certificates", "1"]]
    assert rows_of(page, "lessons") == [["The journeys", "1", "15", "10"], ["The after", "2", "10", "9"]]
    assert rows_of(page, "questions")[2] == ["Who must act?", "1", "7", "29", "100", "1.7", "One State (5)"]


def test_each_answer_is_told_in_words(cast, visit):
    course = a_course()
    pairs = {"aewa": "albatross", "acap": "birds"}
    given = ["a", ["maps"], False, pairs, ["table", "check", "send"], 9, "Doc"]
    with at_once(course):
        for _ in range(5):
            wrong = zip(course.lessons[0].questions, given, strict=True)
            learns(course, answers=[(question, what, False) for question, what in wrong])

    page = page_of(visit(cast.bruno).get("/en/desk/learning/flyways"))
    told = {row[0]: row[-1] for row in rows_of(page, "questions") if row[2] != "0"}
    assert told == {
        "Who must act?": "One State (5)",
        "Which are threats?": "Maps (5)",
        "It binds.": "False (5)",
        "Match.": "ACAP: Waterbirds; AEWA: Albatrosses (5)",
        "In which order?": "Table; Check; Send (5)",
        "How long?": "9 days (5)",
        "Which mark?": "Doc (5)",
    }
    assert len(ASKED) == len(given)


def test_a_file_holds_what_the_page_shows_and_no_cell_calculates(cast, visit):
    course = a_course()
    with at_once(course):
        session.get(CourseText, (course.id, "en")).title = '=HYPERLINK("x")'
        learns(course)

    answer = visit(cast.talia).get("/en/desk/learning/tables/courses.csv")
    assert (
        answer.headers["Content-Disposition"] == f'attachment; filename="learning-courses-{now().date()}.csv"'
    )
    (row,) = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))[1:]
    assert row == [
        '\'=HYPERLINK("x")',
        "1",
        "1",
        "0",
        "0",
        "",
        "All courses",
        "All learners",
        str(now().date()),
    ]


@pytest.mark.parametrize("address", ["countries.csv?country=SN", "lessons.csv?course=flyways&country=SN"])
def test_a_file_of_few_tells_why_it_is_empty(world, cast, visit, address):
    answer = visit(cast.adam).get(f"/en/desk/learning/tables/{address}")

    (row,) = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))[1:]
    assert (row[0], row[2]) == ("Fewer than 5 people, perhaps none", "Senegal")
    assert f"country-SN-{now().date()}.csv" in answer.headers["Content-Disposition"]


def test_a_page_of_few_shows_nothing_but_why(world, cast, visit):
    page = page_of(visit(cast.bruno).get("/en/desk/learning?kind=academic"))

    assert "Fewer than 5 people, perhaps none" in page.main.get_text()
    assert page.select("main table, main svg") == []


def test_before_anybody_has_begun_the_page_says_so(cast, visit):
    a_course()
    page = page_of(visit(cast.bruno).get("/en/desk/learning"))

    assert page.main.select_one(".card h2").get_text() == "Nobody has begun a course yet"
    other = page_of(visit(cast.bruno).get("/en/desk/learning?language=fr"))
    assert other.main.select_one(".card h2").get_text() == "Fewer than 5 people, perhaps none"


@pytest.mark.parametrize("query", ["since=abc", "until=9999-99-99", "country=ZZ", "kind=no", "language=xx"])
def test_what_is_no_filter_is_said_beside_its_field_and_nothing_is_shown(world, cast, visit, query):
    client = visit(cast.bruno)
    answer = client.get(f"/en/desk/learning?{query}")
    page = page_of(answer)

    assert answer.status_code == 422
    assert page.select_one(f".field--wrong [name={query.split('=')[0]}]")
    assert page.select("main table, main dl") == []
    assert client.get(f"/en/desk/learning/tables/courses.csv?{query}").status_code == 422


def test_days_in_the_wrong_order_are_put_in_order(world, cast, visit):
    day, earlier = now().date(), now().date() - timedelta(days=20)
    page = page_of(visit(cast.bruno).get(f"/en/desk/learning?since={day}&until={earlier}"))

    assert rows_of(page, "courses")[0][1] == "13"
    assert page.find(id="since")["value"] == str(earlier)


def test_what_was_chosen_goes_along_to_a_course_and_to_its_file(world, cast, visit):
    page = page_of(visit(cast.bruno).get("/en/desk/learning?language=en"))

    (link,) = page.select("section[aria-labelledby=courses] tbody a")
    assert link["href"] == "/en/desk/learning/flyways?language=en"
    inside = page_of(visit(cast.bruno).get(link["href"]))
    links = [a["href"] for a in inside.select("section p a")]
    assert "/en/desk/learning/tables/lessons.csv?course=flyways&language=en" in links


@pytest.mark.parametrize("name", [None, "amara", "chen", "fatou", "dario"])
def test_for_others_there_is_no_such_page(world, cast, visit, name):
    client = visit(name and getattr(cast, name))
    for address in ("", "/flyways", "/tables/courses.csv"):
        answer = client.get(f"/en/desk/learning{address}")
        assert answer.status_code == 404 if name else answer.location.startswith("/en/account/sign-in")


def test_the_desk_leads_there(cast, visit):
    for person in (cast.bruno, cast.edda, cast.talia, cast.adam):
        assert page_of(visit(person).get("/en/desk")).select_one('main a[href="/en/desk/learning"]')


def test_a_page_asks_as_often_for_many_as_for_few(app, world, cast, visit):
    client, told = visit(cast.bruno), []
    for more in (0, 30):
        with at_once(world):
            for person in members(more, "BR") if more else []:
                learns(world, person, opened=2, answers=[(world.lessons[0].questions[0], "a", False)])
        for address in ("/en/desk/learning", "/en/desk/learning/flyways"):
            client.get(address)
            with counted(app) as sent:
                client.get(address)
            told.append(len(sent))
    assert told[:2] == told[2:]
    assert max(told) <= 12, told
