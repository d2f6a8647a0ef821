"""The register: each filter, full text, pages that stay in place, and what people take home."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app.foundation import audit, search
from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.search import put
from app.meetings.models import Document, DocumentState, Outcome
from app.reports.models import Facet, Report, ReportState
from app.reports.operations import indexing
from app.reports.queries import register
from app.reports.queries.register import Sought
from app.vocabularies.models import Term
from tests import counting
from tests.factories import a_report
from tests.page import page_of
from tests.reports.decided import a_published_report

NAUGHTY = '=HYPERLINK("http://x")<script>alert(1)</script>'


def listed(cast, number=1, facets=(), **given):
    """A published report with what it is about, without its whole way there."""
    given.setdefault("title", f"Report {number}")
    given.setdefault("published_at", now() - timedelta(minutes=number))
    report = a_report(cast, state=ReportState.PUBLISHED, **given)
    with transaction():
        rows = [("language", report.lang), ("organisation", "society-of-the-flyway"), *facets]
        session.add_all(
            Facet(report_id=report.id, kind=kind, key=key, published_at=report.published_at)
            for kind, key in rows
        )
    return report


def titles(page):
    return [heading.get_text() for heading in page.select(".record__title a")]


def get(visit, address, person=None):
    answer = visit(person).get(address)
    assert answer.status_code == 200, address
    return page_of(answer)


def test_everybody_finds_a_published_report(cast, visit, vocabulary):
    report = a_published_report(cast)

    page = get(visit, "/en/reports")

    assert titles(page) == ["Flyways of the Sahel"]
    assert page.select_one(".record__title a")["href"] == f"/en/reports/{report.number}"
    assert "1 report" in page.select_one("#found").get_text()


@pytest.mark.parametrize("state", [s for s in ReportState if s is not ReportState.PUBLISHED])
def test_what_is_not_published_is_in_no_list(cast, visit, state):
    a_report(cast, state=state)

    assert titles(get(visit, "/en/reports")) == []
    assert titles(get(visit, "/en/reports", cast.bruno)) == []


def test_a_rehearsal_is_in_no_list(cast, visit):
    listed(cast, rehearsal=True)

    assert titles(get(visit, "/en/reports")) == []


@pytest.mark.parametrize(
    ("kind", "key"),
    [("meeting", "stc99"), ("country", "KE"), ("target", "kmgbf:4"), ("language", "fr")],
)
def test_each_filter_keeps_only_what_has_it(cast, visit, kind, key):
    listed(cast, 1, title="Without")
    listed(cast, 2, [(kind, key)] if kind != "language" else [], title="With", lang="fr")

    page = get(visit, f"/en/reports?{kind}={key}")

    assert titles(page) == ["With"]
    assert page.select(".chosen a")[0]["href"] == "/en/reports"


def test_filters_add_up(cast, visit):
    listed(cast, 1, [("country", "KE"), ("target", "kmgbf:4")], title="Both")
    listed(cast, 2, [("country", "KE")], title="One")

    assert titles(get(visit, "/en/reports?country=KE&target=kmgbf:4")) == ["Both"]
    assert titles(get(visit, "/en/reports?country=KE")) == ["Both", "One"]


def test_the_organisation_is_a_filter(cast, visit):
    listed(cast)

    assert titles(get(visit, "/en/reports?organisation=society-of-the-flyway")) == ["Report 1"]
    assert titles(get(visit, "/en/reports?organisation=other-shore")) == []


def test_species_are_found_by_a_name_that_is_typed(cast, visit, vocabulary):
    listed(cast, 1, [("species", "chelonia-mydas")], title="Turtles")
    listed(cast, 2, title="Others")

    assert titles(get(visit, "/en/reports?species=Green+turtle")) == ["Turtles"]
    assert titles(get(visit, "/en/reports?species=chelonia-mydas")) == ["Turtles"]


def test_a_species_that_nobody_knows_is_said(cast, visit, vocabulary):
    listed(cast)

    page = get(visit, "/en/reports?species=unicorn")

    assert titles(page) == []
    assert "No species is called “unicorn”" in page.get_text()


def test_several_species_of_one_name_are_shown_to_choose_from(cast, visit, vocabulary):
    listed(cast, 1, [("species", "chelonia-mydas")], title="Turtles")
    with transaction():
        term = session.query(Term).filter_by(key="numenius-arquata").one()
        term.haystack += " green curlew"
        audit.record("test.set", term, actor=None)

    page = get(visit, "/en/reports?species=green")

    assert titles(page) == []
    choices = {link.get_text(): link["href"] for link in page.select(".notice a")}
    assert titles(get(visit, choices["Green turtle"])) == ["Turtles"]


@pytest.mark.parametrize(
    ("standing", "state", "outcome"),
    [
        ("published", DocumentState.CHECKED, None),
        ("issued", DocumentState.ISSUED, None),
        ("tabled", DocumentState.TABLED, None),
        ("noted", DocumentState.CONSIDERED, Outcome.NOTED),
        ("not_taken_up", DocumentState.FOLLOWED_UP, Outcome.NOT_TAKEN_UP),
    ],
)
def test_where_it_stands_is_a_filter_and_a_word(cast, visit, vocabulary, standing, state, outcome):
    report = a_published_report(cast)
    with transaction():
        document = session.query(Document).one()
        document.state, document.outcome = state, outcome
        audit.record("test.set", document, actor=None)

    listed_there = get(visit, f"/en/reports?standing={standing}")
    assert titles(listed_there) == [report.title]
    word = listed_there.select_one(".record .status").get_text()
    for address in (f"reports/{report.number}", f"documents/{document.number}"):
        badges = [one.get_text() for one in get(visit, f"/en/{address}").select(".head .status")]
        assert badges == [word], address
    before = [one.get_text() for one in get(visit, "/en/meetings/stc99").select(".record .status")]
    assert before == [word]
    others = {"published", "issued", "tabled", "noted", "not_taken_up"} - {standing}
    for other in others:
        assert titles(get(visit, f"/en/reports?standing={other}")) == []


@pytest.mark.parametrize("query", ["", "&language=en", "&standing=issued"])
def test_a_report_is_found_by_the_symbol_of_its_document(cast, visit, vocabulary, query):
    report = a_published_report(cast)
    listed(cast, 2, title="Another")
    with transaction():
        document = session.query(Document).one()
        document.state, document.symbol = DocumentState.ISSUED, "UNEP/CMS/StC99/Inf.2"
        audit.record("test.set", document, actor=None)

    for typed in ("UNEP/CMS/StC99/Inf.2", "unep/cms/stc99/inf.2"):
        assert titles(get(visit, f"/en/reports?q={typed}{query}")) == [report.title]
    assert titles(get(visit, f"/en/reports?q=UNEP/CMS/StC99/Inf.3{query}")) == []
    assert session.query(Document).one().symbol in visit().get("/en/reports.csv?q=UNEP/CMS/StC99/Inf.2").text


def test_full_text_finds_words_of_the_report(cast, visit, vocabulary):
    a_published_report(cast)
    listed(cast, 2, title="Another")

    assert titles(get(visit, "/en/reports?q=nets")) == ["Flyways of the Sahel"]
    assert titles(get(visit, "/en/reports?q=curlew")) == ["Flyways of the Sahel"]
    assert titles(get(visit, "/en/reports?q=amara@example.org")) == []


def test_pages_stay_in_place_while_reports_are_added(cast, visit):
    for number in range(30):
        listed(cast, number)
    first = get(visit, "/en/reports")
    on = first.select_one(".pager a[rel=next]")["href"]

    listed(cast, 99, published_at=now() + timedelta(minutes=1), title="Newest")
    second = get(visit, on)
    back = get(visit, second.select_one(".pager a[rel=prev]")["href"])

    assert titles(first) == [f"Report {n}" for n in range(25)]
    assert titles(second) == [f"Report {n}" for n in range(25, 30)]
    assert titles(back) == titles(first)


def test_nobody_counts_beyond_a_thousand(cast, monkeypatch):
    for number in range(4):
        listed(cast, number, [("country", "KE")])
    monkeypatch.setattr(register, "COUNTED", 2)

    assert register.count(Sought()) == 3
    assert register.count(Sought(facets={"country": "KE"})) == 3


def test_an_empty_register_says_so_and_a_search_without_a_find_offers_all(cast, visit):
    assert "No report is published yet" in get(visit, "/en/reports").get_text()
    page = get(visit, "/en/reports?country=KE")
    assert "Nothing was found" in page.get_text()


@pytest.mark.parametrize("value", ["", "%00", "x" * 5000, "%27%3B--", "../..", "🦤", "<b>"])
@pytest.mark.parametrize("name", ["q", "meeting", "country", "species", "standing", "organisation", "page"])
def test_no_value_of_the_address_breaks_the_register(cast, visit, name, value):
    listed(cast)

    get(visit, f"/en/reports?{name}={value}")


def test_a_title_that_would_calculate_or_run_does_neither(cast, visit):
    listed(cast, title=NAUGHTY)

    table = visit().get("/en/reports.csv").get_data().decode("utf-8-sig")
    told = visit().get("/en/reports.json").get_json()
    html = visit().get("/en/reports").get_data(as_text=True)

    rows = list(csv.DictReader(io.StringIO(table)))
    assert rows[0]["title"] == f"'{NAUGHTY}"
    assert told["rows"][0]["title"] == NAUGHTY
    assert "<script>alert" not in html


def test_a_download_holds_what_is_filtered_with_its_subjects(cast, visit):
    listed(cast, 1, [("country", "KE"), ("country", "TZ"), ("species", "chelonia-mydas")], title="With")
    listed(cast, 2, title="Without")

    table = visit().get("/en/reports.csv?country=KE").get_data().decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(table)))
    found = [(r["title"], r["countries"], r["species"]) for r in rows]
    assert found == [("With", "KE; TZ", "chelonia-mydas")]


def test_a_download_that_is_cut_says_so(cast, visit, monkeypatch):
    for number in range(3):
        listed(cast, number)
    monkeypatch.setattr(register, "TAKEN", 2)

    table = visit().get("/en/reports.csv").get_data().decode("utf-8-sig")
    told = visit().get("/en/reports.json").get_json()

    assert len(table.strip().splitlines()) == 4
    assert "Only the first 10" in table.splitlines()[-1]
    assert len(told["rows"]) == 2
    assert "Only the first" in told["note"]


@pytest.mark.parametrize("query", ["", "?country=KE", "?country=KE&q=report"])
def test_the_register_asks_the_database_as_much_for_five_reports_as_for_fifty(app, cast, visit, query):
    def asked():
        counting.forget(app)
        return len(counting.sent_by(app, lambda: get(visit, f"/en/reports{query}")))

    def more(numbers):
        for number in numbers:
            report = listed(cast, number, [("country", "KE"), ("meeting", "stc99")])
            with transaction():
                put(
                    "report",
                    report.number,
                    "en",
                    report.title,
                    "",
                    url_endpoint="reports.show",
                    url_values={"number": report.number},
                )

    more(range(5))
    five = asked()
    more(range(5, 50))
    assert asked() == five <= 10


def test_the_register_speaks_arabic(cast, visit):
    listed(cast)

    page = get(visit, "/ar/reports")

    assert page.html["dir"] == "rtl"
    assert titles(page) == ["Report 1"]


def test_a_protected_organisation_is_told_by_its_kind_and_region_only(cast, visit, vocabulary):
    with transaction():
        cast.society.protected = True
        audit.record("test.set", cast.society, actor=None)
    report = a_published_report(cast)

    html = visit().get("/en/reports").get_data(as_text=True)
    sheet = visit().get(f"/en/reports/{report.number}").get_data(as_text=True)
    told = visit().get(f"/en/reports/{report.number}.json").get_data(as_text=True)
    table = visit().get("/en/reports.csv").get_data(as_text=True)

    for words in (html, sheet, told, table):
        assert "Society of the Flyway" not in words
        assert "society-of-the-flyway" not in words
    assert "National non-governmental organisation, Africa" in sheet
    assert not session.query(Facet).filter_by(kind="organisation").count()


def test_the_register_narrows_by_the_index_of_its_first_filter(cast):
    listed(cast, 1, [("country", "KE")])
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("a plan of SQLite")
    sought = Sought(facets={"country": "KE"})
    rows = register.narrowed(select(Report.id), sought.shape).order_by(*register.newest_first(sought.shape))
    plan = session.execute(_explained(rows.limit(26).params(**sought.bound))).all()

    assert not [line for line in plan if "TEMP B-TREE" in str(line)]


def _explained(rows):
    sql = rows.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
    return text(f"EXPLAIN QUERY PLAN {sql}".replace(":", "\\:"))


def test_what_words_find_is_listed_by_its_day_also_once_the_index_is_made_anew(cast, visit):
    reports = {}
    for days in (3, 2, 1):
        report = listed(cast, days, title=f"Wetland {days}", published_at=now() - timedelta(days=days))
        reports[days] = report
        with transaction():
            indexing.put_report(report)
    with transaction():
        indexing.put_report(reports[2])  # corrected
    newest_first = ["Wetland 1", "Wetland 2", "Wetland 3"]

    assert titles(get(visit, "/en/reports?q=wetland")) == newest_first
    with transaction():
        reports[1].published_at = now() - timedelta(days=9)  # as if it had come late into the index
        audit.record("test.day", reports[1], actor=None)
        search.rebuild()
    assert titles(get(visit, "/en/reports?q=wetland")) == ["Wetland 2", "Wetland 3", "Wetland 1"]
