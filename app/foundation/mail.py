"""The mail room: renders a letter in its reader's language, sends it, and keeps it as it was sent."""

import logging
import smtplib
import ssl
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import current_app
from flask_babel import force_locale
from jinja2 import Environment, Template, pass_context
from jinja2.runtime import Context
from sqlalchemy import select
from werkzeug.routing import BuildError

from app.foundation import jobs
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.i18n import LANGS, isolated
from app.foundation.letters import is_notice, is_secret
from app.foundation.outbox import Letter, LetterState
from app.foundation.text import clean, one_line

AT_ONCE = 20
LEASE = timedelta(minutes=10)  # whoever took a letter and died gives it back after this
WAITS = [timedelta(minutes=m) for m in (1, 5, 15, 60, 120, 240, 480)]
GIVE_UP = timedelta(hours=24)
SENTENCES = ("gettext", "ngettext", "pgettext", "npgettext")
log = logging.getLogger(__name__)

Send = Callable[[EmailMessage], None]


@jobs.woken
def sweep() -> int:
    """Post every letter that is due; safe in several processes at once. Answers how many it took."""
    count = 0
    with _post_office() as send:
        while taken := _take():
            count += len(taken)
            for letter_id in taken:
                _deliver(letter_id, send)
    return count


def render(letter: Letter) -> tuple[str, str]:
    """(subject, body) of a letter in its reader's language; of those who want notices, a notice."""
    lang = letter.lang if letter.lang in LANGS else "en"
    template, given = _sheet(letter, lang)
    with force_locale(lang):
        page = template.render(given)
    subject, _, body = page.strip().partition("\n")
    return _on_one_line(subject), f"{_without_gaps(body)}\n"


def in_full(letter: Letter, lang: str) -> tuple[str, list[str]]:
    """(subject, paragraphs) of a letter with all that a notice of it left out, for its reader's own page."""
    template, given = _sheet(letter, lang, in_full=True)
    with force_locale(lang):
        page = template.render(given)
    subject, _, body = page.strip().partition("\n")
    words, _, _signed = _without_gaps(body).partition("\n-- \n")
    return _on_one_line(subject), words.strip().split("\n\n")


def subjects(letter_ids: Collection[int]) -> dict[int, str]:
    """What letters that are not written yet will be called, by their ids; one that cannot be is left out."""
    found = session.scalars(select(Letter).where(Letter.id.in_(letter_ids))) if letter_ids else ()
    return {letter.id: subject for letter in found if (subject := _subject(letter))}


def _subject(letter: Letter) -> str:
    lang = letter.lang if letter.lang in LANGS else "en"
    try:
        template, given = _sheet(letter, lang)
        with force_locale(lang):
            return _on_one_line("".join(template.blocks["subject"](template.new_context(given))))
    except Exception:  # its template is broken: that is what the page of failed letters is for
        return ""


def _sheet(letter: Letter, lang: str, *, in_full: bool = False) -> tuple[Template, dict[str, Any]]:
    """The template a letter is written with, and the values it is given."""
    as_notice = is_notice(letter) and not in_full
    name = "layouts/notice" if as_notice else letter.template
    given: dict[str, Any] = {} if as_notice else _cleaned(letter.snapshot)
    given |= {"reader_name": one_line(letter.name), "link": _linker(lang), "about": _about(letter, lang)}
    return _letters().get_template(f"{name}.txt"), given


def _cleaned(value: Any) -> Any:
    """What people wrote, without signs that turn the direction of what we write around it."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(one) for key, one in value.items()}
    return [_cleaned(one) for one in value] if isinstance(value, list) else value


def _on_one_line(subject: str) -> str:
    """Without what `one_line` takes out of people's words: the isolates here are ours."""
    return " ".join(subject.split())[:300]


def _letters() -> Environment:
    """The templates of letters: unlike in pages, an empty line in them is one that is meant.

    No `<bdi>` can keep a name or a number apart from the words around it; invisible signs do.
    """
    known: Environment | None = current_app.extensions.get("letters")
    if known is None:
        known = current_app.extensions["letters"] = _overlaid(current_app.jinja_env)
    return known


def _overlaid(pages: Environment) -> Environment:
    """Made once, so that each letter is compiled once: a lasting overlay keeps what it has read."""
    letters = pages.overlay(trim_blocks=False)
    known: dict[str, Any] = letters.globals
    letters.globals = known | {name: _isolating(known[name]) for name in SENTENCES}
    return letters


def _isolating(sentence: Callable[..., str]) -> Callable[..., str]:
    @pass_context
    def with_values(context: Context, *words: Any, **values: Any) -> str:
        return sentence(context, *words, **{name: isolated(value) for name, value in values.items()})

    return with_values


