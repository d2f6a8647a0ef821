"""Every part of every address, and whatever follows its question mark, made by hand: no answer is broken.

Whoever adds a door, an argument or a name in a query is tested without being asked. What SQLite lets pass,
PostgreSQL may not: run this with TEST_DATABASE_URL, too.
"""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import url_for
from werkzeug.routing import AnyConverter

from app import create_app
from app.foundation.db import Base
from app.foundation.limits import limiter
from app.vocabularies import queries as vocabularies
from config import Settings
from tests.house import matrix
from tests.house.test_matrix import addressed, knock
from tests.page import page_of

APP = Path(__file__).parents[2] / "app"
ASKED = re.compile(r"""args\.get\("(\w+)"|"(\w+)" (?:not )?in request\.args""")
PARTS = [
    "%00",  # NUL: no database and no file system takes it
    "a%00b",
    "99999999999999999999",  # more than any integer of a database
    "2147483648",  # just more than one of PostgreSQL's
    "-1",
    "0",
    "%D9%A3",  # a digit, to Python
    "%FF%FE",  # not UTF-8
    "%ED%A0%80",  # half a pair
    "%25%27%22%3B--",
    "w" * 3000,
]


@pytest.fixture
def world(app, cast):
    yield matrix.World(app, cast)
    vocabularies.forget()


@pytest.fixture
def people(cast, visit):
    return {"guest": visit(), **{name: visit(getattr(cast, name)) for name in ("amara", "bruno", "adam")}}


def doors(app, world):
    """Each door once, with the address of a thing that is there, and whoever it opens to."""
    once = {}
    for row in matrix.rows():
        address, sent = addressed(app, world, row)
        who = dict(zip(matrix.PEOPLE.values(), row.letters, strict=True))
        opens = next((name for name in ("bruno", "adam", "amara") if who[name] in "ofa"), "amara")
        once.setdefault(row.door, (row, opens, address, sent))
    return list(once.values())


def breaks(client, method, address, sent=None):
    """Whether a door answers as it never should. What it changed is taken back."""
    return knock(client, matrix.Row(method, "", "", ""), address, sent).startswith("!")


def test_no_part_of_an_address_breaks_a_door(app, world, people):
    attempts = [
        (who, row.method, made_by_hand(app, world, row, part, made), sent)
        for row, opens, _address, sent in doors(app, world)
        for part in arguments(app, row.endpoint)
        for made in PARTS
        for who in ((opens, "guest") if row.method == "GET" else (opens,))
    ]
    broken = [one for one in attempts if breaks(people[one[0]], *one[1:])]
    assert [(method, address[:100], who) for who, method, address, _sent in broken] == []


def arguments(app, endpoint):
    """The parts of an address that may be anything: a language or an ending is one of a few."""
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    kinds = rule._converters
    return [part for part in rule.arguments - {"lang"} if not isinstance(kinds[part], AnyConverter)]


def made_by_hand(app, world, row, part, made):
    """The address of the row with one part of it replaced: a mark is built in, and then changed."""
    with app.test_request_context("/en/"):
        values, _ = world.address(row)
        lang = {"lang": "en"} if app.url_map.is_endpoint_expecting(row.endpoint, "lang") else {}
        mark = 1234567891 if isinstance(values.get(part), int) else "madebyhand"
        return url_for(row.endpoint, **values | lang | {part: mark}).replace(str(mark), made)


def test_no_query_breaks_a_door(app, world, people):
    names, broken = names_asked_for(), []
    read = [(opens, address) for row, opens, address, _sent in doors(app, world) if row.method == "GET"]
    for opens, address in read:
        here = names | names_on(people[opens].get(address))
        for made in PARTS:
            query = "&".join(f"{name}={made[:300]}" for name in sorted(here))
            if breaks(people[opens], "GET", f"{address}?{query}"):
                broken.append((address, made[:20]))
    assert broken == []


def names_asked_for():
    """Every name that a view reads from a query."""
    found = {name for file in APP.rglob("*.py") for pair in ASKED.findall(file.read_text()) for name in pair}
    assert {"page", "q", "queue", "state", "version"} <= found
    return found - {""}


def names_on(answer):
    """The fields of a page's own searches and filters; what is no page has none."""
    if answer.mimetype != "text/html":
        return set()
    page = BeautifulSoup(answer.data, "html.parser")
    return {field["name"] for field in page.select("form[method=get] [name]")}


# The counter at the door


@pytest.fixture
def counting(tmp_path, monkeypatch):
    """A house that counts how often one place knocks. The counter is one for the whole process."""
    monkeypatch.setattr(limiter, "enabled", limiter.enabled)
    yield create_app(Settings("t" * 32, "sqlite://", str(tmp_path), TESTING=True, WTF_CSRF_ENABLED=False))
    limiter.reset()


@pytest.mark.parametrize("lang", ["en", "fr", "es", "ar"])
def test_who_knocks_too_often_is_told_so_and_gets_their_words_back(counting, lang):
    client, sent = counting.test_client(), {"email": "not an address", "name": "Amara of the birds"}
    answers = [client.post(f"/{lang}/account/register", data=sent) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    page = page_of(answers[-1])
    assert (page.html["lang"], page.html["dir"]) == (lang, "rtl" if lang == "ar" else "ltr")
    assert page.select_one("main h1").get_text(strip=True)
    assert "Amara of the birds" in page.main.get_text()
    assert client.get(f"/{lang}/account/register").status_code == 200  # whoever reads is not counted


def test_who_takes_something_large_over_and_over_is_asked_to_wait(counting):
    client = counting.test_client()
    Base.metadata.create_all(counting.extensions["engine"])
    for kind in ("offline", "scorm"):
        answers = [client.get(f"/en/learn/flyways/{kind}.zip").status_code for _ in range(121)]
        assert [place for place, status in enumerate(answers) if status == 429] == [120]


def test_the_counter_says_when_to_come_back(counting):
    client = counting.test_client()
    answers = [client.post("/en/account/forgot", data={"email": ""}) for _ in range(11)]
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
