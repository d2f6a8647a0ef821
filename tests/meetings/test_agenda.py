"""An agenda: numbers as people write them, in their order, changed, and each item within the one above it."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.foundation.db import session
from app.foundation.errors import Conflict, Invalid
from app.meetings import operations
from app.meetings.models import AgendaItem, DocumentState
from app.meetings.operations import agenda
from tests.factories import a_meeting, last_line
from tests.meetings.given import a_document

PASTE = "/en/meetings/stc99/agenda/paste"


def paste(client, *lines):
    return client.post(PASTE, data={"item_lang": "en", "agenda": "\n".join(lines)})


def items():
    return list(session.scalars(select(AgendaItem).order_by(AgendaItem.sort_key)))


def numbers():
    return [item.number for item in items()]


def item(number):
    return next(one for one in items() if one.number == number)


def change(cast, number, new):
    one = item(number)
    return agenda.edit_item(one, new, one.titles, seen=one.revision, actor=cast.bruno)


def page_of(client, address):
    return BeautifulSoup(client.get(address).data, "html.parser")


@pytest.mark.parametrize(
    ("line", "number", "title"),
    [
        ("14 bis. Extra", "14 bis", "Extra"),
        ("14bis Extra", "14 bis", "Extra"),
        ("14 Ter: Extra", "14 ter", "Extra"),
        ("21.1 quater) Extra", "21.1 quater", "Extra"),
        ("14a. Extra", "14a", "Extra"),
        ("14A Extra", "14a", "Extra"),
        ("14 A new plan", "14", "A new plan"),
        ("14 Bison and others", "14", "Bison and others"),
        ("21.1.27. Illegal killing", "21.1.27", "Illegal killing"),
        ("14 bis", "14 bis", ""),
        ("Without number", "Without", "number"),
    ],
)
def test_a_pasted_line_is_read_as_number_and_title(line, number, title):
    assert agenda.row_of(line) == (number, title)


def test_items_put_in_later_stand_after_their_base_and_all_that_is_under_it(cast, visit):
    a_meeting(items=[])
    in_order = ["9", "14", "14.1", "14.2", "14a", "14b", "14 bis", "14 bis.1", "14 ter", "14 quater", "15"]

    answer = paste(visit(cast.bruno), *(f"{number} Title" for number in reversed(in_order)))

    assert answer.status_code == 302
    assert numbers() == in_order


def test_an_item_is_given_another_number_and_what_is_under_it_follows(cast, visit):
    a_meeting()
    client = visit(cast.bruno)
    paste(client, "14.1 Birds", "14.1.2 Terns", "140 Closing")
    url, seen = "/en/meetings/stc99/agenda/14", item("14").revision
    assert 'value="14"' in client.get(url).text

    answer = client.post(url, data={"seen": seen, "number": "7bis", "title_en": "Moved"})

    assert answer.status_code == 302
    assert numbers() == ["7 bis", "7 bis.1", "7 bis.1.2", "140"]
    told = client.get(answer.location).text
    assert "Item 14 is item 7 bis now, and the 2 items under it have moved with it." in told
    assert last_line().detail["before"]["number"] == "14"
    assert client.get("/en/meetings/stc99/agenda/7 bis").status_code == 200


def test_a_number_that_is_taken_is_refused_beside_its_field_and_nothing_moves(cast, visit):
    a_meeting()
    client = visit(cast.bruno)
    paste(client, "14.1 Birds", "15.1 Bats")
    typed = {"seen": item("14").revision, "number": "15", "title_en": "Kept words"}

    page = BeautifulSoup(client.post("/en/meetings/stc99/agenda/14", data=typed).data, "html.parser")

    assert "15.1 stands on the agenda already." in page.select_one("#number-error").get_text()
    assert page.select_one("#title_en")["value"] == "Kept words"
    assert numbers() == ["14", "14.1", "15.1"]


def test_a_number_too_long_for_what_is_under_it_or_under_itself_is_refused(cast):
    a_meeting()
    one = item("14")
    agenda.add_items(one.meeting, [agenda.Row("14.1", "Birds")], lang="en", actor=cast.bruno)

    with pytest.raises(Invalid, match="number_form"):
        change(cast, "14", "1111.1111.1111.1111")
    with pytest.raises(Conflict, match="number_taken"):
        change(cast, "14", "14.1")
    assert numbers() == ["14", "14.1"]


def test_each_item_is_in_a_list_within_the_item_above_it_with_a_heading_of_its_depth(cast, visit):
    a_meeting()
    client = visit(cast.bruno)
    paste(client, "14.1 Birds", "14.1.2 Terns", "14 bis Extra")
    document = a_document(cast, DocumentState.ISSUED, is_public=True, symbol="UNEP/CMS/StC99/Inf.3")
    terns = [item("14.1.2").id]
    operations.table_document(document, items=terns, seen=document.revision, actor=cast.bruno)

    for address in ("/en/meetings/stc99", "/en/meetings/stc99/agenda"):
        found = {li["id"]: li for li in page_of(client, address).select("ul.agenda > li")}
        assert list(found) == ["item-14", "item-14.1", "item-14.1.2", "item-14-bis"]
        assert [li.find(["h3", "h4", "h5"]).name for li in found.values()] == ["h3", "h4", "h5", "h3"]
        assert found["item-14.1.2"].parent.parent is found["item-14.1"]
        assert found["item-14.1"].parent.parent is found["item-14"]
    page = page_of(client, "/en/meetings/stc99")
    assert page.find(id="item-14.1.2").select_one(".record__title").name == "h6"


def test_a_document_is_called_the_same_on_every_page(cast, visit):
    document = a_document(cast, DocumentState.CHECKED, is_public=True)

    for address in (f"documents/{document.number}", "meetings/stc99"):
        told = page_of(visit(), f"/en/{address}").select("main .status--wait")
        assert [one.get_text() for one in told] == ["Waiting for a symbol"], address
