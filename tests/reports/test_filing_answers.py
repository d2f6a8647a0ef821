"""Saving: nothing that was written is lost, and nobody overwrites what they have not seen."""

import pytest
from sqlalchemy import select

from app.foundation.db import session, transaction
from app.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from app.reports.models import Answer, EarlierAnswer, FinishedSection, ReportState
from app.reports.operations import answers
from app.reports.queries import filing as queries
from tests.factories import a_report, default_template
from tests.reports.given import COMPLETE, save

B1 = ("b1", 0)
NAUGHTY = [
    "<script>alert(1)</script>",
    "{{ 7*7 }} {% raw %} %(x)s {0}",
    "'; DROP TABLE answer; --",
    '=HYPERLINK("http://x")',
    "مرحبا \u202e txt.exe",
    "\U0001d57f\U0001d58d\U0001d58a 👩‍👩‍👧‍👦 e\u0301 \ufeff",
    "\\u0000 \\x00",
    "a\tb\n\n   c",
]


def text(words):
    return {"text": words}


def value_of(report, key, row=0):
    found = session.scalar(
        select(Answer).where(Answer.report_id == report.id, Answer.question == key, Answer.row == row)
    )
    return found and found.value


def earlier(report):
    return [e.value for e in session.scalars(select(EarlierAnswer).order_by(EarlierAnswer.revision))]


@pytest.mark.parametrize("at", COMPLETE)
def test_every_kind_of_answer_is_kept_as_given(cast, at):
    report = a_report(cast)

    kept = save(report, cast.amara, {at: COMPLETE[at]})

    assert value_of(report, *at) == COMPLETE[at]
    assert kept.revisions == {at: 1}


@pytest.mark.parametrize("words", NAUGHTY)
def test_whatever_is_written_is_kept_to_the_letter(cast, words):
    report = a_report(cast)

    save(report, cast.amara, {B1: text(words)})

    assert value_of(report, "b1") == text(words)


def test_what_is_too_long_or_wrong_is_kept_too(cast):
    report = a_report(cast)

    save(report, cast.amara, {B1: text("word " * 900), ("d3_start", 1): {"day": "soon"}})

    save(report, cast.amara, {("d4_cell", 1): text("4.12345 S, 40.9876 E")})

    assert value_of(report, "d3_start", 1) == {"day": "soon"}
    assert value_of(report, "d4_cell", 1) == text("4.12345 S, 40.9876 E")
    assert value_of(report, "b1") == text("word " * 900)


def test_only_a_text_of_more_than_20000_characters_is_refused(cast):
    report = a_report(cast)

    save(report, cast.amara, {B1: text("x" * 20_000)})
    with pytest.raises(Invalid, match="text_too_long"):
        save(report, cast.amara, {B1: text("x" * 20_001)}, seen=1)


def test_a_changed_answer_leaves_its_earlier_words_in_the_history(cast):
    report = a_report(cast)
    save(report, cast.amara, {B1: text("First.")})

    kept = save(report, cast.emil, {B1: text("Second.")}, seen=1)

    assert value_of(report, "b1") == text("Second.")
    assert earlier(report) == [text("First.")]
    assert kept.revisions == {B1: 2}


def test_the_same_words_again_change_nothing(cast):
    report = a_report(cast)
    save(report, cast.amara, {B1: text("Same.")})

    kept = save(report, cast.emil, {B1: text("Same.")}, seen=1)

    assert kept.revisions == {B1: 1}
    assert earlier(report) == []


def test_a_stale_save_waits_for_a_choice_and_overwrites_nothing(cast):
    report = a_report(cast)
    save(report, cast.amara, {B1: text("Old.")})
    save(report, cast.emil, {B1: text("Emil's.")}, seen=1)

    kept = save(report, cast.amara, {B1: text("Amara's."), ("b3", 0): text("Ask.")}, seen=1)

    (clash,) = kept.clashes
    assert (clash.theirs, clash.given.value, clash.by) == (text("Emil's."), text("Amara's."), "Emil")
    assert value_of(report, "b1") == text("Emil's.")
    assert value_of(report, "b3") == text("Ask.")


def test_who_chooses_their_own_text_saves_it_over_what_they_saw(cast):
    report = a_report(cast)
    save(report, cast.amara, {B1: text("Old.")})
    save(report, cast.emil, {B1: text("Emil's.")}, seen=1)
    (clash,) = save(report, cast.amara, {B1: text("Amara's.")}, seen=1).clashes

    save(report, cast.amara, {B1: text("Amara's.")}, seen=clash.revision)

    assert value_of(report, "b1") == text("Amara's.")
    assert earlier(report) == [text("Old."), text("Emil's.")]


def test_who_left_an_answer_alone_clashes_with_nobody(cast):
    report = a_report(cast)
    save(report, cast.amara, {B1: text("Old.")})
    save(report, cast.emil, {B1: text("Emil's.")}, seen=1)

    kept = save(report, cast.amara, {B1: text("Old.")}, seen=1)
    empty = save(report, cast.amara, {B1: {}}, seen=0)

    assert kept.clashes == empty.clashes == []
    assert value_of(report, "b1") == text("Emil's.")


