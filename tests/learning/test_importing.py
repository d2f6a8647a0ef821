"""An editor brings a course as a ZIP: it is checked, compared, agreed to, taken in, and given back."""

import io
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from flask import g
from sqlalchemy import func, select

from app.accounts.models import Grant
from app.accounts.readers import Role
from app.foundation import audit
from app.foundation import files as stored
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.errors import Conflict, NotFound
from app.foundation.sentences import SENTENCES
from app.learning.library import zips
from app.learning.models import (
    Attempt,
    Course,
    CourseLoading,
    CourseUpload,
    Enrolment,
    Learner,
    Lesson,
    LessonText,
    Question,
)
from app.learning.operations import importing, loading, shelves
from app.learning.queries import courses, learners
from tests.learning.conftest import surroundings
from tests.learning.test_zips import a_zip
from tests.page import page_of

pytestmark = pytest.mark.once  # what it asks is the same on every database

BRING = "/en/desk/course-files"
LIST = "/en/desk/courses"


@pytest.fixture
def shipped(shelf, monkeypatch):
    """The small course comes with the platform, and is loaded."""
    monkeypatch.setattr(shelves, "COURSES", shelf.folder)
    around = surroundings()  # read once for all tests
    monkeypatch.setattr(loading, "surroundings", lambda *_: around)
    shelf.stamp()
    shelf.load()
    return shelf


@pytest.fixture
def editor(visit, cast):
    return visit(cast.edda)


def packed(shelf, name="small"):
    return zips.pack(name, shelves.files_in(shelf.folder, "small"))


def sent(client, data, called="small.zip", **more):
    return client.post(BRING, data={"file": (io.BytesIO(data), called), **more})


def brought(client, data, **more):
    """The address of the page that shows what would change."""
    answer = sent(client, data, **more)
    assert answer.status_code == 302, page_of(answer).main.get_text(" ", strip=True)
    return answer.headers["Location"]


def agreed(client, there):
    """The form that agrees, sent as the page has it."""
    page = page_of(client.get(there))
    form = page.main.select_one(f'form[action="{there}/take"]')
    return client.post(f"{there}/take", data={"seen": form.select_one("[name=seen]")["value"]})


def said(client, there):
    return page_of(client.get(there)).main.get_text(" ", strip=True)


def a_course(slug="small"):
    session.rollback()
    return session.scalars(select(Course).where(Course.slug == slug)).one()


def uploads():
    return session.scalars(select(CourseUpload).order_by(CourseUpload.id)).all()


def untouched(digest):
    """Readers see what they saw, and nothing waits."""
    session.rollback()
    return a_course().digest == digest and uploads() == []


# Looked through


def test_a_course_with_faults_names_each_by_file_and_line_and_nothing_is_kept(shipped, editor):
    before = a_course().digest
    shipped.change("en/01-first.md", "term:range-state", "term:nothing")

    answer = sent(editor, packed(shipped))

    page = page_of(answer)
    assert answer.status_code == 422
    row = next(row for row in page.main.select("tr") if "there is no term" in row.get_text())
    assert [cell.get_text(strip=True) for cell in row.select("th, td")] == [
        *("small/en/01-first.md", "13"),
        "there is no term 'nothing'",
    ]
    assert "Nothing has changed." in page.main.get_text()
    assert untouched(before)


HARMFUL = {
    "zip_broken": b"words",
    "zip_path": a_zip({"course.toml": b"", "../../x": b""}),
    "zip_too_large": a_zip({"course.toml": b"", **{f"en/{n}": b"\0" * 999_999 for n in range(11)}}),
    "zip_nested": a_zip({"course.toml": b"", "x.zip": b""}),
    "zip_no_course": a_zip({"en/01-first.md": b""}),
}


@pytest.mark.parametrize("key", HARMFUL)
def test_a_zip_that_would_harm_is_refused_in_words_and_changes_nothing(shipped, editor, key):
    before = a_course().digest

    answer = sent(editor, HARMFUL[key])

    assert answer.status_code == 422
    told = page_of(answer).main.select_one("#file-error").get_text()
    assert told[-30:] == str(SENTENCES[key])[-30:]
    assert untouched(before)


def test_a_zip_beyond_what_may_be_sent_is_refused(shipped, editor, monkeypatch):
    monkeypatch.setattr(stored, "LARGEST", 1000)

    answer = sent(editor, b"PK\x03\x04" + b"\0" * 1000)

    assert "The file is larger than" in page_of(answer).main.select_one("#file-error").get_text()


