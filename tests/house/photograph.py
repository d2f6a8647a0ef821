"""Photographs the gallery, for eyes: python -m tests.house.photograph FOLDER."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from app import create_app
from config import Settings
from tests.house import gallery
from tests.journeys.conftest import FLAGS


def photograph(app, folder):
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for lang, width, scheme in gallery.VIEWS:
            tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            gallery.serve_to(tab, app)
            tab.goto(f"http://look.test/{lang}/gallery")
            tab.screenshot(path=folder / f"{lang}-{width}-{scheme}.png", full_page=True)
            tab.close()
        browser.close()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    settings = Settings("k" * 32, "sqlite://", str(target), TESTING=True, DEMONSTRATION=True)
    photograph(create_app(settings), target)
