"""Every letter of the room says what happened, to whom it concerns, in every language of the interface."""

import re
from datetime import timedelta

import pytest
import time_machine

from app.foundation.clock import now
from app.foundation.i18n import LANGS
from app.organisations.models import Seat
from app.organisations.operations import applying, deciding, invitations, members
from tests.factories import letters
from tests.organisations.given import an_application, an_identity, an_invitation, applies_again

VERBS = {
    "applied": "asks to change what was verified of it",
    "declined": "The letter is not signed.",
    "change_declined": "declined the change of what is verified of “Society",
    "verified": "has verified “Turtle Shore Network (example)”",
    "renamed": "be called “<b>Turtles</b> & Friends”.",
    "suspended": "A complaint.",
    "restored": "can answer calls again",
    "lapsed": "was valid until",
    "invited": "Amara invites you to join “Society of the Flyway (example)” as editor.",
    "joined": "Chen has accepted the invitation",
    "seat_changed": "you are now owner",
    "left": "Amara has left",
    "removed": "Emil has ended your membership",
}


def a_whole_life(cast):
    """One of each letter."""
    applying.rename(cast.society, an_identity(name="Geese"), seen=cast.society.revision, actor=cast.amara)
    deciding.decline(cast.society, reason="Not signed.", seen=cast.society.revision, actor=cast.bruno)
    one = an_application(cast.amara)
    deciding.decline(one, reason="The letter is not signed.", seen=one.revision, actor=cast.bruno)
    applies_again(one, cast.amara)
    deciding.verify(one, reason="All right.", seen=one.revision, actor=cast.bruno)
    deciding.suspend(one, reason="A complaint.", seen=one.revision, actor=cast.bruno)
    deciding.restore(one, seen=one.revision, actor=cast.bruno)
    with time_machine.travel(now() + timedelta(days=400), tick=False):
        deciding.lapse_overdue()
    changed = an_identity(name="<b>Turtles</b> & Friends")
    applying.rename(one, changed, seen=one.revision, actor=cast.amara)
    invitations.accept_invitation(an_invitation(cast), actor=cast.chen)
    members.change_seat(cast.society, cast.emil, Seat.OWNER, actor=cast.amara)
    members.leave(cast.society, actor=cast.amara)
    members.remove(cast.society, cast.rosa, actor=cast.emil)


def rendered(app, letter, lang):
    def link(endpoint, **values):
        return f"https://cms.example/{lang}/{endpoint}/" + "/".join(values.values())

    plain = app.jinja_env.overlay(autoescape=False)
    with app.test_request_context(f"/{lang}/"):
        app.preprocess_request()
        template = plain.get_template(f"{letter.template}.txt")
        return template.render(link=link, reader_name="Amara", **letter.snapshot)


def test_every_letter_says_what_happened_in_plain_words(app, cast):
    a_whole_life(cast)
    written = {letter.template.rsplit("/")[-1]: letter for letter in letters()}
    assert set(written) == set(VERBS)

    for verb, words in VERBS.items():
        text = rendered(app, written[verb], "en")
        subject, _, body = text.partition("\n")
        assert subject, verb
        assert words in body or words in subject, text
        assert "&lt;" not in text
        assert "\n\n\n\n" not in text, text
        assert not re.search("[.:]http", text), text


@pytest.mark.parametrize("lang", LANGS)
def test_every_letter_can_be_read_in_every_language(app, cast, lang):
    a_whole_life(cast)

    for letter in letters():
        assert len(rendered(app, letter, lang).splitlines()) > 8


def test_the_invitation_leads_to_its_page(app, cast):
    an_invitation(cast)
    letter = letters()[-1]

    text = rendered(app, letter, "en")

    assert f"https://cms.example/en/organisations.invitation/{letter.snapshot['token']}" in text
