"""Every page there is, before whom it is for: axe finds nothing, nothing is too wide, nothing complains."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from app.learning.library import zips
from tests.journeys.conftest import a_page, enter
from tests.learning.given import GOOD

# How a page is built does not depend on the database; that it opens, the matrix asks on both.
pytestmark = pytest.mark.once

PASSWORD = "a pond of quiet herons"
SWT, VSW = "sahel-wings-trust-example", "volta-shore-watch-example"
SUSPENDED, DECLINED = "reef-night-divers-example", "steppe-antelope-friends-example"
NO_PAGES = {  # files and data; `root.choose` and `certificates.find` only lead on
    *(
        "root.choose",
        "static",
        "health.alive",
        "health.ready",
        "certificates.find",
        "calendar.upcoming",
        "meetings.calendar",
    ),
    *("registers.csv", "registers.json", "reports.data", "reports.version", "reports.attachment"),
    *("reports.file", "documents.file", "vocabularies.export", "vocabularies.species_found"),
    *("organisations.letter", "vocabularies.countries_found", "learning.answer", "learning.figure"),
    *("learning.offline", "learning.scorm", "figures.table"),
    *("learning.questions", "learning.book", "learning.diploma", "courses.json", "courses.atom"),
    *("learning.take", "badges.keys", "badges.key", "badges.issuer", "badges.states"),
    "learning.kept_file",
    *("course_desk.files", "course_desk.brought"),
}
ON_THE_WAY = {  # pages that only a link in a letter, half a sign-in, a file or a revocation leads to
    *("accounts.confirm", "accounts.reset", "accounts.agree_to_email", "accounts.code"),
    *("accounts.recover", "accounts.set_up"),
    *("course_desk.review", "course_desk.give_back", "learning.unname"),
}
LAYOUTS = {
    "public": ("guest", "/meetings/stc98-example"),
    "workspace": ("owner", "/work"),
    "desk": ("moderator", "/desk"),
    "form": ("owner", "/reports/{draft}/sections/c"),
    "report": ("guest", "/reports/{published}"),
    "register": ("guest", "/reports"),
    "lesson": ("guest", "/learn/{slug}/{lesson}"),
    "figures": ("moderator", "/desk/learning/{slug}"),
}
VIEWS = [
    *(("en", "light", 1280), ("en", "dark", 1280), ("ar", "light", 1280), ("ar", "dark", 1280)),
    ("ar", "light", 360),  # English at 360 is walked page by page
]
KEYS = {
    "guest": None,
    "owner": "amara",
    "protected": "iris",
    "applicant": "mira",
    "invited": "kofi",
    "moderator": "bruno",
    "administrator": "adam",
    "editor": "marta",
}


def addresses(known):
    """Of every page with a value in its address, or not for guests: endpoint → (who reads it, its values)."""
    report, document = known.reports, known.documents
    one = {"number": report["submitted"]}
    draft = {"number": report["draft"]}
    call = {"key": "reports-to-stc99-example"}
    meeting = {"key": "stc99-example"}
    checked = {"number": document["checked"]}
    given = {
        "reports.show": ("guest", {"number": report["published"]}),
        "reports.call": ("guest", call),
        "reports.start": ("owner", call),
        "reports.edit_call": ("moderator", call),
        "reports.cancel": ("moderator", call),
        "reports.prepare_call": ("moderator", {}),
        "reports.section": ("owner", draft | {"key": "d"}),
        "reports.earlier": ("owner", draft | {"key": "b"}),
        "reports.receipt": ("owner", one),
        "reports.accept": ("moderator", one),
        "reports.decline": ("moderator", one),
        "reports.send_back": ("moderator", one),
        "reports.review": ("moderator", one),
        "reports.edit_remark": ("moderator", one | {"id": known.remark}),
        "reports.publish": ("moderator", {"number": report["accepted"]}),
        "documents.show": ("guest", {"number": document["considered"]}),
        "documents.check": ("moderator", {"number": document["received"]}),
        "documents.table": ("moderator", {"number": document["issued"]}),
        "documents.consider": ("moderator", {"number": document["tabled"]}),
        "documents.follow_up": ("moderator", {"number": document["considered"]}),
        "documents.correct_outcome": ("moderator", {"number": document["considered"]}),
        "documents.correct_symbol": ("moderator", {"number": document["issued"]}),
        "meetings.show": ("guest", meeting),
        "meetings.edit_item": ("moderator", meeting | {"number": "14.1"}),
        "meetings.remove_item": ("moderator", meeting | {"number": "22"}),
        "meetings.add": ("moderator", {}),
        "organisations.show": ("guest", {"slug": SWT}),
        "organisations.apply": ("owner", {}),
        "organisations.index": ("guest", {}),
        "organisations.verify": ("moderator", {"slug": VSW}),
        "organisations.decline": ("moderator", {"slug": VSW}),
        "organisations.suspend": ("moderator", {"slug": SWT}),
        "organisations.lapse": ("moderator", {"slug": SWT}),
        "organisations.restore": ("moderator", {"slug": SUSPENDED}),
        "organisations.apply_again": ("applicant", {"slug": DECLINED}),
        "organisations.end_protection": ("protected", {"slug": known.protected}),
        "organisations.invitation": ("invited", {"code": known.invitation}),
        "organisations.remove": ("owner", {"slug": SWT, "key": known.person}),
        "organisations.change_seat": ("owner", {"slug": SWT, "key": known.person}),
        "vocabularies.show": ("guest", {"name": "targets"}),
        "learning.show": ("guest", known.course),
        "learning.lesson": ("guest", known.course | {"lesson": known.lesson}),
        "learning.certificate": ("guest", {"serial": known.serial}),
        "learning.certify": ("owner", {"slug": known.passed}),
        "learning.rename": ("owner", {"serial": known.serial}),
        "learning.withdraw": ("owner", {"serial": known.serial}),
        "learning.kept": ("owner", {}),
        "learning.forget": ("owner", {}),
        "reports.delete": ("applicant", {"number": known.practice}),
        "learning.revoke": ("administrator", {"serial": known.serial}),
        "course_desk.index": ("editor", {}),
        "course_desk.format": ("editor", {}),
        "course_desk.bring": ("editor", {}),
        "course_desk.show": ("editor", known.course),
        "desk.show": ("moderator", {}),
        "learners.show": ("owner", {"slug": SWT}),
        "learning.shared": ("owner", {}),
        "figures.index": ("moderator", {}),
        "figures.show": ("moderator", known.course),
        "desk.letters": ("administrator", {}),
        "desk.letter": ("administrator", {"id": known.letter}),
        "people.index": ("administrator", {}),
        "workplace.show": ("owner", {}),
        "workplace.letter": ("protected", {"key": known.news}),
    }
    rooms = {
        "reports": ("owner", draft),
        "documents": ("moderator", checked),
        "meetings": ("moderator", meeting),
        "organisations": ("owner", {"slug": SWT}),
        "people": ("administrator", {"key": known.person}),
    }
    return given, rooms


ACCOUNT = {
    *("accounts.show", "accounts.edit", "accounts.change_email", "accounts.change_password"),
    *("accounts.prove", "accounts.second_factor"),
}


def pages_of(app, known):
    """Every page that there is: who reads it, and where."""
    given, rooms = addresses(known)
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            name, room = rule.endpoint, rule.endpoint.partition(".")[0]
            if "GET" not in rule.methods or name in NO_PAGES | ON_THE_WAY:
                continue
            who, values = given.get(name) or (("owner", {}) if name in ACCOUNT else ("guest", {}))
            if rule.arguments - {"lang"} and name not in given:
                assert room in rooms, f"nobody looks at {rule}: say who does"
                who, values = rooms[room]
            yield who, adapter.build(name, values | {"lang": "en"})


def tab_of(who, browser, house, signed, **more):
    key = KEYS[who]
    context = browser.new_context(
        base_url=house.url, storage_state=signed(key) if key else None, reduced_motion="reduce", **more
    )
    return a_page(context)


def faults(page, **more):
    """What is wrong with the page that is open: in words, nothing when all is well."""
    found = Axe().run(page, options={"resultTypes": ["violations"], **more}).response["violations"]
    wrong = [f"{fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]]
    if page.viewport_size["width"] == 360:
        page.set_viewport_size({"width": 320, "height": 900})
        width = page.evaluate("document.scrollingElement.scrollWidth")
        if width > 320:
            wrong.append(f"scrolls sideways: {width} at 320")
        page.set_viewport_size({"width": 360, "height": 900})
    wrong += page.complaints
    page.complaints.clear()
    return wrong


@pytest.mark.parametrize("who", KEYS)
def test_nothing_stands_in_anybodys_way(app, house, browser, signed, known, who):
    page = tab_of(who, browser, house, signed, viewport={"width": 360, "height": 900})
    wrong = {}
    for reader, address in pages_of(app, known):
        if reader != who:
            continue
        answer = page.goto(address)
        found = faults(page)
        if answer.status != 200:
            found.append(f"answered {answer.status}")
        if found:
            wrong[address] = found
    page.context.close()
    assert wrong == {}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_stands_wide_dark_and_turned(house, browser, signed, known, layout):
    who, path = LAYOUTS[layout]
    page = tab_of(who, browser, house, signed)
    wrong = {}
    for lang, scheme, width in VIEWS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"/{lang}{path.format(**known.reports, **known.course, lesson=known.lesson)}")
        if found := faults(page):
            wrong[lang, scheme, width] = found
    page.context.close()
    assert wrong == {}


def test_doors_that_letters_open(house, browser, signed):
    page = tab_of("guest", browser, house, signed, viewport={"width": 360, "height": 900})
    page.goto("/en/account/forgot")
    page.get_by_label("E-mail").fill("kofi@example.org")
    page.get_by_role("main").get_by_role("button").click()
    page.goto(house.link_in(house.letter_to("kofi@example.org", "Set a new password")))
    wrong = {"reset": faults(page)}
    page.goto("/en/account/register")
    page.get_by_label("Your name").fill("Sana (example)")
    page.get_by_label("E-mail").fill("sana@example.org")
    page.get_by_label("Password").fill("short")
    page.get_by_role("main").get_by_role("button").click()
    page.get_by_role("alert").wait_for()
    page.complaints.clear()  # of the refusal itself
    wrong["register, refused"] = faults(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    page.goto(house.link_in(house.letter_to("sana@example.org", "Confirm your e-mail address")))
    wrong["confirm"] = faults(page)
    page.context.close()
    assert {name: found for name, found in wrong.items() if found} == {}


def test_doors_of_half_a_sign_in(house, browser, signed):
    page = tab_of("guest", browser, house, signed, viewport={"width": 360, "height": 900})
    page.goto("/en/account/sign-in")
    enter(page, house.people["bruno"]["email"], house.people["bruno"]["password"])
    page.get_by_label("Code").wait_for()
    wrong = {"code": faults(page)}
    page.goto("/en/account/sign-in/recovery")
    wrong["recover"] = faults(page)
    page.context.close()
    assert {name: found for name, found in wrong.items() if found} == {}


def test_the_door_of_a_first_administrator(house, browser, signed):
    """As an operator opens it: from the printed link to the second factor that the role owes."""
    page = tab_of("guest", browser, house, signed, viewport={"width": 360, "height": 900})
    page.goto(house.flask("people", "create-administrator", "first@example.org", "First (example)").strip())
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.get_by_role("heading", name="Set up your second factor").wait_for()
    wrong = faults(page)
    page.context.close()
    assert wrong == []


def test_the_door_to_another_address(house, browser, signed):
    page = tab_of("invited", browser, house, signed, viewport={"width": 360, "height": 900})
    page.goto("/en/account/email")
    page.get_by_label("New e-mail").fill("kofi@shore.example.org")
    page.get_by_role("main").get_by_role("button").click()
    page.goto(house.link_in(house.letter_to("kofi@shore.example.org", "Agree to this e-mail address")))
    wrong = faults(page)
    page.context.close()
    assert wrong == []


def test_the_doors_of_a_course_that_an_editor_brings(house, browser, signed, tmp_path):
    """A course with a fault, then without: looked at, agreed to, and given up again."""
    page = tab_of("editor", browser, house, signed, viewport={"width": 360, "height": 900})
    contents = {
        one.relative_to(GOOD).as_posix(): one.read_bytes() for one in GOOD.rglob("*") if one.is_file()
    }
    wrong_head = contents["course.toml"].replace(b"order = 7", b"order = 0")
    wrong = {}
    for name, head in (("faulty", wrong_head), ("small-example", contents["course.toml"])):
        (tmp_path / f"{name}.zip").write_bytes(zips.pack(name, contents | {"course.toml": head}))
        page.goto("/en/desk/course-files")
        page.get_by_label("ZIP file").set_input_files(tmp_path / f"{name}.zip")
        page.get_by_role("button", name="Check it").click()
        if name == "faulty":
            page.get_by_role("heading", name="The course has faults. Nothing has changed.").wait_for()
            page.complaints.clear()  # of the refusal itself
            wrong["refused"] = faults(page)
    page.get_by_role("heading", name="A new course: A small course").wait_for()
    wrong["review"] = faults(page)
    page.get_by_role("button", name="Take the course in").click()
    page.get_by_role("heading", name="Files of the course: A small course").wait_for()
    wrong["show"] = faults(page)
    page.get_by_role("link", name="Give this import up").click()
    page.get_by_role("heading", name="Withdraw the course: A small course").wait_for()
    wrong["give back"] = faults(page)
    page.get_by_role("button", name="Withdraw the course").click()
    page.get_by_role("heading", name="Courses and their files").wait_for()
    page.context.close()
    assert {name: found for name, found in wrong.items() if found} == {}
