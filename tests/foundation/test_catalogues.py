"""The catalogues agree with the nouns they speak of, and nothing that is said escapes them."""

from io import BytesIO

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.frontend import parse_keywords

from app.publishing.pages import FOLDER, NAMES
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
def test_pages_of_plain_words_are_marked_as_their_language_is(lang):
    """French keeps its marks on the line; Arabic has a comma, a semicolon and a question mark of its own."""
    wrong = catalogues.UNUSUAL[lang]
    texts = [file.read_text(encoding="utf-8") for file in (FOLDER / lang).glob("*.md")]
    assert len(texts) == len(NAMES)
    assert [found[0] for text in texts for found in wrong.finditer(text)] == []


def test_french_marks_are_held_on_the_line_of_their_word():
    assert (
        catalogues.french("Qui ? « Moi » : l'auteur ; oui !")
        == "Qui\u202f? «\xa0Moi\xa0»\xa0: l’auteur\u202f; oui\u202f!"
    )
    assert not catalogues.UNUSUAL["fr"].search(catalogues.french("Qui ? « Moi » : l'auteur ; oui !"))


@pytest.mark.parametrize("lang", catalogues.LANGS)
def test_a_catalogue_with_marks_of_another_language_is_at_fault(lang, monkeypatch):
    ours, words = catalogues.catalogue(lang), catalogues.Catalog()
    words.add("Yes")
    ours.get("Yes").string = {"fr": "Oui ?", "es": "Sí ?", "ar": "نعم?"}[lang]
    monkeypatch.setattr(catalogues, "catalogue", lambda _: ours)
    assert f"{lang}: marks of another language: 'Yes'" in catalogues.faults(words, lang)
