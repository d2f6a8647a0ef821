"""Whoever tries the demonstration finds something to do, whichever person they sign in as."""

import pytest

pytestmark = pytest.mark.once  # what it asks is the same on every database

TODAY = {  # what stands on the page that each of them opens first
    "emil": ("/work", "Go on with “Lights out on nesting beaches”"),
    "leila": ("/work", "Go on with “Quatre lagunes, un seul carnet : compter ensemble”"),
    "rosa": ("/work", "Go on with “Redes fantasma y delfines de río”"),
    "iris": ("/work", "Go on with “Finches by post: what parcels tell”"),
    "kofi": ("/work", "Answer the invitation to “Sahel Wings Trust (example)”"),
    "mira": ("/work", "See what “Steppe Antelope Friends (example)” needs"),
    "dario": ("/work", "Record what the body did with “Lagunas altas: flamencos, viento y visitantes”"),
    "fatou": ("/work", "Community monitoring of bird taking at coastal wetlands"),
    "youssef": ("/work", "Lagunes et salines : gérer l’eau pour les oiseaux"),
    "bruno": ("/desk", "Flight height of soaring birds at three wind farms"),
    "adam": ("/desk/letters", "Reef Night Divers (example)"),
}


@pytest.mark.parametrize("who", TODAY)
def test_there_is_something_to_do_today(visitor, who):
    path, words = TODAY[who]
    page = visitor(who)
    page.goto(f"/en{path}")
    page.get_by_role("main").get_by_role("link", name=words).first.click()
    assert page.get_by_role("heading", level=1).first.is_visible()
    assert page.complaints == []
