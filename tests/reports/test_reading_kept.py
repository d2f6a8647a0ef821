"""What the register keeps drawn: the same for every reader, and drawn anew once anything changed."""

import pytest
from flask import render_template
from sqlalchemy import delete, select

from app.foundation import audit
from app.foundation.db import session, transaction
from app.reports.models import Rendered
from app.reports.views import reading
from app.reports.views import register as views
from tests.page import page_of
from tests.reports.decided import a_published_report
from tests.reports.test_reading_register import get, listed, titles

ADDRESSES = (
    "",
    "?q=report",
    "?country=KE",
    "?q=report&country=KE&language=en",
    "?species=unicorn",
    "?q=nowhere",
)
NAUGHTY = "%01lines%01%3Cb%3E"


@pytest.fixture
def whole(visit, monkeypatch):
    """The page drawn in one piece, as it would be without gaps."""

    def ask(address):
        with monkeypatch.context() as patch:
            patch.setattr(views, "filled", render_template)
            patch.setattr(reading, "filled", render_template)
            return visit().get(address, headers={"Host": "elsewhere"}).get_data(as_text=True)

    return ask


@pytest.mark.parametrize("lang", ["en", "fr", "ar"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_with_its_gaps_filled_is_the_page_drawn_whole(cast, visit, vocabulary, whole, address, lang):
    for number in range(3):
        listed(cast, number, [("country", "KE")])
    visit().get(f"/{lang}/reports?q=before")
    here = f"/{lang}/reports{address}"

    assert visit().get(here).get_data(as_text=True) == whole(here)


def test_what_is_typed_fills_no_gap_of_its_own(cast, visit):
    listed(cast)

    html = visit().get(f"/en/reports?q={NAUGHTY}").get_data(as_text=True)

    assert "&lt;b&gt;" in html
    assert "<b>" not in html
    assert "Report 1" not in html


def test_a_page_of_ones_own_is_not_filled_in_from_what_guests_saw(cast, visit):
    listed(cast)
    get(visit, "/en/reports")

    assert "Amara" in get(visit, "/en/reports", cast.amara).get_text()
    assert "Amara" not in get(visit, "/en/reports?q=report").get_text()


def test_a_line_tells_what_changed(cast, visit):
    listed(cast)
    get(visit, "/en/reports")
    with transaction():
        cast.society.name = "Society of Another Name"
        audit.record("test.set", cast.society, actor=None)

    page = get(visit, "/en/reports?country=")

    assert page.select_one(".record__by").get_text().strip() == "Society of Another Name"
    assert "Society of Another Name" in page.select_one("select[name=organisation]").get_text()


def test_a_line_is_kept_for_each_language(cast, visit):
    listed(cast, titles={"fr": "Rapport"})

    assert titles(get(visit, "/en/reports")) == ["Report 1"]
    assert titles(get(visit, "/fr/reports")) == ["Rapport"]
    assert titles(get(visit, "/en/reports?q=")) == ["Report 1"]


def test_a_list_shows_what_was_chosen_in_this_search_only(cast, visit):
    listed(cast, 1, [("country", "KE")])

    def chosen(address):
        return [one["value"] for one in get(visit, address).select("select[name=country] option[selected]")]

    assert chosen("/en/reports?country=KE") == ["KE"]
    assert chosen("/en/reports") == [""]
    assert chosen("/en/reports?country=XX") == []


def test_another_page_of_the_same_search_counts_the_same(cast, visit):
    for number in range(30):
        listed(cast, number)
    first = get(visit, "/en/reports")

    second = get(visit, first.select_one(".pager a[rel=next]")["href"])

    assert first.select_one("#found").get_text() == second.select_one("#found").get_text() == "30 reports"


def test_the_page_offers_itself_in_every_language(visit, cast):
    get(visit, "/en/reports?q=first")
    page = page_of(visit().get("/en/reports?q=second"))

    languages = {link["hreflang"]: link["href"] for link in page.select(".languages a")}
    assert languages["fr"] == "/fr/reports?q=second"


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_report_with_its_gaps_filled_is_the_page_drawn_whole(cast, visit, vocabulary, whole, lang):
    here = f"/{lang}/reports/{a_published_report(cast).number}"

    assert visit().get(here).get_data(as_text=True) == whole(here)


def test_whoever_reads_a_report_writes_nothing(cast, visit, vocabulary):
    report = a_published_report(cast)
    session.execute(delete(Rendered))
    session.commit()

    drawn = get(visit, f"/en/reports/{report.number}")

    assert "We counted birds." in drawn.get_text()
    assert not session.scalars(select(Rendered)).all()
