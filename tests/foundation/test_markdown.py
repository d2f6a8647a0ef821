import time

import pytest
from bs4 import BeautifulSoup

from app.foundation import markdown
from app.foundation.markdown import render


def test_what_people_write_becomes_what_they_mean():
    html = render("## Results\n\n**12** of *20* wetlands\n\n3. third\n4. fourth\n\n|a|b|\n|-|-|\n|1|2|")

    assert html.startswith("<h5>Results</h5>")
    assert "<strong>12</strong> of <em>20</em>" in html
    assert '<ol start="3">' in html
    assert "<td>1</td>" in html


@pytest.mark.parametrize("level", range(1, 7))
def test_a_heading_of_a_person_stands_below_those_of_the_page(level):
    assert render(f"{'#' * level} Title")[:4] in {"<h4>", "<h5>", "<h6>"}


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "![x](https://example.org/pixel.png)",
        "![x][1]\n\n[1]: https://example.org/pixel.png",
        '[x](https://example.org "a\\" onmouseover=\\"alert(1)")',
        '<https://example.org/"onclick=alert(1)>',
        "<svg/onload=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        "`<script>`\n\n    <script>\n\n```\n</code><script>\n```",
        "<style>*{display:none}</style>",
        "<form action=//evil.example><input name=q></form>",
    ],
)
def test_hostile_words_stay_words(hostile):
    page = BeautifulSoup(render(hostile), "html.parser")

    assert not page.find_all(["script", "img", "svg", "style", "form", "input", "iframe"])
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on") or name == "style"]
        assert str(tag.get("href", "https:")).split(":")[0].lower() in {"http", "https", "mailto"}


def test_a_link_gives_its_target_no_standing():
    assert 'rel="nofollow noopener"' in render("[a](https://example.org)")


def test_an_address_written_out_is_a_link_without_its_full_stop():
    link = BeautifulSoup(render("See https://example.org/a_b_c?d=1&e=2. Thanks"), "html.parser").a

    assert link["href"] == "https://example.org/a_b_c?d=1&e=2"
    assert link.text == link["href"]


@pytest.mark.parametrize(
    "slow",
    ["> " * 50, "[" * 1000, "[a](" * 400, "# a\n" * 2000, "\\" * 60_000, "`a " * 60_000, "- a\n" * 30_000],
    ids=lambda text: text[:3].strip(),
)
def test_a_text_made_to_be_slow_is_shown_as_it_is(slow):
    began = time.perf_counter()
    html = render(slow)

    assert time.perf_counter() - began < 1
    assert html.startswith("<p>")
    assert "<h4>" not in html


def test_a_text_too_long_to_render_is_shown_whole():
    assert "**not**" in render("**not** " + "a" * 200_000)


def test_the_same_text_is_rendered_once(monkeypatch):
    first = render("once *only*")
    monkeypatch.setattr(markdown, "_rendered", lambda text: 1 / 0)

    assert render("once *only*") is first


def test_what_is_kept_has_a_limit(monkeypatch):
    monkeypatch.setattr(markdown._kept, "room", 2000)
    for number in range(50):
        render(f"text number {number} " * 10)

    kept = markdown._kept
    assert sum(map(len, kept.kept.values())) == kept.weight <= 2000


def test_nothing_renders_as_nothing():
    assert render("") == render(None) == ""
