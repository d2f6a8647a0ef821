"""How a person fills the default template: section by section, each answer by its name on the page."""

from io import BytesIO

from playwright.sync_api import expect
from pypdf import PdfWriter

FINISHED = "Yes, it is finished"
SUMMARY = "Two hundred night walks on three beaches; lamps were changed, and hatchlings reached the sea."
RESULT = "Of 118 nests, hatchlings of 104 went straight to the sea."
PARTNERS = (("Lamp Circle of Lomé (example)", "Togo"), ("Pupils of the Bar (example)", "Benin"))
FRAGILE = "Walkers name **areas** only; =SUM(1) & <b>places</b> stay unnamed."


def a_pdf(name="letter.pdf"):
    """A real file of one page, as a browser hands it over."""
    page, written = BytesIO(), PdfWriter()
    written.add_blank_page(width=595, height=842)
    written.write(page)
    return {"name": name, "mimeType": "application/pdf", "buffer": page.getvalue()}


def save(page, finished=True):
    """Press the section's own button, once scripts have hidden what is not asked."""
    page.wait_for_load_state()
    answer = page.get_by_label(FINISHED if finished else "No, I will come back")
    answer.press("Space")  # a click may miss it while a line about saving comes in above
    expect(answer).to_be_checked()
    page.get_by_role("button", name="Save and continue").click()


def at(page, section):
    page.wait_for_url(f"**/sections/{section}*")


def pick(page, legend, words, name):
    """Find in a long list and choose: with scripts the names come by themselves, without by the button."""
    group = page.get_by_role("group", name=legend)
    picked = group.locator(".picked").get_by_text(name)
    if picked.count():
        return
    group.get_by_role("searchbox").fill(words)
    by_itself = page.scripts and group.locator("[data-picker-url]").count()
    if not by_itself:
        group.get_by_role("button", name="Find").click()
    group.get_by_role("checkbox", name=name).click()
    if not by_itself:
        group.get_by_role("button", name="Add what is chosen").click()
    picked.first.wait_for()


def identity(page):
    page.get_by_label("First day of the time you report on").fill("2025-01-01")
    page.get_by_label("Last day of the time you report on").fill("2025-12-31")
    pick(page, "In which countries did the work take place?", "Ghana", "Ghana")
    save(page)


def partners(page):
    """Who stands behind a joint report, before the rest of its first section is filled."""
    for place, (name, country) in enumerate(PARTNERS, 1):
        page.get_by_role("button", name="Save and add: Named organisation").click()
        entry = page.get_by_role("group", name=f"Named organisation {place}", exact=True)
        entry.get_by_label("Name", exact=True).fill(name)
        entry.get_by_label("Country", exact=False).fill(country)


def summary(page):
    page.get_by_label("Summary for delegates").fill(SUMMARY)
    page.get_by_label("Key words").fill("light, nests, hatchlings")
    page.get_by_label("Message or request to the body").fill("We ask the meeting to name light at beaches.")
    save(page)


def unfold(page):
    """Show what long lists have put away."""
    folded = page.locator("details:not([open]) > summary")
    while folded.count():
        folded.first.click()


def scope(page):
    unfold(page)
    page.get_by_role("checkbox", name="Convention on the Conservation of Migratory Species").check()
    page.get_by_role("checkbox", name="Atlantic Turtles").check()
    page.get_by_label("Which resolutions, decisions").fill("Resolution 11.10 (Rev.COP12)\nResolution 9.9")
    pick(page, "Which species does the work concern?", "tortue luth", "Dermochelys coriacea")
    unfold(page)
    page.get_by_role("checkbox", name="Light pollution").check()
    page.get_by_role("checkbox", name="3.3 Pollution and poisoning").check()
    save(page)


def activities(page):
    page.get_by_role("button", name="Save and add: Activity").click()
    entry = page.get_by_role("group", name="Activity 1", exact=True)
    entry.get_by_label("Title of the activity").fill("Amber lamps at three beaches")
    entry.get_by_label("Awareness").check()
    entry.get_by_label("Start", exact=True).fill("2025-04-01")
    entry.get_by_label("The activity goes on").check()
    entry.get_by_label("Country", exact=False).first.fill("Ghana")
    entry.get_by_label("Name of the place or area").fill("Beaches of the Volta estuary")
    entry.get_by_label("Partners and the role of government").fill("Town council: lamps. Two hotels: cost.")
    entry.get_by_label("Result or outcome").fill(RESULT)
    entry.get_by_label("Figure", exact=True).fill("104")
    entry.get_by_label("Unit", exact=True).fill("nests")
    entry.get_by_label("Link to evidence").fill("https://volta.example.org/lamps")
    entry.get_by_label("10,000 to 50,000").check()
    entry.get_by_label("Add a file").set_input_files(a_pdf("night-walks.pdf"))
    entry.get_by_label("What it shows").fill("Counts of every night")
    entry.get_by_role("button", name="Add the file").click()
    page.get_by_role("link", name="night-walks.pdf").wait_for()
    save(page)


def species_and_threats(page):
    page.get_by_label("Leatherback").select_option("Improving")
    page.get_by_role("button", name="Save and add: Threat").click()
    threat = page.get_by_role("group", name="Threat 1", exact=True)
    threat.get_by_label("Pollution, with noise, light and plastic").check()
    threat.get_by_label("Lessening").check()
    page.get_by_label("What you observed about threats").fill(FRAGILE)
    save(page)


def implementation(page):
    page.get_by_label("What works in national implementation").fill("The town council answers within a week.")
    for asked, answer in (
        ("Was your organisation consulted on the National Report?", "No"),
        ("Is there a national committee", "Not known"),
        ("Does your organisation sit on it?", "No"),
    ):
        page.get_by_role("group", name=asked).get_by_label(answer, exact=True).check()
    save(page)


def recommendations(page):
    page.get_by_role("button", name="Save and add: Recommendation").click()
    entry = page.get_by_role("group", name="Recommendation 1", exact=True)
    entry.get_by_role("textbox", name="Recommendation").fill("Name light at nesting beaches as a threat.")
    entry.get_by_role("checkbox", name="A named Party").check()
    entry.get_by_role("checkbox", name="Secretariat").check()
    entry.get_by_label("Which Party?").fill("Ghana")
    entry.get_by_label("What it rests on").fill("118 nests of one season.")
    save(page)


def capacity(page):
    page.get_by_role("group", name="What can your organisation offer?").get_by_label("Training").check()
    page.get_by_role("group", name="What does your organisation need?").get_by_label("Equipment").check()
    save(page)


def participation(page):
    page.get_by_label("How did local communities").fill("Fishers and pupils walked every second night.")
    page.get_by_label("The report shows no traditional knowledge").check()
    save(page)


def declarations(page):
    page.get_by_label("The information is correct as far as we know").check()
    page.get_by_label("Exact places of sensitive species have been taken out").check()
    page.get_by_label("Interests and funding").fill("None.")
    page.get_by_label("Published under CC BY 4.0").check()
    page.get_by_label("Authorised signatory").fill("Nana Adjei (example), Director")
    page.get_by_label("Date of signature").fill("2026-01-15")
    save(page)


SECTIONS = {
    "a": identity,
    "b": summary,
    "c": scope,
    "d": activities,
    "e": species_and_threats,
    "f": implementation,
    "g": recommendations,
    "h": capacity,
    "i": participation,
    "j": declarations,
}
