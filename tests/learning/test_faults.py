"""Small changes to a good course; each is named by its file and its line."""

import tomllib
from pathlib import Path
from time import process_time

import pytest

from app.learning.library import files
from tests.learning.conftest import surroundings

pytestmark = pytest.mark.once  # what it asks is the same on every database

FIRST, FIGURE = "en/01-first.md", "figures/shores.svg"
ASKED, SECOND, ASKED_IN_FRENCH = "en/01-first.toml", "en/02-second.toml", "fr/01-first.toml"
BROKEN = tomllib.loads(Path(__file__).with_name("broken.toml").read_text(encoding="utf-8"))["broken"]


def test_a_good_course_has_no_fault(shelf):
    read = shelf.read()

    assert read.faults == []
    assert [lesson.key for lesson in read.course.lessons] == ["first", "second"]


@pytest.mark.parametrize("broken", BROKEN, ids=[broken["name"] for broken in BROKEN])
def test_a_fault_is_named_by_file_and_line(shelf, broken):
    shelf.change(broken["file"], broken["old"], broken["new"])

    read = shelf.read()

    assert read.course is None
    told = [str(fault) for fault in read.faults]
    assert any(line.startswith(f"small/{broken['at']}: ") and broken["says"] in line for line in told), told


def test_a_figure_that_is_too_heavy_is_named(shelf):
    shelf.change(FIGURE, "</svg>", "<g/>" * 8000 + "</svg>")

    assert f"small/{FIGURE}: weighs 32,2" in str(shelf.read().faults[0])


def test_fewer_than_four_questions_are_too_few(shelf):
    words = (shelf.course / SECOND).read_text()
    shelf.write(SECOND, words[: words.index('[[questions]]\nkey = "last"')])

    assert "at least 4, and there are 3" in shelf.read().faults[0].words


def test_a_course_asks_in_three_ways_at_least(shelf):
    questions = (shelf.course / SECOND).read_text().split("\n\n")
    shelf.write(SECOND, "\n\n".join(questions[0].replace('"true"', f'"t{n}"') for n in range(4)))
    shelf.write(ASKED, (shelf.course / SECOND).read_text())
    shelf.remove(ASKED_IN_FRENCH)

    assert [str(fault) for fault in shelf.read().faults] == [
        "small/course.toml: its questions are of 1 kinds; a course has at least 3"
    ]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("fr/03-third.md", "there is no en/03-third.md that it translates"),
        ("fr/notes.txt", "a lesson is named like"),
        ("notes.txt", "is no file of a course"),
        ("en/03-third.toml", "belongs to no lesson"),
        ("en/01-other.md", "has the number of 01-first"),
        ("en/03-first.md", "has the key of 01-first"),
        ("figures/Big Picture.svg", "figures are named like"),
        ("pictures/x.svg", "is no folder of a course"),
    ],
)
def test_a_file_that_belongs_nowhere_is_named(shelf, file, words):
    shelf.write(file, "")

    told = [str(fault) for fault in shelf.read().faults]
    where = f"small/{'pictures' if 'pictures' in file else file}"
    assert any(line.startswith(f"{where}: ") and words in line for line in told), told


@pytest.mark.parametrize("file", ["course.toml", "en/01-first.toml", "en/01-first.md", "fr/01-first.toml"])
def test_bytes_that_are_no_text_are_named_by_their_line(shelf, file):
    (shelf.course / file).write_bytes(b"a = 1\n\xff\xfe")

    assert f"small/{file}:2: is not UTF-8" in [str(fault) for fault in shelf.read().faults]


@pytest.mark.parametrize("file", ["course.toml", "en/01-first.toml"])
def test_a_file_that_is_missing_is_named(shelf, file):
    shelf.remove(file)

    assert f"small/{file}: is missing" in [str(fault) for fault in shelf.read().faults]


def test_figures_of_a_lesson_are_light_together(shelf):
    for name in "abcd":
        drawn = (shelf.course / FIGURE).read_text().replace("</svg>", "<g/>" * 7000 + "</svg>")
        shelf.write(f"figures/{name}.svg", drawn)
    shown = "\n\n".join(f"![Shores.](figures/{name}.svg)" for name in "abcd")
    shelf.change(FIRST, "### A part", f"{shown}\n\n### A part")

    assert "100,000 is the most" in str(shelf.read().faults)


def test_a_translation_that_is_not_there_or_older_is_a_warning_only(shelf):
    shelf.stamp()
    assert [str(one) for one in shelf.read().warnings] == [
        "small/fr/02-second.md: (warning) is not there yet: readers are shown the source"
    ]

    shelf.change(ASKED, "Who is a Range State?", "Who is called a Range State?")

    read = shelf.read()
    assert read.faults == []
    assert "small/fr/01-first.md:2: (warning) the translation is older than its source" in map(
        str, read.warnings
    )
    shelf.stamp()  # names no lesson: only what bears no stamp is stamped
    assert read.warnings == shelf.read().warnings
    assert shelf.stamp("first").files == ["fr/01-first.md"]
    assert len(shelf.read().warnings) == 1


def test_a_right_answer_put_right_leaves_translations_fresh(shelf):
    shelf.stamp()
    shelf.change(ASKED, "right = 90", "right = 91")

    assert len(shelf.read().warnings) == 1


def test_a_decision_that_was_changed_is_told_to_editors(shelf):
    shelf.stamp()
    shelf.change("en/01-first.md", 'cites = ["Resolution 11.11"]', 'cites = ["Resolution 11.10"]')

    read = shelf.read()

    assert read.faults == []
    assert "small/en/01-first.md:5: (warning) cites 'Resolution 11.10', which is marked amended" in str(
        read.warnings[0]
    )


def test_long_nonsense_is_read_in_no_time(shelf):
    for words in ("<a" * 25_000, "a" * 50_000, "[" * 50_000, "![" * 25_000, "`" * 50_000, "# " * 25_000):
        shelf.change(FIRST, "This matters to you.", f"This matters to you.\n\n{words}")
        began = process_time()
        shelf.read()
        assert process_time() - began < 2, words[:4]
        shelf.change(FIRST, f"\n\n{words}", "")


def test_no_course_is_called_like_a_page_that_stands_beside_the_courses(shelf):
    around = surroundings()
    shelf.course.rename(shelf.folder / "kept")

    assert {"kept", "sharing", "certificates", "figures"} <= around.taken
    assert "kept: is the address of another page" in str(files.read(shelf.folder, "kept", around).faults[0])
