"""A course as a book: read back as others read it."""

import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.foundation import paper
from app.foundation.db import transaction
from app.foundation.errors import Busy
from app.learning.library.markdown import TAGS
from app.learning.operations import loading
from app.learning.queries import courses
from app.learning.views.book import making
from app.learning.views.book.tree import tree
from tests.foundation.test_paper import ON, told
from tests.learning.given import a_course
from tests.page import page_of

pytestmark = pytest.mark.once  # what it asks is the same on every database

ARABIC = "taking-part-as-civil-society"
CODE = "#panic(1) ] $x^2$ @ref <label> // \\end"
BOOKS: dict[str, bytes] = {}  # each is set once for all tests here


def a_book(slug, lang):
    """As it is made, not as it is kept."""
    name = f"{slug} {lang}"
    if name not in BOOKS:
        BOOKS[name] = making._make(making.find(courses.get_course(slug), lang))
    return PdfReader(BytesIO(BOOKS[name]))


@pytest.fixture
def small(shelf):
    """The good course; its first question asks what a typesetter could take for orders."""
    shelf.change("en/01-first.toml", 'a = "Every Party"', f"a = '{CODE}'")
    shelf.change("en/01-first.md", 'title = "First"', "title = '*First* #panic()'")
    shelf.load()
    return a_book("small", "en")


@pytest.fixture
def arabic(app, tmp_path):
    with app.app_context():
        shutil.copytree(loading.COURSES / ARABIC, tmp_path / ARABIC)
        loading.load(tmp_path)
        yield a_book(ARABIC, "ar")


def text_of(book):
    return "\n".join(page.extract_text() for page in book.pages)


def links_of(book):
    found = [note.get_object() for page in book.pages for note in page.get("/Annots", [])]
    return [note["/A"]["/URI"] for note in found if "/URI" in note.get("/A", {})]


def titles_of(book, level=0):
    """Of its bookmarks."""
    flat = []
    for one in book.outline if level == 0 else level:
        flat += titles_of(book, one) if isinstance(one, list) else [one.title]
    return flat


def test_a_book_says_what_it_is_and_in_which_language(small):
    root = small.trailer["/Root"]

    assert (small.metadata.title, root["/Lang"]) == ("A small course", "en")
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert small.metadata.creation_date.date().isoformat() == "2026-11-24"


def test_every_lesson_stands_in_it_and_the_answers_at_the_end(small):
    titles, text = titles_of(small), text_of(small)

    assert [one for one in titles if one[:2] in ("1.", "2.")][:2] == ["1. *First* #panic()", "2. Second"]
    assert titles.index("Answers and reasons") > titles.index("2. Second")
    assert text.index("Who is a Range State?") < text.rindex("Answers and reasons")
    assert text.index("A Party need not share it.") > text.rindex("Answers and reasons")
    assert text.count("Yes, it shares the range.") == 1


def test_a_lesson_keeps_its_table_its_law_its_drawing_and_its_terms(small):
    text = text_of(small)

    for words in (
        "Meaning",
        "Article I",
        "The law, in plain words.",
        "One animal, two States.",
        "Range State",
    ):
        assert words in text
    assert "A line joins two shores." in alternatives(small)


def alternatives(book):
    """What figures say to who cannot see them."""
    told, waiting = [], [book.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, dict):
            told += [str(node["/Alt"])] if "/Alt" in node else []
            below = node.get("/K", [])
            below = below if isinstance(below, list) else [below]
            waiting += [one for one in below if not isinstance(one, int)]
    return told


def test_links_are_whole_addresses(small):
    links = links_of(small)

    assert "http://localhost:8000/en/reports/calls" in links
    assert "http://localhost:8000/en/learn/small/second" in links
    assert "https://speciesplus.net/" in links
    assert all(link.startswith(("http://", "https://")) for link in links)


def test_words_are_never_orders(small):
    assert CODE in text_of(small)


ODD = (Path(__file__).parent / "odd.html").read_text(encoding="utf-8")  # every tag that a lesson may hold
DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>'


@pytest.mark.once
def test_whatever_a_lesson_may_hold_is_printed():
    assert TAGS - set(re.findall("<([a-z0-9]+)", ODD)) == set()
    body = tree(ODD, "https://platform.example", lambda digest: DOT)
    question = {"ask": "Which?", "kind": "many", "unit": "", "hint": "", "left": [], "passage": "s1"}
    question["choices"] = [[str(number), "choice"] for number in range(40)]
    question["answer"] = {"right": ["1) choice"], "because": [], "if_right": "", "if_wrong": ""}
    lesson = {"number": 1, "lang": "en", "title": "Odd", "time": "", "goals": [], "notices": [], "body": body}
    lesson |= {"cites": [], "checked": "", "questions": [question]}

    book = PdfReader(BytesIO(paper.pdf(making.TEMPLATE, told() | {"lessons": [lesson]}, ON)))

    text = text_of(book)
    for words in ("a = ", "Said.", "x = 1", "4. four", "nested", "cell", "Alone", "Dot", "طرف", "choice"):
        assert words in text
    assert "Chinese" not in text