def test_no_file_is_asked_for(shipped, editor):
    answer = editor.post(BRING, data={})

    assert answer.status_code == 422
    assert "Choose a file." in page_of(answer).main.get_text()


@pytest.mark.parametrize("name", ["My Course", "..", "a/b", "schemas", "certificates", "x" * 61])
def test_a_name_that_no_course_can_have_is_refused(shipped, editor, name):
    answer = sent(editor, packed(shipped), name=name)

    assert answer.status_code == 422
    assert page_of(answer).main.select_one("#name-error") is not None


def test_without_a_folder_the_course_is_called_like_its_zip_and_else_as_its_editor_wants(shipped, editor):
    flat = a_zip(shelves.files_in(shipped.folder, "small"))

    brought(editor, flat, called="other.zip")
    brought(editor, flat, called="whatever (1).zip", name="third")

    assert [one.slug for one in uploads()] == ["other", "third"]


def test_what_is_kept_is_packed_anew_and_holds_nothing_but_the_course(shipped, editor):
    files = shelves.files_in(shipped.folder, "small")
    with_junk = a_zip({"__MACOSX/._x": b"x", **{f"small/{name}": data for name, data in files.items()}})

    brought(editor, with_junk + b"and more behind it")

    (kept,) = uploads()
    assert zips.read(stored.content(kept.file)) == ("small", files)
    assert kept.file.digest != stored.sha256(with_junk).hexdigest()


# Compared


def test_what_would_change_is_shown_before_anything_does(shipped, editor):
    before = a_course().digest
    shipped.change("course.toml", "version = 1", "version = 2")
    shipped.change("fr/01-first.md", "Cela vous concerne.", "Ceci vous concerne.")
    shipped.change("en/01-first.toml", 'ask = "Who is a Range State?"', 'ask = "Who is one?"')

    there = brought(editor, packed(shipped))
    told = said(editor, there)

    assert "Another version of the course: A small course" in told
    assert "2, until now 1" in told
    assert "Who is one?" in told
    assert "Whoever answered a question that has changed sees it anew." in told
    assert "not higher" not in told
    session.rollback()
    assert a_course().digest == before


def compared(shipped, editor):
    there = brought(editor, packed(shipped))
    session.rollback()
    upload = session.scalars(select(CourseUpload).order_by(CourseUpload.id.desc())).first()
    assert there.endswith(upload.key)
    return importing.compare(upload).comparison


def test_the_same_files_change_nothing_and_that_is_said(shipped, editor):
    told = compared(shipped, editor)

    assert told.is_same
    assert "Readers would see what they see now." in said(editor, f"{BRING}/{uploads()[0].key}")


def test_lessons_are_told_as_new_changed_or_gone_by_language(shipped, editor):
    shipped.change("fr/01-first.md", "Cela vous concerne.", "Ceci vous concerne.")
    shipped.write(
        "en/03-third.md", (shipped.course / "en/02-second.md").read_text().replace("Second", "Third")
    )
    shipped.write("en/03-third.toml", (shipped.course / "en/02-second.toml").read_text())
    shipped.change("en/01-first.md", "[the second lesson](lesson:second)", "[the third](lesson:third)")
    for file in ("en/02-second.md", "en/02-second.toml"):
        shipped.remove(file)
    shipped.change("fr/01-first.md", "lesson:second", "lesson:third")

    told = compared(shipped, editor)

    assert [(one.what, one.key, list(one.langs)) for one in told.lessons] == [
        ("changed", "first", ["en", "fr"]),
        ("added", "third", ["en"]),
        ("removed", "second", []),
    ]
    assert (told.was, told.version, told.is_same) == (1, 1, False)
    assert "not higher" in said(editor, f"{BRING}/{uploads()[0].key}")


def test_questions_and_languages_are_told_one_by_one(shipped, editor):
    shipped.change("en/01-first.toml", "right = 90", "right = 91")
    shipped.change("en/01-first.toml", 'key = "which"', 'key = "what"')
    shipped.change("fr/01-first.toml", 'key = "which"', 'key = "what"')
    shipped.change("course.toml", "pass_mark = 75", "pass_mark = 80")

    told = compared(shipped, editor)

    assert sorted((one.what, one.key) for one in told.questions) == [
        *(("added", "what"), ("changed", "days"), ("removed", "which")),
    ]
    assert (told.pass_marks, told.new_languages, told.lost_languages) == ((75, 80), [], [])


