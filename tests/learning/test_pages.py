"""Pages of courses and lessons: what a reader finds, and how an answer is taken and shown again."""

import pytest
from sqlalchemy import select

from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.learning.models import Attempt, Course, Enrolment, LessonProgress, LessonText, Question
from app.vocabularies.models import Dataset, Term
from tests.factories import keep
from tests.learning.given import ASKED, DIGEST, RIGHT, WRONG, a_course, send
from tests.page import page_of

LESSON = "/en/learn/flyways/journeys"


def page_at(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return page_of(answer)


def words_at(client, address):
    return " ".join(page_at(client, address).main.get_text(" ").split())


def quiz(client, key, lang="en"):
    return page_at(client, f"/{lang}/learn/flyways/journeys").select_one(f"#q-{key}")


def change(model, values, **which):
    with transaction():
        row = session.scalar(select(model).filter_by(**which))
        for name, value in values.items():
            setattr(row, name, value)
        return row


# The catalogue, and a course


def test_the_catalogue_says_for_whom_how_long_and_in_which_languages(visit):
    a_course()

    words = words_at(visit(), "/en/learn")

    for told in (
        "Flyways",
        "About it (en).",
        "Beginner",
        "2 lessons, about 18 minutes",
        "English and French",
    ):
        assert told in words
    assert "New to CMS, Teaching others" in words


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("audience=new", True),
        ("audience=meeting", False),
        ("level=beginner", True),
        ("level=practical", False),
        ("audience=new&level=practical", False),
        ("audience=nonsense", False),
    ],
)
def test_the_catalogue_is_narrowed_by_whom_it_is_for_and_by_level(visit, query, there):
    a_course()

    words = words_at(visit(), f"/en/learn?{query}")

    assert ("About it (en)." in words) is there
    assert ("Show all courses" in words) is not there


def test_a_course_that_was_withdrawn_is_not_there(visit):
    a_course()
    change(Course, {"withdrawn_at": now()}, slug="flyways")

    assert "About it (en)." not in words_at(visit(), "/en/learn")
    assert visit().get("/en/learn/flyways").status_code == 404
    assert visit().get(LESSON).status_code == 404


def test_a_course_says_how_much_is_enough_before_it_asks_anything(visit):
    a_course()

    words = words_at(visit(), "/en/learn/flyways")

    assert "To pass: 7 of 8 questions right, as many attempts as you need, no time limit." in words
    assert "0 of 2 lessons done" in words
    assert "Begin the course" in words
    assert "You (en)." in words
    assert "CC BY 4.0" in words


def test_a_course_leads_on_to_where_the_learner_was(visit):
    a_course()
    guest = visit()
    send(guest, "border", WRONG["border"], lesson="after")

    page = page_at(guest, "/en/learn/flyways")

    # its one question is answered, so the lesson is read: the first that is not comes next
    assert page.main.select_one(".button--main").get_text() == "Go on: The journeys"
    assert "1 of 2 lessons done" in page.main.get_text()
    for key, fields in RIGHT.items():
        send(guest, key, fields)
    assert "Go on: The after" not in page_at(guest, "/en/learn/flyways").main.get_text()  # 7 of 8 are enough


# A lesson


def test_a_lesson_stands_as_it_was_stored_with_its_place_in_the_course(visit):
    a_course()

    page = page_at(visit(), LESSON)

    assert page.h1.get_text() == "The journeys"
    assert page.select_one(".lesson__text h2#three-lines + p strong").get_text() == "storks"
    assert "Lesson 1 of 2, about 9 minutes" in page.main.get_text()
    assert "You can say why (en)." in page.main.get_text()
    assert [link["href"] for link in page.select("[rel=next], [rel=prev]")] == ["/en/learn/flyways/after"]
    assert page.select_one('.contents [aria-current="page"]')["href"] == LESSON
    assert len(page.select("form.quiz")) == len(ASKED)
    assert len(page.encode()) < 60_000


