import pytest
from sqlalchemy import select, update

from app.foundation import search
from app.foundation.db import Unaudited, transaction
from app.foundation.search import Entry, drop, find, put
from app.reports.models import Report

TEXTS = {
    "turtles": ("en", "Marine turtles of the Sahel", "Nests were monitored; committees worked on flyways."),
    "oiseaux": ("fr", "Espèces migratrices d'Afrique", "Les zones humides protégées, l'œuvre des comités."),
    "birds": ("ar", "حماية الطيور المهاجرة", "قامت المنظمة بمراقبة الأراضي الرطبة والأنواع المهدّدة"),
    "cranes": ("zh", "候鸟迁徙报告", "湿地保护与白鹤的栖息地"),
    "peces": ("es", "Protección de los tiburones", "Las organizaciones vigilaron la pesca en 2024."),
    "symbol": ("en", "Joint statement", "See UNEP/CMS/COP12/Inf.33 and Resolution 11.10 (Rev.COP12)."),
}


@pytest.fixture
def library(app):
    with transaction():
        for key, (lang, title, body) in TEXTS.items():
            put("text", key, lang, title, body, url_endpoint="x.show", url_values={"key": key})


def keys(words, **given):
    return [found.key for found in find(words, **given)]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("turtle", "turtles"),
        ("TURTLES sahel", "turtles"),
        ("committee", "turtles"),
        ("monitoring nest", "turtles"),
        ("especes", "oiseaux"),
        ("espèce migratrice", "oiseaux"),
        ("zone humide", "oiseaux"),
        ("œuvre", "oiseaux"),
        ("الطيور", "birds"),
        ("طيور", "birds"),
        ("الاراضي", "birds"),
        ("المهددة", "birds"),
        ("حمايه", "birds"),
        ("湿地", "cranes"),
        ("鹤", "cranes"),
        ("候鸟 栖息地", "cranes"),
        ("tiburon", "peces"),
        ("organización", "peces"),
        ("２０２４", "peces"),
        ("COP12/Inf.33", "symbol"),
        ("Resolution 11.10", "symbol"),
    ],
)
def test_a_text_is_found_by_what_people_type(library, words, key):
    assert keys(words) == [key]


@pytest.mark.parametrize(
    "words",
    [
        *(
            "",
            "   ",
            '"',
            "'",
            "* OR *",
            "NEAR(",
            "a:",
            "a AND",
            "-",
            "\0",
            "\\",
            "%%",
            "') --",
            "'':*",
            "()",
        ),
        *("x" * 5000, "\u202e", "🐢", "!& |", "<->", "{a b}: turtle", "^turtle*" * 500),
    ],
)
def test_hostile_words_find_nothing_and_break_nothing(library, words):
    assert set(keys(words)) <= {"turtles"}


def test_all_the_words_are_wanted(library):
    assert keys("turtles tiburones") == []


def test_a_word_in_the_title_weighs_more(library):
    with transaction():
        put("text", "z", "en", "Flyways", "Nothing.", url_endpoint="x", url_values={})

    assert keys("flyway") == ["z", "turtles"]


def test_a_text_put_again_is_found_as_it_is_now(library):
    with transaction():
        put("text", "turtles", "en", "Sharks", "Fins.", url_endpoint="x", url_values={})

    assert keys("turtle") == []
    assert keys("fin") == ["turtles"]


def test_what_was_dropped_is_not_found(library):
    with transaction():
        drop("text", "turtles")

    assert keys("turtle") == []


def matching(words, kind, marks=()):
    keys = search.listed().with_only_columns(search.entries.c.key)
    return keys.params(search.wanted(words, kind, marks=marks))


def test_what_is_not_public_is_found_by_its_room_only(app):
    with transaction():
        put("report", "1", "en", "Hidden nests", "", url_endpoint="x", url_values={}, is_public=False)
        put("report", "2", "en", "Open nests", "", url_endpoint="x", url_values={})

    assert keys("nest") == ["2"]
    rows = search.session.scalars(matching("nest", "report")).all()
    assert sorted(rows) == ["1", "2"]


def test_a_fact_narrows_what_holds_the_words(app):
    with transaction():
        for key, country in (("1", "KE"), ("2", "FR")):
            marks = [f"country {country}"]
            put("report", key, "en", "Nests", "", url_endpoint="x", url_values={}, marks=marks)

    def narrowed(*marks):
        return sorted(search.session.scalars(matching("nest", "report", marks=marks)).all())

    assert narrowed() == ["1", "2"]
    assert narrowed("country KE") == ["1"]
    assert narrowed("country KE", "country FR") == []


def test_kinds_are_kept_apart(library):
    with transaction():
        put("meeting", "m", "en", "Turtle meeting", "", url_endpoint="x", url_values={})

    assert keys("turtle", kinds=["meeting"]) == ["m"]
    assert search.session.scalars(matching("turtle", "text")).all() == ["turtles"]
    assert search.session.scalars(matching("", "text")).all() == []


def test_the_index_and_the_fact_are_rolled_back_together(library):
    def put_and_forget_the_line():
        with transaction():
            put("text", "gone", "en", "Gone", "", url_endpoint="x", url_values={})
            search.session.execute(update(Report).values(title="Unseen"))

    with pytest.raises(Unaudited):
        put_and_forget_the_line()

    assert keys("gone") == []


def test_of_a_very_common_word_the_latest_count(app, monkeypatch):
    monkeypatch.setattr(search, "MOST", 3)
    with transaction():
        for number in range(6):
            put("text", str(number), "en", "Wetland", "", url_endpoint="x", url_values={})

    assert sorted(keys("wetland")) == ["3", "4", "5"]


def test_the_index_is_made_anew_from_the_rooms(library, monkeypatch):
    def put_one():
        put("one", "only", "en", "The only turtle", "", url_endpoint="x", url_values={})

    monkeypatch.setattr(search, "SOURCES", {"one": put_one})
    search.rebuild()

    assert keys("turtle") == ["only"]
    assert len(search.session.scalars(select(Entry)).all()) == 1
