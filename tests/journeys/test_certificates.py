"""A guest passes a course, makes an account and gets the certificate; a stranger checks it, and its badge."""

import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

COURSE = Path(__file__).parents[2] / "courses" / "cms-family-in-a-nutshell"
EMAIL, PASSWORD = "naa@example.org", "a pond of quiet herons"
NAME = "Dr Naa Lamptey (example)"

ANSWER_ALL = """async right => {
  for (const form of document.querySelectorAll("form.quiz")) {
    const told = new URLSearchParams();
    for (const unseen of form.querySelectorAll("[type=hidden]")) told.append(unseen.name, unseen.value);
    for (const [name, value] of right[form.id.slice(2)]) told.append(name, value);
    const answer = await fetch(form.action, {method: "POST", body: told});
    if (!answer.ok) throw new Error(`${form.id}: ${answer.status}`);
  }
}"""


def fields(question):
    """What the form of a question sends when it is answered rightly."""
    right = question.get("right")
    match question["kind"]:
        case "match":
            return [[f"match-{left}", other] for left, other in right.items()]
        case "order":
            return [[f"place-{step}", str(place)] for place, step in enumerate(right, 1)]
        case "words":
            return [["answer", question["accepted"][0]]]
        case "truth":
            return [["answer", "true" if right else "false"]]
        case "many":
            return [["answer", one] for one in right]
    return [["answer", str(right)]]


def lessons():
    """(key, right answers by the question's key) as the files of the course have them."""
    for file in sorted((COURSE / "en").glob("*.toml")):
        asked = tomllib.loads(file.read_text())["questions"]
        yield file.stem.partition("-")[2], {one["key"]: fields(one) for one in asked}


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()


def the_guest_passes(page):
    """The first question by hand, the others as the same forms send them."""
    for number, (key, right) in enumerate(lessons()):
        page.goto(f"/en/learn/{COURSE.name}/{key}")
        if not number:
            form = page.locator("form.quiz").first
            for _, value in right[form.get_attribute("id").removeprefix("q-")]:
                form.locator(f"input[value='{value}']").check()
            form.get_by_role("button", name="Answer").click()
            page.locator("form.quiz").first.get_by_role("status").wait_for()
        page.evaluate(ANSWER_ALL, right)
    page.goto(f"/en/learn/{COURSE.name}")
    page.get_by_text("You have passed:").first.wait_for()


def they_open_an_account(page, house):
    """From the button itself: it says what is missing, and the way leads back in the same browser."""
    page.get_by_text("You need an account for it").wait_for()
    follow(page, "Get your certificate")
    follow(page, "Open an account")
    page.get_by_label("Your name").fill("Naa Lamptey (example)")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Open an account")
    page.goto(house.link_in(house.letter_to(EMAIL, "Confirm your e-mail address")))
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Confirm")
    page.get_by_role("status").filter(has_text="Your account is open").first.wait_for()


def they_ask_for_the_certificate(page):
    """Gives the serial, and the badge as a file holds it."""
    page.goto(f"/en/learn/{COURSE.name}")
    follow(page, "Get your certificate")
    page.get_by_label("Name on the certificate").fill(NAME)
    press(page, "Give me the certificate")
    page.get_by_text("Here is your certificate.").wait_for()
    with page.expect_download() as taken:
        follow(page, "Take it as a badge")
    return page.url.rpartition("/")[2], taken.value.path().read_text()


def a_stranger_checks_the_serial(page, serial):
    page.goto("/fr/learn/certificates")
    page.get_by_label("Numéro").fill(serial.lower().replace("-", " "))
    press(page, "Vérifier")
    main = page.get_by_role("main")
    main.get_by_text("Ce certificat est valable.").wait_for()
    for fact in (NAME, serial, "The CMS Family in a nutshell"):
        assert main.get_by_text(fact).first.is_visible(), fact
    assert EMAIL not in page.content()


def a_stranger_checks_the_badge(page, badge, told):
    page.goto("/fr/learn/certificates/badge")
    page.get_by_label("Ou son texte").fill(badge)
    press(page, "Vérifier")
    page.get_by_role("main").get_by_text(told).first.wait_for()


def test_from_a_guest_to_a_certificate_that_a_stranger_checks(visitor, house):
    page, stranger = visitor(), visitor(lang="fr", width=360)
    the_guest_passes(page)
    they_open_an_account(page, house)
    serial, badge = they_ask_for_the_certificate(page)

    a_stranger_checks_the_serial(stranger, serial)
    a_stranger_checks_the_badge(stranger, badge, "Ce badge est authentique")
    assert stranger.url.endswith(serial)
    a_stranger_checks_the_badge(stranger, badge[:-6] + "AAAAAA", "Ce badge n’est pas authentique")

    assert page.complaints == []
    assert len(stranger.complaints) == 1  # of the refusal itself
