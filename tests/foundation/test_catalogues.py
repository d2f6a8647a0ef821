"""The catalogues agree with the nouns they speak of, and nothing that is said escapes them."""

import re
from io import BytesIO

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.frontend import parse_keywords

from tests import catalogues

AGREES = {
    ("fr", "report", "Declined"): "Refusé",
    ("fr", "organisation", "Declined"): "Refusée",
    ("es", "report", "Declined"): "No admitido",
    ("es", "organisation", "Declined"): "No admitida",
    ("ar", "report", "Declined"): "مرفوض",
    ("ar", "organisation", "Declined"): "مرفوضة",
    ("es", "call", "Closed"): "Cerrada",
    ("es", "document", "Closed"): "Cerrado",
    ("ar", "account", "Closed"): "مغلق",
    ("ar", "document", "Closed"): "مغلقة",
}
WRONG = {
    "fr": " [;:?!»]|« |\xa0[;?!]|\\w[;?!](?=$|\\s)|'",  # a narrow space that holds them together is right
    "es": " [;:?!]|«\\s|\\s»",
    "ar": "[\u0600-\u06ff][,;?]",
}
SAID = b"""
_("a"); _l("b"); _p("noun", "c"); _lp("noun", "d"); ngettext("e", "es", 2); npgettext("noun", "f", "fs", 2)
lazy_gettext("g"); lazy_pgettext("noun", "h"); lazy_ngettext("i", "is", 2)
lazy_npgettext("noun", "j", "js", 2)
"""


@pytest.mark.parametrize(("lang", "noun", "word"), AGREES)
def test_a_word_that_serves_several_nouns_agrees_with_each(lang, noun, word):
    message = catalogues.catalogue(lang).get(word, noun)
    assert message.string == AGREES[lang, noun, word]


def test_every_way_to_say_a_word_is_collected():
    keywords = {**DEFAULT_KEYWORDS, **parse_keywords(catalogues.KEYWORDS)}
    found = [(words, context) for _line, words, _notes, context in extract("python", BytesIO(SAID), keywords)]
    assert found == [
        ("a", None),
        ("b", None),
        ("c", "noun"),
        ("d", "noun"),
        (("e", "es"), None),
        (("f", "fs"), "noun"),
        ("g", None),
        ("h", "noun"),
        (("i", "is"), None),
        (("j", "js"), "noun"),
    ]


@pytest.mark.parametrize("lang", catalogues.LANGS)
def test_punctuation_is_that_of_the_language(lang):
    """French keeps its marks on the line; Arabic has a comma, a semicolon and a question mark of its own."""
    told = [(m.id, s) for m in catalogues.catalogue(lang) if m.id for s in catalogues.strings(m)]
    assert [one for one in told if re.search(WRONG[lang], one[1])] == []
