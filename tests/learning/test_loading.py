"""Files become courses: only what changed, all of it or nothing, and never less than there was."""

import json
import shutil
import tomllib
from dataclasses import replace

import pytest
import yaml
from sqlalchemy import func, select

from app.foundation import i18n, pages, pointers
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.learning.library import markdown, questions, shapes
from app.learning.models import (
    Attempt,
    Course,
    Figure,
    Learner,
    Lesson,
    LessonProgress,
    LessonText,
    Question,
    QuestionText,
)
from app.learning.operations import loading, making, rows
from tests.page import page_of


def a_course():
    return session.scalars(select(Course).where(Course.slug == "small")).one()


def a_lesson(key="first"):
    return session.scalars(select(Lesson).where(Lesson.key == key)).one()


def a_text(lang="en", key="first"):
    return next(text for text in a_lesson(key).texts if text.lang == lang)


def a_question(key="who"):
    return session.scalars(select(Question).where(Question.key == key)).one()


def test_a_course_is_kept_with_everything_that_its_files_say(shelf):
    shelf.stamp()

    done = shelf.load()

    assert (done.changed, done.kept, done.faults, done.rendered) == (["small"], [], [], 3)
    course = a_course()
    assert (course.position, course.level, course.pass_mark) == (7, "beginner", 75)
    assert (course.audiences, course.languages) == (["new", "teaching"], ["en", "fr"])
    assert course.explains == ["report.a", "meetings.show"]
    assert {text.lang: (text.title, text.is_stale) for text in course.texts} == {
        "en": ("A small course", False),
        "fr": ("Un petit cours", False),
    }
    assert [(lesson.key, lesson.minutes, len(lesson.texts)) for lesson in course.lessons] == [
        ("first", 8, 2),
        ("second", 9, 1),
    ]
    assert [question.key for question in a_lesson().questions] == ["who", "which", "pairs", "days"]
    assert a_question("days").right == {"is": 90, "tolerance": 1}
    assert a_question("short").right == {"is": None}
    drawn = (shelf.course / "figures/shores.svg").read_text()
    assert session.scalars(select(Figure.svg)).all() == [drawn]
    assert (a_text().bytes, a_text().figure_bytes) == (len(a_text().html.encode()), len(drawn.encode()))


def test_choices_stand_in_their_writers_order_in_every_language(shelf):
    shelf.load()

    for text in a_question().texts:
        assert [key for key, _words in questions.options(text.words, "choices")] == ["b", "a"]
    assert questions.options(a_question("row").texts[0].words, "steps")[0] == ("two", "Second")


def test_a_page_has_its_addresses_and_its_terms_in_its_language(shelf):
    shelf.load()
    html, figure = a_text("fr").html, session.scalars(select(Figure)).one()

    assert f'src="/fr/learn/figures/{figure.digest}.svg"' in html
    assert 'alt="Une ligne joint deux rives."' in html
    assert "<figcaption>Un animal, deux États.</figcaption>" in html
    assert '<a href="/fr/reports/calls">les appels</a>' in html
    assert '<a href="/fr/learn/small/second">' in html
    assert '<a href="/fr/words/species?q=Chelonia+mydas">' in html
    assert '<a href="#term-range-state">' in html
    assert '<h2 id="terms">Termes de cette leçon</h2>' in html
    assert "État de l'aire de répartition</span></dt>" in html
    assert "<dd><span" in html


def test_headings_have_the_number_of_their_passage_in_every_language(shelf):
    shelf.load()

    for lang in ("en", "fr"):
        html = a_text(lang).html
        assert [f'id="{mark}"' in html for mark in ("s1", "s1-1", "s2", "s3")] == [True, True, True, False]


def test_blocks_and_tables_are_named_for_who_does_not_see_them(shelf):
    shelf.load()
    html = a_text().html

    assert '<aside aria-labelledby="b1" class="lesson__aside lesson__aside--law">' in html
    assert '<p id="b1"><strong>Article I</strong></p>' in html
    assert '<div aria-labelledby="s1-1" class="scroll" role="region" tabindex="0">' in html
    assert 'rel="noopener"' in html


def test_only_what_changed_is_made_again(shelf):
    shelf.stamp()
    shelf.load()
    again = shelf.load()
    assert (again.changed, again.kept, again.rendered) == ([], ["small"], 0)

    shelf.change("fr/01-first.md", "Cela vous concerne.", "Ceci vous concerne.")
    done = shelf.load()

    assert (done.changed, done.rendered) == (["small"], 1)
    assert "Ceci vous concerne." in a_text("fr").html


def test_another_figure_makes_the_pages_anew_that_show_it(shelf):
    shelf.load()
    shelf.change("figures/shores.svg", "M80 150", "M90 150")

    assert shelf.load().rendered == 2
    assert session.scalar(select(func.count()).select_from(Figure)) == 1
    assert session.scalars(select(Figure.digest)).one() in a_text("fr").html


