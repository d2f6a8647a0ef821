"""Every door, every kind of person, and what each of them finds there: `matrix.txt` is the law."""

import pytest
from flask import url_for
from werkzeug.routing import IntegerConverter

from app.foundation.db import session
from app.vocabularies import queries
from tests.house import matrix
from tests.house.matrix import PEOPLE, World


def doors_of(app):
    """(method, endpoint) of every address there is."""
    asked = {"GET", "POST", "PUT", "PATCH", "DELETE"}
    return {(m, rule.endpoint) for rule in app.url_map.iter_rules() for m in rule.methods & asked}


def test_every_door_has_a_row_and_every_row_a_door(app):
    written = {row.door for row in matrix.rows()}
    assert sorted(doors_of(app) - written) == [], "say in tests/house/matrix.txt who may knock here"
    assert sorted(written - doors_of(app)) == [], "these doors are gone"


def test_every_row_speaks_of_everybody_and_stands_once():
    rows = matrix.rows()
    assert [str(row) for row in rows if len(row.letters) != len(PEOPLE)] == []
    assert len({(row.door, row.thing) for row in rows}) == len(rows)


def test_every_door_opens_to_whom_the_table_says_and_to_nobody_else(app, cast, visit, request):
    world = World(app, cast)
    request.addfinalizer(queries.forget)
    clients = {who: visit(getattr(cast, name) if name else None) for who, name in PEOPLE.items()}
    asked = [(row, *addressed(app, world, row)) for row in matrix.rows()]
    wrong = []
    for row, address, sent in asked:
        letters = "".join(knock(clients[who], row, address, sent) for who in PEOPLE)
        if letters != row.letters:
            wrong.append(f"told {row}\nis   {' '.join(letters):>{len(str(row))}}")
    head = " " * 52 + " ".join(who[0] for who in PEOPLE)
    assert not wrong, "\n".join(["", head, *wrong])


def addressed(app, world, row):
    """The address of a row, and what is sent there: asked before anything is knocked at."""
    with app.test_request_context("/en/"):
        values, sent = world.address(row)
        lang = {"lang": "en"} if app.url_map.is_endpoint_expecting(row.endpoint, "lang") else {}
        return url_for(row.endpoint, **values, **lang), sent if row.method == "POST" else None


def knock(client, row, address, sent):
    """Ask, and take back whatever was changed."""
    session.rollback()
    whole = session.get_bind().begin_nested()
    cookie = client.get_cookie("visit")
    try:
        answer = client.open(address, method=row.method, data=sent and matrix.fresh(sent))
        return matrix.letter_of(row, answer)
    except Exception as error:  # told with all the others: one broken door hides no other
        return f"!{error!r:.200}!"
    finally:
        session.remove()
        whole.rollback()
        client.delete_cookie("visit")
        if cookie:
            client.set_cookie("visit", cookie.value)


@pytest.mark.parametrize("token", [{}, {"csrf_token": "made-up"}])
def test_no_door_takes_a_form_without_its_token(app, cast, visit, monkeypatch, token):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    client, guest = visit(cast.adam), visit()
    with app.test_request_context("/en/"):
        doors = [(rule.endpoint, url_for(rule.endpoint, **anything(rule))) for rule in posting(app)]
    for endpoint, address in doors:
        assert client.post(address, data={"reason": "Words.", **token}).status_code == 400, endpoint
        assert guest.post(address, data=token).status_code in (400, 401), endpoint


def posting(app):
    return [rule for rule in app.url_map.iter_rules() if rule.methods & {"POST", "PUT", "PATCH", "DELETE"}]


def anything(rule):
    """Some value for each part of the address: the token is asked for before the thing."""
    numbers = {part for part, kind in rule._converters.items() if isinstance(kind, IntegerConverter)}
    return {part: 1 if part in numbers else "x" for part in rule.arguments} | {"lang": "en"}
