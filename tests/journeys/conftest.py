"""The browser, and people who sit before it."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.journeys.house import a_house

FAILED = pytest.StashKey[bool]()
PATIENCE = 30_000  # milliseconds, on a machine that others use too
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


NO_BROWSER = not shutil.which("chromium") and not os.environ.get("CI")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """Outside CI a missing browser is a loud skip; with CI=1 it is a failure."""
    for item in items:
        if NO_BROWSER and HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="no chromium on this machine"))


def pytest_terminal_summary(terminalreporter):
    if NO_BROWSER:
        terminalreporter.section("NO BROWSER: the journeys were not walked (install chromium)", red=True)


@pytest.fixture(autouse=True)
def one_transaction_per_test():
    """Journeys have a server and a database of their own."""


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    with a_house(tmp_path_factory.mktemp("house")) as house:
        yield house


@dataclass
class Known:
    """What stands in the demonstration, by its state."""

    reports: dict
    documents: dict
    person: str
    letter: int
    remark: int
    protected: str
    invitation: str
    news: str
    course: dict
    lesson: str
    serial: str
    practice: str  # the number of what somebody wrote for practice
    passed: str  # a course whose certificate nobody asked for yet


@pytest.fixture(scope="session")
def known(house):
    """As it stood before anybody walked through it."""
    engine = create_engine(house.environment["DATABASE_URL"])
    with engine.connect() as rows:

        def asked(words):
            return list(rows.execute(text(words)))

        found = Known(
            reports={
                state: number
                for number, state in asked(
                    "SELECT number, state FROM report WHERE NOT rehearsal ORDER BY id DESC"
                )
            },
            documents={
                state: number for number, state in asked("SELECT number, state FROM document ORDER BY id")
            },
            person=asked("SELECT key FROM \"user\" WHERE email = 'emil@example.org'")[0][0],
            letter=asked("SELECT max(id) FROM letter")[0][0],
            remark=asked("SELECT id FROM report_remark WHERE sent_at IS NULL")[0][0],
            protected=asked("SELECT slug FROM organisation WHERE protected")[0][0],
            invitation=asked("SELECT key FROM invitation WHERE email = 'kofi@example.org'")[0][0],
            news=asked(
                "SELECT message_id FROM letter WHERE email = 'iris@example.org' AND notice_only "
                "AND template LIKE 'reports/%' ORDER BY id DESC"
            )[0][0],
            serial=asked("SELECT serial FROM certificate WHERE state = 'valid'")[0][0],
            practice=asked("SELECT number FROM report WHERE rehearsal")[0][0],
            passed=asked(
                "SELECT slug FROM course JOIN enrolment ON enrolment.course_id = course.id "
                "WHERE finished_at IS NOT NULL AND course.id NOT IN (SELECT course_id FROM certificate)"
            )[0][0],
            **dict(zip(("course", "lesson"), a_lesson(asked), strict=True)),
        )
    engine.dispose()
    return found


def a_lesson(asked):
    """Where the first lesson of the first course stands."""
    slug, key = asked(
        "SELECT course.slug, lesson.key FROM lesson JOIN course ON course.id = lesson.course_id "
        "ORDER BY course.position, lesson.position"
    )[0]
    return {"slug": slug}, key


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
def visitor(request, house, browser, signed):
    """`visitor("bruno", lang="fr", width=360, scripts=False)` → a page of theirs, at the front page."""
    contexts = []

    def open_page(key=None, *, lang="en", width=1280, height=900, scripts=True, **more):
        context = browser.new_context(
            base_url=house.url,
            storage_state=signed(key) if key else None,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            locale=lang,
            reduced_motion="reduce",  # a click on something that still scrolls may miss it
            **more,
        )
        contexts.append(context)
        page = a_page(context)
        page.scripts = scripts
        page.goto(f"/{lang}/")
        return page

    yield open_page
    for context in contexts:
        if request.node.stash.get(FAILED, False):
            tell_where(context)
        context.close()


def tell_where(context):
    """What stood before each person when the story broke off, for whoever reads the failure."""
    for page in context.pages:
        print(f"\n--- {page.url}\n{page.inner_text('body')[:1500]}\n{page.complaints}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.stash[FAILED] = report.failed
    return report


def a_page(context):
    """A tab that remembers everything the browser complains of."""
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
    page.on("pageerror", lambda e: page.complaints.append(str(e)))
    return page


def sign_in(page, house, key):
    """Through the door like anyone: address and password, then a code for whoever owes one."""
    person = house.people[key]
    page.goto("/en/account/sign-in")
    enter(page, person["email"], person["password"])
    if person.get("totp"):
        page.get_by_label("Code").fill(house.code_of(key))
        page.get_by_role("main").get_by_role("button", name="Continue").click()
    page.locator("form[action*=sign-out]").wait_for(state="attached")


def enter(page, email, password):
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