def test_a_translation_older_than_its_source_says_so_until_it_is_stamped(shelf):
    shelf.stamp()
    shelf.load()
    assert not a_text("fr").is_stale

    shelf.change("en/01-first.md", "This matters to you.", "This matters to everybody.")
    shelf.load()
    assert (a_text("fr").is_stale, a_text("en").is_stale) == (True, False)

    shelf.stamp("first")
    assert shelf.load().rendered == 0
    assert not a_text("fr").is_stale


def test_a_broken_course_takes_nothing_away(shelf):
    shelf.load()
    before = a_text().html, a_course().digest
    shelf.change("en/01-first.md", "This matters to you.", "New words.")
    shelf.change("en/01-first.toml", 'right = "b"', 'right = "z"')

    done = shelf.load()

    assert (done.changed, done.withdrawn) == ([], [])
    assert "small/en/01-first.toml:6: " in str(done.faults[0])
    assert (a_text().html, a_course().digest) == before
    assert a_course().withdrawn_at is None


def test_a_broken_course_does_not_keep_a_good_one_out(shelf):
    shutil.copytree(shelf.course, shelf.folder / "other")
    shelf.change("course.toml", "order = 7", "order = 0")

    done = shelf.load()

    assert done.changed == ["other"]
    assert [fault.file for fault in done.faults] == ["small/course.toml"]


def test_what_fails_half_way_leaves_the_course_as_it_was(shelf, monkeypatch):
    shelf.load()
    shelf.change("course.toml", "pass_mark = 75", "pass_mark = 90")
    monkeypatch.setattr(rows, "_figures", lambda _read: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        shelf.load()

    assert a_course().pass_mark == 75


def someone_answers(cast, key="true", lesson="second"):
    with transaction():
        learner = Learner(user_id=cast.amara.id)
        session.add(learner)
        session.flush()
        session.add(LessonProgress(learner_id=learner.id, lesson_id=a_lesson(lesson).id))
        asked = a_question(key)
        attempt = Attempt(
            learner_id=learner.id, question_id=asked.id, question_digest=asked.digest, lang="en"
        )
        attempt.given, attempt.is_right, attempt.at = {"is": True}, True, now()
        session.add(attempt)


def what_learners_did():
    return [session.scalar(select(func.count()).select_from(kept)) for kept in (LessonProgress, Attempt)]


def test_a_lesson_that_is_gone_is_withdrawn_and_comes_back_as_itself(shelf, cast):
    shelf.load()
    someone_answers(cast)
    kept = {file: (shelf.course / f"en/02-second{file}").read_text() for file in (".md", ".toml")}
    for file in kept:
        shelf.remove(f"en/02-second{file}")
    shelf.change("en/01-first.md", "read [the second lesson](lesson:second) or ", "")
    shelf.change("fr/01-first.md", " et [la deuxième leçon](lesson:second)", "")
    identity = a_lesson("second").id

    assert shelf.load().changed == ["small"]
    assert a_lesson("second").withdrawn_at is not None
    assert what_learners_did() == [1, 1]

    for file, words in kept.items():
        shelf.write(f"en/02-second{file}", words)
    shelf.load()
    assert (a_lesson("second").id, a_lesson("second").withdrawn_at) == (identity, None)


def test_a_course_that_is_gone_is_withdrawn_once_and_comes_back_as_itself(shelf, cast, tmp_path):
    shelf.load()
    someone_answers(cast)
    shutil.move(shelf.course, tmp_path / "elsewhere")

    assert shelf.load().withdrawn == ["small"]
    assert a_course().withdrawn_at is not None
    assert what_learners_did() == [1, 1]
    assert shelf.load().withdrawn == []

    shutil.move(tmp_path / "elsewhere", shelf.course)
    assert (shelf.load().changed, a_course().withdrawn_at) == (["small"], None)


def test_a_question_that_is_gone_is_withdrawn_and_its_words_stay(shelf):
    shelf.load()
    shelf.change("en/02-second.toml", 'key = "last"', 'key = "newest"')
    shelf.load()

    assert a_question("last").withdrawn_at is not None
    assert a_question("newest").withdrawn_at is None
    assert session.scalar(select(QuestionText.words).where(QuestionText.question_id == a_question("last").id))


@pytest.mark.parametrize(
    ("old", "new", "is_asked_anew"),
    [
        ("Who is a Range State?", "Who is called a Range State?", True),
        ('right = "b"', 'right = "a"', True),
        ("Every Party", "Each Party", True),
        ("Yes, it shares the range.", "Yes, indeed.", False),
        ("A Party need not share it.", "It need not.", False),
    ],
)
def test_a_question_is_another_when_what_is_asked_is_another(shelf, old, new, is_asked_anew):
    shelf.load()
    before = a_question().digest

    shelf.change("en/01-first.toml", old, new)
    shelf.load()

    assert (a_question().digest != before) == is_asked_anew


def test_a_language_that_is_gone_takes_its_texts_along(shelf):
    shelf.load()
    shutil.rmtree(shelf.course / "fr")
    shelf.change("course.toml", '["en", "fr"]', '["en"]')
    words = (shelf.course / "course.toml").read_text()
    shelf.write("course.toml", words[: words.index("[words.fr]")])

    assert shelf.load().faults == []
    assert set(session.scalars(select(LessonText.lang))) == {"en"}
    assert set(session.scalars(select(QuestionText.lang))) == {"en"}
    assert [text.lang for text in a_course().texts] == ["en"]


def test_the_courses_we_ship_have_no_fault_and_every_translation_is_fresh(shelf):
    found = [str(one) for one in loading.check() if "which is marked" not in one.words]

    assert found == []  # a decision that changes is told to editors; the course is no less readable


def test_the_schemas_for_editors_are_fresh():
    folder = loading.COURSES / "schemas"

    assert {path.stem for path in folder.iterdir()} == set(shapes.SCHEMAS)
    for name in shapes.SCHEMAS:
        assert json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) == shapes.schema(name)


