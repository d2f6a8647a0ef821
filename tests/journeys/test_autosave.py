"""Nothing written is lost: by itself, offline, with two writers at once, and signed out meanwhile."""

import re
import time

import pytest

from tests.journeys import filing
from tests.journeys.conftest import a_page

pytestmark = pytest.mark.once  # what it asks is the same on every database

STATE = '[data-question="b1"] [data-state]'
SIGNED_OUT = "You are signed out. Your text is still on this page."


@pytest.fixture
def writing(visitor, known):
    """`writing("emil")` → their tab on the summary of the demonstration's draft."""

    def open_section(who, **more):
        page = visitor(who, **more)
        page.goto(f"/en/reports/{known.reports['draft']}/sections/b")
        page.wait_for_load_state()
        return page

    return open_section


def summary(page):
    return page.get_by_label("Summary for delegates")


def says(page, words):
    page.locator(STATE).filter(has_text=words).wait_for()


def test_an_answer_is_saved_while_it_is_written(writing):
    page = writing("emil")
    page.route("**/answers/**", slowly)
    summary(page).fill("Amber lamps on two beaches, and where hatchlings went.")
    says(page, "Saving …")
    says(page, "Saved at")
    assert page.get_by_role("status").filter(has_text="Everything is saved").is_visible()
    page.reload()
    assert summary(page).input_value() == "Amber lamps on two beaches, and where hatchlings went."


def test_the_total_and_the_state_beside_the_page_go_on_with_the_words(writing):
    page = writing("emil")
    total = page.locator("[data-total]")
    summary(page).fill("")
    before = int(re.findall(r"\d+", total.inner_text())[0])
    summary(page).fill("Seven words stand here, and no more.")
    assert int(re.findall(r"\d+", total.inner_text())[0]) == before + 7
    says(page, "Saved at")
    page.reload()
    assert int(re.findall(r"\d+", total.inner_text())[0]) == before + 7
    page.goto(page.url.removesuffix("b") + "i")
    state = page.locator('.contents [aria-current="page"] .status')
    empty = state.inner_text() == "Not started"
    page.locator("textarea").first.fill("Youth took part.")
    page.locator("[data-state]").filter(has_text="Saved at").first.wait_for()
    assert state.inner_text() == "In progress" or not empty


def slowly(route):
    time.sleep(0.6)
    route.continue_()


def test_offline_the_text_can_be_copied_and_is_saved_when_the_line_is_back(writing):
    page = writing("emil", permissions=["clipboard-read", "clipboard-write"])
    page.context.set_offline(True)
    summary(page).fill("Written in a boat, far from any mast.")
    says(page, "Not saved: there is no connection.")
    page.get_by_role("button", name="Copy the text").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "Written in a boat, far from any mast."
    page.context.set_offline(False)
    says(page, "Saved at")
    page.reload()
    assert summary(page).input_value() == "Written in a boat, far from any mast."


@pytest.mark.parametrize(
    ("choice", "stays"),
    [
        ("Keep what I wrote", "What Amara wrote."),
        ("Keep what Emil Okafor (example) wrote", "What Emil wrote."),
    ],
)
def test_the_second_of_two_writers_sees_both_texts_and_chooses(writing, choice, stays):
    emil, amara = writing("emil"), writing("amara")
    summary(emil).fill("What Emil wrote.")
    says(emil, "Saved at")
    summary(amara).fill("What Amara wrote.")
    says(amara, "Emil Okafor (example) changed this answer meanwhile.")
    filing.save(amara, finished=False)
    amara.get_by_role("heading", name="Two texts for one answer").wait_for()
    for text in ("What Emil wrote.", "What Amara wrote."):
        assert text in amara.inner_text("main")
    amara.get_by_label(choice).check()
    amara.get_by_role("button", name="Keep the chosen texts").click()
    amara.wait_for_url("**/edit")
    emil.reload()
    assert summary(emil).input_value() == stays
    summary(emil).fill("Nobody's text.")
    says(emil, "Saved at")


def test_one_writer_in_two_windows_sees_both_texts_and_chooses(writing, known):
    first = writing("emil")
    second = a_page(first.context)
    second.scripts = True
    second.goto(first.url)
    summary(first).fill("In the first window.")
    says(first, "Saved at")
    summary(second).fill("In the second window.")
    says(second, "You changed this answer in another window.")
    filing.save(second, finished=False)
    second.get_by_label("Keep what you wrote in another window").check()
    second.get_by_role("button", name="Keep the chosen texts").click()
    second.wait_for_url("**/edit")
    first.reload()
    assert summary(first).input_value() == "In the first window."


def test_a_page_sent_while_its_own_words_are_on_their_way_does_not_clash_with_itself(writing):
    page = writing("emil")
    page.route("**/answers/**", unheard)
    summary(page).fill("Half a sen")
    says(page, "Not saved: there is no connection.")
    summary(page).fill("Half a sentence.")
    filing.save(page, finished=False)
    page.wait_for_url("**/edit")
    page.go_back()
    page.reload()
    assert summary(page).input_value() == "Half a sentence."


def unheard(route):
    """The words arrive, the answer is lost on its way."""
    route.fetch()
    route.abort()


def test_words_sent_without_a_sign_in_come_back_after_it(writing, house):
    page = writing("amara")
    page.context.clear_cookies()
    summary(page).fill("Written while the sign-in ran out.")
    says(page, SIGNED_OUT)
    filing.save(page, finished=False)
    assert "Nothing you wrote is lost" in page.inner_text("main")
    person = house.people["amara"]
    page.get_by_label("E-mail").fill(person["email"])
    page.get_by_label("Password").fill(person["password"])
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Your words are here").wait_for()
    page.get_by_role("button", name="Send it now").click()
    page.get_by_role("status").filter(has_text="Your answers are saved.").wait_for()
    page.get_by_role("link", name="2. Summary").click()
    assert summary(page).input_value() == "Written while the sign-in ran out."


def test_a_form_that_does_not_save_by_itself_warns_before_another_language_takes_its_words(visitor):
    page, asked = visitor("leila"), []
    page.goto("/en/organisations/apply")
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    first = page.get_by_role("main").get_by_role("textbox").first
    first.fill("Lagoon Keepers (example)")
    page.get_by_role("link", name="Français").click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert first.input_value() == "Lagoon Keepers (example)"


def test_a_file_that_is_too_large_is_refused_beside_its_place_before_it_is_sent(writing):
    page = writing("emil")
    page.goto(page.url.removesuffix("b") + "d")
    page.get_by_role("button", name="Save and add: Activity").click()
    page.wait_for_url("**#d-*")
    place = page.locator("[data-question=d7_file]").last
    chosen = place.get_by_label("Add a file")
    large = {"name": "all.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-" + bytes(10 * 1024 * 1024)}

    chosen.set_input_files(large)
    place.get_by_role("alert").filter(has_text="larger than 10 MB").wait_for()
    assert chosen.input_value() == ""
    chosen.set_input_files(large | {"buffer": b"%PDF-"})
    place.get_by_role("alert").wait_for(state="hidden")