def test_a_lesson_is_drawn_once_for_all_who_did_nothing_yet_and_anew_when_courses_were_loaded(visit):
    a_course()
    assert page_at(visit(), LESSON).h1.get_text() == "The journeys"

    elsewhere = page_at(visit(), f"{LESSON}?from=here")
    assert elsewhere.select_one('.languages a[hreflang="fr"]')["href"].endswith("?from=here")
    change(LessonText, {"title": "Another title"}, lang="en", title="The journeys")
    assert page_at(visit(), LESSON).h1.get_text() == "The journeys"  # nobody loaded it
    a_course(slug="another")  # which leaves its line in the trail
    assert page_at(visit(), LESSON).h1.get_text() == "Another title"


def test_a_lesson_in_another_language_keeps_its_address_and_its_answers(visit):
    a_course()
    guest = visit()
    send(guest, "border", RIGHT["border"])

    page = page_at(guest, "/fr/learn/flyways/journeys")

    assert "Les oiseaux passent" in page.main.get_text()
    assert page.select_one("#q-border input[checked]")["value"] == "b"
    assert "Oui, chaque État du trajet." in page.select_one("#q-border").get_text()
    assert {link["hreflang"] for link in page.select(".tongues a")} == {"en", "fr"}


def test_a_lesson_that_is_not_translated_is_shown_as_it_was_written_and_says_so(visit):
    a_course()

    page = page_at(visit(), "/fr/learn/flyways/after")

    assert page.h1["lang"] == "en"
    assert page.select_one(".lesson__text")["lang"] == "en"
    assert page.select_one("#q-border legend")["lang"] == "en"
    assert page.select_one(".notice--wait") is not None
    page = page_at(visit(), "/ar/learn/flyways/journeys")
    assert page.html["dir"] == "rtl"
    assert page.select_one(".lesson__text")["dir"] == "ltr"


def test_a_translation_older_than_its_source_is_marked(visit):
    a_course()
    change(LessonText, {"is_stale": True}, lang="fr")

    assert page_at(visit(), "/fr/learn/flyways/journeys").select_one(".notice--wait") is not None
    english = page_at(visit(), LESSON)
    assert english.select_one(".notice--wait") is None
    assert "(out of date)" in english.select_one('.tongues a[hreflang="fr"]').get_text()


@pytest.mark.parametrize(
    ("standing", "told"),
    [("amended", "which has been amended since"), ("repealed", "which is no longer in force"), ("", None)],
)
def test_a_lesson_says_in_a_sentence_when_what_it_cites_has_changed(visit, standing, told):
    course = a_course()
    with transaction():
        course.lessons[0].cites = ["Resolution 7.9"]
    about = {"as_of": "2026-11-01", "source": "", "terms": "", "note": "", "digest": "", "term_count": 1}
    facts = {"status": standing} if standing else {}
    term = Term(kind="decision", key="Resolution 7.9", names={}, facts=facts, place="1", confidence="source")
    term.dataset = Dataset(key="decisions", files=[], **about)
    keep(term)

    words = words_at(visit(), LESSON)

    assert "Resolution 7.9" in words
    assert (f"This lesson cites Resolution 7.9, {told}" in words) is bool(told)
    assert ("no longer in force" in words) is (standing == "repealed")


@pytest.mark.parametrize("address", ["nowhere", "flyways/nowhere", "flyways/journeys/questions/nowhere"])
def test_what_there_is_not_is_not_found(visit, address):
    a_course()

    assert visit().get(f"/en/learn/{address}").status_code == 404


def test_a_figure_is_fetched_once_and_runs_nothing(visit):
    a_course()

    answer = visit().get(f"/en/learn/figures/{'f' * 64}.svg")

    assert answer.mimetype == "image/svg+xml"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert visit().get(f"/en/learn/figures/{'e' * 64}.svg").status_code == 404


# Answers


