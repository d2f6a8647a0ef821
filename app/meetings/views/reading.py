"""Doors for everybody who reads: meetings, one meeting, one document, its files."""

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup, escape
from wtforms.fields.choices import SelectChoice

from app.accounts.session import me
from app.foundation import files, markdown
from app.foundation.clock import now
from app.foundation.i18n import apart, current_lang, language_name, said
from app.foundation.web import public
from app.meetings import policy, queries
from app.meetings.flow import DOCUMENT, word_of
from app.meetings.forms.meetings import FilterForm
from app.meetings.models import (
    BY_STAFF,
    DEADLINES,
    DOCUMENT_KINDS,
    AgendaItem,
    Deadline,
    Document,
    Meeting,
)
from app.meetings.queries import above
from app.meetings.queries import documents as of_documents
from app.meetings.queries import meetings as of_meetings
from app.meetings.queries.above import Asked
from app.meetings.queries.names import body_name, days_of, place_of
from app.meetings.views import agenda
from app.meetings.views.room import bp, documents, item_name

FEW = 6  # past meetings of each body, until a reader asks for all of one
FAR = date(9999, 12, 31)


@bp.get("")
@public
def index() -> ResponseReturnValue:
    form = FilterForm(request.args)
    known = of_meetings.bodies_that_met()
    named = [SelectChoice(value=body.key, label=body_name(body)) for body in known]
    form.body.choices = [SelectChoice(value="", label=_("All bodies")), *named]
    chosen = form.body.data if form.body.data in {body.key for body in known} else ""
    meetings, today = of_meetings.all_meetings(chosen), now().date()
    ahead = sorted((m for m in meetings if not m.is_over(today)), key=lambda m: (m.around or FAR, m.id))
    asked = above.asked_before(ahead)
    return render_template(
        "meetings/index.html",
        form=form,
        chosen=chosen,
        chosen_name=next((body_name(body) for body in known if body.key == chosen), ""),
        ahead=[_as_row(meeting, asked[meeting.id]) for meeting in ahead],
        past=_by_body(known, [m for m in meetings if m.is_over(today)], most=None if chosen else FEW),
        zone=me().time_zone if me().is_authenticated else None,
        keeps=policy.keeps_meetings(me()),
    )


@bp.get("/<key>")
@public
def show(key: str) -> ResponseReturnValue:
    meeting = queries.get_meeting(key)
    asked = above.asked_before([meeting])[meeting.id]
    before = queries.documents_of(meeting, reader=me())
    under: dict[str, list[Document]] = {}
    for document in before:
        for item in document.items:
            under.setdefault(item.number, []).append(document)
    return render_template(
        "meetings/show.html",
        meeting=meeting,
        title=queries.title_of(meeting),
        facts=_facts_of_meeting(meeting),
        open_calls=[_as_call(call) for call in asked if call.is_open],
        deadlines=_due(meeting.deadlines, asked),
        agenda=agenda.tree(meeting, lambda item, level: {"documents": _records(under, item, level)}),
        elsewhere=[_as_record(document) for document in before if not document.items],
        zone=me().time_zone if me().is_authenticated else None,
        keeps=policy.keeps_meetings(me()),
        empty=not (before or meeting.items or meeting.deadlines or asked),
        calls="reports.calls" in current_app.view_functions,
        reports=any(document.origin_endpoint == "reports.show" and document.is_public for document in before),
        calendar=bool(meeting.starts_on or meeting.deadlines or asked),
        unverified=meeting.confidence == "partial",
        by_staff=meeting.confidence == BY_STAFF,
    )


@documents.get("/<number>", endpoint="show")
@public
def show_document(number: str) -> ResponseReturnValue:
    document = queries.get_document(number, reader=me())
    steps = queries.trail(document)
    doors = [move for move in DOCUMENT.open_to(me(), document) if move.name != "close"]
    return render_template(
        "documents/show.html",
        document=document,
        title=said(document.titles | {document.lang: document.title}, own=document.lang),
        short=queries.short_of(document.meeting),
        facts=_facts_of_document(document),
        origin=_origin(document),
        steps=steps,
        here=next((at for at, step in enumerate(steps, 1) if step.tone == "now"), None),
        word=word_of(document.state, document.outcome),
        outcome=queries.outcome_of(document),
        outcome_text=markdown.render(document.outcome_text),
        follow_up=markdown.render(document.follow_up),
        langs={step.name: step.note_lang for step in document.steps},
        links=[_as_link(*link) for link in queries.links_of(document, reader=me())],
        doors=doors,
        closes=any(move.name == "close" for move in DOCUMENT.open_to(me(), document)),
        brings_files=policy.brings_files(me(), document),
    )


@documents.get("/<number>/files/<key>")
@public
def file(number: str, key: str) -> ResponseReturnValue:
    document = queries.get_document(number, reader=me())
    return files.answer(of_documents.get_file(document, key).file)


def _as_row(meeting: Meeting, asked: Sequence[Asked] = ()) -> SimpleNamespace:
    ahead = [deadline for deadline in meeting.deadlines if deadline.at > now()]
    return SimpleNamespace(
        url=url_for("meetings.show", key=meeting.key),
        title=queries.title_of(meeting),
        short=queries.short_of(meeting),
        when=days_of(meeting),
        place=place_of(meeting),
        is_example=meeting.is_example,
        deadlines=_due(ahead, asked),
    )


