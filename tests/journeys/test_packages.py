"""Courses that were taken away: opened from storage without a network, and played by another's platform."""

import json
import re
from io import BytesIO
from urllib.request import urlopen
from zipfile import ZipFile

import pytest

from tests.journeys.conftest import a_page
from tests.journeys.test_axe import faults
from tests.judges import judge

# What is in a package does not depend on the database; that it is given, the matrix asks on both.
pytestmark = pytest.mark.once

COURSE = "taking-part-as-civil-society"
PLATFORM = "http://platform.example"
HOST = """<!doctype html><html lang="en"><title>A learning platform</title>
<script src="/scorm-again.js"></script><script src="/host.js"></script>
<iframe id="unit" title="Unit" width="900" height="700"></iframe>"""
KEEPING = """
var again = new Scorm12API({autocommit: false, logLevel: 5});
var kept = JSON.parse(localStorage.getItem("cmi") || "{}");
again.loadFromJSON(Object.assign({student_data: {mastery_score: "80"}}, kept), "cmi");
window.API = {};
["Initialize", "GetValue", "SetValue", "Commit", "Finish", "GetLastError"].forEach(function (name) {
  API["LMS" + name] = function () {
    var told = again["LMS" + name].apply(again, arguments);
    var calls = JSON.parse(localStorage.getItem("calls") || "[]");
    calls.push([name, arguments[0], arguments[1], told, again.LMSGetLastError()]);
    localStorage.setItem("calls", JSON.stringify(calls));
    if (name === "Commit" || name === "Finish") {
      var all = again.renderCMIToJSONObject().cmi;
      var core = {lesson_status: all.core.lesson_status, lesson_location: all.core.lesson_location,
                  score: all.core.score, entry: "resume"};
      localStorage.setItem("cmi", JSON.stringify({suspend_data: all.suspend_data, core: core}));
    }
    return told;
  };
});
window.addEventListener("load", function () {
  document.getElementById("unit").src = "/unit/" + location.hash.slice(1);
});
"""
TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
}


def taken(house, kind, lang):
    with urlopen(f"{house.url}/{lang}/learn/{COURSE}/{kind}.zip") as answer:  # noqa: S310 ours
        return ZipFile(BytesIO(answer.read()))


@pytest.fixture
def opened(browser):
    """A tab of its own, without any platform at hand."""
    contexts = []

    def tab(**more):
        context = browser.new_context(reduced_motion="reduce", **more)
        contexts.append(context)
        return a_page(context)

    yield tab
    for context in contexts:
        context.close()


def answer(form, given):
    """As somebody who knows what is right, or what else they would say."""
    kind = form.get_attribute("data-kind")
    for key in [given] if kind in ("one", "truth") else given if kind == "many" else ():
        form.locator(f"input[value='{key}']").check()
    if kind == "match":
        for left, right in given.items():
            form.locator(f"select[name='match-{left}']").select_option(right)
    if kind == "order":
        for place, step in enumerate(given, 1):
            form.locator(f"select[name='place-{step}']").select_option(str(place))
    if kind in ("number", "words"):
        form.locator("input[name=answer]").fill(str(given))
    form.get_by_role("button").click()


def right_of(form):
    right = json.loads(form.get_attribute("data-is"))["is"]
    return right[0] if form.get_attribute("data-kind") == "words" else right


# Without a network


@pytest.mark.parametrize(("lang", "which"), [("en", "*.html"), ("ar", "01*.html")])
def test_nothing_stands_in_anybodys_way(house, opened, tmp_path, lang, which):
    taken(house, "offline", lang).extractall(tmp_path)
    page, wrong = opened(viewport={"width": 360, "height": 900}, offline=True), {}
    for file in sorted(tmp_path.glob(which)):
        page.goto(file.as_uri())
        if found := faults(page, preload=False):  # a page from storage may not fetch its sheet as a text
            wrong[file.name] = found
    assert wrong == {}


def test_pages_open_from_storage_and_keep_what_was_done(house, opened, tmp_path):
    taken(house, "offline", "ar").extractall(tmp_path)
    page = opened(viewport={"width": 360, "height": 900}, offline=True)
    page.goto((tmp_path / "index.html").as_uri())
    page.locator("a[data-lesson]").first.click()
    form = page.locator("form.quiz").first
    answer(form, right_of(form))
    assert form.locator(".quiz__result--right").is_visible()
    page.reload()
    assert form.locator(".quiz__result--right").is_visible()
    page.locator("button[data-read]").click()
    page.wait_for_url("**/02-*")
    page.goto((tmp_path / "index.html").as_uri())
    assert page.locator("[data-right]").inner_text() == "1"
    assert page.locator("[data-done]:visible").count() == 1
    assert page.complaints == []


def test_pages_are_whole_without_scripts(house, opened, tmp_path):
    taken(house, "offline", "en").extractall(tmp_path)
    page = opened(java_script_enabled=False)

    page.goto(next(tmp_path.glob("01-*.html")).as_uri())
    form = page.locator("form.quiz").first
    assert form.get_by_role("button").count() == 0
    form.locator("summary").click()
    assert form.locator("details [data-told=right]").is_visible()
    assert page.locator("button:visible").count() == 0


