"""Doors for everybody who reads: the register and the published report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    get_template_attribute,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_babel import pgettext as _p
from markupsafe import Markup, escape
from wtforms.fields import SelectChoice

from app.accounts.session import me
from app.foundation import files, tables
from app.foundation.errors import NotFound
from app.foundation.i18n import current_lang, day, language_name, said
from app.foundation.pages import kept
from app.foundation.web import public
from app.meetings import queries as meetings
from app.meetings.flow import DOCUMENT
from app.reports import policy
from app.reports.flow import REPORT
from app.reports.forms.deciding import FORMAL
from app.reports.forms.reading import RegisterForm, asked
from app.reports.models import ReportState
from app.reports.queries import deciding, frozen
from app.reports.queries import reading as queries
from app.reports.queries.reading import Sought
from app.reports.views import body, standing, wording
from app.reports.views.room import bp
from app.vocabularies import queries as vocabularies

formats = Blueprint("registers", "app.reports")  # /reports.csv stands beside /reports, not below it


# The register


@dataclass(frozen=True)
class Record:
    """One line of the register, as its component draws it."""

    url: str
    title: Any
    symbol: str
    status_word: str
    status_tone: str
    by: list[Any]
    meta: list[Any]
    level: int = 3


@dataclass(frozen=True)
class Search:
    """What was asked for, understood."""

    sought: Sought
    kept: dict[str, Any]  # the address' own values
    which: list[Any]  # species to choose between
    unknown: str = ""  # a species nobody knows


@bp.get("")
@public
@kept
def register() -> ResponseReturnValue:
    search = _understood()
    page = queries.register(search.sought, request.args.get("page"))
    titles = queries.meeting_titles({row.meeting_key for row in page.rows})
    return render_template(
        "reports/register.html",
        words=search.sought.words,
        kept=search.kept,
        which=[(c, _address(search, species=c.key)) for c in search.which],
        unknown=search.unknown,
        panel=_panel(search),
        chips=_chips(search),
        found=_how_many(queries.count(search.sought), search),
        records=[_record(row, titles) for row in page.rows],
        previous=page.previous and _address(search, page=page.previous),
        next=page.next and _address(search, page=page.next),
        csv=url_for("registers.csv", **search.kept),
        json=url_for("registers.json", **search.kept),
        everything=url_for(".register"),
    )


def _understood() -> Search:
    """The address as a search. A species is typed by any name; several that fit are shown to choose from."""
    names = ("q", *queries.KINDS, "standing")
    kept = {name: value for name in names if (value := asked(request.args, name))}
    facets = {kind: kept[kind] for kind in queries.KINDS if kind in kept and kind != "species"}
    which: list[Any] = []
    unknown = ""
    if typed := kept.get("species", ""):
        which = _species(typed)
        if len(which) == 1:
            facets["species"] = kept["species"] = which[0].key
            which = []
        unknown = "" if which or "species" in facets else typed
    facets = {kind: facets[kind] for kind in queries.KINDS if kind in facets}
    standing_word = kept.get("standing", "")
    unheard = bool(standing_word) and standing_word not in standing.STANDINGS
    sought = Sought(kept.get("q", ""), facets, standing_word, nothing=bool(unknown or which or unheard))
    return Search(sought, kept, which, unknown)


def _species(typed: str) -> list[Any]:
    if vocabularies.known("species", typed):
        return [vocabularies.species([typed], current_lang())[typed]]
    return vocabularies.species_matching(typed, current_lang())


def _address(search: Search, **changed: Any) -> str:
    values = {name: value for name, value in (search.kept | changed).items() if value}
    return url_for(".register", **values)


def _how_many(count: int, search: Search) -> str:
    if count > queries.COUNTED:
        return str(_("More than 1,000 reports"))
    return str(ngettext("%(num)d report", "%(num)d reports", count))


def _record(row: Any, titles: dict[str, str]) -> Record:
    word, tone = standing.word_of(row.standing, row.outcome)
    meta: list[Any] = [titles[row.meeting_key]]
    if row.item:
        meta.append(_("Agenda item %(number)s", number=row.item))
    meta.append(day(row.published_at))
    return Record(
        url=f"{url_for('.register')}/{row.number}",
        title=standing.title(row),
        symbol=row.symbol or "",
        status_word=str(word),
        status_tone=tone,
        by=[standing.byline(row)],
        meta=meta,
    )


# Filters: the panel is made once for each choice of filters; only the words are filled in anew

WORDS, RESET = "\x00w\x00", "\x00r\x00"  # stand in a kept panel for the words, and its way back to all
_panels: dict[Any, str] = {}


def _panel(search: Search) -> Markup:
    choices = {kind: tuple(keys) for kind, keys in queries.keys_in_use().items()}
    words = search.kept.get("q", "")
    key = (current_lang(), *(search.kept | {"q": bool(words)}).items(), *choices.values())
    if key not in _panels:
        if len(_panels) > 200:
            _panels.clear()
        _panels[key] = _drawn_panel(search, choices)
    reset = url_for(".register", q=words or None)
    kept = _panels[key].replace(WORDS, escape(words)).replace(RESET, escape(reset))
    return Markup(kept)  # noqa: S704 ours


def _drawn_panel(search: Search, choices: Mapping[str, tuple[str, ...]]) -> str:
    form = RegisterForm(formdata=None, data=search.kept | {"q": WORDS if "q" in search.kept else ""})
    for kind, keys in choices.items():
        options = sorted(_labels(kind, keys).items(), key=lambda pair: pair[1].casefold())
        form[kind].choices = _choices(options)
    form.standing.choices = _choices([(key, str(word)) for key, word in standing.STANDINGS.items()])
    if (species := search.sought.facets.get("species")) and form.species.data == species:
        form.species.data = _labels("species", (species,))[species]
    in_use = len(search.kept) - ("q" in search.kept)
    return str(get_template_attribute("components/filters.html", "filters")(form, RESET, in_use))


def _choices(options: list[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value=key, label=label) for key, label in [("", _("All")), *options]]


def _labels(kind: str, keys: tuple[str, ...]) -> dict[str, str]:
    """How the keys of a filter are called on the page."""
    lang = current_lang()
    if kind == "language":
        return {key: language_name(key, lang) for key in keys}
    if kind == "meeting":
        found = queries.meetings_named(list(keys))
        return {key: meetings.title_of(found[key]) if key in found else key for key in keys}
    if kind == "organisation":
        named = queries.organisations_named(list(keys))
        return {key: named[key].name if key in named else key for key in keys}
    return {key: choice.label for key, choice in vocabularies.labels(kind, keys, lang).items()}


def _chips(search: Search) -> list[tuple[str, str]]:
    """What is in use, each with the address of the list without it."""
    chips = []
    for name, value in search.kept.items():
        if name == "q":
            label = _("“%(words)s”", words=value)
        elif name == "standing":
            label = str(standing.STANDINGS.get(value, value))
        elif name == "species" and value not in search.sought.facets.values():
            label = value
        else:
            label = _labels(name, (value,))[value]
        chips.append((label, _address(search, **{name: ""})))
    return chips


# What was found, to take home


@formats.get("/reports.csv")
@public
def csv() -> ResponseReturnValue:
    columns, rows, note = _taken()
    if note:
        rows.append(None)
        columns = [(heading, _first_says(note, place, get)) for place, (heading, get) in enumerate(columns)]
    return tables.csv(columns, rows, "reports")


@formats.get("/reports.json")
@public
def json() -> ResponseReturnValue:
    columns, rows, note = _taken()
    about = {"note": note} if note else {}
    return tables.json(columns, rows, "reports", source=url_for("reports.register", _external=True), **about)


def _first_says(note: str, place: int, get: Any) -> Any:
    """The last line of a table that was cut says so in its first cell."""
    return lambda row: get(row) if row is not None else note if place == 0 else ""


def _taken() -> tuple[list[tables.Column], list[Any], str]:
    search = _understood()
    rows = queries.taken(search.sought)
    about = queries.subjects_of(search.sought) if rows else {}
    note = ""
    if len(rows) > queries.TAKEN:
        note = _("Only the first 10,000 reports are in this file. Narrow the search to get the others.")
        rows = rows[: queries.TAKEN]
    return _columns(about), rows, note


def _columns(about: Mapping[int, Mapping[str, list[str]]]) -> list[tables.Column]:
    """The columns of a download. Their names are those of the data and stay the same in every language."""

    def subject(kind: str) -> Any:
        return lambda row: about.get(row.id, {}).get(kind, [])

    return [
        ("number", lambda row: row.number),
        ("symbol", lambda row: row.symbol),
        ("title", lambda row: row.title),
        ("language", lambda row: row.lang),
        ("organisation", lambda row: str(standing.byline(row)) if row.protected else row.organisation),
        ("meeting", lambda row: row.meeting_key),
        ("agenda item", lambda row: row.item),
        ("published", lambda row: row.published_at),
        ("document", lambda row: row.standing),
        ("outcome", lambda row: row.outcome),
        ("countries", subject("country")),
        ("species", subject("species")),
        ("targets", subject("target")),
        ("instruments", subject("instrument")),
        ("themes", subject("theme")),
        ("example", lambda row: row.is_example),
        ("address", lambda row: url_for("reports.show", number=row.number, _external=True)),
    ]


# One report


@bp.get("/<number>")
@public
@kept
def show(number: str) -> ResponseReturnValue:
    """One address from draft to published: what the reader may see of it."""
    reader = me()
    sheet = queries.sheet_of(number, reader=reader)
    inside = bool(sheet.is_mine or reader.is_moderator)
    if sheet.state == ReportState.DRAFT:
        return redirect(url_for(".edit", number=number))
    document = queries.document_of(sheet.document_id) if sheet.document_id else None
    return render_template(
        "reports/show.html",
        sheet=sheet,
        title=standing.title(sheet),
        by=standing.byline(sheet),
        by_url=_organisation_url(sheet),
        meeting=queries.meeting_titles({sheet.meeting_key})[sheet.meeting_key],
        item=_item(sheet),
        states=_states(sheet),
        body=body.html_of(sheet, public=not inside),
        trail=meetings.trail(document) if document else [],
        document=document,
        document_url=_document_url(document, inside=inside),
        receipt=_receipt(sheet),
        inside=_inside(sheet, document) if inside else None,
    )


def _receipt(sheet: Any) -> Any:
    return {"number": sheet.version, "sha256": sheet.sha256} if sheet.sha256 else None


def _item(sheet: Any) -> str:
    if not sheet.item:
        return ""
    return f"{sheet.item}. {said(sheet.item_titles, own=sheet.item_lang).text}"


def _organisation_url(sheet: Any) -> str:
    return "" if sheet.protected else _opens("organisations.show", slug=sheet.slug)


def _document_url(document: Any, *, inside: bool) -> str:
    """The same paper as the meeting sees it, for those who may open it there."""
    may = document is not None and (document.is_public or inside)
    return _opens("documents.show", number=document.number) if may else ""


def _opens(endpoint: str, **values: Any) -> str:
    """An address of another room; nothing where there is no such door."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""


def _states(sheet: Any) -> list[tuple[str, str]]:
    """The words above the title: how far the report is, and then how far its document is."""
    word, tone = wording.STATES[sheet.state]
    states = [(str(word), tone)]
    if sheet.state == ReportState.PUBLISHED and sheet.standing is not None:
        after, tone = standing.word_of(sheet.standing, sheet.outcome)
        states.append((str(after), tone))
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
        "due_on": report.return_due_on if report.state == ReportState.RETURNED else None,
        "lang": current_lang(),
    }


def _steps(report: Any, document: Any) -> list[tuple[Any, str]]:
    """Doors that are open to the reader now: those of the report's flow, then those of its document's."""
    reader = me()
    steps = []
    if policy.decides(reader, report) and policy.was_submitted(reader, report):
        steps.append((_("Open on the desk"), url_for(".review", number=report.number)))
    for move in REPORT.open_to(reader, report):
        if move.name == "submit":
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
