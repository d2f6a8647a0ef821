"""What the buttons of a section do besides saving, and the place of its page where one goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _

from app.accounts.session import me, somebody
from app.foundation import files
from app.foundation.errors import DomainError, Invalid
from app.foundation.i18n import LANGS, current_lang
from app.foundation.text import one_line
from app.reports import questions
from app.reports.forms.answers import name_of
from app.reports.models import Report
from app.reports.operations import answers as operations
from app.reports.operations import attachments
from app.reports.questions import TEXTS, Kind, Question, Section

FILE = "-file"  # ends the id of the field in which a file is chosen
LONGEST_TITLE = 80  # characters of what stands for a removed entry


class Refused(Exception):
    """What a button wanted and could not have, at the question where it is told."""

    def __init__(self, error: DomainError, question: str, row: int = 0, part: str = "") -> None:
        self.error = error
        self.at = (question, row)
        self.place = f"{name_of(question, row)}{part}"


@contextmanager
def _told_at(*place: Any) -> Iterator[None]:
    try:
        yield
    except DomainError as error:
        raise Refused(error, *place) from error


def press(report: Report, asked: Section) -> str:
    """Do it, and tell where to go on; "" where the button says no more than to save."""
    for act in (_search, _change_rows, _change_files, _choose, _stay):
        if there := act(report, asked):
            return there
    return ""


def _at(report: Report, asked: Section, place: str, **more: Any) -> str:
    """A place of the section's page. It takes the focus there, so that what was done is said first."""
    lang = _wanted_lang() or current_lang()
    return url_for(".section", lang=lang, number=report.number, key=asked.key, _anchor=place or None, **more)


def _wanted_lang() -> str:
    """The language whose button was pressed; "" for any other button."""
    lang = request.form.get("in_language", "")
    return lang if lang in LANGS else ""


def _search(report: Report, asked: Section) -> str:
    name = request.form.get("find", "") or _entered()
    words = request.form.get(f"{name}-words", "").strip()[:100]
    if not name:
        return ""
    return _at(report, asked, f"{name}-found" if words else f"{name}-words", find=name, words=words)


def _entered() -> str:
    """Enter presses the first button of the form, wherever one is; new words in a box mean that one looks."""
    sent = request.form
    boxes = [name.removesuffix("-words") for name in sent if name.endswith("-words")] if _by_enter() else []
    return next((b for b in boxes if sent[f"{b}-words"].strip() not in {"", sent.get(f"{b}-found", "")}), "")


def _by_enter() -> bool:
    return request.form.get("save") == "enter"


def _stay(report: Report, asked: Section) -> str:
    """Enter in a line of its own saves, as a change of language does; neither leaves the section."""
    if not (_by_enter() or _wanted_lang()):
        return ""
    if _by_enter():
        flash(_("Your answers are saved."))
    return _at(report, asked, "")


def _choose(report: Report, asked: Section) -> str:
    for button in ("add", "remove"):
        if name := request.form.get(button, "").partition(":")[0]:
            return _at(report, asked, f"{name}-picked")
    return ""


def _change_rows(report: Report, asked: Section) -> str:
    """Add a row of a table, take one out, or put it back."""
    sent = request.form
    tables = {q.key: q for q in asked.questions if q.kind == Kind.TABLE}
    if table := tables.get(sent.get("add_row", "")):
        with _told_at(table.key):
            row = operations.add_row(report, table, actor=somebody())
        return _at(report, asked, name_of(table.key, row))
    for button, change in (("remove_row", operations.remove_row), ("put_back", operations.put_row_back)):
        key, colon, number = sent.get(button, "").partition(":")
        table = tables.get(key)
        if table is None or not colon or not (number.isascii() and number.isdigit()):
            continue
        row = int(number[:6])
        with _told_at(table.key):
            change(report, table, row, actor=somebody())
        if button == "put_back":
            return _at(report, asked, name_of(table.key, row))
        return _at(report, asked, f"removed-{table.key}-{row}", removed=f"{table.key}:{row}")
    return ""


@dataclass(frozen=True)
class Removed:
    """An entry that was taken out."""

    table: Question
    row: int
    title: str  # its first words
    lang: str


def removed_from(asked: Section, given: Any) -> list[Removed]:
    """Every entry of a section that was taken out, and is kept for those who want it back."""
    tables = [q for q in asked.questions if q.kind == Kind.TABLE]
    return [_removed(t, row, given) for t in tables for row in questions.removed_rows(t, given.values)]


def _removed(table: Question, row: int, given: Any) -> Removed:
    for column in table.columns:
        answer = given.answers.get((column.key, row))
        if column.kind in TEXTS and answer and not questions.is_empty(answer.value):
            words = one_line(str(answer.value["text"]))
            short = words if len(words) <= LONGEST_TITLE else f"{words[:LONGEST_TITLE]}…"
            return Removed(table, row, short, answer.lang)
    return Removed(table, row, table.row_label, given.template.lang)


def _change_files(report: Report, asked: Section) -> str:
    """Take a file out, describe those that are there, add the new ones."""
    place = ""
    if (number := request.form.get("remove_file", "")).isdigit():
        attachment = attachments.attachment_of(report, int(number[:9]))
        attachments.remove_file(attachment, report, actor=me())
        flash(_("The file is removed: %(name)s", name=attachment.file.name))
        place = name_of(attachment.question, attachment.row)
    wanted, _dash, row = request.form.get("add", "").rpartition("-")
    for question in asked.asked():
        if question.kind == Kind.FILE:
            place = _add_files(report, question) or place
            if question.key == wanted and row.isdigit() and not place:
                raise Refused(Invalid("file_missing"), wanted, int(row[:6]), FILE)
    return _at(report, asked, place) if place else ""


def _add_files(report: Report, question: Question) -> str:
    place = ""
    for name, storage in request.files.items(multi=True):
        key, _dash, number = name.rpartition("-")
        if key != question.key or not number.isdigit() or not storage.filename:
            continue
        row = int(number[:6])
        with _told_at(key, row, FILE):
            added = attachments.attach_file(
                report,
                question,
                row,
                files.read(storage),
                description=one_line(request.form.get(f"{name}-about", ""))[:200],
                actor=me(),
            )
        place = f"file-{added.id}"
    return place