def test_every_explanation_explains_a_term_of_the_glossary(shelf):
    around = loading.surroundings()

    assert set(around.explanations) <= set(around.terms)
    assert all({"en", "fr", "es"} <= set(said) for said in around.explanations.values())


def test_a_term_is_explained_in_the_readers_language_or_said_in_the_others(shelf):
    around = replace(loading.surroundings(), explanations={"party": {"en": "A State that joined."}})
    text = "[a](term:party) [b](term:observer)"

    def page(lang):
        return markdown.render(text, markdown.Setting(lang, lambda s, k: "", lambda _d: "", {}, around, "T"))

    assert '<dd><span dir="ltr" lang="en">A State that joined.</span></dd>' in page("en")
    assert '<dd><span dir="ltr" lang="en">A State that joined.</span> anglais: ' in page("fr")
    assert '<dd>English: <span dir="ltr" lang="en">Observer' not in page("en")
    assert '<dd>French: <span dir="ltr" lang="fr">observateur</span> · Spanish: ' in page("en")


def test_the_terms_title_is_said_in_every_language(shelf):
    assert len(set(making.terms_titles().values())) == len(i18n.LANGS)


def test_nothing_that_could_act_is_left_on_a_page(shelf):
    around = loading.surroundings()
    setting = markdown.Setting("en", lambda s, k: f"{s}:{k}", lambda _d: "", {}, around, "Terms")

    html = markdown.render('<script>x()</script> <b onclick="x()">b</b> [a](javascript:x) **c**', setting)

    assert "<script" not in html
    assert "<b" not in html
    assert "href" not in html
    assert "<strong>c</strong>" in html


def test_what_was_loaded_is_read_and_its_addresses_lead_somewhere(shelf, visit):
    shelf.load()
    reader = visit()
    session.remove()

    page = page_of(reader.get("/fr/learn/small/first"))

    assert page.h1.get_text() == "Première"
    assert page.select_one("#term-range-state")
    ours = [link["href"] for link in page.select(".lesson a[href^='/fr/learn/small/']")]
    drawn = [image["src"] for image in page.select(".lesson img")]
    assert "/fr/learn/small/second" in ours
    assert len(drawn) == 1
    assert {reader.get(address).status_code for address in (*ours, *drawn)} == {200}


def test_a_lesson_is_offered_where_it_explains_something_and_no_longer_when_it_does_not(shelf):
    shelf.load()
    there = pointers.find("meetings.show", "fr")
    assert (there.title.text, there.minutes, there.values) == (
        a_text("fr").title,
        8,
        {"slug": "small", "lesson": "first"},
    )

    shelf.change("en/01-first.md", ', "meetings.show"]', "]")
    shelf.load()
    assert pointers.find("meetings.show", "fr") is None
    assert pointers.find("report.a", "en")

    shutil.rmtree(shelf.course)
    shelf.load()
    assert pointers.find("report.a", "en") is None


def test_each_section_of_the_report_form_has_a_lesson():
    form = yaml.safe_load((loading.DATA / "templates" / "civil-society-report-1.yaml").read_text())
    heads = [path.read_text().split("+++")[1] for path in loading.COURSES.glob("*/en/*.md")]
    explained = {topic for head in heads for topic in tomllib.loads(head).get("explains", ())}

    assert {f"report.{section['key']}" for section in form["sections"]} <= explained


def test_pages_that_are_kept_are_made_anew_once_a_course_is_loaded_and_not_before(shelf):
    before = pages.edition()
    shelf.load()
    after = pages.edition()
    shelf.load()

    assert after != before
    assert pages.edition() == after
