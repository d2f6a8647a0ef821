"""Filing a section and submitting with the keyboard alone: Tab, Enter, Space, arrows and what one writes."""

import pytest

pytestmark = pytest.mark.once  # what it asks is the same on every database

TITLE = "Redes fantasma y delfines de río"
WORDS = "With the nets out of the water the dolphins came back to two of three bends."
MOST = 200  # presses; more is no way to work

FOCUSED = """() => {
  const here = document.activeElement;
  const look = getComputedStyle(here);
  return {
    name: (here.labels?.[0] ?? here).innerText?.trim() || here.value || here.getAttribute("aria-label") || "",
    id: here.id,
    kind: here.localName,
    role: here.getAttribute("role"),
    seen: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2,
  };
}"""


def test_a_report_is_mended_and_submitted_by_keyboard(visitor):
    page = visitor("rosa")
    page.goto("/en/work")
    the_skip_link_comes_first(page)
    press(page, "Enter", until=TITLE)
    page.wait_for_url("**/edit")
    press(page, "Enter", until="2. Summary")
    page.wait_for_url("**/sections/b")
    write(page, "b1-0", "")
    finish(page)
    the_error_has_the_focus(page)
    write(page, "b1-0", WORDS)
    finish(page)
    page.wait_for_url("**/sections/c")
    page.goto(page.url.replace("sections/c", "edit"))
    press(page, "Enter", until="Check all answers and submit")
    page.wait_for_url("**/check")
    assert WORDS in page.inner_text("main")
    press(page, "Space", until="Submit the report")
    page.wait_for_url("**/receipt*")
    assert page.get_by_role("heading", name="Your report is received").is_visible()


def the_skip_link_comes_first(page):
    page.keyboard.press("Tab")
    first = page.evaluate(FOCUSED)
    assert (first["name"], first["seen"]) == ("Skip to main content", True)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def the_error_has_the_focus(page):
    page.wait_for_url("**checked=1*")
    page.wait_for_load_state()
    focused = page.evaluate(FOCUSED)
    assert (focused["role"], focused["seen"]) == ("alert", True)
    press(page, "Enter", until="Summary for delegates")
    assert page.evaluate(FOCUSED)["id"] == "b1-0"


def tab_to(page, fits):
    """Press Tab until something fits; whatever has the focus on the way must be seen to have it."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["seen"], f"nobody sees that the focus is on {focused}"
        if fits(focused):
            return
    raise AssertionError("the keyboard does not get there")


def press(page, key, *, until):
    tab_to(page, lambda focused: until in focused["name"] and focused["kind"] in ("a", "button"))
    page.keyboard.press(key)


def write(page, field, words):
    if page.evaluate(FOCUSED)["id"] != field:
        tab_to(page, lambda focused: focused["id"] == field)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.keyboard.type(words)


def finish(page):
    """Say by arrow that the section is finished, and save it."""
    tab_to(page, lambda focused: focused["id"].startswith("finished-"))
    page.keyboard.press("ArrowDown")
    if page.evaluate(FOCUSED)["id"] != "finished-0":  # there are two, and arrows go round
        page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUSED)["id"] == "finished-0"
    press(page, "Enter", until="Save and continue")
