"""A page on paper: its words, dark on white, and where its links lead; no menu, no foot."""

import pytest

from tests.house import gallery

pytestmark = pytest.mark.once

PALE = """() => [...document.querySelectorAll("body *")].filter(one => one.checkVisibility() && one.innerText)
  .filter(one => getComputedStyle(one).color.match(/\\d+/g).slice(0, 3).some(part => part > 140))
  .map(one => one.outerHTML.slice(0, 80))"""
BEHIND = "one => getComputedStyle(one, '::after').content"


@pytest.fixture
def paper(browser, app):
    tab = browser.new_page()
    gallery.serve_to(tab, app)
    tab.emulate_media(media="print", color_scheme="dark")
    yield tab
    tab.close()


@pytest.mark.parametrize("width", [600, 1000])  # paper is narrow: what a phone shows must not come back
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_on_paper_no_menu_and_no_foot_stand_and_all_words_are_dark(paper, lang, width):
    paper.set_viewport_size({"width": width, "height": 900})
    paper.goto(f"http://look.test/{lang}/privacy")
    for part in (".foot", ".mainnav", ".languages", ".masthead__menu", ".crumbs"):
        for one in paper.locator(part).all():
            assert not one.is_visible(), part
    assert paper.locator("h1").is_visible()
    assert paper.evaluate(PALE) == []


def test_a_link_among_words_says_on_paper_where_it_leads(paper):
    paper.goto("http://look.test/en/reports")
    link = paper.locator('main p a[href="/en/reports/calls"]').first
    assert link.get_attribute("href") in link.evaluate(BEHIND)
    assert paper.locator(".brand").evaluate(BEHIND) == "none"
