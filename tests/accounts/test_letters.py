"""Every letter of this room can be read, in every language, and leads where it says."""

from pathlib import Path

import pytest

import app.accounts
from app.foundation.i18n import LANGS
from app.foundation.mail import render
from app.foundation.outbox import Letter

FOLDER = Path(app.accounts.__file__).parent / "templates/accounts/email"
VERBS = sorted(file.stem for file in FOLDER.glob("[a-z]*.txt"))
SAID = {
    "token": "the-token",
    "new": "amara@flyway.example.org",
    "at": "2026-11-24T12:00:00+00:00",
    "left": 3,
    "by_administrator": False,
    "role": "focal_point",
    "reach": "country:KE",
    "reason": "They asked for it. <b>&</b>",
}


def a_letter(verb, lang="en", **said):
    return Letter(
        template=f"accounts/email/{verb}",
        email="amara@example.org",
        name="Amara",
        lang=lang,
        notice_only=False,
        snapshot=SAID | said,
    )


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("verb", VERBS)
def test_a_letter_has_a_subject_and_says_whom_it_is_for(app, verb, lang):
    with app.app_context():
        subject, body = render(a_letter(verb, lang))

    assert subject
    assert "Amara" in body
    assert "{{" not in body


@pytest.mark.parametrize(
    ("verb", "address"),
    [
        ("confirm", "/fr/account/confirm/the-token"),
        ("reset", "/fr/account/reset/the-token"),
        ("email_old", "/fr/account/email/the-token"),
        ("email_new", "/fr/account/email/the-token"),
        ("already_registered", "/fr/account/sign-in"),
        ("password_changed", "/fr/account/forgot"),
        ("recovery_code_used", "/fr/account/"),
    ],
)
def test_its_link_opens_the_page_in_the_readers_language(app, verb, address):
    with app.app_context():
        _subject, body = render(a_letter(verb, "fr"))

    assert f"http://localhost:8000{address}\n" in body


@pytest.mark.parametrize(
    ("reach", "words"),
    [
        ("country:KE", "National focal point (Kenya)"),
        ("", "National focal point"),
        ("body:cms-stc", "cms-stc"),
    ],
)
def test_a_role_is_said_in_words(app, reach, words):
    with app.app_context():
        assert words in render(a_letter("role_given", reach=reach))[1]


def test_what_was_written_arrives_as_it_was_written(app):
    with app.app_context():
        assert "They asked for it. <b>&</b>" in render(a_letter("disabled"))[1]


def test_who_took_the_factor_off_is_said(app):
    with app.app_context():
        own = render(a_letter("factor_removed"))[1]
        administrators = render(a_letter("factor_removed", by_administrator=True))[1]

    assert "An administrator" not in own
    assert "An administrator" in administrators
