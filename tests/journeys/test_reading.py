"""The reading side in French, Spanish and Arabic: it speaks the language, and the switch keeps the page."""

import re

import pytest
from babel.support import Translations
from playwright.sync_api import expect

from tests.journeys.house import ROOT

pytestmark = pytest.mark.once  # what it asks is the same on every database

LANGS = ("fr", "es", "ar")
PAGES = {  # each with words that stand on it, as English says them
    "/": ("Next deadlines", "Latest reports", "Read published reports", "Answer a call"),
    "/reports": (
        "Search the reports",
        "Written in",
        "Where it stands",
        "Apply filters",
        "Country of the work",
    ),
    "/reports/{published}": ("Consideration trail", "Receipt", "Submitted by", "Contents", "Agenda item"),
    "/documents/{considered}": ("Consideration trail", "Outcome", ("document", "Received"), "Follow-up"),
    "/meetings": ("Meetings", ("meetings", "To come"), ("meetings", "Past")),
    "/meetings/stc98-example": ("Agenda", "Deadlines", "Working languages"),
    "/organisations": ("Organisations", "Country"),
    "/organisations/sahel-wings-trust-example": (
        ("organisation", "Verified"),
        "Working languages",
        "Country",
    ),
    "/reports/calls": ("Calls for reports", ("calls", "Open now")),
    "/words": ("Words and data",),
    "/words/species": ("Words and data",),
    "/search?q=resolution": ("Search",),
    "/privacy": ("Privacy and protection",),
    "/accessibility": ("Accessibility",),
    "/moderation": ("How moderation works",),
    "/account/sign-in": ("Sign in", "E-mail", "Password", "Open an account"),
}
SAME = {("fr", "Organisations")}  # words that two languages share
FRAME = ("Skip to main content", "Mandate", "Open record", "Help", "Language")


@pytest.fixture(scope="module", params=LANGS)
def tongue(request, house):
    """A language and its words, as the catalogue has them."""
    return request.param, Translations.load(ROOT / "translations", [request.param])


def text_of(page):
    """All that is said on a page, names of buttons and regions too."""
    told = page.evaluate(
        """[...document.querySelectorAll("*")].flatMap((one) => [
             ...[...one.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent),
             one.getAttribute("aria-label") ?? "",
           ]).join(" ")"""
    )
    return re.sub(r"\s+", " ", told)


def test_every_page_speaks_the_language(visitor, known, tongue):
    lang, words = tongue
    page = visitor(lang=lang)
    missing = {}
    for path, labels in PAGES.items():
        page.goto(f"/{lang}{path}".format(**known.reports | known.documents))
        assert page.locator("html").get_attribute("lang") == lang
        assert page.locator("html").get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")
        text = text_of(page)
        for label in (*labels, *FRAME):
            noun, word = label if isinstance(label, tuple) else (None, label)
            said = words.pgettext(noun, word) if noun else words.gettext(word)
            if said == word and (lang, word) not in SAME:
                missing[path, label] = "not translated"
            elif said not in text:
                missing[path, label] = f"{said!r} is not on the page"
    assert missing == {}
    assert page.complaints == []


def test_the_switch_keeps_the_page_and_what_was_sought(visitor, tongue):
    lang, _ = tongue
    page = visitor(lang="en")
    page.goto("/en/reports?q=wetlands&language=en")
    page.locator(f".languages a[hreflang={lang}]").click()
    page.wait_for_url(re.compile(rf"/{lang}/reports\?"))
    assert "q=wetlands" in page.url
    assert "language=en" in page.url
    assert page.get_by_role("searchbox").or_(page.locator("input[name=q]")).first.input_value() == "wetlands"
    page.locator(".languages a[hreflang=en]").click()
    page.wait_for_url(re.compile(r"/en/reports\?"))


def test_the_register_is_searched_and_filtered(visitor, known, tongue):
    lang, words = tongue
    page = visitor(lang=lang)
    page.goto(f"/{lang}/reports")
    page.get_by_label(words.gettext("Search the reports")).fill("wetlands")
    page.get_by_role("main").get_by_role("button", name=words.gettext("Search"), exact=True).click()
    title = page.get_by_role("link", name="Community monitoring of bird taking at coastal wetlands")
    title.wait_for()
    page.get_by_label(words.gettext("Written in")).select_option("fr")
    page.get_by_role("button", name=words.gettext("Apply filters")).click()
    page.get_by_role("heading", name=words.gettext("Nothing was found")).wait_for()
    page.goto(f"/{lang}/reports?language=en")
    title.click()
    page.wait_for_url(f"**/{lang}/reports/{known.reports['published']}")


def test_english_text_in_arabic_keeps_its_own_side(visitor, known):
    page = visitor(lang="ar")
    page.goto(f"/ar/reports/{known.reports['published']}")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_attribute("lang", "en")
    expect(heading).to_have_attribute("dir", "ltr")
    latin = page.locator("i[lang=la]").first
    assert latin.inner_text() == "Numenius arquata"
    for name in (latin, page.locator(".symbol").first):
        assert isolated(name), name.inner_text()


def isolated(place):
    """Whether the order of letters around it leaves it alone: it, or the box it fills, stands for itself."""
    return place.evaluate(
        """(one) => {
          const whole = one.closest("bdi, [dir], li, td, dd, p");
          const apart = getComputedStyle(one).unicodeBidi.includes("isolate");
          return apart || whole.matches("bdi, [dir]") || getComputedStyle(one).display !== "inline";
        }"""
    )
