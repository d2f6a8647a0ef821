"""Photographs the gallery and lets axe look at it: python -m tests.house.photograph FOLDER."""

import sys
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from app import create_app
from config import Settings
from tests.house import gallery
from tests.journeys.conftest import FLAGS

VIEWS = [(lang, width, dark) for lang in ("en", "ar") for width in (1280, 360) for dark in (False, True)]


def photograph(app, folder):
    client = app.test_client()

    def answer(route):
        path = "/" + route.request.url.split("/", 3)[3]
        if path.endswith("/gallery"):
            return route.fulfill(body=gallery.page(app, path[1:3]), content_type="text/html; charset=utf-8")
        found = client.get(path)
        return route.fulfill(status=found.status_code, body=found.data, content_type=found.content_type)

    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for lang, width, dark in VIEWS:
            scheme = "dark" if dark else "light"
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page.on("console", lambda line: print("console:", line.text))
            page.route("**/*", answer)
            page.goto(f"http://look.test/{lang}/gallery")
            wide = page.evaluate("document.documentElement.scrollWidth")
            report = Axe().run(page)
            print(lang, width, scheme, "wide" if wide > width else "fits", report.violations_count)
            for fault in report.response["violations"]:
                print(" ", fault["id"], [node["html"][:160] for node in fault["nodes"]])
            page.screenshot(path=folder / f"{lang}-{width}-{scheme}.png", full_page=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    settings = Settings("k" * 32, "sqlite://", str(target), TESTING=True, DEMONSTRATION=True)
    photograph(create_app(settings), target)