def test_two_first_answers_clash(cast):
    report = a_report(cast)
    save(report, cast.emil, {B1: text("Emil's.")})

    assert len(save(report, cast.amara, {B1: text("Amara's.")}).clashes) == 1


def test_an_answer_can_be_emptied_and_keeps_its_history(cast):
    report = a_report(cast)
    save(report, cast.amara, {B1: text("Gone.")})

    save(report, cast.amara, {B1: {}}, seen=1)

    assert value_of(report, "b1") == {}
    assert earlier(report) == [text("Gone.")]


def test_each_answer_keeps_the_language_it_was_given_in(cast):
    report = a_report(cast)

    save(report, cast.amara, {B1: text("Nous avons compté.")}, lang="fr")

    answers, _files = queries.written_in(report)
    assert answers[B1].lang == "fr"


def test_rows_are_added_and_taken_out_and_no_number_comes_twice(cast):
    report = a_report(cast)
    table = default_template().question("d")

    first = answers.add_row(report, table, actor=cast.amara)
    second = answers.add_row(report, table, actor=cast.amara)
    save(report, cast.amara, {("d1", second): text("Kept in history")})
    answers.remove_row(report, table, second, actor=cast.amara)
    third = answers.add_row(report, table, actor=cast.amara)

    assert (first, second, third) == (1, 2, 3)
    assert value_of(report, "d1", second) == text("Kept in history")


def test_a_section_is_finished_until_its_writers_take_it_back(cast):
    report = a_report(cast)

    answers.save_answers(report.number, [], actor=cast.amara, section="b", finished=True)
    assert queries.finished_sections(report) == {"b"}

    answers.save_answers(report.number, [], actor=cast.emil, section="b", finished=False)
    assert session.scalars(select(FinishedSection)).all() == []


@pytest.mark.parametrize(
    ("name", "refused"),
    [("rosa", NotAllowed), ("chen", NotFound), ("bruno", NotFound), ("adam", NotFound)],
)
def test_only_owners_and_editors_write_and_strangers_hear_of_no_draft(cast, name, refused):
    report = a_report(cast)

    with pytest.raises(refused):
        save(report, getattr(cast, name), {B1: text("Mine.")})
    assert value_of(report, "b1") is None


@pytest.mark.parametrize("state", sorted(set(ReportState) - {ReportState.DRAFT, ReportState.RETURNED}))
def test_what_was_handed_in_is_fixed(cast, state):
    report = a_report(cast, state=state)

    with pytest.raises(Conflict, match="report_not_open"):
        save(report, cast.amara, {B1: text("Too late.")})


def test_a_returned_report_can_be_written_again(cast):
    report = a_report(cast, state=ReportState.RETURNED)

    save(report, cast.amara, {B1: text("Better.")})

    assert value_of(report, "b1") == text("Better.")


def test_saving_an_answer_leaves_the_report_row_alone(cast):
    report = a_report(cast)
    seen = report.revision

    save(report, cast.amara, {B1: text("Words.")})

    assert report.revision == seen


def test_answers_come_in_one_statement_whatever_their_number(cast, statements):
    report = a_report(cast)
    save(report, cast.amara, COMPLETE)
    with transaction():
        pass
    session.refresh(report)

    with statements() as few:
        list(queries.answers_of(report))

    assert len(few) == 1


def test_a_page_sent_while_its_own_script_saves_does_not_clash_with_itself(cast):
    report = a_report(cast)
    save(report, cast.amara, {B1: text("Half a sen")})

    kept = save(report, cast.amara, {B1: text("Half a sentence.")}, seen=0, tried=[text("Half a sen")])

    assert kept.clashes == []
    assert value_of(report, "b1") == text("Half a sentence.")
    assert earlier(report) == [text("Half a sen")]


@pytest.mark.parametrize("tried", [[], [text("What the second window tried.")]])
def test_two_windows_of_one_person_overwrite_nothing_of_each_other(cast, tried):
    report = a_report(cast)
    save(report, cast.amara, {B1: text("Old.")})
    save(report, cast.amara, {B1: text("In the first window.")}, seen=1)

    (clash,) = save(report, cast.amara, {B1: text("In the second.")}, seen=1, tried=tried).clashes

    assert clash.own
    assert clash.theirs == text("In the first window.")
    assert value_of(report, "b1") == text("In the first window.")


def test_what_a_page_tried_excuses_nothing_that_somebody_else_wrote(cast):
    report = a_report(cast)
    save(report, cast.emil, {B1: text("The same words.")})

    kept = save(report, cast.amara, {B1: text("Others.")}, tried=[text("The same words.")])

    assert len(kept.clashes) == 1


def test_a_save_that_follows_its_own_costs_no_more_than_another_stale_one(cast, statements):
    report = a_report(cast)
    save(report, cast.amara, {B1: text("One.")})

    with statements() as stale:
        save(report, cast.amara, {B1: text("Clash.")}, seen=0)
    with statements() as own:
        save(report, cast.amara, {B1: text("Two.")}, seen=0, tried=[text("One.")])

    assert len(own) <= len(stale) + 2  # the earlier words kept, the new ones written
