"""The browser, and people who sit before it."""

import os
import shutil
import warnings

import pytest

from tests.journeys.house import a_house

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--disable-dev-shm-usage",
]


def pytest_collection_modifyitems(items):
    """Outside CI a missing browser is a loud skip; with CI=1 it is a failure."""
    if shutil.which("chromium") or os.environ.get("CI"):
        return
    warnings.warn(
        pytest.PytestWarning("NO BROWSER: the journeys are not walked (install chromium)"), stacklevel=1
    )
    for item in items:
        item.add_marker(pytest.mark.skip(reason="no chromium on this machine"))


@pytest.fixture(autouse=True)
def one_transaction_per_test():
    """Journeys have a server and a database of their own."""


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    with a_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed(house, browser):
    """The cookies of each demonstration person, signed in once through the door like anyone."""
    kept = {}

    def cookies(key):
        if key not in kept:
            context = browser.new_context(base_url=house.url)
            sign_in(context.new_page(), house, key)
            kept[key] = context.storage_state()
            context.close()
        return kept[key]

    return cookies


@pytest.fixture
def visitor(house, browser, signed):
    """`visitor("bruno", lang="fr", width=360, scripts=False)` → a page of theirs, at the front page."""
    contexts = []

    def open_page(key=None, *, lang="en", width=1280, height=900, scripts=True, **more):
        context = browser.new_context(
            base_url=house.url,
            storage_state=signed(key) if key else None,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            locale=lang,
            **more,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
        page.on("pageerror", lambda e: page.complaints.append(str(e)))
        page.goto(f"/{lang}/")
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(page, house, key):
    person = house.people[key]
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail").fill(person["email"])
    page.get_by_label("Password").fill(person["password"])
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    if person.get("totp"):
        page.get_by_label("Code").fill(house.code_of(key))
        page.get_by_role("main").get_by_role("button", name="Continue").click()
