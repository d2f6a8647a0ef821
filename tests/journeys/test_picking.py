"""A long list is looked up while a name is typed, or with Enter; it says how many more are called so."""

import pytest

pytestmark = pytest.mark.once  # what it asks is the same on every database

HAS_FOCUS = "element => element === document.activeElement"


def test_a_country_is_found_by_typing_by_enter_and_by_no_other_page(visitor, known):
    page = visitor("emil")
    page.goto(f"/en/reports/{known.reports['draft']}/sections/a")
    here = page.url
    group = page.get_by_role("group", name="In which countries did the work take place?")
    search, offered = group.get_by_role("searchbox"), group.locator(".picker__list")

    search.press_sequentially("equatorial gui")
    offered.get_by_text("Equatorial Guinea").wait_for()

    search.fill("ma")
    offered.get_by_text("more are called so. Write more of the name").wait_for()
    assert offered.get_by_role("checkbox").count() == 10

    search.fill("cote d'ivoire")
    search.press("Enter")
    offered.get_by_text("Ivoire").click()
    group.locator(".picked input[value=CI]").wait_for(state="attached")

    search.fill("atlantis")
    search.press("Enter")
    offered.get_by_text("Nothing is called “atlantis”.").wait_for()
    assert page.url == here


def test_the_keyboard_alone_finds_chooses_and_stays_on_the_page(visitor, known):
    page = visitor("emil")
    page.goto(f"/en/reports/{known.reports['draft']}/sections/a")
    here = page.url
    group = page.get_by_role("group", name="In which countries did the work take place?")
    search, boxes = group.get_by_role("searchbox"), group.locator(".picker__list").get_by_role("checkbox")

    search.fill("guinea")
    search.press("Enter")
    boxes.first.and_(page.locator(":focus")).press("ArrowDown")
    boxes.nth(1).and_(page.locator(":focus")).press("Escape")
    assert search.evaluate(HAS_FOCUS)
    search.press("ArrowDown")
    name = boxes.first.evaluate("box => box.labels[0].innerText.trim()")
    page.keyboard.press("Enter")
    assert group.get_by_role("status").inner_text() == f"Chosen: {name}"
    assert boxes.first.evaluate(HAS_FOCUS)

    page.locator("#a5-0").press("Enter")
    page.wait_for_timeout(300)
    assert page.url == here
