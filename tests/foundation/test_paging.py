from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.foundation.clock import now
from app.foundation.db import session, transaction
from app.foundation.outbox import Letter
from app.foundation.paging import page

ORDERS = {
    "one key": [Letter.id],
    "falling": [Letter.created_at.desc(), Letter.id.desc()],
    "mixed": [Letter.created_at.desc(), Letter.name, Letter.id],
}


@pytest.fixture
def letters(app):
    """Eleven, several written in the same moment."""
    began = now()
    with transaction():
        session.add_all(
            Letter(
                email="a@example.org",
                name=f"n{number % 2}",
                template="x",
                snapshot={},
                created_at=began + timedelta(seconds=number // 3),
            )
            for number in range(11)
        )


@pytest.mark.parametrize("keys", ORDERS.values(), ids=ORDERS)
def test_forth_and_back_every_row_is_met_once(letters, keys):
    everything = [letter.id for letter in session.scalars(select(Letter).order_by(*keys))]

    pages = [page(select(Letter), keys, None, size=4)]
    while pages[-1].next and len(pages) < 9:
        pages.append(page(select(Letter), keys, pages[-1].next, size=4))
    assert [letter.id for one in pages for letter in one.rows] == everything
    assert [len(one.rows) for one in pages] == [4, 4, 3]
    assert pages[0].previous is None

    back = page(select(Letter), keys, pages[2].previous, size=4)
    assert back.rows == pages[1].rows
    first = page(select(Letter), keys, back.previous, size=4)
    assert first.rows == pages[0].rows
    assert first.previous is None
    assert first.next


def test_columns_come_back_as_columns(letters):
    one = page(select(Letter.id, Letter.name), [Letter.id], None, size=2)

    assert [row.name for row in one.rows] == ["n0", "n1"]


@pytest.mark.parametrize(
    "token",
    ["", "x", "%%%", "é", "W10", "a" * 5000]
    + [
        urlsafe_b64encode(text).decode()
        for text in (
            b"[]",
            b'["n"]',
            b'["n",1]',
            b'["x","2026-01-01",1]',
            b'["n","2026-01-01T00:00:00+00:00","a"]',
        )
    ]
    + [urlsafe_b64encode(b'["n","2026-01-01T00:00:00+00:00",%d]' % 2**70).decode()]
    + [urlsafe_b64encode(b"[" * 700).decode()],
)
def test_a_token_that_says_nothing_is_the_first_page(letters, token):
    keys = ORDERS["falling"]

    assert page(select(Letter), keys, token, size=4).rows == page(select(Letter), keys, None, size=4).rows


def test_no_rows_no_tokens(app):
    assert page(select(Letter), [Letter.id], None) == page(select(Letter), [Letter.id], None)
    assert page(select(Letter), [Letter.id], None).next is None
