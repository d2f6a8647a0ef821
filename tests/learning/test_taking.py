"""Courses for other platforms: the list of them as JSON and Atom, the questions of one as Moodle XML."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.foundation import feeds
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.learning.models import Course, Question, QuestionText
from app.learning.queries.courses import Asked
from app.learning.views import moodle
from tests.house.test_naughty import GROUPS
from tests.learning.given import ASKED, DIGEST, FEEDBACK, a_course
from tests.page import page_of

pytestmark = pytest.mark.once  # what it asks is the same on every database

ATOM = {"a": feeds.ATOM, "dc": feeds.TERMS}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FRACTIONS = {  # all that Moodle takes
    *("100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30", "25", "20"),
    *("16.66667", "14.28571", "12.5", "11.11111", "10", "5", "0", "-100"),
}
EVERY_WORD = [word for group in GROUPS.values() for word in group]


def read(text):
    return ElementTree.fromstring(text)  # noqa: S314 ours


def feed_at(client, address="/en/learn.atom", **more):
    answer = client.get(address, **more)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return read(answer.data)


def quiz_at(client, lang="en"):
    answer = client.get(f"/{lang}/learn/flyways/questions.xml")
    assert answer.status_code == 200
    return read(answer.data)


def question(quiz, name):
    (found,) = [one for one in quiz if one.findtext("idnumber") == name]
    return found


def answers(found):
    return {one.findtext("text"): one.get("fraction") for one in found.findall("answer")}


def words_of(html):
    return BeautifulSoup(html, "html.parser").get_text()


# The list


def test_the_list_tells_of_each_course_what_a_catalogue_of_others_asks(visit):
    a_course(cites=["Resolution 7.9"])

    told = visit().get("/fr/learn.json").get_json()

    (row,) = told["rows"]
    assert told["language"] == row["language"] == "fr"
    assert row["title"] == "Voies de migration"
    assert row["summary"] == "About it (fr)."
    assert row["address"].endswith("/fr/learn/flyways")
    assert (row["languages"], row["minutes"], row["lessons"]) == (["en", "fr"], 18, 2)
    assert row["addresses"]["en"].endswith("/en/learn/flyways")
    assert row["files"]["scorm"].endswith("/fr/learn/flyways/scorm.zip")
    assert set(row["files"]) == {"pdf", "offline", "scorm", "moodle"}
    assert (row["licence"], row["level"], row["for"]) == ("CC BY 4.0", "beginner", ["new", "teaching"])
    assert (row["subjects"], row["updated"]) == (["Resolution 7.9"], "2026-11-24")


def test_a_feed_has_all_that_atom_demands_and_says_its_languages(visit):
    a_course(cites=["Resolution 7.9"])

    feed = feed_at(visit(), "/ar/learn.atom")

    assert feed.tag == f"{{{feeds.ATOM}}}feed"
    assert feed.get(LANG) == "ar"
    assert feed.findtext("a:id", None, ATOM).endswith("/ar/learn.atom")
    assert feed.findtext("a:title", None, ATOM)
    assert feed.findtext("a:author/a:name", None, ATOM)
    assert datetime.fromisoformat(feed.findtext("a:updated", None, ATOM)) == datetime(
        2026, 11, 24, tzinfo=UTC
    )
    assert {one.get("rel") for one in feed.findall("a:link", ATOM)} == {"self", "alternate"}
    (entry,) = feed.findall("a:entry", ATOM)
    assert entry.get(LANG) == "en"  # it is not translated
    assert entry.findtext("a:title", None, ATOM) == "Flyways"
    assert entry.findtext("a:rights", None, ATOM) == "CC BY 4.0"
    assert entry.find("a:category", ATOM).get("term") == "Resolution 7.9"
    assert [one.text for one in entry.findall("dc:language", ATOM)] == ["en", "fr"]
    assert entry.findtext("a:id", None, ATOM).endswith("/en/learn/flyways")  # in every language's feed
    links = [(one.get("rel"), one.get("hreflang")) for one in entry.findall("a:link", ATOM)]
    assert links.count(("enclosure", "en")) == 4
    assert {lang for rel, lang in links if rel == "alternate"} == {"en", "fr"}
    assert entry.findtext("dc:extent", None, ATOM) == "PT18M"


def test_a_list_without_courses_is_a_list_still_and_a_withdrawn_one_is_not_in_it(visit):
    a_course(withdrawn_at=now())

    assert visit().get("/en/learn.json").get_json()["rows"] == []
    assert feed_at(visit()).findall("a:entry", ATOM) == []


def test_who_has_the_feed_already_is_not_sent_it_again(visit):
    a_course()
    tag = visit().get("/en/learn.atom").headers["ETag"]

    assert visit().get("/en/learn.atom", headers={"If-None-Match": tag}).status_code == 304
    with transaction():
        session.scalar(select(Course)).licence = "CC0"
    assert visit().get("/en/learn.atom", headers={"If-None-Match": tag}).status_code == 200


def test_the_catalogue_leads_to_its_lists_for_programs_and_for_people(visit):
    a_course()

    page = page_of(visit().get("/es/learn"))

    for ending, kind in (("atom", "application/atom+xml"), ("json", "application/json")):
        assert page.head.select_one(f'link[rel=alternate][type="{kind}"]')["href"] == f"/es/learn.{ending}"
        assert page.main.select_one(f'a[href="/es/learn.{ending}"]') is not None


@pytest.mark.parametrize("word", EVERY_WORD)
def test_an_entry_carries_any_words_as_words(app, word):
    one = feeds.Entry(
        "id", word, now(), word, "https://example.org/?a&b", "en", word, [word], [("audience", word)]
    )

    with app.test_request_context("/en/learn.atom"):
        feed = read(feeds.atom([one], word, about="/en/learn").data)

    assert len(feed.findall("a:entry/*", ATOM)) == 8


# The questions


def test_the_questions_of_a_course_come_as_a_file_with_a_category_for_each_lesson(visit):
    a_course()

    answer = visit().get("/fr/learn/flyways/questions.xml")

    assert answer.content_type == "application/xml; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="flyways-questions-fr.xml"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    quiz = read(answer.data)
    assert [one.text for one in quiz.findall("question/category/text")] == [
        "$course$/top/Voies de migration/1 Les journeys en français",
        "$course$/top/Voies de migration/2 The after",
    ]
    assert quiz.findtext("question/name/text") == "Qui doit agir ?"
    names = [one.text for one in quiz.findall("question/idnumber")]
    assert names == [*(f"journeys.{key}" for key in ASKED), "after.border"]
    kinds = [one.get("type") for one in quiz if one.get("type") != "category"][:7]
    multi, match = ["multichoice"] * 2, ["matching"] * 2
    assert kinds == [*multi, "truefalse", *match, "numerical", "shortanswer"]


def test_the_page_of_a_course_leads_to_its_questions_and_says_what_they_weigh(visit):
    a_course()

    page = page_of(visit().get("/en/learn/flyways"))

    link = page.main.select_one('a[href="/en/learn/flyways/questions.xml"]')
    weight = -(-len(visit().get("/en/learn/flyways/questions.xml").data) // 1024)
    assert f"({weight} kB)" in link.parent.get_text()


def test_one_choice_is_right_and_why_another_is_wrong_stands_with_it(visit):
    a_course()

    found = question(quiz_at(visit()), "journeys.border")

    assert found.findtext("single") == "true"
    told = {words_of(one.findtext("text")): one for one in found.findall("answer")}
    assert {key: one.get("fraction") for key, one in told.items()} == {"One State": "0", "All States": "100"}
    assert words_of(told["One State"].findtext("feedback/text")) == "One is too few."
    assert words_of(found.findtext("correctfeedback/text")) == FEEDBACK["en"]["right"]
    assert words_of(found.findtext("incorrectfeedback/text")) == FEEDBACK["en"]["wrong"]
    assert "/en/learn/flyways/journeys" in found.findtext("generalfeedback/text")


def test_several_right_choices_share_the_mark_and_a_wrong_one_takes_it(visit):
    a_course()

    found = question(quiz_at(visit()), "journeys.threats")

    assert found.findtext("single") == "false"
    assert [one.get("fraction") for one in found.findall("answer")].count("50") == 2
    assert [one.get("fraction") for one in found.findall("answer")].count("-100") == 1


@pytest.mark.parametrize("count", range(1, 10))
def test_however_many_are_right_moodle_knows_the_fraction(count):
    assert moodle._share(count) in FRACTIONS


def test_true_false_numbers_and_spellings_are_right_as_here(visit):
    a_course()
    quiz = quiz_at(visit())

    assert answers(question(quiz, "journeys.binding")) == {"true": "100", "false": "0"}
    number = question(quiz, "journeys.days")
    assert answers(number) == {"90": "100", "*": "0"}
    assert number.findtext("answer/tolerance") == "0"
    assert words_of(number.findtext("questiontext/text")) == "How long? (days)"
    spelled = question(quiz, "journeys.symbol")
    assert answers(spelled) == {"Inf.": "100", "inf": "100", "info": "100", "*": "0"}
    assert words_of(spelled.findall("answer")[-1].findtext("feedback/text")) == FEEDBACK["en"]["wrong"]


def test_pairs_are_matched_and_steps_find_their_places(visit):
    a_course()
    quiz = quiz_at(visit())

    def pairs(name):
        return {
            words_of(one.findtext("text")): one.findtext("answer/text")
            for one in question(quiz, name).findall("subquestion")
        }

    assert pairs("journeys.animals") == {"AEWA": "Waterbirds", "ACAP": "Albatrosses"}
    assert pairs("journeys.road") == {"Send": "1", "Check": "2", "Table": "3"}


def test_what_matches_nothing_is_offered_to_choose_from(visit):
    a_course()
    with transaction():
        one = session.scalar(select(Question).filter_by(key="animals"))
        text = next(text for text in one.texts if text.lang == "en")
        text.words = text.words | {"matches": text.words["matches"] | {"bats": "Bats"}}

    pairs = question(quiz_at(visit()), "journeys.animals").findall("subquestion")

    assert [(one.findtext("text"), one.findtext("answer/text")) for one in pairs][2:] == [("", "Bats")]


def test_a_withdrawn_question_is_not_taken_away(visit):
    a_course()
    with transaction():
        session.scalar(select(Question).filter_by(key="days")).withdrawn_at = now()

    assert "journeys.days" not in [one.findtext("idnumber") for one in quiz_at(visit())]


def test_words_from_right_to_left_say_so_and_others_keep_their_own_direction(visit):
    a_course(languages=("en", "ar"))
    with transaction():
        one = session.scalar(select(Question).filter_by(key="binding"))
        one.texts.append(QuestionText(lang="ar", words={"ask": "إنها ملزمة.", "feedback": FEEDBACK["en"]}))

    quiz = quiz_at(visit(), "ar")

    arabic = question(quiz, "journeys.binding").findtext("questiontext/text")
    assert arabic == '<p lang="ar" dir="rtl">إنها ملزمة.</p>'
    assert question(quiz, "after.border").findtext("questiontext/text").startswith('<p lang="en" dir="ltr">')


@pytest.mark.parametrize("word", EVERY_WORD)
@pytest.mark.parametrize("key", ASKED)
def test_a_question_carries_any_words_as_words(key, word):
    kind, right, more, told, _ = ASKED[key]
    words = {name: _all(value, word) for name, value in (told | {"feedback": FEEDBACK["en"]}).items()}
    asked = Asked(1, key, kind, {"is": right} | more, 1, DIGEST, "en", words)

    quiz = read(moodle.xml(word, [moodle.Section("s", word, "en", "https://x.example", [asked])]))

    (found,) = quiz.findall("question[name]")
    for html in found.findall(".//*[@format='html']/text"):
        page = BeautifulSoup(html.text or "", "html.parser")
        assert {tag.name for tag in page.find_all()} <= {"p", "a"}
    assert {one.get("fraction") for one in found.findall("answer")} <= FRACTIONS
    assert quiz.findtext("question/category/text").startswith("$course$/top/")


def _all(value, word):
    """Every word of a question replaced."""
    if isinstance(value, dict):
        return {name: _all(one, word) for name, one in value.items()}
    return [word] if isinstance(value, list) else word
