"""The public register: what is found, how many, and what there is to narrow it by.

Statements are built once for each shape of a search, on plain tables; the search itself fills what they bind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from app.foundation import pages, paging, search
from app.foundation.db import session
from app.meetings.models import AgendaItem, Document, DocumentState, Meeting, Outcome, document_item
from app.organisations.models import Organisation
from app.reports.models import Addressee, Call, Facet, Report, ReportState

COUNTED = 1000  # nobody counts further
TAKEN = 10_000  # rows of one download
# The rarest words first: the first filter in use is the one whose index is walked.
KINDS = ("species", "target", "organisation", "country", "meeting", "language")
OFFERED = tuple(kind for kind in KINDS if kind != "species")  # those that are chosen from a list
WAITING = {
    "issued": DocumentState.ISSUED,
    "tabled": DocumentState.TABLED,
}
BEFORE_ISSUE = (DocumentState.RECEIVED, DocumentState.CHECKED, DocumentState.TRANSLATED)

_report, _facet = Report.__table__, Facet.__table__


@dataclass(frozen=True)
class Sought:
    """What the register is narrowed to. `facets` maps a kind to one key; `standing` is the document's."""

    words: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    standing: str = ""
    nothing: bool = False  # something was asked for that does not exist
    symbol: str = ""  # the words are this symbol of a report's document, and so no words to search for

    @property
    def shape(self) -> "Shape":
        words = bool(self.words) and not self.symbol
        return Shape(search.dialect(), words, tuple(self.facets), self.standing, bool(self.symbol))

    @property
    def bound(self) -> dict[str, Any]:
        """What the statement of this shape binds."""
        if self.shape.words:  # the index of words knows the facets too
            return search.wanted(self.words, "report", marks=[" ".join(one) for one in self.facets.items()])
        facets = {f"the_{kind}": key for kind, key in self.facets.items()}
        return facets | ({"the_symbol": self.symbol} if self.symbol else {})


class Shape(NamedTuple):
    """All of a search that its statement depends on."""

    dialect: str
    words: bool
    kinds: tuple[str, ...]
    standing: str
    symbol: bool


@dataclass(frozen=True)
class Found:
    """One page of the register. Of what was counted, COUNTED + 1 stands for more."""

    numbers: Sequence[str] = ()
    count: int = 0
    previous: str | None = None
    next: str | None = None


# What is found


def register(sought: Sought, token: str | None = None) -> Found:
    """One page, the newest first, and how many there are: one statement, which asks the index once."""
    if sought.nothing:
        return Found()
    page = _pages(sought.shape).page(token, counted=COUNTED + 1, **sought.bound)
    total = page.rows[0].total if page.rows else count(sought) if token else 0
    return Found([row.number for row in page.rows], total, page.previous, page.next)


def count(sought: Sought) -> int:
    """How many were found; COUNTED + 1 stands for more."""
    if sought.nothing:
        return 0
    return session.scalar(_counted(sought.shape), {"counted": COUNTED + 1, **sought.bound}) or 0


def latest(most: int, **facets: str) -> list[Any]:
    """The newest published reports that bear these facets, as rows of the register."""
    numbers = register(Sought(facets=facets)).numbers[:most]
    rows = rows_of(numbers)
    return [rows[one] for one in numbers]


def rows_of(numbers: Sequence[str]) -> dict[str, Row[Any]]:
    """What the register tells of these reports: plain columns, one statement."""
    return {row.number: row for row in session.execute(_told(), {"numbers": numbers})}


def taken(sought: Sought) -> list[Row[Any]]:
    """The rows of a download, one more than it holds, so that it can say so."""
    if sought.nothing:
        return []
    rows = narrowed(_listed(), sought.shape).order_by(*newest_first(sought.shape)).limit(TAKEN + 1)
    return list(session.execute(rows, sought.bound).all())


