"""A fetched page, looked over before a test sees it: one heading, no id twice, every label has its field."""

from collections import Counter

from bs4 import BeautifulSoup


def page_of(answer):
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    headings = page.select("h1")
    assert len(headings) == 1, f"{len(headings)} headings of the first level"
    ids = Counter(element["id"] for element in page.select("[id]"))
    assert not [name for name, count in ids.items() if count > 1], "an id stands twice"
    for label in page.select("label[for]"):
        assert label["for"] in ids, f"a label for {label['for']}, which is not there"
    for link in page.select('a[href^="#"]'):
        assert link["href"] == "#" or link["href"][1:] in ids, f"{link['href']} leads nowhere"
    return page
