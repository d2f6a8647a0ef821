"""One report: its page, its data, its files."""

from collections.abc import Sequence
from typing import Any

from flask import Response, current_app, get_template_attribute, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext as _p
from markupsafe import Markup

from app.accounts.session import me
from app.foundation import files, tables
from app.foundation.errors import NotFound
from app.foundation.gaps import filled
from app.foundation.i18n import apart, current_lang, said
from app.foundation.pages import kept
from app.foundation.web import beside, public
from app.meetings import queries as meetings
from app.meetings.flow import DOCUMENT
from app.organisations.policy import PUBLIC
from app.reports import policy
from app.reports.flow import REPORT
from app.reports.forms.deciding import FORMAL
from app.reports.models import PRACTICE, ReportState
from app.reports.queries import deciding, frozen, naming
from app.reports.queries import reading as queries
from app.reports.views import body, standing, wording
from app.reports.views.room import bp


@bp.get("/<number>")
@public
@kept
def show(number: str) -> ResponseReturnValue:
    """One address from draft to published: what the reader may see of it."""
    if number.startswith(PRACTICE):
        return redirect(url_for(".edit", number=number))  # where its writer has it, and nobody else anything
    reader = me()
    sheet = queries.sheet_of(number, reader=reader)
    inside = bool(sheet.is_mine or reader.is_moderator)
    if sheet.state == ReportState.DRAFT:
        return redirect(url_for(".edit", number=number))
    document = queries.document_of(sheet.document_id) if sheet.document_id else None
    trail = meetings.trail(document) if document else []
    return filled(
        "reports/show.html",
        title=str(standing.title(sheet)),
        mark=beside(sheet.symbol or _("Report %(number)s", number=apart(number))),
        published="published" if sheet.state == ReportState.PUBLISHED else "",
        head=_head(sheet, document, trail, inside=inside),
        for_insiders=_part("for_insiders", _inside(sheet, document)) if inside else "",
        body=body.html_of(sheet, public=not inside),
        aside=_part("aside", sheet, trail, _receipt(sheet), inside),
    )


def _part(name: str, *given: Any, **named: Any) -> Markup:
    part = get_template_attribute("reports/sheet.html", name)
    return Markup(part(*given, **named))  # noqa: S704 our own template


def _head(sheet: Any, document: Any, trail: Sequence[Any], *, inside: bool) -> Markup:
    return _part(
        "head",
        sheet,
        title=standing.title(sheet),
        by=standing.byline(sheet),
        by_url=_organisation_url(sheet, inside=inside),
        meeting=naming.meeting_titles([sheet.meeting_key])[sheet.meeting_key],
        item=_item(sheet),
        states=_states(sheet),
        trail=trail,
        document=document,
        document_url=_document_url(document, inside=inside),
    )


def _receipt(sheet: Any) -> Any:
    return {"number": sheet.version, "sha256": sheet.sha256} if sheet.sha256 else None


def _item(sheet: Any) -> str:
    if not sheet.item:
        return ""
    return f"{sheet.item}. {said(sheet.item_titles, own=sheet.item_lang).text}"


def _organisation_url(sheet: Any, *, inside: bool) -> str:
    """Its profile, for those who may open it; a renamed or declined organisation has none for all."""
    may = not sheet.protected and (inside or sheet.organisation_state in PUBLIC)
    return _opens("organisations.show", slug=sheet.slug) if may else ""


def _document_url(document: Any, *, inside: bool) -> str:
    """The same paper as the meeting sees it, for those who may open it there."""
    may = document is not None and (document.is_public or inside)
    return _opens("documents.show", number=document.number) if may else ""


