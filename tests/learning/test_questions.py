"""Whether an answer is right."""

import pytest

from app.learning.library.questions import judge, read_number

pytestmark = pytest.mark.once  # what it asks is the same on every database


@pytest.mark.parametrize(
    ("kind", "right", "given", "is_right"),
    [
        ("one", "b", "b", True),
        ("one", "b", "a", False),
        ("one", "b", None, False),
        ("one", "b", ["b"], False),
        ("many", ["a", "c"], ["c", "a"], True),
        ("many", ["a", "c"], ["a"], False),
        ("many", ["a", "c"], ["a", "b", "c"], False),
        ("many", ["a", "c"], "ac", False),
        ("truth", True, True, True),
        ("truth", True, False, False),
        ("truth", True, 1, False),
        ("truth", False, None, False),
        ("match", {"x": "1", "y": "2"}, {"y": "2", "x": "1"}, True),
        ("match", {"x": "1", "y": "2"}, {"x": "2", "y": "1"}, False),
        ("match", {"x": "1", "y": "2"}, {"x": "1"}, False),
        ("order", ["a", "b", "c"], ["a", "b", "c"], True),
        ("order", ["a", "b", "c"], ["a", "c", "b"], False),
        ("order", ["a", "b", "c"], {}, False),
    ],
)
def test_an_answer_is_right_or_not(kind, right, given, is_right):
    assert judge(kind, {"is": right}, None, {"is": given}) == is_right


@pytest.mark.parametrize("written", ["44", " 44 ", "44.0", "44,0", "٤٤", "43", "45", "44 %", 44, 43.5])
def test_a_number_is_right_within_its_tolerance_however_it_is_written(written):
    assert judge("number", {"is": 44, "tolerance": 1}, None, {"is": written})


@pytest.mark.parametrize(
    "written", ["42.9", "46", "", "many", "nan", "inf", "4 4", None, True, [44], "4\u00b2"]
)
def test_other_numbers_and_no_numbers_are_wrong(written):
    assert not judge("number", {"is": 44, "tolerance": 1}, None, {"is": written})


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("5,600", 5600), ("5 600", 5600), ("5\u202f600", 5600), ("5’600", 5600), ("0,5", 0.5), ("1,5", 1.5),
        ("0,500", 0.5), ("−3", -3), ("-3", -3), ("٠٫٥", 0.5), ("1,234,567.5", 1234567.5),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(written, number):
    assert read_number(written) == number


@pytest.mark.parametrize("written", ["Inf.", "inf", " INF ", "Information  document", "information-document"])
def test_a_short_answer_may_be_spelled_in_any_accepted_way(written):
    assert judge("words", {"is": None}, ["Inf.", "information document"], {"is": written})


@pytest.mark.parametrize("written", ["Doc.", "", " . ", None, 5, "information document of CMS"])
def test_another_word_is_wrong(written):
    assert not judge("words", {"is": None}, ["Inf.", "information document", "—"], {"is": written})


def test_marks_and_case_do_not_count_in_any_script():
    assert judge("words", {"is": None}, ["État de l’aire"], {"is": "etat de l'aire"})
    assert judge("words", {"is": None}, ["دولة النطاق"], {"is": "دولة النطاق"})
