"""A long list is looked up while a name is typed, or with Enter; it says how many more are called so."""


def test_a_country_is_found_by_typing_by_enter_and_by_no_other_page(visitor, known):
    page = visitor("emil")
    page.goto(f"/en/reports/{known.reports['draft']}/sections/a")
    here = page.url
    group = page.get_by_role("group", name="In which countries did the work take place?")
    search, offered = group.get_by_role("searchbox"), group.locator(".picker__list")

    search.press_sequentially("equatorial gui")
    offered.get_by_text("Equatorial Guinea").wait_for()

    search.fill("ma")
    offered.get_by_text("more are called so. Write more of the name").wait_for()
    assert offered.get_by_role("checkbox").count() == 10

    search.fill("cote d'ivoire")
    search.press("Enter")
    offered.get_by_text("Ivoire").click()
    group.locator(".picked input[value=CI]").wait_for(state="attached")

    search.fill("atlantis")
    search.press("Enter")
    offered.get_by_text("Nothing is called “atlantis”.").wait_for()
    assert page.url == here
