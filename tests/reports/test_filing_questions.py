"""What the template asks, shows, requires and limits."""

from datetime import timedelta

import pytest

from app.foundation import clock
from app.reports import questions
from app.reports.questions import SectionState
from tests.factories import default_template
from tests.reports.given import COMPLETE

T = default_template()


def keys_of(problems):
    return {(p.question.key, p.row): p.key for p in problems}


def wrong_with(**changed):
    answers = COMPLETE | {tuple_of(name): value for name, value in changed.items()}
    return keys_of(questions.all_problems(T, answers))


def tuple_of(name):
    key, _, row = name.partition("__")
    return key, int(row or 0)


def test_every_question_of_the_reference_is_asked():
    asked = {q.key for s in T.sections for q in s.asked()}
    wanted = (
        "a1 a2 a3 a4 a5 b1 b2 b3 c1 c2 c3 c4 c5 d1 d2 d5 d6 d8 e1 e2 f1 f2 g1 g2 g3 h1 h2 i1 j1 j2 j3 j4 j5"
    )
    assert set(wanted.split()) <= asked
    assert {"d3_start", "d4_site", "d7_link", "d7_file", "f3_consulted", "f3_committee", "f3_seat"} <= asked


def test_a_complete_report_has_no_problem():
    assert questions.all_problems(T, COMPLETE) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("one two", 2),
        ("l\u2019eau qu'on boit", 3),
        ("well-known, e.g. this", 3),
        ("候鸟迁徙", 4),
        ("وَاحِد اثنان", 2),
        ("नमस्ते दुनिया", 2),
        ("1,250 birds", 3),
    ],
)
def test_words_are_counted_as_a_person_counts_them(text, count):
    assert questions.words(text) == count


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("b1", {"text": "word " * 301}, "too_many_words"),
        ("b3", {"text": "word " * 151}, "too_many_words"),
        ("j3", {"text": "word " * 101}, "too_many_words"),
        ("a1", {"text": "x" * 201}, "too_many_characters"),
        ("b2", {"text": ", ".join("abcdefghi")}, "too_many"),
        ("c2", {"chosen": [f"Decision {n}" for n in range(31)]}, "too_many"),
        ("a5_email", {"text": "amara at example"}, "not_an_email"),
        ("d7_link__1", {"text": "javascript:alert(1)"}, "not_a_link"),
        ("d4_country__1", {"chosen": ["Atlantis"]}, "not_a_country"),
        ("d3_start__1", {"day": "2025-02-30"}, "not_a_day"),
        ("d3_end__1", {"day": "2025-02-28"}, "ends_first"),
        ("j5_date", {"day": "2099-01-01"}, "still_to_come"),
        ("d6_figure__1", {"number": "many", "unit": "nests"}, "not_a_number"),
        ("d6_figure__1", {"number": "-1e5", "unit": "nests"}, "not_a_number"),
        ("d6_figure__1", {"number": "-5", "unit": "nests"}, "too_small"),
        ("d2__1", {"chosen": ["dancing"]}, "not_a_choice"),
        ("e1", {"cells": {"numenius-arquata": "flying"}}, "not_a_choice"),
        ("f3_seat", {"chosen": ["perhaps"]}, "not_a_choice"),
    ],
)
def test_each_limit_is_told(name, value, problem):
    assert wrong_with(**{name: value}) == {tuple_of(name): problem}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("b1", {"text": "word " * 300}),
        ("d6_figure__1", {"number": "1 250,5", "unit": "ha"}),
        ("d6_figure__1", {"number": "0", "unit": "nests"}),
        ("d3_end__1", {"day": "2025-03-01"}),
        ("c2", {"chosen": [f"Decision {n}" for n in range(30)]}),
        ("d1__1", {"text": "x" * 150}),
    ],
)
def test_what_just_fits_is_fine(name, value):
    assert wrong_with(**{name: value}) == {}


def test_an_activity_does_not_end_and_go_on_at_once():
    ends = {"day": "2025-03-01"}

    assert wrong_with(d3_end__1=ends, d3_ongoing__1={"ticked": True}) == {("d3_end", 1): "ends_and_goes_on"}
    assert wrong_with(d3_ongoing__1={"ticked": True}) == {}


@pytest.mark.parametrize(
    "place",
    ["4 S, 40 E", "4° S 40° E", "4°S; 40°O", "S4 E40", "-4, 40", "\u22124 40", "٤ ج، ٤٠ ق", "0 N, 180 W"],
)
def test_a_place_in_whole_degrees_is_taken(place):
    assert wrong_with(d4_cell__1={"text": place}) == {}


@pytest.mark.parametrize(
    "place",
    [
        "4.12345 S, 40.9876 E",
        "4,5 S, 40 E",
        "-4.0, 40.0",
        "4°12' S, 40°59' E",
        "4 S, 40 E (the big fig tree)",
        "91 S, 40 E",
        "4 S, 181 E",
        "4 S",
        "Sabaki river mouth",
    ],
)
def test_a_place_told_more_exactly_or_not_at_all_is_sent_back(place):
    assert wrong_with(d4_cell__1={"text": place}) == {("d4_cell", 1): "not_coarse"}


