"""A protected organisation as the public meets it: what it did is told, whose work it is nowhere."""

import pytest

TITLE = "Songbirds offered for sale"
NEVER = ("Quiet Market Watch", "quiet-market-watch", "QMW", "Iris Falk", "iris@")
TOLD = "National non-governmental organisation, Europe"


@pytest.fixture
def pages(visitor, house):
    """Every public place at which the report stands, its own page first: its address and all it holds."""
    page = visitor()
    page.goto("/en/reports?q=songbirds")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_text("The authors are protected").wait_for()
    report = page.url.removeprefix(house.url)
    paper = page.get_by_role("link", name="UNEP/CMS/StC99/Inf.").first.get_attribute("href")
    lists = ("/en/", "/en/reports", "/en/search?q=songbirds", "/en/meetings/stc99-example")
    data = ("/en/reports.csv", "/en/reports.json", f"{report}.json")
    return {path: page.request.get(path).text() for path in (report, paper, *lists, *data)}


def test_the_public_reads_the_work_and_not_whose_it_is(pages):
    assert [path for path, text in pages.items() if TITLE not in text] == []
    assert [(path, name) for path, text in pages.items() for name in NEVER if name in text] == []
    report, paper, *_, data = pages
    assert all(TOLD in pages[path] for path in (report, paper, "/en/reports", "/en/reports.csv"))
    assert "1,340 birds offered" in pages[report]
    assert not any("Germany" in pages[path] for path in (report, paper, data))


def test_neither_a_profile_nor_a_filter_leads_to_it(visitor):
    page = visitor()
    assert page.goto("/en/organisations/quiet-market-watch-example").status == 404
    assert "Quiet Market Watch" not in page.request.get("/en/organisations").text()
    assert TITLE not in page.request.get("/en/reports?country=DE").text()