def test_a_lost_language_is_told(shipped, editor):
    shipped.change("course.toml", 'languages = ["en", "fr"]', 'languages = ["en"]')
    text = (shipped.course / "course.toml").read_text()
    shipped.write("course.toml", text[: text.index("[words.fr]")])
    for file in ("fr/01-first.md", "fr/01-first.toml"):
        shipped.remove(file)
    (shipped.course / "fr").rmdir()

    told = compared(shipped, editor)

    assert told.lost_languages == ["fr"]
    assert "no longer there in: French" in said(editor, f"{BRING}/{uploads()[0].key}")


@pytest.mark.parametrize(("count", "words"), [(1, "fewer than 5"), (5, "5")])
def test_few_learners_are_not_counted_out(shipped, editor, count, words):
    course_id = a_course().id
    with transaction():
        for number in range(count):
            learner = Learner(digest=f"{number:064}")
            session.add(Enrolment(learner=learner, course_id=course_id, lang="en"))

    there = brought(editor, packed(shipped))
    facts = page_of(editor.get(there)).main.select_one("dl.facts")

    place = next(dt for dt in facts.select("dt") if "begun" in dt.get_text())
    assert place.find_next("dd").get_text(strip=True) == words


# Taken in


def test_what_is_agreed_to_is_the_course_from_now_on_and_after_every_loading(shipped, editor):
    shipped_text = (shipped.course / "en/01-first.md").read_text()
    shipped.change("en/01-first.md", "This matters to you.", "This matters to all of us.")
    data = packed(shipped)
    shipped.write("en/01-first.md", shipped_text)

    answer = agreed(editor, brought(editor, data))

    assert answer.headers["Location"] == f"{LIST}/small"
    html = select(LessonText.html).join(Lesson).where(Lesson.key == "first", LessonText.lang == "en")
    session.rollback()
    assert "all of us" in session.scalar(html)
    again = shipped.load()
    assert (again.kept, again.imported, again.rendered) == (["small"], ["small"], 0)
    assert "all of us" in session.scalar(html)
    with transaction():  # as if the platform made more of the same files now
        session.get(CourseLoading, "small").digest = "older"
    assert shipped.load().changed == ["small"]
    assert "all of us" in session.scalar(html)


def test_who_brought_what_is_in_the_trail(shipped, editor, cast):
    course = a_course()
    agreed(editor, brought(editor, packed(shipped)))

    lines = session.scalars(select(audit.Entry).order_by(audit.Entry.id.desc()).limit(2)).all()

    assert [(line.action, line.actor_id) for line in lines] == [
        ("course.import", cast.edda.id),
        ("course.bring", cast.edda.id),
    ]
    assert lines[0].thing == audit.name_of(course)


def test_only_what_changed_is_made_again_by_an_import_too(shipped, cast):
    shipped.change("fr/01-first.md", "Cela vous concerne.", "Ceci vous concerne.")
    looked = importing.look_through(packed(shipped), called="small.zip")
    upload = importing.bring(looked, actor=cast.edda)

    with importing._ready("small", shelves.contents_of(upload)) as ready:
        assert ready.rendered == 1


def test_a_new_course_is_there_for_readers_and_stays_when_the_folder_has_none_of_its_name(
    shipped, editor, visit
):
    there = brought(editor, packed(shipped), name="another")
    assert visit().get("/en/learn/another").status_code == 404
    assert "A new course: A small course" in said(editor, there)

    agreed(editor, there)

    assert visit().get("/en/learn/another/first").status_code == 200
    done = shipped.load()
    assert (done.withdrawn, done.kept) == ([], ["another", "small"])


def test_a_right_answer_to_a_question_that_changes_still_counts(shipped, editor):
    question = session.scalars(select(Question).where(Question.key == "days")).one()
    with transaction():
        learner = Learner(digest="a" * 64)
        session.add(learner)
        session.flush()
        given = {"learner_id": learner.id, "question_id": question.id, "lang": "en"}
        session.add(Attempt(question_digest=question.digest, given={"is": 90}, is_right=True, **given))
    shipped.change("en/01-first.toml", "right = 90", "right = 91")

    agreed(editor, brought(editor, packed(shipped)))

    session.rollback()
    assert session.get(Question, question.id).right["is"] == 91
    who = session.scalars(select(Learner.id).where(Learner.digest == "a" * 64)).one()
    assert learners.score(who, courses.get_course("small")).right == 1


