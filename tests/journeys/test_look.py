"""The gallery in a real browser: nothing axe finds, nothing too wide, and a counter that counts."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.house import gallery

pytestmark = pytest.mark.once

WORDS = {
    "": 0,
    "One two  three\n four.": 4,
    "l\u2019avifaune d'Afrique est-elle observée à 3.5 km ?": 7,
    "Сайгак и дорога": 3,
    "السُّلَحْفَاة الخضراء على 14 شاطئًا": 5,
    "滨海湿地 EAAF 候鸟": 7,
    "a_b — 90 %": 2,
}


@pytest.fixture
def tab(browser, app):
    tab = browser.new_page()
    gallery.serve_to(tab, app)
    yield tab
    tab.close()


@pytest.mark.parametrize(("lang", "width", "scheme"), gallery.VIEWS)
def test_nothing_stands_in_anybodys_way(tab, lang, width, scheme):
    tab.emulate_media(color_scheme=scheme)
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(f"http://look.test/{lang}/gallery")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(tab).response["violations"]
    assert [(fault["id"], node["html"]) for fault in found for node in fault["nodes"]] == []


@pytest.mark.parametrize("text", WORDS)
def test_the_counter_counts_words_of_every_script(tab, text):
    tab.goto("http://look.test/en/gallery")
    tab.locator("#text").fill(text)
    count, over = WORDS[text], WORDS[text] - 5
    told = f"Words: {count} of 5" + (f". Too many: {over}" if over > 0 else "")
    assert tab.locator("[data-counter=text]").text_content() == told


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("page", ["reports", "search"])
def test_one_endless_word_in_a_search_makes_no_page_wider(tab, lang, page):
    tab.set_viewport_size({"width": 360, "height": 900})
    tab.goto(f"http://look.test/{lang}/{page}?q={'x' * 300}")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