def subjects_of(sought: Sought) -> dict[int, dict[str, list[str]]]:
    """For a download: what each report is about, by report and kind."""
    ids = narrowed(select(_report.c.id), sought.shape).order_by(*newest_first(sought.shape))
    those = select(_facet.c.report_id, _facet.c.kind, _facet.c.key).where(
        _facet.c.report_id.in_(select(ids.limit(TAKEN).subquery().c.id))
    )
    rows = session.execute(those.order_by(*_facet.primary_key), sought.bound)
    found: dict[int, dict[str, list[str]]] = {}
    for report_id, kind, word in rows:
        found.setdefault(report_id, {}).setdefault(kind, []).append(word)
    return found


# How a search becomes a statement


@lru_cache(maxsize=256)
def _pages(shape: Shape) -> paging.Pages:
    if not shape.words:
        rows: Any = narrowed(select(_report.c.number), shape)
        return paging.Pages(rows.add_columns(_total(_bearing(shape))), newest_first(shape))
    # The index holds published reports only, and so none of them need be read, unless it is asked where
    # their documents stand.
    found: Any = search.listed()
    if shape.standing:
        stands = select(_report.c.number).where(_stands(shape.standing))
        found = found.where(search.entries.c.key.in_(stands))
    found = found.with_only_columns(search.entries.c.key.label("number"), _total(_bearing(shape)))
    return paging.Pages(found, [search.HIT.c.rowid.desc()])


@lru_cache(maxsize=256)
def _counted(shape: Shape) -> Select[Any]:
    return select(_total(_bearing(shape)))


def _total(rows: Select[Any]) -> Any:
    those = rows.limit(bindparam("counted", type_=Integer)).subquery()
    return select(func.count()).select_from(those).scalar_subquery().label("total")


def _bearing(shape: Shape) -> Select[Any]:
    """All that is found. With facets alone by their index alone: only published reports have facets."""
    if shape.words and not shape.standing:
        return search.hits()
    if shape.words or shape.standing or shape.symbol or not shape.kinds:
        return narrowed(select(literal(1)).select_from(_report), shape)
    first, *others = shape.kinds
    rows: Select[Any] = select(literal(1)).select_from(_facet).where(*_is(_facet, first))
    for kind in others:
        other = _facet.alias()
        rows = rows.join(other, and_(other.c.report_id == _facet.c.report_id, *_is(other, kind)))
    return rows


def _is(facet: Any, kind: str) -> tuple[ColumnElement[bool], ...]:
    return facet.c.kind == kind, facet.c.key == bindparam(f"the_{kind}")


def newest_first(shape: Shape) -> tuple[Any, Any]:
    """The index of the first filter has the order in it; without a filter the report's own has."""
    if shape.kinds and not shape.words:
        return _facet.c.published_at.desc(), _facet.c.report_id.desc()
    return _report.c.published_at.desc(), _report.c.id.desc()


def narrowed(rows: Select[Any], shape: Shape) -> Select[Any]:
    rows = rows.where(_report.c.state == ReportState.PUBLISHED, _report.c.rehearsal.is_(False))
    if shape.words:
        rows = rows.where(_report.c.number.in_(search.listed().with_only_columns(search.entries.c.key)))
    else:
        for place, kind in enumerate(shape.kinds):
            facet = _facet.alias() if place else _facet
            rows = rows.join(facet, and_(facet.c.report_id == _report.c.id, *_is(facet, kind)))
    if shape.symbol:
        rows = rows.where(_has_document(Document.__table__.c.symbol == bindparam("the_symbol")))
    return rows.where(_stands(shape.standing)) if shape.standing else rows


def symbol_in(words: str) -> str:
    """The symbol of a report's document, as it is printed, where that is what was typed."""
    if "/" not in words:
        return ""
    symbol = Document.symbol
    those = select(symbol).join(Addressee, Addressee.document_id == Document.id)
    return session.scalar(those.where(func.lower(symbol) == words.strip().lower()).limit(1)) or ""


def _stands(standing: str) -> ColumnElement[bool]:
    """Where the report's document stands: not yet issued, issued, tabled, or its outcome."""
    document = Document.__table__
    if standing == "published":
        which: ColumnElement[bool] = document.c.state.in_(BEFORE_ISSUE)
    elif standing in WAITING:
        which = document.c.state == WAITING[standing]
    elif standing in set(Outcome):
        which = document.c.outcome == Outcome(standing)
    else:
        return true()
    return _has_document(which)