def test_a_period_ends_after_it_began():
    def told(first, last):
        return wrong_with(period_start={"day": first}, period_end={"day": last})

    assert told("2026-01-01", "2020-12-31") == {("period_end", 0): "ends_first"}
    assert told("2026-01-01", "2026-01-01") == {}
    assert told("soon", "2020-12-31") == {("period_start", 0): "not_a_day"}


def test_a_signature_of_today_is_taken_wherever_its_hand_is():
    today = clock.now().date()
    assert wrong_with(j5_date={"day": (today + timedelta(days=1)).isoformat()}) == {}
    later = {"day": (today + timedelta(days=2)).isoformat()}
    assert wrong_with(j5_date=later) == {("j5_date", 0): "still_to_come"}


@pytest.mark.parametrize("key", ["a1", "b1", "c1", "f3_seat", "j1", "j2", "j4", "j5_date"])
def test_what_is_required_is_missed(key):
    left = {at: value for at, value in COMPLETE.items() if at[0] != key}
    assert keys_of(questions.missing(T, left)) == {(key, 0): "missing"}


def test_species_or_a_theme_is_enough():
    neither = {at: v for at, v in COMPLETE.items() if at[0] != "c3"}
    assert keys_of(questions.missing(T, neither)) == {
        ("c3", 0): "missing_or_else",
        ("c4", 0): "missing_or_else",
    }
    assert questions.missing(T, neither | {("c4", 0): {"chosen": ["bycatch"]}}) == []


def test_a_joint_report_names_its_other_organisations():
    assert wrong_with(kind={"chosen": ["joint"]}) == {("a2", 0): "missing_row"}
    assert wrong_with(kind={"chosen": ["joint"]}, a2_name__1={"text": "Other Shore (example)"}) == {}


def test_co_submitters_of_an_individual_report_are_not_submitted():
    answers = COMPLETE | {("a2_name", 1): {"text": "Other Shore (example)"}}
    assert "a2_name" not in {q.key for q, _, _ in questions.kept(T, answers)}


def test_a_recommendation_needs_addressees_and_grounds():
    assert wrong_with(g1__1={"text": "Protect it."}) == {("g2", 1): "missing", ("g3", 1): "missing"}


def test_a_named_party_is_named():
    given = {"g1__1": {"text": "Protect it."}, "g3__1": {"text": "Counts."}}
    assert wrong_with(**given, g2__1={"chosen": ["named_party"]}) == {("g2_party", 1): "missing"}
    assert wrong_with(**given, g2__1={"chosen": ["parties"]}) == {}


def test_at_most_seven_recommendations():
    many = {f"g1__{n}": {"text": "Protect."} for n in range(1, 9)}
    many |= {f"g2__{n}": {"chosen": ["parties"]} for n in range(1, 9)}
    many |= {f"g3__{n}": {"text": "Counts."} for n in range(1, 9)}
    assert wrong_with(**many) == {("g", 0): "too_many"}


def test_an_empty_row_is_nobodys_mistake():
    assert wrong_with(d__2={"kept": True}) == {}


def test_a_row_taken_out_is_not_submitted():
    answers = COMPLETE | {("d1", 2): {"text": "Gone"}, ("d", 2): {"kept": False}}
    assert questions.all_problems(T, answers) == []
    assert 2 not in {row for _, row, _ in questions.kept(T, answers)}


@pytest.mark.parametrize(("kind", "most"), [("individual", 2800), ("joint", 5600)])
def test_the_whole_narrative_has_a_limit(kind, most):
    answers = {("kind", 0): {"chosen": [kind]}, ("f1", 0): {"text": "word " * most}}
    assert questions.too_long(T, answers) is None
    answers["f2", 0] = {"text": "more"}
    assert questions.too_long(T, answers) == (most + 1, most)


def test_a_section_says_where_it_stands():
    section = T.section("b")
    text = {("b1", 0): {"text": "Short."}}
    long = {("b1", 0): {"text": "word " * 301}}

    def state(answers, finished=False):
        return questions.state_of(section, answers, finished=finished)

    assert state({}) == SectionState.NOT_STARTED
    assert state(text) == SectionState.IN_PROGRESS
    assert state(long) == SectionState.WRONG
    assert state(text, finished=True) == SectionState.FINISHED
    assert state({}, finished=True) == SectionState.WRONG


def test_a_matrix_and_a_file_count_as_answers():
    assert not questions.is_empty({"cells": {"chelonia-mydas": "stable"}})
    assert not questions.is_empty({"files": [1]})
    assert questions.is_empty({"number": "", "unit": "nests"})


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {("a1", 0): {}},
        {("d", 2): {"kept": True}},
        {("d1", 2): {"text": "Gone"}, ("d", 2): {"kept": False}},
        {("d1", 2): {"text": "A second"}, ("d", 2): {"kept": True}},
        {("b1", 0): {"text": "word " * 6000}},
        {("a5", 0): {"chosen": ["nowhere"]}},
    ],
)
def test_a_report_looked_through_once_is_what_it_is_asked_bit_by_bit(changed):
    answers = COMPLETE | changed

    whole = questions.look_through(T, answers)

    assert whole.problems == questions.all_problems(T, answers)
    assert whole.kept == questions.kept(T, answers)
    assert whole.is_too_long == bool(questions.too_long(T, answers))