def test_an_import_replaces_the_one_before_and_both_can_be_taken_away(shipped, editor):
    agreed(editor, brought(editor, packed(shipped)))
    shipped.change("course.toml", "version = 1", "version = 2")
    agreed(editor, brought(editor, packed(shipped)))

    first, second = uploads()
    assert (first.ended_at is None, second.ended_at is None) == (False, True)
    page = page_of(editor.get(f"{LIST}/small"))
    for one in (first, second):
        link = page.main.select_one(f'a[href="{LIST}/small/brought/{one.key}.zip"]')
        answer = editor.get(link["href"])
        assert answer.data == stored.content(one.file)
        assert answer.headers["Content-Type"] == "application/zip"


def test_what_was_compared_with_another_course_is_looked_at_again(shipped, editor):
    there = brought(editor, packed(shipped))
    form = page_of(editor.get(there)).main.select_one("[name=seen]")["value"]
    shipped.change("course.toml", "version = 1", "version = 9")
    shipped.load()

    answer = editor.post(f"{there}/take", data={"seen": form})

    assert answer.status_code == 409
    assert "no longer what would change" in page_of(answer).main.get_text()
    assert [one.taken_at for one in uploads()] == [None]


def test_what_no_longer_fits_the_platform_is_not_taken_in(shipped, editor, monkeypatch):
    there = brought(editor, packed(shipped))
    seen, before = a_course().digest, a_course().digest
    around = replace(surroundings(), terms={})
    monkeypatch.setattr(loading, "surroundings", lambda: around)

    assert editor.get(there).status_code == 409
    assert editor.post(f"{there}/take", data={"seen": seen}).status_code == 409
    assert a_course().digest == before


