"""Letters: rendered in the reader's language, sent to a real server, never lost, never twice by mistake."""

import socket
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from aiosmtpd.controller import Controller
from jinja2 import ChoiceLoader, DictLoader

from app.foundation import audit, mail, outbox
from app.foundation.clock import now
from app.foundation.db import transaction
from app.foundation.outbox import LetterState
from tests.factories import letters

TEMPLATES = {
    "test/plain.txt": '{% extends "layouts/letter.txt" %}'
    "{% block subject %}About {{ title }}{% endblock %}"
    '{% block body %}{{ reason }}\n\n{{ link("publishing.home") }}{% endblock %}',
    "test/sentence.txt": '{% extends "layouts/letter.txt" %}'
    "{% block subject %}{% trans symbol=symbol %}{{ symbol }}{% endtrans %}{% endblock %}"
    "{% block body %}{{ symbol }}{% endblock %}",
    "test/broken.txt": '{% extends "layouts/letter.txt" %}{% block subject %}{{ nothing }}{% endblock %}',
    "accounts/email/test.txt": '{% extends "layouts/letter.txt" %}{% block subject %}Link{% endblock %}'
    "{% block body %}{{ token }}{% endblock %}",
}
TEMPLATES["organisations/email/invited_test.txt"] = TEMPLATES["accounts/email/test.txt"]


class Sink:
    """A mail server that keeps what it takes, and refuses when told to."""

    def __init__(self):
        self.taken, self.refuse = [], []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 its name for it
        if self.refuse:
            return self.refuse.pop(0)
        self.taken.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"


@pytest.fixture
def sink(app, monkeypatch):
    sink = Sink()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = Controller(sink, hostname="127.0.0.1", port=port)
    server.start()
    monkeypatch.setitem(app.config, "MAIL_URL", f"smtp://127.0.0.1:{port}")
    yield sink
    server.stop()


@pytest.fixture(autouse=True)
def templates(app, monkeypatch):
    loader = ChoiceLoader([DictLoader(TEMPLATES), app.jinja_env.loader])
    monkeypatch.setattr(app.jinja_env, "loader", loader)
    _forget_templates(app)
    with app.app_context():
        yield
    _forget_templates(app)


def _forget_templates(app):
    app.jinja_env.cache.clear()
    app.extensions.pop("letters", None)


def post(*people, template="test/plain", **words):
    with transaction():
        outbox.post(template, people, **{"title": "Flyways", "reason": "Good.", **words})


def test_a_letter_is_sent_as_it_was_written(cast, sink):
    post(cast.amara, title="الطيور المهاجرة", reason="Réponse: 候鸟\n.\nFrom the start")
    mail.sweep()

    (message,) = sink.taken
    assert message["Subject"] == "About الطيور المهاجرة"
    assert message["To"].addresses[0].addr_spec == "amara@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"]
    assert (
        "Dear Amara,\n\nRéponse: 候鸟\n.\nFrom the start\n\nhttp://localhost:8000/en/\n"
        in message.get_content().replace("\r\n", "\n")
    )
    (letter,) = letters()
    assert (letter.state, letter.subject) == (LetterState.SENT, "About الطيور المهاجرة")
    assert letter.body.strip() == message.get_content().replace("\r\n", "\n").strip()
    assert letter.sent_at


def test_a_letter_speaks_its_readers_language(cast, sink):
    with transaction():
        outbox.post_to("test/plain", "chidi@example.org", "fr", "Chidi", title="x", reason="y")
    mail.sweep()

    assert sink.taken[0]["Content-Language"] == "fr"
    assert "http://localhost:8000/fr/" in sink.taken[0].get_content()


def test_among_arabic_words_what_is_written_from_the_left_keeps_to_itself(cast, sink):
    """Without the isolates, the parts of a symbol or a date change places."""
    with transaction():
        outbox.post_to("test/sentence", "noura@example.org", "ar", "Noura", symbol="UNEP/CMS/StC99/Inf.2")
    mail.sweep()

    assert sink.taken[0]["Subject"] == "\u2068UNEP/CMS/StC99/Inf.2\u2069"
    assert "\u2068Noura\u2069" in sink.taken[0].get_content()
    assert "\nhttp://localhost:8000/ar/\r\n" in sink.taken[0].get_content()


def test_people_cannot_turn_the_words_of_a_letter_around(cast, sink):
    with transaction():
        turned = "UNEP\u202e/CMS\u2069/StC99"
        outbox.post_to("test/sentence", "noura@example.org", "ar", "N\u202eoura", symbol=turned)
        outbox.post_to("test/sentence", "chidi@example.org", "en", "Chidi", symbol=turned)
    mail.sweep()

    assert [one["Subject"] for one in sink.taken] == ["\u2068UNEP/CMS/StC99\u2069", "UNEP/CMS/StC99"]
    assert "\u2068Noura\u2069" in sink.taken[0].get_content()


