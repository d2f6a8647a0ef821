"""A guest learns without scripts or with keys alone, in two languages, and takes it along into an account."""

import pytest

from tests.journeys.conftest import enter


def first_choice(page):
    """The first question of the lesson that is answered by one choice."""
    return page.locator("form.quiz:has(input[type=radio])").first


def names_of_cookies(page):
    return {cookie["name"] for cookie in page.context.cookies()}


def to_the_first_lesson(page):
    page.goto("/en/learn")
    page.locator("main .record a").first.click()
    page.get_by_role("link", name="Begin the course").click()
    page.locator("article.lesson").wait_for()


def test_a_guest_learns_without_scripts_and_takes_it_into_an_account(visitor, house):
    page = visitor(scripts=False)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Learn").click()
    to_the_first_lesson(page)
    lesson = page.url
    assert "learner" not in names_of_cookies(page)

    first_choice(page).locator("label").first.click()
    first_choice(page).get_by_role("button", name="Answer").click()
    first_choice(page).get_by_role("status").wait_for()
    assert "learner" in names_of_cookies(page)
    assert first_choice(page).get_by_role("button", name="Answer again").is_visible()
    assert page.url.startswith(f"{lesson}#q-")
    chosen = first_choice(page).locator("input:checked").get_attribute("value")

    page.get_by_role("navigation", name="Languages of this lesson").get_by_text("Français").click()
    assert page.url == lesson.replace("/en/", "/fr/")
    assert first_choice(page).locator("input:checked").get_attribute("value") == chosen

    page.goto(lesson)
    page.get_by_role("main").get_by_role("link", name="sign in").click()
    enter(page, house.people["leila"]["email"], house.people["leila"]["password"])
    assert page.url == lesson
    assert first_choice(page).get_by_role("button", name="Answer again").is_visible()
    assert "learner" not in names_of_cookies(page)
    page.get_by_role("button", name="I have read this lesson").click()
    assert page.locator(".contents .status--done").count() == 1


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_question_is_answered_with_keys_alone(visitor, lang):
    page = visitor(width=360)
    to_the_first_lesson(page)
    page.goto(page.url.replace("/en/", f"/{lang}/"))
    assert page.locator("html").get_attribute("dir") == ("rtl" if lang == "ar" else "ltr")

    first_choice(page).locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    result = first_choice(page).get_by_role("status")
    result.wait_for()
    assert result.evaluate("box => box === document.activeElement")
    assert not page.complaints
