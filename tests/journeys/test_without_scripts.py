"""With scripts off: filing from the call to the receipt, and the menu of a phone."""

import pytest

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


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_on_a_phone_the_menu_is_small_and_opens_and_closes_from_the_keyboard(visitor, lang):
    page = visitor("bruno", lang=lang, width=360, scripts=False)
    page.goto(f"/{lang}/meetings")
    menu, out = page.locator("#mainnav"), page.locator("#mainnav form button")
    assert page.locator("header.masthead").bounding_box()["height"] <= 150
    assert not menu.is_visible()

    page.locator(".masthead__menu").press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if out.evaluate("button => button === document.activeElement"):
            break
    assert out.evaluate("button => button === document.activeElement")
    assert min(out.bounding_box()[side] for side in ("width", "height")) >= 44
    page.keyboard.press("Escape")
    assert not menu.is_visible()

    page.set_viewport_size({"width": 1280, "height": 900})
    assert menu.is_visible()
    assert not page.locator(".masthead__menu").is_visible()