def test_a_person_named_twice_hears_once(cast):
    post(cast.amara, cast.amara, cast.bruno)

    assert len(letters()) == 2


def test_no_header_can_be_slipped_in(cast, sink):
    with transaction():
        words = {"title": "x\r\nBcc: c@example.org", "reason": ""}
        outbox.post_to("test/plain", "a@example.org", "en", "A\r\nBcc: b@example.org", **words)
    mail.sweep()

    (message,) = sink.taken
    assert message["Bcc"] is None
    assert [a.addr_spec for a in message["To"].addresses] == ["a@example.org"]


def test_an_address_that_is_none_goes_nowhere(cast, sink):
    with transaction():
        outbox.post_to("test/plain", "a@example.org\r\nBcc: b@example.org", "en", "A", title="x", reason="")
    mail.sweep()

    assert sink.taken == []
    assert letters()[0].state is LetterState.WAITING


def test_a_refused_letter_is_tried_again_with_the_same_name(cast, sink):
    sink.refuse = ["451 later", "550 never"]
    post(cast.amara)
    began = now()
    with time_machine.travel(began, tick=False) as clock:
        mail.sweep()
        letter = letters()[0]
        assert (letter.state, letter.tries) == (LetterState.WAITING, 1)
        assert "451" in letter.last_error
        assert letter.next_try_at == now() + timedelta(minutes=1)
        mail.sweep()
        assert letters()[0].tries == 1
        for minutes in (1, 6):
            clock.move_to(began + timedelta(minutes=minutes, seconds=1))
            mail.sweep()
    (message,) = sink.taken
    assert message["Message-ID"] == f"<{letters()[0].message_id}@localhost>"
    assert (letters()[0].state, letters()[0].tries) == (LetterState.SENT, 3)


def test_after_a_day_a_letter_has_failed_and_says_why(cast, sink):
    sink.refuse = ["451 later"] * 50
    post(cast.amara)
    began = now()
    with time_machine.travel(began, tick=False) as clock:
        for hours in range(30):
            clock.move_to(began + timedelta(hours=hours, seconds=hours))
            mail.sweep()
    letter = letters()[0]
    assert letter.state is LetterState.FAILED
    assert "451" in letter.last_error
    assert letter.tries > 5


def test_one_letter_that_cannot_be_written_holds_up_no_other(cast, sink):
    post(cast.amara, template="test/broken")
    post(cast.bruno)
    mail.sweep()

    assert [m["To"].addresses[0].addr_spec for m in sink.taken] == ["bruno@example.org"]
    assert letters()[0].last_error.startswith("UndefinedError")


def test_a_letter_taken_by_one_who_died_is_given_back_after_ten_minutes(cast, sink):
    post(cast.amara)
    began = now()
    with time_machine.travel(began, tick=False) as clock:
        assert len(mail._take()) == 1  # and the process ends here
        assert mail.sweep() == 0
        clock.move_to(began + timedelta(minutes=10, seconds=1))
        assert mail.sweep() == 1
    assert len(sink.taken) == 1


def test_without_a_mail_server_letters_are_kept_to_be_read(cast):
    post(cast.amara)
    mail.sweep()

    (letter,) = letters()
    assert letter.state is LetterState.KEPT
    assert "Good." in letter.body


def test_a_person_who_wants_notices_only_reads_no_content(cast, sink):
    with transaction():
        cast.amara.notice_only = True
        audit.record("test.notice_only", cast.amara, actor=None)
    post(cast.amara, about=("publishing.home", {}))
    mail.sweep()

    (message,) = sink.taken
    assert "Flyways" not in message.as_string()
    assert "Good." not in message.get_content()
    assert f"http://localhost:8000/en/work/letters/{letters()[0].message_id}" in message.get_content()


@pytest.mark.parametrize("template", ["accounts/email/test", "organisations/email/invited_test"])
def test_a_link_that_opens_an_account_or_takes_a_seat_is_not_kept(cast, sink, template):
    post(cast.amara, template=template, token="s3cret")
    mail.sweep()

    assert "s3cret" in sink.taken[0].get_content()
    assert (letters()[0].body, letters()[0].snapshot) == ("", {})


def test_the_templates_of_letters_are_read_once(app):
    with app.app_context():
        assert mail._letters() is mail._letters()
        assert mail._letters() is not app.jinja_env
        assert mail._letters().get_template("layouts/notice.txt") is mail._letters().get_template(
            "layouts/notice.txt"
        )
