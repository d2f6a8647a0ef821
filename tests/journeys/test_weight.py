"""What pages weigh on the wire, as the browser counts it with our own compression."""

import pytest

pytestmark = pytest.mark.once  # what it asks is the same on every database

FIRST, AGAIN, SCRIPTS = 60_000, 20_000, 30_000  # bytes


@pytest.fixture
def scales(visitor):
    """`scales(path, person)` → the tab and a list of (kind, bytes) that grows with everything it loads."""

    def put_on(person=None):
        page = visitor(person)
        page.goto("about:blank")
        wire = page.context.new_cdp_session(page)
        kinds, loaded = {}, []
        wire.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
        wire.on(
            "Network.loadingFinished",
            lambda e: loaded.append((kinds.get(e["requestId"]), e["encodedDataLength"])),
        )
        wire.send("Network.enable")
        wire.send("Network.clearBrowserCache")
        return page, loaded

    return put_on


def load(page, path):
    assert page.goto(path, wait_until="networkidle").ok
    page.evaluate("fetch(document.querySelector('link[rel=icon]').href).then((icon) => icon.text())")
    page.wait_for_load_state("networkidle")


def total(loaded):
    return sum(size for _, size in loaded)


PAGES = {
    "home": "/en/",
    "register": "/en/reports",
    "report": "/en/reports/{published}",
    "report in Arabic": "/ar/reports/{published}",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_visit_weighs_little(scales, known, name):
    page, loaded = scales()
    path = PAGES[name].format(**known.reports)
    load(page, path)
    assert {"Document", "Stylesheet"} <= {kind for kind, _ in loaded}
    assert total(loaded) <= FIRST
    loaded.clear()
    load(page, path)
    assert total(loaded) <= AGAIN


def test_scripts_of_the_heaviest_page_weigh_little(scales, known):
    page, loaded = scales("amara")
    load(page, f"/en/reports/{known.reports['draft']}/sections/d")
    scripts = [size for kind, size in loaded if kind == "Script"]
    assert len(scripts) >= 4
    assert sum(scripts) <= SCRIPTS
