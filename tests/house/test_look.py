"""Pages are whole, small, and say everything in every direction."""

import re
from gzip import compress
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import flash, render_template

from app.foundation import assets, nav
from tests.house import gallery

pytestmark = pytest.mark.once  # what it asks is the same on every database

APP = Path(__file__).parents[2] / "app"
TEMPLATES = sorted(APP.rglob("*.html"))
CSS = APP / "static" / "css"
COMPONENTS = {file.name for file in (APP / "templates" / "components").iterdir()}
EMPTY = '{% extends "layouts/workspace.html" %}{% block title %}Own work{% endblock %}'
BUDGET = 40_000  # bytes of the sheet


def parsed(html):
    return BeautifulSoup(html, "html.parser")


@pytest.fixture(params=["en", "ar"])
def whole(request, app):
    return request.param, parsed(gallery.page(app, request.param))


def test_the_gallery_shows_every_component():
    shown = set(re.findall(r"components/(\w+\.html)", gallery.SOURCE))
    assert shown == COMPONENTS


def test_a_page_says_its_language_and_direction(whole):
    lang, page = whole
    assert (page.html["lang"], page.html["dir"]) == (lang, "rtl" if lang == "ar" else "ltr")


def test_every_language_of_the_interface_leads_to_the_same_page(whole):
    lang, page = whole
    switch = page.select(".languages a")
    assert [(a["lang"], a["href"]) for a in switch] == [
        (code, f"/{code}/gallery") for code in ("en", "fr", "es", "ar")
    ]
    assert [a["lang"] for a in switch if a.get("aria-current")] == [lang]
    assert [a["hreflang"] for a in page.select("link[rel=alternate]")] == ["en", "fr", "es", "ar"]


def test_a_page_has_one_title_and_its_landmarks(whole):
    _, page = whole
    assert len(page.select("main h1, .hero h1")) == 2  # the gallery also shows the front page's
    assert page.select_one("a.skip")["href"] == f"#{page.main['id']}"
    assert page.title.string.startswith(page.main.h1.string)


def test_no_name_is_given_twice(whole):
    ids = [tag["id"] for tag in whole[1].select("[id]")]
    assert sorted(ids) == sorted(set(ids))


def test_every_label_and_description_points_at_something(whole):
    page = whole[1]
    ids = {tag["id"] for tag in page.select("[id]")}
    for attribute in ("for", "aria-describedby", "aria-labelledby"):
        pointed = {name for tag in page.select(f"[{attribute}]") for name in tag[attribute].split()}
        assert pointed <= ids


def test_every_error_on_top_leads_to_its_field(whole):
    page = whole[1]
    links = [a["href"].removeprefix("#") for a in page.select("[role=alert] a")]
    assert links == ["title", "email", "secret", "text", "kind-0", "agree"]
    assert all(page.find(id=name).name in ("input", "textarea", "select") for name in links)


def test_a_wrong_field_says_so_to_every_reader(whole):
    text = whole[1].find(id="text")
    assert text["aria-invalid"] == "true"
    assert text["aria-describedby"] == "text-hint text-error text-count"
    assert "maxlength" not in text.attrs  # a browser would cut what is pasted, without a word
    assert text.string.strip() == "One two three four five six seven"


def test_what_may_stay_empty_is_said_in_words(whole):
    page = whole[1]
    marked = {
        tag.get("for") or tag.parent["id"] for tag in page.select("#whole :is(label, legend):has(.quiet)")
    }
    assert {"text", "country", "targets", "born", "file"} <= marked
    assert not marked & {"title", "email", "kind", "agree"}


def test_a_form_with_a_file_can_carry_it_and_others_need_not(whole):
    page = whole[1]
    assert page.find(id="whole")["enctype"] == "multipart/form-data"
    assert "enctype" not in page.select_one("form[action='/sign']").attrs


def test_a_form_carries_the_revision_its_writer_saw(whole):
    assert whole[1].select_one("form[action='/withdraw'] [name=seen]")["value"] == "3"


def test_a_text_in_another_language_says_which(whole):
    span = whole[1].select_one("dd span[lang=fr][dir=ltr]")
    assert span.string == "Amis du Delta (exemple)"


def test_nothing_in_a_page_is_style_or_script_of_its_own():
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:")
    assert [f.name for f in TEMPLATES if inline.search(f.read_text())] == []


def test_every_class_in_a_page_stands_in_the_sheet():
    known = set(re.findall(r"\.([a-z][\w-]*)", "\n".join(f.read_text() for f in CSS.rglob("*.css"))))
    used = {}
    for file in TEMPLATES:
        plain = re.sub(r"{{.*?}}", "\0", re.sub(r"{%.*?%}", " ", file.read_text(), flags=re.S), flags=re.S)
        for name in " ".join(re.findall(r'class="([^"]*)"', plain)).split():
            if "\0" not in name:
                used.setdefault(name, file.name)
    assert {name: where for name, where in used.items() if name not in known} == {}