def test_each_page_says_how_many_there_are(small):
    last = len(small.pages)

    assert f"{last} / {last}" in small.pages[-1].extract_text()
    assert "/" not in small.pages[0].extract_text().replace("http://localhost:8000/en/learn/small", "")


@pytest.mark.once  # a real course; how it is read does not depend on the database
def test_the_book_in_arabic_reads_from_the_right_and_gives_its_letters_back(arabic):
    course = courses.get_course(ARABIC)
    text = "\n".join(page.extract_text() for page in arabic.pages[:6])

    assert arabic.trailer["/Root"]["/Lang"] == "ar"
    assert arabic.trailer["/Root"]["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert arabic.metadata.title == course.texts["ar"].title
    assert "2. القرار 11.11 وما آل إليه" in titles_of(arabic)
    for words in ("الأمانة", "المجتمع", "المدني", "الاتفاقية", "مؤتمر", "الأطراف", "اجتماع"):
        assert words in text
    assert "附" not in text


def test_of_a_lesson_not_yet_translated_the_book_says_so(shelf):
    shelf.load()

    with_gap = a_book("small", "fr")

    assert with_gap.metadata.title == "Un petit cours"
    assert "2. Second" in titles_of(with_gap)
    assert text_of(with_gap).count("Ce texte n’est pas encore traduit") == 1


# ------------------------------------------------------------------ at its door


@pytest.fixture
def quick(monkeypatch):
    """A typesetter that only counts what it is asked for."""
    asked = []

    def pdf(template, told, on):
        asked.append(told)
        return b"%PDF-1.7 " + told["title"].encode()

    monkeypatch.setattr(paper, "pdf", pdf)
    return asked


def test_a_book_is_made_once_and_then_kept(visit, quick):
    a_course(slug="kept-book")

    first, again = (
        visit().get("/fr/learn/kept-book/course.pdf"),
        visit().get("/fr/learn/kept-book/course.pdf"),
    )

    assert first.data == again.data == b"%PDF-1.7 Voies de migration"
    assert first.headers["Content-Disposition"] == 'attachment; filename="kept-book-fr.pdf"'
    assert first.mimetype == "application/pdf"
    assert len(quick) == 1
    unchanged = visit().get(
        "/fr/learn/kept-book/course.pdf",
        headers={"If-None-Match": first.headers["ETag"], "Accept-Encoding": "gzip"},
    )
    assert unchanged.status_code == 304


def test_it_goes_out_packed_and_is_known_again(visit, monkeypatch):
    a_course(slug="packed-book")
    monkeypatch.setattr(paper, "pdf", lambda *_, **__: b"%PDF-1.7 " + b"tag " * 1000)

    first = visit().get("/en/learn/packed-book/course.pdf", headers={"Accept-Encoding": "gzip"})
    again = {"If-None-Match": first.headers["ETag"], "Accept-Encoding": "gzip"}

    assert first.headers["Content-Encoding"] == "gzip"
    assert len(first.data) < 400
    assert visit().get("/en/learn/packed-book/course.pdf", headers=again).status_code == 304


def test_the_page_of_the_course_says_its_size_before_it_is_fetched(visit, quick):
    a_course(slug="sized-book")
    unknown = page_of(visit().get("/en/learn/sized-book")).main.get_text(" ")
    visit().get("/en/learn/sized-book/course.pdf")
    known = page_of(visit().get("/en/learn/sized-book")).main.get_text(" ")

    assert "The whole course as a book (PDF)" in unknown
    assert "The whole course as a book (PDF) (1 kB)" in " ".join(known.split())
    assert len(quick) == 1


def test_a_course_that_changed_is_another_book(app):
    with app.app_context():
        course = a_course(slug="old-book")
        before = making.find(courses.get_course("old-book"), "en")
        with transaction():
            course.digest = "b" * 64

        assert making.find(courses.get_course("old-book"), "en").name != before.name


def test_in_a_language_it_does_not_have_it_is_the_book_as_it_was_written(visit, quick):
    a_course(slug="two-tongues")

    answer = visit().get("/ar/learn/two-tongues/course.pdf")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="two-tongues-en.pdf"'


def test_a_book_that_cannot_be_made_is_a_plain_refusal_and_is_not_tried_at_once_again(visit, monkeypatch):
    a_course(slug="no-book")
    tried = []

    def never(template, told, on):
        tried.append(told)
        raise Busy("not_printed")

    monkeypatch.setattr(paper, "pdf", never)
    answers = [visit().get("/en/learn/no-book/course.pdf") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [503, 503]
    assert "No PDF could be made" in answers[0].text
    assert len(tried) == 1


def test_after_loading_all_books_are_made_and_their_sizes_are_known(shelf, quick):
    shelf.load()
    book = making.find(courses.get_course("small"), "en")
    assert making.size(book) is None

    making.prepare()
    making.prepare()

    assert making.size(book) == len(b"%PDF-1.7 A small course")
    assert len(quick) == 2  # in English and French