def _by_body(known: Any, past: list[Meeting], most: int | None) -> list[SimpleNamespace]:
    """The past meetings of each body, the latest first."""
    groups = []
    for body in known:
        held = sorted((m for m in past if m.body_id == body.id), key=_place_in_time, reverse=True)
        if held:
            shown = [_as_row(meeting) for meeting in held[:most]]
            more = url_for(".index", body=body.key) if len(held) > len(shown) else None
            groups.append(SimpleNamespace(name=body_name(body), meetings=shown, more=more, count=len(held)))
    return groups


def _place_in_time(meeting: Meeting) -> tuple[int, int]:
    """Where a day is not confirmed the number tells which meeting of a year was the later."""
    return (meeting.around or FAR).year, meeting.number or 0


def _due(deadlines: Sequence[Deadline], asked: Sequence[Asked]) -> list[SimpleNamespace]:
    """What is due before a meeting, and the calls to report to it, the first to close first."""
    due = [*map(_as_deadline, deadlines), *map(_as_call, asked)]
    return sorted(due, key=lambda item: item.at)


def _as_call(asked: Asked) -> SimpleNamespace:
    url = url_for(asked.endpoint, **asked.values)
    return SimpleNamespace(
        title=asked.title,
        at=asked.closes_at,
        zone=asked.zone,
        late_until=asked.late_until,
        day_only=False,
        rule="",
        url=url,
    )


def _as_deadline(deadline: Deadline) -> SimpleNamespace:
    return SimpleNamespace(
        title=DEADLINES.get(deadline.kind, deadline.kind),
        at=deadline.at,
        zone=deadline.zone,
        day_only=deadline.day_only,
        rule=deadline.rule,
        url="",
    )


def _records(under: dict[str, list[Document]], item: AgendaItem, level: int) -> list[SimpleNamespace]:
    return [_as_record(document, level) for document in under.get(item.number, ())]


def _as_record(document: Document, level: int = 3) -> SimpleNamespace:
    word, tone = word_of(document.state, document.outcome)
    return SimpleNamespace(
        url=url_for("documents.show", number=document.number),
        title=said(document.titles | {document.lang: document.title}, own=document.lang),
        symbol=document.symbol,
        status_word=word,
        status_tone=tone,
        by=[name for name, _slug in of_documents.authors_of(document)],
        meta=[DOCUMENT_KINDS.get(document.kind, document.kind)],
        level=level,
    )


def _as_link(kind: str, other: Document, after: bool) -> SimpleNamespace:
    words = {
        ("consolidated_in", True): _("Consolidated in"),
        ("consolidated_in", False): _("Consolidates"),
        ("led_to", True): _("Led to"),
        ("led_to", False): _("Came from"),
        ("followed_by", True): _("Next in the record"),
        ("followed_by", False): _("Before it in the record"),
    }
    return SimpleNamespace(
        word=words[kind, after],
        url=url_for("documents.show", number=other.number),
        title=said(other.titles | {other.lang: other.title}, own=other.lang),
        symbol=other.symbol,
        meeting=queries.short_of(other.meeting),
    )


def _facts_of_meeting(meeting: Meeting) -> list[tuple[str, object]]:
    lang = current_lang()
    tongues = [language_name(code, lang) for code in meeting.languages]
    lines: list[tuple[str, object]] = [
        (_("Body"), body_name(meeting.body)),
        (_("Days"), days_of(meeting)),
        (_("Place"), place_of(meeting)),
        (
            _("Theme"),
            Markup('<span lang="en" dir="ltr">{}</span>').format(meeting.theme) if meeting.theme else "",
        ),
        (_("Working languages"), _(", ").join(tongues)),
    ]
    return [(label, value) for label, value in lines if value]


def _facts_of_document(document: Document) -> list[tuple[str, object]]:
    meeting = document.meeting
    link = Markup('<a href="{}">{}</a>')
    items = Markup("<br>").join(escape(item_name(item)) for item in document.items)
    authors = escape(_(", ")).join(_author(*author) for author in of_documents.authors_of(document))
    origin, call = _origin(document), above.drawn_by(document)
    answers = link.format(url_for(call.endpoint, **call.values), call.title) if call else ""
    lines: list[tuple[str, object]] = [
        (_("Submitted by"), authors),
        (_("Meeting"), link.format(url_for("meetings.show", key=meeting.key), queries.title_of(meeting))),
        (_("Agenda item"), items),
        (_("Kind"), DOCUMENT_KINDS.get(document.kind, document.kind)),
        (_("Comes from"), link.format(*origin) if origin else ""),
        (_("In answer to"), answers),
    ]
    return [(label, value) for label, value in lines if value]


def _author(name: str, slug: str) -> Markup:
    if slug and "organisations.show" in current_app.view_functions:
        return Markup('<a href="{}">{}</a>').format(url_for("organisations.show", slug=slug), name)
    return Markup("<bdi>{}</bdi>").format(name)


def _origin(document: Document) -> tuple[str, str] | None:
    """Where the document came from, for those who may read it there."""
    endpoint = document.origin_endpoint
    may = document.is_public or policy.is_moderator(me(), document) or policy.is_party(me(), document)
    if not may or endpoint not in current_app.view_functions:
        return None
    words = _("Report %(number)s", number=apart(document.origin_number))
    return url_for(endpoint, number=document.origin_number), words
