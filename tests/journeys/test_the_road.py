"""The whole road: from an organisation's first sign-in to a body's outcome, and every letter on the way."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.journeys import filing
from tests.journeys.conftest import enter
from tests.journeys.house import body

OWNER, EDITOR = "nana@volta.example.org", "kwame@volta.example.org"
PASSWORD = "a lamp for every turtle beach"
GROUP = "Estuary Night Watch (example)"
TITLE = "Amber lamps at three nesting beaches"
REMARK = "Please say how many nests there were before the lamps were changed."
WHY = "One figure is missing. It is marked at the question."
MENDED = "Of 118 nests, hatchlings of 104 went straight to the sea; before, of 51 in 109."
OUTCOME = "The Standing Committee took note of the report and thanked its authors. (example)"
FOLLOW_UP = "Light at beaches stands in the format of national reports. (example)"


@dataclass
class Story:
    """What is remembered from one chapter to the next."""

    house: object
    visitor: object
    pages: dict = field(default_factory=dict)
    number: str = ""
    fingerprints: list = field(default_factory=list)
    heard: int = 0

    def page(self, who):
        if who not in self.pages:
            self.pages[who] = self.visitor(who if who in self.house.people else None)
        return self.pages[who]

    def letter(self, about, to=OWNER):
        """A letter that came since the last chapter."""
        return body(self.house.letter_to(to, about, after=self.heard))

    def chapter(self):
        self.heard = len(self.house.sink.letters)


def test_the_road(house, visitor):
    story = Story(house, visitor)
    for chapter in (
        she_opens_an_account,
        she_applies_for_her_organisation,
        the_moderator_verifies_it,
        an_editor_joins_by_invitation,
        they_start_a_report,
        every_section_is_filled,
        a_problem_is_shown_and_mended,
        the_report_is_submitted_and_receipted,
        the_moderator_returns_it,
        she_mends_it_and_submits_again,
        it_is_accepted_and_published,
        its_document_is_issued_and_tabled,
        the_delegate_records_the_outcome,
        the_follow_up_is_told,
        the_public_finds_it_with_its_whole_trail,
    ):
        story.chapter()
        chapter(story)
    complaints = {who: page.complaints for who, page in story.pages.items() if page.complaints}
    assert complaints == {}


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()


def told(page, words):
    page.get_by_role("status").filter(has_text=words).first.wait_for()


def register(page, name, email):
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Time zone").select_option("Africa/Accra")
    press(page, "Open an account")
    page.get_by_role("heading", name="Look in your mailbox").wait_for()


def confirm(story, page, email):
    letter = story.house.letter_to(email, "Confirm your e-mail address", after=story.heard)
    page.goto(story.house.link_in(letter))
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Confirm")
    told(page, "Your account is open")


def she_opens_an_account(story):
    page = story.page("nana")
    page.get_by_role("link", name="Sign in").click()
    follow(page, "Open an account")
    register(page, "Nana Adjei (example)", OWNER)
    confirm(story, page, OWNER)
    page.get_by_role("button", name="Sign out").click()
    told(page, "You are signed out")
    enter(page, OWNER, PASSWORD)
    page.get_by_role("link", name="My work").click()


def she_applies_for_her_organisation(story):
    page = story.page("nana")
    follow(page, "Register your organisation")
    page.get_by_label("Name of the organisation").fill(GROUP)
    page.get_by_label("Acronym").fill("ENW")
    page.get_by_label("Name in French").fill("Veille de nuit de l’estuaire (exemple)")
    page.get_by_label("Kind of organisation").select_option("Civil society organisation")
    page.get_by_label("Country of its seat").select_option("Ghana")
    page.get_by_label("Website").fill("volta.example.org")
    page.get_by_label("Mission").fill("Volunteers who walk nesting beaches at night.")
    page.get_by_label("Year of foundation").fill("2019")
    page.get_by_label("Authority letter").set_input_files(filing.a_pdf())
    page.get_by_label("Who signed it").fill("Nana Adjei (example), Director")
    page.get_by_label("The letter is valid until").fill(in_days(400))
    press(page, "Send the application")
    page.get_by_role("heading", name=GROUP).wait_for()
    assert "The Secretariat is checking the application" in page.inner_text("main")


def the_moderator_verifies_it(story):
    page = story.page("bruno")
    page.goto("/en/desk")
    follow(page, "Organisations to verify")
    follow(page, GROUP)
    with page.expect_download() as letter:
        page.get_by_role("link", name="letter.pdf").click()
    assert letter.value.path().read_bytes().startswith(b"%PDF")
    follow(page, "Verify")
    page.get_by_label("What does the verification rest on?").fill("The letter is signed by the director.")
    press(page, "Verify")
    assert GROUP in story.letter("verified")


def an_editor_joins_by_invitation(story):
    page = story.page("nana")
    page.goto("/en/work")
    follow(page, GROUP)
    follow(page, "Members")
    follow(page, "Invite a person")
    page.get_by_label("E-mail address").fill(EDITOR)
    press(page, "Invite")
    letter = story.house.letter_to(EDITOR, "invites you", after=story.heard)
    guest = story.page("kwame")
    guest.goto(story.house.link_in(letter))
    follow(guest, "Open an account")
    register(guest, "Kwame Boateng (example)", EDITOR)
    confirm(story, guest, EDITOR)
    press(guest, "Accept and join")
    guest.get_by_role("heading", name=GROUP).wait_for()
    assert "Kwame Boateng" in story.letter("has joined")


def they_start_a_report(story):
    page = story.page("kwame")
    page.goto("/en/work")
    follow(page, "Civil society reports to StC99 (example)")
    assert "You may answer this call" in page.inner_text("main")
    follow(page, "Start a report")
    page.get_by_label("Title of the report").fill(TITLE)
    page.get_by_label("Joint report of several organisations").check()
    press(page, "Start")
    page.get_by_role("heading", name=TITLE).wait_for()
    story.number = re.search(r"reports/(\d{4}-\d{4})/edit", page.url)[1]


def every_section_is_filled(story):
    page = story.page("kwame")
    follow(page, "Continue with section 1")
    filing.partners(page)
    for section, fill in filing.SECTIONS.items():
        filing.at(page, section)
        fill(page)
    page.get_by_text("10 of 10 sections are finished").wait_for()


def a_problem_is_shown_and_mended(story):
    page = story.page("nana")
    page.goto(f"/en/reports/{story.number}/sections/b")
    page.get_by_label("Summary for delegates").fill("word " * 301)
    filing.save(page)
    page.get_by_role("alert").get_by_role("link").first.wait_for()
    page.goto(f"/en/reports/{story.number}/check")
    page.get_by_role("heading", name="One thing to correct before you submit").wait_for()
    assert page.get_by_role("button", name="Submit the report").count() == 0
    page.get_by_role("main").get_by_role("listitem").get_by_role("link", name="words").first.click()
    assert page.get_by_label("Summary for delegates").input_value().startswith("word word")
    filing.summary(page)
    page.wait_for_url("**/sections/c")


def the_report_is_submitted_and_receipted(story):
    page = story.page("nana")
    page.goto(f"/en/reports/{story.number}/edit")
    follow(page, "Check all answers")
    for words in (
        filing.SUMMARY,
        filing.RESULT,
        "Leatherback",
        "night-walks.pdf",
        "Nana Adjei (example), Director",
    ):
        assert words in page.inner_text("main")
    press(page, "Submit the report")
    page.get_by_role("heading", name="Your report is received").wait_for()
    story.fingerprints.append(the_fingerprint_recomputed(page))
    for person in (OWNER, EDITOR):
        assert story.fingerprints[-1] in story.letter("Receipt", to=person)
    assert TITLE in story.letter("waits for a decision", to="bruno@example.org")


def the_fingerprint_recomputed(page):
    """As the receipt says: take the file home and reckon its SHA-256."""
    shown = re.sub(r"\s", "", page.locator(".receipt code").first.inner_text())
    with page.expect_download() as taken:
        page.get_by_role("link", name=".json").click()
    held = taken.value.path().read_bytes()
    assert hashlib.sha256(held).hexdigest() == shown
    assert TITLE in held.decode()
    return shown


def the_moderator_returns_it(story):
    page = story.page("bruno")
    page.goto("/en/desk")
    follow(page, TITLE)
    press(page, "Take this report on")
    answer = page.locator(".anchored").filter(has_text=filing.RESULT)
    answer.get_by_role("link", name="Write a remark").click()
    page.get_by_label("Remark to the authors").fill(REMARK)
    press(page, "Add the remark")
    follow(page, "Return for revision")
    assert REMARK in page.inner_text("main")
    press(page, "Return to its authors")
    page.get_by_role("alert").get_by_role("link", name="Write the reason.").wait_for()
    page.get_by_label("Why is it going back?").fill(WHY)
    page.get_by_label("By which day").fill(in_days(14))
    press(page, "Return to its authors")
    for person in (OWNER, EDITOR):
        letter = story.letter("comes back to you", to=person)
        assert REMARK in letter
        assert WHY in letter


def she_mends_it_and_submits_again(story):
    page = story.page("nana")
    page.goto("/en/work")
    page.get_by_role("main").get_by_role("link", name=TITLE).first.click()
    page.goto(f"/en/reports/{story.number}/edit")
    assert WHY in page.inner_text("main")
    page.get_by_role("link", name="4. Activities and results").click()
    assert REMARK in page.inner_text("main")
    page.get_by_label("Result or outcome").fill(MENDED)
    filing.save(page)
    filing.at(page, "e")
    page.goto(f"/en/reports/{story.number}/check")
    press(page, "Submit the report")
    page.get_by_role("heading", name="Your report is received").wait_for()
    shown = the_fingerprint_recomputed(page)
    assert shown not in story.fingerprints
    story.fingerprints.append(shown)
    assert shown in story.letter("version 2")


def it_is_accepted_and_published(story):
    page = story.page("bruno")
    page.goto(f"/en/reports/{story.number}/review")
    assert "Changed since the last round" in page.inner_text("main")
    follow(page, "Accept")
    page.get_by_label("Your words to the authors").fill("Thank you for the figure.")
    press(page, "Accept the report")
    assert "Thank you for the figure." in story.letter("is accepted")
    page.goto(f"/en/reports/{story.number}/review")
    follow(page, "Publish")
    press(page, "Publish the report")
    assert f"/reports/{story.number}" in story.letter("is published")


def its_document_is_issued_and_tabled(story):
    page = story.page("bruno")
    page.goto("/en/desk")
    follow(page, "Documents to issue")
    page.get_by_role("main").get_by_role("link", name=TITLE).click()
    symbol = page.get_by_label("Symbol", exact=True).input_value()
    assert re.fullmatch(r"UNEP/CMS/StC99/Inf\.\d+", symbol)
    press(page, "Issue")
    assert symbol in story.letter("Issued as")
    follow(page, "Table at the meeting")
    page.get_by_label("Birds").check()
    press(page, "Table")
    assert "21.1" in story.letter("Tabled at")
    story.symbol, story.document = symbol, page.url


def the_delegate_records_the_outcome(story):
    page = story.page("dario")
    page.goto(story.document)
    follow(page, "Record the outcome")
    page.get_by_label("What did the body do?").select_option("Referred")
    press(page, "Record the outcome")
    page.get_by_role("alert").get_by_role("link", name="Write to whom it was referred.").wait_for()
    page.get_by_label("What did the body do?").select_option("Noted")
    page.get_by_label("Explanation").fill(OUTCOME)
    press(page, "Record the outcome")
    assert OUTCOME in story.letter("Outcome at")


def the_follow_up_is_told(story):
    page = story.page("dario")
    follow(page, "Record the follow-up")
    page.get_by_label("What was done?").fill(FOLLOW_UP)
    press(page, "Record the follow-up")
    assert FOLLOW_UP in story.letter("Follow-up")


def the_public_finds_it_with_its_whole_trail(story):
    page = story.page("guest")
    page.goto("/en/reports")
    page.get_by_label("Search the reports").fill("hatchlings lamps")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("link", name=TITLE).wait_for()
    page.goto("/en/reports")
    page.get_by_label("Country of the work").select_option("Ghana")
    page.get_by_label("Species").fill("leatherback")
    press(page, "Apply filters")
    page.get_by_role("link", name="Leatherback Turtle", exact=True).click()
    page.get_by_role("link", name=TITLE).click()
    page.wait_for_url(f"**/en/reports/{story.number}")
    text = page.inner_text("main")
    for words in (
        *[word for partner in filing.PARTNERS for word in partner],
        MENDED,
        filing.SUMMARY,
        story.symbol,
        story.fingerprints[-1][:4],
        "Leatherback",
        OUTCOME,
        FOLLOW_UP,
    ):
        assert words in text
    for words in (REMARK, OWNER, "10,000 to 50,000"):
        assert words not in text
    steps = page.locator(".trail__step")
    assert [step.get_attribute("class").split("--")[-1] for step in steps.all()] == ["done"] * 7
    page.goto(story.document)
    for words in (OUTCOME, FOLLOW_UP, story.symbol):
        assert words in page.inner_text("main")
    page.goto("/en/meetings/stc99-example")
    assert story.symbol in page.inner_text("main")


def in_days(days):
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