@pytest.mark.parametrize("key", ASKED)
@pytest.mark.parametrize("right", [True, False])
def test_an_answer_of_every_kind_is_saved_at_once_and_shown_again_with_what_it_teaches(visit, key, right):
    a_course()
    guest = visit()

    answer = send(guest, key, (RIGHT if right else WRONG)[key])

    assert (answer.status_code, answer.location) == (302, f"{LESSON}#q-{key}-result")
    box = quiz(guest, key)
    assert box.select_one("[role=status]")["id"] == f"q-{key}-result"
    assert box.select_one("[role=status]")["tabindex"] == "-1"  # the focus goes there
    words = box.get_text()
    assert ("Yes, every State on the way." in words) is right
    assert ("Look at the way once more." in words) is not right
    assert box.select_one("[role=status] a")["href"] == "#three-lines"
    assert box.button.get_text() == "Answer again"
    assert session.scalar(select(Attempt.is_right)) is right
    assert shown(box) == sent(key, right=right)


def shown(box):
    """What the form holds, as a browser would send it."""
    held = {}
    for field in box.select("input:not([type=hidden]), select"):
        if field.name == "select":
            held[field["name"]] = field.select_one("option[selected]")["value"]
        elif field["type"] == "text":
            held["answer"] = [field["value"]]
        elif field.has_attr("checked"):
            held.setdefault("answer", []).append(field["value"])
    return held | ({"answer": sorted(held["answer"])} if "answer" in held else {})


def sent(key, *, right):
    fields = (RIGHT if right else WRONG)[key]
    return {
        name: sorted([value] if isinstance(value, str) else value) if name == "answer" else value
        for name, value in fields.items()
    }


def test_why_a_choice_is_wrong_is_said_beside_it(visit):
    a_course()
    guest = visit()
    send(guest, "border", WRONG["border"])

    assert "One is too few." in quiz(guest, "border").get_text()


@pytest.mark.parametrize("typed", ["90", "90,0", " 90 ", "٩٠", "90.0"])
def test_a_number_may_be_typed_as_people_write_it(visit, typed):
    a_course()
    guest = visit()
    send(guest, "days", {"answer": typed})

    assert session.scalar(select(Attempt.is_right)) is True


def test_a_spelling_of_another_language_is_right_too(visit):
    a_course()
    send(visit(), "symbol", {"answer": "INFO"})

    assert session.scalar(select(Attempt.is_right)) is True


REFUSED = [
    ("border", {}, "Give an answer first."),
    ("border", {"answer": "z"}, "This is none of the answers. Choose one of those shown."),
    ("threats", {}, "Give an answer first."),
    ("threats", {"answer": ["nets", "z"]}, "This is none of the answers. Choose one of those shown."),
    ("binding", {"answer": "perhaps"}, "This is none of the answers. Choose one of those shown."),
    ("animals", {"match-aewa": "birds"}, "Choose something in every row first."),
    ("animals", {"match-aewa": "birds", "match-acap": "z"}, "This is none of the answers."),
    (
        "road",
        {"place-send": "1", "place-check": "1", "place-table": "2"},
        "Two of these have the same place.",
    ),
    ("road", {"place-send": "1", "place-check": "9", "place-table": "2"}, "This is none of the answers."),
    ("road", {"place-send": "1"}, "Choose something in every row first."),
    ("days", {"answer": "many"}, "Write a number in figures, such as 12 or 4.5."),
    ("days", {"answer": "1e999"}, "Write a number in figures, such as 12 or 4.5."),
    ("days", {"answer": " "}, "Give an answer first."),
    ("symbol", {"answer": "\0"}, "Give an answer first."),
]


@pytest.mark.parametrize(("key", "fields", "told"), REFUSED)
def test_what_is_no_answer_is_refused_with_a_word_and_nothing_is_kept(visit, key, fields, told):
    a_course()
    guest = visit()

    answer = send(guest, key, fields)

    assert answer.status_code == 422
    box = page_of(answer).select_one(f"#q-{key}")
    assert told in box.select_one(".error").get_text()
    assert session.scalar(select(Attempt)) is None
    assert guest.get_cookie("learner") is None