# With another's platform


@pytest.fixture
def platform(house, opened):
    """A platform of others that plays the package: scorm-again, and what it was told."""
    files, page = taken(house, "scorm", "en"), opened()
    scripts = {
        "/": ("text/html", HOST),
        "/scorm-again.js": ("text/javascript", judge("scorm-again/dist/scorm12.min.js").read_text()),
        "/host.js": ("text/javascript", KEEPING),
    }

    def serve(route):
        path = route.request.url.removeprefix(PLATFORM).partition("#")[0]
        if path.startswith("/unit/"):
            name = path.removeprefix("/unit/")
            return route.fulfill(body=files.read(name), content_type=TYPES[name.rpartition(".")[2]])
        kind, body = scripts.get(path, ("text/plain", ""))
        return route.fulfill(body=body, content_type=kind)

    page.context.route(f"{PLATFORM}/**", serve)
    return Platform(page)


class Platform:
    def __init__(self, page):
        self.page = page
        self.unit = page.frame_locator("#unit")
        self.forms = self.unit.locator("form.quiz")

    def open(self, file):
        self.page.goto(f"{PLATFORM}/#{file}")
        self.unit.locator("button[data-read]").wait_for()

    def calls(self):
        return self.page.evaluate("JSON.parse(localStorage.getItem('calls') || '[]')")

    def told(self, name):
        """What it was told last of this."""
        found = [call[2] for call in self.calls() if call[:2] == ["SetValue", name]]
        return found[-1] if found else None

    def score(self):
        return [self.told(f"cmi.core.score.{name}") for name in ("min", "raw", "max")]

    def close(self):
        self.page.evaluate("document.getElementById('unit').remove()")
        self.page.wait_for_function("localStorage.getItem('calls').indexOf('Finish') > 0")


def test_a_platform_is_told_of_progress_and_brings_the_reader_back(platform):
    platform.open("01-observers.html")
    first = platform.forms.first
    assert platform.told("cmi.core.lesson_status") == "incomplete"

    answer(first, wrong_of(first))
    first.locator(".quiz__result--again").wait_for()
    assert platform.calls()[-1][0] == "Commit"
    assert platform.told("cmi.core.score.raw") is None

    platform.page.reload()
    platform.unit.locator("button[data-read]").wait_for()
    assert first.locator(".quiz__result--again").is_visible()
    assert platform.told("cmi.core.exit") == "suspend"
    assert re.fullmatch(r"\d{4}:[0-5]\d:[0-5]\d\.\d\d", platform.told("cmi.core.session_time"))
    assert platform.told("cmi.core.lesson_location")

    platform.close()
    assert_in_order(platform.calls(), sessions=2)


def test_a_platform_is_told_the_best_score_and_never_more_than_it_can_keep(platform):
    platform.open("01-observers.html")
    forms = [platform.forms.nth(n) for n in range(platform.forms.count())]
    for form in forms[:-2]:
        answer(form, right_of(form))
    for form in forms[-2:]:
        answer(form, wrong_of(form))
    right = round(100 * (len(forms) - 2) / len(forms))
    assert (platform.score(), platform.told("cmi.core.lesson_status")) == (["0", str(right), "100"], "failed")

    for form in forms[-2:]:
        answer(form, right_of(form))
    answer(forms[0], wrong_of(forms[0]))  # the best counts
    assert (platform.score(), platform.told("cmi.core.lesson_status")) == (["0", "100", "100"], "passed")

    next(frame for frame in platform.page.frames if "/unit/" in frame.url).evaluate(LONG)
    assert len(json.loads(platform.told("cmi.suspend_data"))["answers"]) == 60

    platform.close()
    assert_in_order(platform.calls(), sessions=1)
    assert platform.page.complaints == []


LONG = """() => {
  var answers = {};
  for (var n = 0; n < 60; n += 1) answers["a1b2c3d4e5" + (n + 10)] = [1, new Array(201).join("ض")];
  keeper.save("", {read: 1, answers: answers}, {asked: 0, answered: 0, right: 0});
}"""


def wrong_of(form):
    """Another answer than the right one, of whatever kind the question is."""
    right, kind = right_of(form), form.get_attribute("data-kind")
    if kind in ("one", "truth"):
        keys = form.locator("input").evaluate_all("all => all.map(one => one.value)")
        return next(key for key in keys if key != right)
    if kind == "match":
        return dict(zip(right, [*list(right.values())[1:], *list(right.values())[:1]], strict=True))
    return {"many": right[:1], "order": right[::-1]}[kind] if kind in ("many", "order") else "0"


def assert_in_order(calls, sessions):
    """Every call was taken; each session begins, ends, and says nothing after its end."""
    over = True
    for name, what, value, told, error in calls:
        assert over == (name == "Initialize"), (name, what, "outside a session")
        over = name == "Finish"
        assert error == "0", (name, what, value, error)
        assert name == "GetValue" or told == "true", (name, what, value)
        if what == "cmi.suspend_data" and value is not None:
            assert len(value) <= 4096
    assert over
    assert sum(name == "Initialize" for name, *_ in calls) == sessions