def test_what_fails_half_way_leaves_everything_as_it_was(shipped, editor, cast, monkeypatch):
    shipped.change("course.toml", "version = 1", "version = 2")
    upload = importing.bring(importing.look_through(packed(shipped), called="small.zip"), actor=cast.edda)
    monkeypatch.setattr(loading, "note", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        importing.take_in(upload, seen=a_course().digest, actor=cast.edda)

    assert a_course().version == 1
    assert [one.taken_at for one in uploads()] == [None]


def test_a_zip_waits_for_a_while_and_for_who_brought_it_alone(shipped, editor, visit, cast, monkeypatch):
    there = brought(editor, packed(shipped))
    with transaction():
        session.add(Grant(user=cast.talia, role=Role.EDITOR, reach=""))
        audit.record("test.editor", cast.talia, actor=None)

    g.__dict__.clear()  # one context lasts for the whole test, and remembers who came first
    assert visit(cast.talia).get(there).status_code == 404
    g.__dict__.clear()
    assert editor.get(there).status_code == 200

    with transaction():
        uploads()[0].at = now() - timedelta(hours=3)
        audit.record("test.aged", uploads()[0], actor=None)
    assert editor.get(there).status_code == 404
    assert editor.post(f"{there}/take", data={"seen": a_course().digest}).status_code == 404
    importing.sweep()
    assert uploads() == []
    assert session.scalar(select(func.count()).select_from(stored.StoredFile)) == 0


def test_a_zip_is_taken_once(shipped, cast):
    upload = importing.bring(importing.look_through(packed(shipped), called="small.zip"), actor=cast.edda)
    importing.take_in(upload, seen=a_course().digest, actor=cast.edda)

    with pytest.raises(Conflict) as error:
        importing.take_in(upload, seen=a_course().digest, actor=cast.edda)
    assert error.value.key == "upload_over"
    with pytest.raises(Conflict):
        importing.drop(upload, actor=cast.edda)


def test_what_is_not_wanted_is_forgotten(shipped, editor):
    there = brought(editor, packed(shipped))

    assert editor.post(f"{there}/drop").status_code == 302

    session.rollback()
    assert uploads() == []
    assert editor.get(there).status_code == 404


def test_nobody_but_an_editor_takes_anything_in(shipped, cast):
    looked = importing.look_through(packed(shipped), called="small.zip")

    for person in (cast.bruno, cast.adam, cast.amara):
        with pytest.raises(NotFound):
            importing.bring(looked, actor=person)


def test_an_imported_lesson_brings_no_script(shipped, editor, visit):
    """The checker refuses HTML. What Markdown makes of anything else is cleaned when it is loaded."""
    shipped.change("en/01-first.md", "This matters to you.", "<script>alert(1)</script>")
    assert sent(editor, packed(shipped)).status_code == 422

    tricky = (
        '[x](https://a.example/"onmouseover=alert(1)) and `<script>alert(1)</script>` and &lt;img src=x'
        " onerror=alert(1)&gt; and **<**script**>**alert(1)"
    )
    shipped.change("en/01-first.md", "<script>alert(1)</script>", tricky)
    answer = sent(editor, packed(shipped))
    if answer.status_code == 302:
        agreed(editor, answer.headers["Location"])

    lesson = page_of(visit().get("/en/learn/small/first")).select_one("#text, main")
    assert not [tag for tag in lesson.select("*") if any(name.startswith("on") for name in tag.attrs)]
    assert not [one for one in lesson.select("script") if "alert" in one.get_text()]


def test_a_drawing_that_would_run_is_a_fault(shipped, editor):
    shipped.change("figures/shores.svg", "<path", '<path onload="alert(1)"')

    answer = sent(editor, packed(shipped))

    assert answer.status_code == 422
    assert "would run a script" in page_of(answer).main.get_text()


# Given back


def test_an_import_is_given_up_for_the_course_that_comes_with_the_platform(shipped, editor):
    shipped.change("course.toml", "version = 1", "version = 2")
    data = packed(shipped)
    shipped.change("course.toml", "version = 2", "version = 1")
    agreed(editor, brought(editor, data))
    assert a_course().version == 2

    page = page_of(editor.get(f"{LIST}/small/give-back"))
    assert "1, until now 2" in page.main.get_text(" ", strip=True)
    seen = page.main.select_one("[name=seen]")["value"]
    answer = editor.post(f"{LIST}/small/give-back", data={"seen": seen})

    assert answer.headers["Location"] == LIST
    assert a_course().version == 1
    assert uploads()[0].ended_at is not None
    assert shipped.load().imported == []
    assert editor.get(f"{LIST}/small/give-back").status_code == 404


def test_an_import_of_a_name_of_its_own_is_withdrawn_and_what_was_learnt_stays(shipped, editor, visit):
    agreed(editor, brought(editor, packed(shipped), name="another"))
    page = page_of(editor.get(f"{LIST}/another/give-back"))
    assert "Withdraw the course: A small course" in page.main.get_text()

    stale = editor.post(f"{LIST}/another/give-back", data={"seen": "x" * 64})
    assert stale.status_code == 409
    seen = page.main.select_one("[name=seen]")["value"]
    editor.post(f"{LIST}/another/give-back", data={"seen": seen})

    assert visit().get("/en/learn/another").status_code == 404
    assert a_course("another").withdrawn_at is not None
    assert "another" not in said(editor, LIST)
    agreed(editor, brought(editor, packed(shipped), name="another"))
    assert visit().get("/en/learn/another").status_code == 200


def test_a_zip_that_is_lost_takes_no_course_away(shipped, editor, monkeypatch):
    agreed(editor, brought(editor, packed(shipped), name="another"))
    monkeypatch.setattr(shelves.stored, "is_whole", lambda _file: False)

    done = shipped.load()

    assert str(done.faults[0]).startswith("another: the ZIP that it was imported from")
    assert done.withdrawn == []
    assert a_course("another").withdrawn_at is None
    assert "1 fault" in said(editor, LIST)


# The desk


def test_the_list_says_where_each_course_comes_from_and_what_was_found(shipped, editor):
    agreed(editor, brought(editor, packed(shipped), name="another"))
    shipped.change("course.toml", "order = 7", "order = 0")
    shipped.load()

    rows = [row.get_text(" ", strip=True) for row in page_of(editor.get(LIST)).main.select("tbody tr")]

    assert [words in rows[1] for words in ("With the platform", "1 fault")] == [True, True]
    assert [words in rows[0] for words in ("Imported by Edda on", "1 warning")] == [True, True]
    page = page_of(editor.get(f"{LIST}/small"))
    assert "small/course.toml" in page.main.get_text()
    assert "readers see it as it was before" in page.main.get_text()


def test_the_files_of_a_course_can_be_taken_changed_and_brought_back(shipped, editor):
    link = page_of(editor.get(f"{LIST}/small")).main.select_one('a[href$="files.zip"]')
    answer = editor.get(link["href"])

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="small.zip"')
    assert zips.read(answer.data) == ("small", shelves.files_in(shipped.folder, "small"))
    agreed(editor, brought(editor, answer.data))
    assert editor.get(link["href"]).data == answer.data


def test_the_help_is_the_format_with_headings_in_their_order(editor):
    page = page_of(editor.get("/fr/desk/course-format"))

    levels = [int(heading.name[1]) for heading in page.main.select("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.main.select_one('[lang="en"] pre') is not None


def test_the_desk_leads_editors_to_courses(editor, visit, cast):
    assert page_of(editor.get("/en/desk")).select_one(f'a[href="{LIST}"]') is not None
    assert page_of(visit(cast.bruno).get("/en/desk")).select_one(f'a[href="{LIST}"]') is None
