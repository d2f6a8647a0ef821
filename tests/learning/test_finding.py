"""The site's search finds courses and lessons by their words, and nothing that was withdrawn."""

import shutil

from flask_babel import force_locale

from app.foundation import search
from app.foundation.db import transaction
from tests.page import page_of


def found(words, lang="en"):
    with force_locale(lang):
        return {(one.kind, one.title) for one in search.find(words)}


def test_a_lesson_is_found_by_its_words_in_every_language_it_is_written_in(shelf):
    shelf.load()

    assert ("lesson", "First") in found("shares the green turtle", "en")
    assert ("lesson", "Première") in found("partage la tortue", "fr")
    assert ("course", "A small course") in found("small course")


def test_what_is_found_leads_to_the_lesson(shelf, visit):
    shelf.load()

    page = page_of(visit().get("/en/search?q=first+lesson"))
    links = {link["href"]: link.find_parent("li").get_text() for link in page.select("main .records a")}

    assert "Lesson" in links["/en/learn/small/first"]
    assert "A small course" in links["/en/learn/small/first"]
    assert visit().get("/en/learn/small/first").status_code == 200


def test_what_is_withdrawn_is_not_found(shelf):
    shelf.load()
    shutil.rmtree(shelf.course)
    shelf.load()

    assert found("small course") == set()


def test_a_rebuilt_index_finds_the_same(shelf):
    shelf.load()
    before = found("turtle")
    assert before

    with transaction():
        search.drop("course", "small")
    search.rebuild()

    assert found("turtle") == before
    assert ("course", "A small course") in found("small course")
