"""Every letter says what happened, in plain words, in every language, and where to read on."""

import pytest

from app.foundation import audit, mail
from app.foundation.db import transaction
from app.foundation.i18n import LANGS
from tests.factories import letters
from tests.meetings.given import a_whole_life

WORDS = {
    "checked": "The Secretariat has checked the document.",
    "translated": "French by <b>us</b>.",
    "issued": "under the symbol UNEP/CMS/StC99/Inf.4",
    "tabled": "14 Synergies and partnerships",
    "considered": "Outcome: referred to the Scientific Council.",
    "followed_up": "It was looked into.",
    "closed": "It is a copy.",
}


def rendered(letter):
    return mail.render(letter)


def test_every_letter_says_what_happened_and_where_to_read_on(app, cast):
    a_whole_life(cast)
    written = {letter.template.rpartition("/")[2]: letter for letter in letters()}

    assert set(written) == set(WORDS)
    with app.app_context():
        for verb, words in WORDS.items():
            subject, body = rendered(written[verb])
            assert subject, verb
            assert words in body, body
            assert "/en/documents/2026-000" in body
            assert body.count("/en/documents/2026-000") == 2  # the trail, and where it comes from
            assert ":http" not in body
            assert "Flyways of the Sahel" in body
            assert "&lt;" not in body
            assert "*" not in body  # Markdown is read, not printed


@pytest.mark.parametrize("lang", LANGS)
def test_every_letter_can_be_written_in_every_language(app, cast, lang):
    with transaction():
        cast.amara.lang = lang
        audit.record("test.lang", cast.amara, actor=None)
    a_whole_life(cast)

    with app.app_context():
        bodies = [rendered(letter)[1] for letter in letters() if letter.recipient_id == cast.amara.id]
    assert len(bodies) == len(WORDS)
    assert all(f"/{lang}/documents/" in body for body in bodies)
    symbol = "\u2068UNEP/CMS/StC99/Inf.4\u2069" if lang == "ar" else "UNEP/CMS/StC99/Inf.4"
    assert sum(symbol in body for body in bodies) >= 4  # each that is told after it was issued


def test_owners_and_editors_hear_at_once_and_readers_do_not(cast):
    a_whole_life(cast)

    assert {letter.recipient_id for letter in letters()} == {cast.amara.id, cast.emil.id}


def test_letters_about_a_protected_organisation_name_no_content(cast):
    with transaction():
        cast.society.protected = True
        audit.record("test.protect", cast.society, actor=None)

    a_whole_life(cast)

    assert {letter.notice_only for letter in letters()} == {True}