def message_of(letter: Letter, subject: str, body: str) -> EmailMessage:
    """The letter as it goes over the wire. Its Message-ID is the row's, however often it is sent."""
    message = EmailMessage(policy=SMTP)
    message["From"] = _sender()
    message["To"] = Address(one_line(letter.name), addr_spec=letter.email)
    message["Subject"] = _on_one_line(subject)
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{letter.message_id}@{urlsplit(current_app.config['BASE_URL']).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    message["Content-Language"] = letter.lang
    return message


def _sender() -> Address:
    name, address = parseaddr(current_app.config["MAIL_FROM"])
    return Address(one_line(name), addr_spec=address)


def _take() -> list[int]:
    """Take a few letters that are due, for as long as a lease: a short transaction of its own."""
    due = (
        select(Letter)
        .where(Letter.state == LetterState.WAITING, Letter.next_try_at <= now())
        .order_by(Letter.next_try_at, Letter.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    if not _anything_due():
        return []
    with transaction():
        letters = session.scalars(due).all()
        for letter in letters:
            letter.tries += 1
            letter.next_try_at = now() + LEASE
        return [letter.id for letter in letters]


def _anything_due() -> bool:
    """Without the writer's lock, so that an idle minute keeps nobody waiting."""
    due = select(Letter.id).where(Letter.state == LetterState.WAITING, Letter.next_try_at <= now()).limit(1)
    return session.scalar(due) is not None


def _deliver(letter_id: int, send: Send) -> None:
    letter = session.get_one(Letter, letter_id)
    subject = body = error = ""
    try:
        subject, body = render(letter)
        send(message_of(letter, subject, body))
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"[:300]
        log.warning("letter %s was not sent: %s", letter_id, type(failure).__name__)
    with transaction():
        _note(session.get_one(Letter, letter_id), subject, body, error)


def _note(letter: Letter, subject: str, body: str, error: str) -> None:
    letter.subject, letter.body, letter.last_error = subject, body, one_line(error)
    if error:
        letter.next_try_at = now() + WAITS[min(letter.tries, len(WAITS)) - 1]
        if letter.next_try_at > letter.created_at + GIVE_UP:
            letter.state = LetterState.FAILED
        return
    letter.state = LetterState.SENT if current_app.config["MAIL_URL"] else LetterState.KEPT
    letter.sent_at = now()
    if letter.state == LetterState.SENT and is_secret(letter):
        letter.body, letter.snapshot = "", {}  # what is left here, somebody else could use


@contextmanager
def _post_office() -> Iterator[Send]:
    """One connection for all, opened with the first letter; anew after it broke."""
    server: smtplib.SMTP | None = None

    def send(message: EmailMessage) -> None:
        nonlocal server
        if not current_app.config["MAIL_URL"]:
            return
        server = server or _connected(current_app.config["MAIL_URL"])
        try:
            server.sendmail(_sender().addr_spec, [message["To"].addresses[0].addr_spec], message.as_bytes())
        except (smtplib.SMTPServerDisconnected, OSError):
            server.close()
            server = None
            raise

    try:
        yield send
    finally:
        if server:
            server.close()


def _connected(url: str) -> smtplib.SMTP:
    where = urlsplit(url)
    host, tls = where.hostname or "localhost", ssl.create_default_context()
    if where.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, where.port or 465, timeout=20, context=tls)
    else:
        server = smtplib.SMTP(host, where.port or 25, timeout=20)
        if where.username and host not in {"localhost", "127.0.0.1", "::1"}:
            server.starttls(context=tls)  # a password never travels in the open
    if where.username:
        server.login(unquote(where.username), unquote(where.password or ""))
    return server


def _linker(lang: str) -> Callable[..., str]:
    """`link(endpoint, **values)`: the whole address, in the reader's language."""
    base = urlsplit(current_app.config["BASE_URL"])
    urls = current_app.url_map.bind(base.netloc, base.path or "/", url_scheme=base.scheme)

    def link(endpoint: str, **values: Any) -> str:
        if current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values.setdefault("lang", lang)
        return urls.build(endpoint, values, force_external=True)

    return link


def _about(letter: Letter, lang: str) -> str:
    """Where a notice leads: an address that tells nothing to whoever reads the letter besides its reader.

    That is the letter's own page on the platform. An invitation keeps its link, as people without an account
    get one too; its page names no protected organisation to guests.
    """
    link = _linker(lang)
    if letter.recipient_id and not is_secret(letter):
        return link("workplace.letter", key=letter.message_id)
    endpoint, values = letter.snapshot.get("about") or ("workplace.show", {})
    try:
        return link(endpoint, **values)
    except (BuildError, KeyError):
        return f"{current_app.config['BASE_URL']}/{lang}/"


def _without_gaps(body: str) -> str:
    """At most one empty line in a row: what templates leave between their blocks is not meant."""
    lines = [line.rstrip() for line in body.strip().split("\n")]
    kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
    return "\n".join(kept).replace("\n--\n", "\n-- \n")
