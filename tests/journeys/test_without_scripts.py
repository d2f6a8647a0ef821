"""Filing with scripts off, from the call to the receipt."""

from tests.journeys import filing

TITLE = "Lagoons counted without a single script"
SHORT_PATH = "abcdfj"  # the sections in which something is required


def test_a_report_is_filed_without_scripts(visitor):
    page = visitor("leila", scripts=False)
    page.goto("/en/work")
    page.get_by_role("main").get_by_role(
        "link", name="Civil society reports to StC99 (example)"
    ).first.click()
    page.get_by_role("link", name="Start a report").click()
    page.get_by_label("Title of the report").fill(TITLE)
    page.get_by_role("main").get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("heading", name=TITLE).wait_for()
    report = page.url.removesuffix("/edit")
    page.goto(f"{report}/check")
    assert "things to correct before you submit" in page.inner_text("main")
    for section in SHORT_PATH:
        page.goto(f"{report}/sections/{section}")
        filing.SECTIONS[section](page)
        page.get_by_role("status").filter(has_text="Your answers are saved.").wait_for()
    page.goto(f"{report}/check")
    for words in (filing.SUMMARY, filing.RESULT, "Leatherback", "night-walks.pdf", "104 nests"):
        assert words in page.inner_text("main")
    page.get_by_role("button", name="Submit the report").click()
    page.get_by_role("heading", name="Your report is received").wait_for()
    assert page.locator(".receipt code").first.is_visible()
