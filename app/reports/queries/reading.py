"""The public register: filters, pages, figures and formats of published reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, literal, select, true
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.accounts.models import Reader
from app.foundation import paging, search
from app.foundation.db import session
from app.foundation.errors import NotFound
from app.foundation.files import StoredFile
from app.foundation.i18n import current_lang
from app.meetings import queries as meetings
from app.meetings.models import AgendaItem, Document, DocumentState, Meeting, Outcome, document_item
from app.organisations.models import Membership, Organisation
from app.reports import policy
from app.reports.models import (
    Addressee,
    Attachment,
    Call,
    Facet,
    Rendered,
    Report,
    ReportState,
    Version,
)
from app.reports.queries.filing import get_report, visible_to
from app.reports.queries.frozen import shown_to_all

COUNTED = 1000  # nobody counts further
TAKEN = 10_000  # rows of one download
KEPT_SECONDS = 60
# The rarest words first: the first filter in use is the one whose index is walked.
KINDS = ("species", "target", "organisation", "country", "meeting", "language")
OFFERED = tuple(kind for kind in KINDS if kind != "species")  # those that are chosen from a list
WAITING = {
    "issued": DocumentState.ISSUED,
    "tabled": DocumentState.TABLED,
}
BEFORE_ISSUE = (DocumentState.RECEIVED, DocumentState.CHECKED, DocumentState.TRANSLATED)


@dataclass(frozen=True)
class Sought:
    """What the register is narrowed to. `facets` maps a kind to one key; `standing` is the document's."""

    words: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    standing: str = ""
    nothing: bool = False  # something was asked for that does not exist


# The register


def register(sought: Sought, token: str | None) -> paging.Page:
    """One page, the newest first: plain columns, one statement, or two where words are sought."""
    at, key = _order(sought)
    if not sought.words:
        return paging.page(_narrowed(_listed(), sought), [at.desc(), key.desc()], token)
    # A common word finds thousands: only those of the page are joined with all that it tells of them.
    found = paging.page(_narrowed(select(Report.id), sought), [at.desc(), key.desc()], token)
    rows = {row.id: row for row in session.execute(_listed().where(Report.id.in_(found.rows)))}
    return replace(found, rows=[rows[report_id] for report_id in found.rows])


def latest(most: int) -> list[Any]:
    """The newest published reports, as rows of the register."""
    return list(register(Sought(), None).rows[:most])


def taken(sought: Sought) -> list[Any]:
    """The rows of a download, one more than it holds, so that it can say so."""
    at, key = _order(sought)
    rows = _narrowed(_listed(), sought).order_by(at.desc(), key.desc()).limit(TAKEN + 1)
    return list(session.execute(rows).all())


def count(sought: Sought) -> int:
    """How many were found; COUNTED + 1 stands for more."""
    only_facets = sought.facets and not (sought.words or sought.standing or sought.nothing)
    rows = _bearing(sought) if only_facets else _narrowed(select(literal(1)).select_from(Report), sought)
    found = rows.limit(COUNTED + 1).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def _bearing(sought: Sought) -> Select[Any]:
    """What bears all these words, by their index alone: only published reports have facets."""
    (kind, key), *others = sought.facets.items()
    rows = select(literal(1)).select_from(Facet).where(Facet.kind == kind, Facet.key == key)
    for kind, key in others:
        other = aliased(Facet)
        same = and_(other.report_id == Facet.report_id, other.kind == kind, other.key == key)
        rows = rows.join(other, same)
    return rows


def subjects_of(sought: Sought) -> dict[int, dict[str, list[str]]]:
    """For a download: what each report is about, by report and kind."""
    at, key = _order(sought)
    ids = _narrowed(select(Report.id), sought).order_by(at.desc(), key.desc()).limit(TAKEN).subquery()
    rows = session.execute(
        select(Facet.report_id, Facet.kind, Facet.key)
        .where(Facet.report_id.in_(select(ids.c.id)))
        .order_by(Facet.report_id, Facet.kind, Facet.key)
    )
    found: dict[int, dict[str, list[str]]] = {}
    for report_id, kind, word in rows:
        found.setdefault(report_id, {}).setdefault(kind, []).append(word)
    return found