def _has_document(which: ColumnElement[bool]) -> ColumnElement[bool]:
    addressee, document = Addressee.__table__, Document.__table__
    here = select(addressee.c.report_id).join(document, document.c.id == addressee.c.document_id)
    return here.where(addressee.c.report_id == _report.c.id, which).exists()


# What is told of each


@lru_cache(maxsize=1)
def _told() -> Select[Any]:
    return _listed().where(_report.c.number.in_(bindparam("numbers", expanding=True)))


def _listed() -> Select[Any]:
    organisation, document = Organisation.__table__.c, Document.__table__.c
    columns = (
        _report.c.id,
        _report.c.number,
        _report.c.title,
        _report.c.lang,
        _report.c.titles,
        _report.c.is_example,
        _report.c.published_at,
        organisation.name.label("organisation"),
        organisation.name_lang,
        organisation.names.label("organisation_names"),
        organisation.kind.label("organisation_kind"),
        organisation.country.label("organisation_country"),
        is_protected(),
        Meeting.__table__.c.key.label("meeting_key"),
        Meeting.__table__.c.zone,
        document.symbol,
        document.state.label("standing"),
        document.outcome,
        AgendaItem.__table__.c.number.label("item"),
    )
    rows: Any = select(*columns).select_from(_report)
    return joined(rows.join(Organisation.__table__, of_organisation()))


def is_protected() -> Any:
    """Whether only the authors' kind and region are told: protected now, or when it was published."""
    return or_(Organisation.__table__.c.protected, _report.c.stays_protected).label("protected")


def of_organisation() -> ColumnElement[bool]:
    return Organisation.id == Report.organisation_id


def joined(rows: Select[Any]) -> Select[Any]:
    """With the call's meeting, and the document that the report became there."""
    addressee, call, meeting, document, item = (
        model.__table__ for model in (Addressee, Call, Meeting, Document, AgendaItem)
    )
    addressed = and_(addressee.c.report_id == _report.c.id, addressee.c.meeting_id == call.c.meeting_id)
    under = func.coalesce(_tabled_under(), addressee.c.agenda_item_id)
    return (
        rows.join(call, call.c.id == _report.c.call_id)
        .join(meeting, meeting.c.id == call.c.meeting_id)
        .outerjoin(addressee, addressed)
        .outerjoin(document, document.c.id == addressee.c.document_id)
        .outerjoin(item, item.c.id == under)
    )


def _tabled_under() -> Any:
    """The first agenda item that the document stands under; it may have moved since the call."""
    first = select(func.min(document_item.c.agenda_item_id))
    return first.where(document_item.c.document_id == Document.__table__.c.id).scalar_subquery()


# What there is to choose from


def keys_in_use() -> dict[str, tuple[str, ...]]:
    """By kind of filter: the words that some published report bears."""
    found: dict[str, tuple[str, ...]] = pages.part("keys in use", _keys_in_use)
    return found


def _keys_in_use() -> dict[str, tuple[str, ...]]:
    """From each word the index leads to the next one, however many reports bear it."""
    keys: dict[str, list[str]] = {kind: [] for kind in OFFERED}
    for kind, key in session.execute(_used()):
        keys[kind].append(key)
    return {kind: tuple(found) for kind, found in keys.items()}


@lru_cache(maxsize=1)
def _used() -> Select[Any]:
    kinds = union_all(*(select(literal(kind).label("kind")) for kind in OFFERED)).subquery("kinds")
    used = select(kinds.c.kind, _least(_facet.c.kind == kinds.c.kind)).cte("used", recursive=True)
    after = _least(_facet.c.kind == used.c.kind, _facet.c.key > used.c.key)
    used = used.union_all(select(used.c.kind, after).where(used.c.key.is_not(None)))
    return select(used).where(used.c.key.is_not(None))


def _least(*which: ColumnElement[bool]) -> Any:
    return select(func.min(_facet.c.key)).where(*which).scalar_subquery().label("key")