def test_what_was_chosen_is_still_there_when_it_is_refused(visit):
    a_course()

    box = page_of(send(visit(), "animals", {"match-aewa": "birds"})).select_one("#q-animals")

    assert [one["value"] for one in box.select("option[selected]")] == ["birds"]


@pytest.mark.parametrize("seen", ["b" * 64, ""])
def test_an_answer_to_a_question_that_has_changed_is_not_taken_and_the_new_one_is_shown(visit, seen):
    a_course()

    answer = send(visit(), "border", RIGHT["border"], seen=seen)

    assert answer.status_code == 409
    box = page_of(answer).select_one("#q-border")
    assert "This question was changed while you had it open" in box.get_text()
    assert box.select_one("[name=seen]")["value"] == DIGEST
    assert box.select_one("[checked]") is None
    assert session.scalar(select(Attempt)) is None


def test_a_right_answer_to_an_older_question_still_counts_and_the_new_one_is_open(visit):
    a_course()
    guest = visit()
    send(guest, "border", RIGHT["border"])
    change(Question, {"digest": "c" * 64}, id=session.scalar(select(Attempt.question_id)))

    box = quiz(guest, "border")

    assert "Your right answer still counts" in box.get_text()
    assert box.select_one("[checked]") is None
    assert "So far: 1." in words_at(guest, LESSON)


def test_the_best_answer_counts_and_a_later_slip_takes_nothing_away(visit):
    a_course()
    guest = visit()
    send(guest, "border", RIGHT["border"])
    send(guest, "border", WRONG["border"])

    assert "You had this right before, and the best answer counts." in quiz(guest, "border").get_text()
    assert "So far: 1." in words_at(guest, LESSON)


def test_enough_right_answers_pass_the_course_whatever_it_took(visit):
    a_course()
    guest = visit()
    for key in ASKED:
        send(guest, key, WRONG[key])
        send(guest, key, RIGHT[key])

    assert "You have passed: 7 of 8 questions right." in words_at(guest, "/en/learn/flyways")
    assert "Passed" in words_at(guest, "/en/learn")
    assert session.scalar(select(Enrolment.finished_at)) is not None


def test_a_lesson_is_finished_by_its_button_and_leads_to_the_next(visit):
    a_course()
    guest = visit()

    answer = guest.post(f"{LESSON}/finish")

    assert answer.location == "/en/learn/flyways/after"
    assert session.scalar(select(LessonProgress.read_at)) is not None
    assert "1 of 2 lessons done" in words_at(guest, "/en/learn")
    assert guest.post("/en/learn/flyways/after/finish").location == "/en/learn/flyways"
    assert "I have read this lesson" not in words_at(guest, LESSON)


def test_an_answers_address_leads_back_to_its_lesson(visit):
    a_course()

    assert visit().get(f"{LESSON}/questions/border").location == f"{LESSON}#q-border"


def test_a_refused_answer_can_still_be_read_in_another_language(visit):
    a_course()

    page = page_of(send(visit(), "border", {}))

    french = page.select_one('.languages a[hreflang="fr"]')["href"]
    assert visit().get(french).location == "/fr/learn/flyways/journeys#q-border"


def test_the_last_answer_of_a_lesson_says_how_far_one_is_and_where_the_certificate_is(visit):
    a_course()
    guest = visit()
    for key in ASKED:
        assert "lesson done" not in quiz(guest, key).get_text()
        send(guest, key, RIGHT[key])

    told = quiz(guest, list(ASKED)[-1]).select_one("[role=status]")

    assert f"{len(ASKED)} of {len(ASKED)} right: lesson done." in told.get_text()
    assert "You have passed" in told.get_text()
    assert told.select_one("a[href='/en/learn/certificates/of/flyways']")
    assert "lesson done" not in quiz(guest, next(iter(ASKED))).get_text()