def _listed() -> Select[Any]:
    columns = (
        Report.id,
        Report.number,
        Report.title,
        Report.lang,
        Report.titles,
        Report.is_example,
        Report.published_at,
        Organisation.name.label("organisation"),
        Organisation.name_lang,
        Organisation.names.label("organisation_names"),
        Organisation.kind.label("organisation_kind"),
        Organisation.country.label("organisation_country"),
        Organisation.protected,
        Meeting.key.label("meeting_key"),
        Document.symbol,
        Document.state.label("standing"),
        Document.outcome,
        AgendaItem.number.label("item"),
    )
    rows: Any = select(*columns).select_from(Report).join(Organisation, _of_organisation())
    return _joined(rows)


def _of_organisation() -> ColumnElement[bool]:
    return Organisation.id == Report.organisation_id


def _joined(rows: Select[Any]) -> Select[Any]:
    """With the call's meeting, and the document that the report became there."""
    addressed = and_(Addressee.report_id == Report.id, Addressee.meeting_id == Call.meeting_id)
    return (
        rows.join(Call, Call.id == Report.call_id)
        .join(Meeting, Meeting.id == Call.meeting_id)
        .outerjoin(Addressee, addressed)
        .outerjoin(Document, Document.id == Addressee.document_id)
        .outerjoin(AgendaItem, AgendaItem.id == func.coalesce(_tabled_under(), Addressee.agenda_item_id))
    )


def _tabled_under() -> Any:
    """The first agenda item that the document stands under; it may have moved since the call."""
    first = select(func.min(document_item.c.agenda_item_id))
    return first.where(document_item.c.document_id == Document.id).scalar_subquery()


def _order(sought: Sought) -> tuple[Any, Any]:
    """The index of the first filter has the order in it; without a filter the report's own has."""
    if sought.facets and not sought.words:
        return Facet.published_at, Facet.report_id
    return Report.published_at, Report.id


def _narrowed(rows: Select[Any], sought: Sought) -> Select[Any]:
    rows = rows.where(_is_public())
    if sought.nothing:
        return rows.where(false())
    if sought.words:  # the index of words knows the facets too
        marks = [f"{kind} {key}" for kind, key in sought.facets.items()]
        rows = rows.where(Report.number.in_(search.matching(sought.words, "report", marks=marks)))
    else:
        rows = _faceted(rows, sought)
    if sought.standing:
        rows = rows.where(_stands(sought.standing))
    return rows


def _faceted(rows: Select[Any], sought: Sought) -> Select[Any]:
    for place, (kind, key) in enumerate(sought.facets.items()):
        facet = Facet if place == 0 else aliased(Facet)
        rows = rows.join(facet, and_(facet.report_id == Report.id, facet.kind == kind, facet.key == key))
    return rows


def _is_public() -> ColumnElement[bool]:
    return and_(Report.state == ReportState.PUBLISHED, Report.rehearsal.is_(False))


def _stands(standing: str) -> ColumnElement[bool]:
    """Where the report's document stands: not yet issued, issued, tabled, or its outcome."""
    here = select(Addressee.report_id).join(Document, Document.id == Addressee.document_id)
    if standing == "published":
        which: ColumnElement[bool] = Document.state.in_(BEFORE_ISSUE)
    elif standing in WAITING:
        which = Document.state == WAITING[standing]
    elif standing in set(Outcome):
        which = Document.outcome == Outcome(standing)
    else:
        return true()
    return here.where(Addressee.report_id == Report.id, which).exists()


# What there is to choose from, kept in this process for a minute

_kept: dict[str, tuple[float, dict[str, list[str]]]] = {}


def forget() -> None:
    _kept.clear()
    _titles.clear()


def keys_in_use() -> dict[str, list[str]]:
    """By kind of filter: the words that some published report bears."""
    kept = _kept.get("all")
    if kept and monotonic() - kept[0] < KEPT_SECONDS:
        return kept[1]
    keys: dict[str, list[str]] = {kind: [] for kind in OFFERED}
    used = select(Facet.kind, Facet.key).where(Facet.kind.in_(OFFERED)).distinct()
    for kind, key in session.execute(used.order_by(Facet.kind, Facet.key)):
        keys[kind].append(key)
    if any(keys.values()):
        _kept["all"] = (monotonic(), keys)
    return keys


