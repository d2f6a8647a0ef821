import pytest

from app.foundation.text import clean, one_line

KEPT = [
    "Größe",
    "السلام عليكم",
    "候鸟",
    "क्\u200dष",
    "می\u200cخواهم",
    "a\u200eb\u200fc",
    "🏳️\u200d🌈",
    "tab\there",
]
DROPPED = [
    "\0",
    "\x1b",
    "\x7f",
    "\x9b",
    "\u202e",
    "\u2066",
    "\u2069",
    "\ufffe",
    "\ufdd0",
    "\U0001ffff",
]


@pytest.mark.parametrize("words", KEPT)
def test_what_a_script_needs_stays(words):
    assert clean(words) == words


@pytest.mark.parametrize("sign", DROPPED, ids=ascii)
def test_what_no_page_can_carry_goes(sign):
    assert clean(f"a{sign}b") == "ab"


def test_a_lone_half_of_a_sign_goes():
    assert clean("a\ud800b") == "ab"


def test_every_newline_is_one_newline():
    assert clean("a\r\nb\rc\u2028d\u2029e\x85f") == "a\nb\nc\nd\ne\nf"


def test_the_same_letter_is_stored_one_way():
    assert clean("e\u0301") == "é"


def test_a_filter_of_a_form_lets_nothing_pass():
    assert clean(None) is None


def test_a_name_is_one_line():
    assert (
        one_line("  Society\r\nBcc: x@example.org \u202e of  birds ") == "Society Bcc: x@example.org of birds"
    )
