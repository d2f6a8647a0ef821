"""The courses that come with the platform, on the wire and in a bag: every lesson in every language."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.foundation.db import session
from app.learning.models import Course
from app.learning.operations import loading
from tests.learning.test_packages import flaws, schemas, unlisted  # noqa: F401 a fixture

pytestmark = pytest.mark.once  # what files hold is the same in every database
LESSON, FIGURES = 60_000, 100_000  # bytes on the wire
FLIGHT = 14_000  # what a server sends before it waits for an answer: ten segments
PACKAGE = 100_000
PACKED = {"Accept-Encoding": "gzip"}


@pytest.fixture
def shipped(app):
    """What the loading answers: every course by its slug, languages and lessons."""
    with app.app_context():
        loading.load()
        found = session.scalars(select(Course).order_by(Course.position)).all()
        told = [(one.slug, list(one.languages), [lesson.key for lesson in one.lessons]) for one in found]
    assert len(told) >= 3
    return told


def test_a_lesson_weighs_little_and_its_text_comes_with_the_first_answer(app, visit, shipped):
    """Weighed packed, as browsers get it: the page, the sheet and the icon; beside them its drawings.

    The text stands whole in the first answer, which comes in one flight, and nothing but the sheet, which all
    pages share and browsers keep, is fetched before it is shown: no script, no font, nothing from elsewhere.
    """
    client, asset = visit(), app.jinja_env.globals["asset"]
    around = sum(len(client.get(asset(name), headers=PACKED).data) for name in ("site.css", "img/mark.svg"))
    heaviest = {"page": 0, "figures": 0}
    for slug, languages, lessons in shipped:
        for address in (f"/{lang}/learn/{slug}/{key}" for lang in languages for key in lessons):
            answer = client.get(address, headers=PACKED)
            assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip"), address
            page = BeautifulSoup(client.get(address).data, "html.parser")
            assert page.select_one(".lesson__text p").get_text(strip=True), address
            assert page.select("script, iframe, style") == [], address
            assert [link["href"] for link in page.select("link[rel=stylesheet]")] == [asset("site.css")]
            assert page.select("th:empty") == [], address
            assert len(answer.data) <= FLIGHT, address
            drawn = {image["src"] for image in page.select(".lesson__text img")}
            assert all(image.get("loading") == "lazy" for image in page.select(".lesson__text img"))
            figures = sum(len(client.get(source, headers=PACKED).data) for source in drawn)
            assert (len(answer.data) + around <= LESSON, figures <= FIGURES) == (True, True), address
            heaviest = {
                "page": max(heaviest["page"], len(answer.data)),
                "figures": max(heaviest["figures"], figures),
            }
    assert heaviest["page"] > 5_000  # something was weighed
    assert heaviest["figures"] > 1_000


def test_every_course_is_taken_along_in_every_language(visit, shipped, schemas):  # noqa: F811
    for slug, languages, lessons in shipped:
        for lang in languages:
            for kind in ("offline", "scorm"):
                packed = visit().get(f"/{lang}/learn/{slug}/{kind}.zip").data
                with ZipFile(BytesIO(packed)) as archive:
                    files = {name: archive.read(name) for name in archive.namelist()}
                where = (slug, lang, kind)
                assert len(packed) <= PACKAGE, where
                assert list(flaws(files)) == [], where
                assert sum(name.startswith("0") for name in files) == len(lessons), where
                if kind == "scorm":
                    assert schemas.faults(files["imsmanifest.xml"]) == [], where
                    assert unlisted(files) == set(), where
