"""What of a published report is found by filters and by words; made anew when what may be shown changes."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from app.foundation import search
from app.foundation.db import session
from app.foundation.i18n import LANGS
from app.organisations.models import Organisation
from app.organisations.operations import finding
from app.reports.models import Facet, Report, ReportState
from app.reports.queries import deciding as queries
from app.reports.queries import frozen
from app.reports.questions import TEXTS, Kind
from app.vocabularies import queries as vocabularies

SUBJECTS = {
    "country": Kind.COUNTRY,
    "instrument": Kind.INSTRUMENT,
    "species": Kind.SPECIES,
    "target": Kind.TARGET,
    "theme": Kind.THEME,
    "decision": Kind.DECISION,
}


def put_report(report: Report) -> None:
    """Its facets and its words, as they may be shown now. Inside a transaction."""
    said = _said(report)
    facets = _facets_of(report, said)
    _write_facets(report, facets)
    _put_in_index(report, said, facets)


@search.source("report")
def index_reports() -> None:
    """Every published report, for an index that is made anew."""
    for report in session.scalars(_published()):
        said = _said(report)
        _put_in_index(report, said, _facets_of(report, said))


@finding.follows
def put_reports_of(organisation: Organisation) -> None:
    """All that an organisation has published, when its names or its protection change."""
    for report in session.scalars(_published().where(Report.organisation_id == organisation.id)):
        put_report(report)


def _published() -> Any:
    """The first that was published first: the index lists in the order in which things were put."""
    published = select(Report).where(Report.state == ReportState.PUBLISHED, Report.rehearsal.is_(False))
    return published.order_by(Report.published_at, Report.id)


def _said(report: Report) -> frozen.Frozen | None:
    version = queries.version_of(report, report.version_count)
    return frozen.read(report, version, public=True) if version else None


def _facets_of(report: Report, said: frozen.Frozen | None) -> list[tuple[str, str]]:
    """What the register can be narrowed to, as kinds and keys."""
    facets = [("language", report.lang)]
    facets += [("meeting", addressee.meeting.key) for addressee in report.addressees]
    if not report.is_protected:
        facets.append(("organisation", report.reporter.slug))
    if said:
        facets += [(kind, key) for kind, asked in SUBJECTS.items() for key in said.chosen(asked)]
    return list(dict.fromkeys((kind, key[:80]) for kind, key in facets))


def _write_facets(report: Report, facets: Sequence[tuple[str, str]]) -> None:
    session.execute(delete(Facet).where(Facet.report_id == report.id))
    at = report.published_at
    rows = [{"report_id": report.id, "kind": kind, "key": key, "published_at": at} for kind, key in facets]
    session.execute(insert(Facet), rows)


def _put_in_index(report: Report, said: frozen.Frozen | None, facets: Sequence[tuple[str, str]]) -> None:
    """Its organisation by the names it has now; nobody by what others say of them unasked."""
    words = [report.number, *_names_of(report)]
    if said:
        words += [
            str(v["text"])
            for q, _, v in said.said()
            if q.kind in TEXTS and v.get("text") and not (q.own_name or said.is_unconfirmed(q))
        ]
        words += _labels(said)
    search.put(
        "report",
        report.number,
        report.lang,
        report.title,
        "\n".join(words),
        url_endpoint="reports.show",
        url_values={"number": report.number},
        marks=[" ".join(facet) for facet in facets],
    )


def _names_of(report: Report) -> Iterable[str]:
    organisation = report.reporter
    return () if report.is_protected else (organisation.acronym, *organisation.all_names.values())


def _labels(said: frozen.Frozen) -> list[str]:
    """Countries and species by their names in every language of the interface, and in Latin."""
    found: dict[str, None] = {}
    for lang in LANGS:
        countries = said.chosen(Kind.COUNTRY)
        found |= dict.fromkeys(vocabularies.country_label(key, lang) for key in countries)
        for choice in vocabularies.species(said.chosen(Kind.SPECIES), lang).values():
            found |= dict.fromkeys((choice.label, choice.note))
    return [name for name in found if name]
