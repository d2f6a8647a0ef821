"""The house's one way to a PDF."""

from datetime import date

import pytest

from app.foundation import paper
from app.foundation.errors import Busy, Conflict
from app.learning.views.book.making import TEMPLATE

pytestmark = pytest.mark.once
ON = date(2026, 11, 24)


def told(title="A paper", lang="en"):
    names = "contents goals_of_course goals cited questions answers to_answers passage if_wrong platform"
    words = {name: name for name in names.split()}
    return {
        "lang": lang,
        "words": words,
        "title": title,
        "summary": "Words.",
        "notices": [],
        "facts": [],
        "lessons": [],
    }


def test_the_same_words_on_the_same_day_are_the_same_bytes():
    once, again = paper.pdf(TEMPLATE, told(), ON), paper.pdf(TEMPLATE, told(), ON)

    assert once.startswith(b"%PDF-")
    assert once == again


def test_signs_that_no_letter_of_ours_can_write_are_not_printed_as_boxes(caplog):
    with pytest.raises(Conflict, match="letters_missing"):
        paper.pdf(TEMPLATE, told(title="附录"), ON)

    assert "附" not in caplog.text  # nobody's name stands in the log


def test_a_template_that_fails_is_told_to_the_log(caplog):
    with pytest.raises(Busy, match="not_printed"):
        paper.pdf(TEMPLATE, told() | {"words": {}}, ON)

    assert "could not be set" in caplog.text


def test_what_takes_too_long_is_given_up(monkeypatch, caplog):
    monkeypatch.setattr(paper, "SECONDS", 0.001)
    with pytest.raises(Busy, match="not_printed"):
        paper.pdf(TEMPLATE, told(), ON)

    assert "took too long" in caplog.text


def test_who_finds_the_press_in_use_for_long_is_told(monkeypatch):
    monkeypatch.setattr(paper, "PATIENCE", 0.01)
    with paper._press, pytest.raises(Busy, match="being_made"):
        paper.pdf(TEMPLATE, told(), ON)

    assert paper.pdf(TEMPLATE, told(), ON)