def _opens(endpoint: str, **values: Any) -> str:
    """An address of another room; nothing where there is no such door."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""


def _states(sheet: Any) -> list[tuple[str, str]]:
    """The word above the title: how far the report is, and once it is published, its document."""
    word, tone = wording.STATES[sheet.state]
    if sheet.state == ReportState.PUBLISHED:
        word, tone = standing.word_of(sheet.standing, sheet.outcome)
    states = [(str(word), tone)]
    if sheet.late:
        states.append((_p("report", "Received late"), "wait"))
    return states


def _inside(sheet: Any, document: Any) -> dict[str, Any]:
    """What members and moderators see besides: what was said to them, and what they can do now."""
    report = deciding.in_hand(sheet.id)
    reader = me()
    return {
        "steps": _steps(report, document),
        "remarks": _worded(deciding.remarks(report, reader=reader), report),
        "why": report.why,
        "formal": FORMAL[report.decline_reason] if report.decline_reason else "",
        "due": (report.due_at, report.call.zone, reader.time_zone)
        if report.is_due_again and report.can_come_in
        else (),
        "lang": current_lang(),
        "zone": sheet.zone,
    }


def _steps(report: Any, document: Any) -> list[tuple[Any, str]]:
    """Doors that are open to the reader now: those of the report's flow, then those of its document's."""
    reader = me()
    steps = []
    if policy.decides(reader, report) and policy.was_submitted(reader, report):
        steps.append((_("Open on the desk"), url_for(".review", number=report.number)))
    for move in REPORT.open_to(reader, report):
        if move.name == "submit" and not report.can_come_in:
            steps.append((_("Your answers"), url_for(".check", number=report.number)))
        elif move.name == "submit":
            steps.append((_("Edit and submit again"), url_for(".edit", number=report.number)))
        else:
            steps.append((move.label, url_for(f".{move.name}", number=report.number)))
    if document is not None and report.state == ReportState.PUBLISHED:
        opened = [
            (m.label, _opens(f"documents.{m.name}", number=document.number)) for m in _open_to(document)
        ]
        steps += [(label, url) for label, url in opened if url]
    return steps


def _open_to(document: Any) -> list[Any]:
    return DOCUMENT.open_to(me(), document)


def _worded(remarks: Any, report: Any) -> list[Any]:
    """Remarks with the question each is on."""
    if not remarks:
        return []
    template = body.template_of(report.id)
    found = [(remark, template.question(remark.question)) for remark in remarks]
    return [(remark, question.label if question else "", template.lang) for remark, question in found]


@bp.get("/<number>.json")
@public
def data(number: str) -> ResponseReturnValue:
    """A published report for programs: what the page shows, and nothing else."""
    sheet = queries.sheet_of(number, reader=me())
    if sheet.state != ReportState.PUBLISHED or sheet.rehearsal:
        raise NotFound("not_found")
    report = queries.with_template(sheet.id)
    version = deciding.version_of(report, sheet.version) if sheet.version else None
    told = frozen.read(report, version, public=True) if version else None
    return _as_json(sheet, told)


def _as_json(sheet: Any, told: frozen.Frozen | None) -> Response:
    answers = [
        {"question": q.key, "row": row, "lang": told.answers[q.key, row].lang, "value": value}
        | ({"confirmed": False} if told.is_unconfirmed(q) else {})
        for q, row, value in (told.said() if told else ())
        if told and (q.key, row) in told.answers
    ]
    return jsonify(
        {
            "number": sheet.number,
            "symbol": sheet.symbol,
            "title": sheet.title,
            "titles": sheet.titles,
            "lang": sheet.lang,
            "organisation": str(standing.byline(sheet)),
            "organisation_slug": None if sheet.protected else sheet.slug,
            "meeting": sheet.meeting_key,
            "agenda_item": sheet.item,
            "call": sheet.call_key,
            "published_at": tables.value(sheet.published_at),
            "received_at": tables.value(sheet.received_at),
            "version": sheet.version,
            "sha256": sheet.sha256,
            "document": sheet.standing,
            "outcome": sheet.outcome,
            "example": sheet.is_example,
            "address": url_for(".show", number=sheet.number, _external=True),
            "answers": answers,
            "attachments": [_paper(paper, sheet) for paper in (told.files if told else ())],
        }
    )


def _paper(paper: frozen.Paper, sheet: Any) -> dict[str, Any]:
    return {
        "question": paper.question,
        "name": paper.name,
        "size": paper.size,
        "sha256": paper.digest,
        "description": paper.description,
        "address": url_for(".file", number=sheet.number, key=paper.key, _external=True),
    }


@bp.get("/<number>/files/<key>")
@public
def file(number: str, key: str) -> ResponseReturnValue:
    return files.answer(queries.get_file(number, key, reader=me()))