def test_only_tokens_name_a_colour():
    raw = re.compile(r"#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch|color-mix)a?\(", re.I)
    found = [
        f.name for f in CSS.rglob("*.css") if raw.search(re.sub(r"/\*.*?\*/", "", f.read_text(), flags=re.S))
    ]
    assert found == ["tokens.css"]


def test_the_sheet_is_one_small_and_kept_for_ever(app, visit):
    url = app.jinja_env.globals["asset"]("site.css")
    answer = visit().get(url, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Cookie" not in answer.headers["Vary"]
    assert visit().get(url, headers={"If-None-Match": f'"{Path(url).stem}"'}).status_code == 304
    plain = visit().get(url)
    assert "Content-Encoding" not in plain.headers
    assert len(plain.data) <= BUDGET


def test_the_sheet_keeps_the_order_of_its_layers(app, visit):
    sheet = visit().get(app.jinja_env.globals["asset"]("site.css")).text
    order = re.findall(r"@layer (\w+)\{", sheet)
    assert sheet.startswith("@layer tokens, base, layout, components;")
    assert order[:3] == ["tokens", "base", "layout"]
    assert set(order[3:]) == {"components"}
    assert "/*" not in sheet
    files = [f for f in CSS.rglob("*.css") if f.name != "layers.css"]
    assert len(order) == len(files)


def test_an_asset_that_is_not_there_is_not_found(visit):
    assert visit().get("/static/site-000000000000.css").status_code == 404


def test_a_menu_shows_only_what_opens(app):
    page = parsed(gallery.page(app, "en"))
    with app.test_request_context("/en/"):
        app.preprocess_request()
        ends = [end for end, _ in (*nav.MAIN, ("accounts.sign_in", ""), *nav.RECORD, *nav.HELP)]
        there = {nav.place(end) for end in ends} - {""}
    shown = {a["href"] for a in page.select(".mainnav a, .foot a")}
    assert shown <= there


def test_a_guest_is_asked_to_sign_in_and_a_person_can_leave(app):
    guest, person = parsed(gallery.page(app, "en")), parsed(gallery.page(app, "en", gallery.somebody()))
    assert "Bruno" not in guest.header.text
    assert guest.select("header form") == []
    assert "Bruno" in person.header.text
    assert person.select_one("header form[method=post] [name=csrf_token]")["value"]


def test_a_first_visit_weighs_little(app, visit):
    asset = app.jinja_env.globals["asset"]
    packed = {"Accept-Encoding": "gzip"}
    fetched = [visit().get(asset(name), headers=packed).data for name in ("site.css", "img/mark.svg")]
    assert sum(map(len, fetched)) + len(compress(gallery.page(app, "ar").encode())) < 20_000


def test_scripts_are_few_and_write_text_never_markup(app):
    files = sorted((APP / "static" / "js").glob("*.js"))
    assert sum(len(compress(f.read_bytes())) for f in files) <= 30_000
    risky = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.style\b"
    )
    assert [f.name for f in files if risky.search(f.read_text())] == []


def test_every_script_a_page_asks_for_is_there(app):
    asked = {name for f in TEMPLATES for name in re.findall(r'script\("(\w+)"\)', f.read_text())}
    for name in asked:
        assert app.jinja_env.globals["asset"](f"js/{name}.js")


def test_modules_find_each_other_under_their_digests(tmp_path):
    (tmp_path / "css").mkdir()
    (tmp_path / "js").mkdir()
    (tmp_path / "css" / "layers.css").write_text("@layer tokens;\n")
    (tmp_path / "js" / "a.js").write_text('import { b } from "./b.js";\n')
    (tmp_path / "js" / "b.js").write_text("export const b = 1;\n")
    kept = assets.Assets(tmp_path)
    assert kept.by_path["js/b.js"].name.removeprefix("js/") in kept.by_path["js/a.js"].body.decode()


def test_what_was_just_done_is_told_once_on_the_next_page(app):
    with app.test_request_context("/en/"):
        app.preprocess_request()
        flash("The report is back with its authors.")
        page = parsed(render_template(app.jinja_env.from_string(EMPTY)))
        assert page.main.find(role="status").text.strip() == "The report is back with its authors."


def test_only_readers_pages_are_offered_to_search_engines(app):
    with app.test_request_context("/en/"):
        app.preprocess_request()
        own = parsed(render_template(app.jinja_env.from_string(EMPTY)))
        public = parsed(render_template(app.jinja_env.from_string(EMPTY.replace("workspace", "public"))))
    assert own.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert public.find("meta", attrs={"name": "robots"}) is None
