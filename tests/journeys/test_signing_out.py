"""Whoever lost a phone signs out everywhere, and the phone is out."""

import pytest

from tests.journeys.conftest import enter

pytestmark = pytest.mark.once  # what it asks is the same on every database


def test_signing_out_everywhere_closes_the_other_browser_too(visitor, house):
    at_home, on_the_phone = visitor(), visitor(width=360)
    for page in (at_home, on_the_phone):
        page.goto("/en/account/sign-in")
        enter(page, house.people["hana"]["email"], house.people["hana"]["password"])
        page.locator("form[action*=sign-out]").wait_for(state="attached")
    at_home.goto("/en/account")
    at_home.get_by_role("button", name="Sign out everywhere").click()
    at_home.get_by_text("You are signed out everywhere.").wait_for()
    for page in (at_home, on_the_phone):
        page.goto("/en/work")
        page.get_by_role("heading", name="Sign in").wait_for()