def organisations_named(slugs: list[str]) -> dict[str, Organisation]:
    named = select(Organisation).where(Organisation.slug.in_(slugs), Organisation.protected.is_(False))
    return {one.slug: one for one in session.scalars(named)}


def meetings_named(keys: list[str]) -> dict[str, Meeting]:
    named = select(Meeting).where(Meeting.key.in_(keys)).options(joinedload(Meeting.body))
    return {one.key: one for one in session.scalars(named)}


_titles: dict[tuple[str, str], tuple[float, str]] = {}


def meeting_titles(keys: set[str]) -> dict[str, str]:
    """Meetings in words, for a list that names few of them many times."""
    lang = current_lang()
    fresh = {
        key for key in keys if monotonic() - _titles.get((lang, key), (-KEPT_SECONDS, ""))[0] < KEPT_SECONDS
    }
    if keys - fresh:
        for key, meeting in meetings_named(sorted(keys - fresh)).items():
            _titles[lang, key] = (monotonic(), meetings.title_of(meeting))
    return {key: _titles[lang, key][1] for key in keys}


# One report


def sheet_of(number: str, *, reader: Reader) -> Row[Any]:
    """All that the head of a report's page says, for whoever may read it; one statement."""
    mine = select(Membership.user_id).where(
        Membership.organisation_id == Report.organisation_id, Membership.user_id == (reader.id or 0)
    )
    wanted: Any = visible_to(reader).with_only_columns(
        Report.id,
        Report.number,
        Report.title,
        Report.titles,
        Report.lang,
        Report.state,
        Report.late,
        Report.rehearsal,
        Report.is_example,
        Report.submitted_at,
        Report.published_at,
        Report.return_due_on,
        Report.decline_reason,
        Report.why,
        Report.revision,
        Organisation.slug,
        Organisation.name.label("organisation"),
        Organisation.name_lang,
        Organisation.names.label("organisation_names"),
        Organisation.kind.label("organisation_kind"),
        Organisation.country.label("organisation_country"),
        Organisation.protected,
        Call.key.label("call_key"),
        Meeting.key.label("meeting_key"),
        Meeting.zone,
        Addressee.document_id,
        Document.symbol,
        Document.state.label("standing"),
        Document.outcome,
        AgendaItem.number.label("item"),
        AgendaItem.titles.label("item_titles"),
        AgendaItem.lang.label("item_lang"),
        Version.number.label("version"),
        Version.sha256,
        Version.submitted_at.label("received_at"),
        mine.exists().label("is_mine"),
    )
    last = and_(Version.report_id == Report.id, Version.number == Report.version_count)
    rows = _joined(wanted.join(Organisation, _of_organisation())).outerjoin(Version, last)
    found = session.execute(rows.where(Report.number == number)).first()
    if found is None:
        raise NotFound("not_found")
    return found


def document_of(document_id: int) -> Document:
    """The document with what its trail is drawn from."""
    wanted = select(Document).where(Document.id == document_id)
    return session.scalars(
        wanted.options(
            selectinload(Document.steps),
            joinedload(Document.meeting).joinedload(Meeting.body),
        )
    ).one()


def stored_html(key: str) -> str | None:
    return session.scalar(select(Rendered.html).where(Rendered.key == key))


def with_template(report_id: int) -> Report:
    """A report with what its answers are drawn from; for a reader who may read it."""
    wanted = select(Report).where(Report.id == report_id)
    return session.scalars(wanted.options(joinedload(Report.template), joinedload(Report.organisation))).one()


def get_file(number: str, key: str, *, reader: Reader) -> StoredFile:
    """A file of a report. The public opens it once the report is published, and only if its question may."""
    report = get_report(number, reader=reader)
    what = (Attachment.question, Attachment.added_at, Attachment.removed_at)
    wanted = select(StoredFile, *what).join(Attachment, Attachment.file_id == StoredFile.id)
    found = session.execute(wanted.where(Attachment.report_id == report.id, StoredFile.key == key)).first()
    if found is None:
        raise NotFound("not_found")
    stored, question, added_at, removed_at = found
    if not policy.may_open_file(reader, report, added_at):
        if removed_at or not policy.is_published(reader, report):
            raise NotFound("not_found")
        template = report.template.shape
        open_to_all = shown_to_all(template, question, protected=report.organisation.protected)
        if not open_to_all or report.organisation.protected:
            raise NotFound("not_found")
    return stored
