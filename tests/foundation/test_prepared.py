"""Statements run past SQLAlchemy: they mean what they meant, and nothing that guards a write is passed by."""

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.foundation import numbers
from app.foundation.clock import now
from app.foundation.db import Unaudited, plain, session, table, transaction
from app.foundation.errors import Conflict
from app.foundation.numbers import Series
from app.foundation.outbox import Letter, post_to
from app.foundation.prepared import Prepared, unless_there
from app.organisations.models import Organisation, OrganisationState
from tests.counting import counted

organisations, series, users = table(Organisation), table(Series), table(User)
BY_SLUG = select(organisations).where(organisations.c.slug == bindparam("slug"))


def test_a_row_is_what_sqlalchemy_would_have_read(cast):
    slug = cast.society.slug
    ours, theirs = Prepared(BY_SLUG).first(slug=slug), plain(BY_SLUG, {"slug": slug}).one()

    assert ours._asdict() == dict(theirs._mapping)
    assert ours.state is OrganisationState.VERIFIED
    assert ours.verified_at.tzinfo is not None


def test_where_nothing_is_found_nothing_is_told(cast):
    assert Prepared(BY_SLUG).first(slug="nobody") is None
    assert Prepared(BY_SLUG).scalar(slug="nobody") is None
    assert Prepared(BY_SLUG).all_apart(slug="nobody") == []


def test_columns_that_have_a_default_are_filled(cast):
    with transaction():
        post_to("accounts/email/confirm", "zoe@example.org", "en", "Zoe", token="t")
    letter = session.scalar(select(Letter))

    assert letter.message_id
    assert letter.created_at <= now()
    assert letter.state == "waiting"


def test_a_prepared_write_without_a_line_in_the_trail_is_noticed(cast):
    rename = Prepared(update(users).where(users.c.id == bindparam("at")).values(name=bindparam("to")))

    with pytest.raises(Unaudited), transaction():
        rename.run(at=cast.amara.id, to="Somebody else")


def test_what_the_database_refuses_is_told_in_our_words(cast):
    put = Prepared(insert(series), "name", "last")
    with transaction():
        put.run(name="twice 2026", last=1)

    with pytest.raises(Conflict) as refused, transaction():
        put.run(name="twice 2026", last=1)
    assert isinstance(refused.value.__cause__, IntegrityError)
    assert "parameters hidden" in str(refused.value.__cause__)


def test_whoever_counts_statements_counts_prepared_ones(app, cast):
    with counted(app) as sent, transaction():
        numbers.next_in("counted")

    assert [statement.split()[0] for statement in sent] == ["INSERT"]


def test_a_list_of_changing_length_is_refused(cast):
    several = Prepared(select(users.c.id).where(users.c.id.in_(bindparam("ids", expanding=True))))

    with pytest.raises(TypeError):
        several.all(ids=[1, 2])


def test_a_row_that_is_there_already_stays_as_it_is():
    put = Prepared(unless_there(series), "name", "last")
    with transaction():
        put.run(name="kind 2026", last=4)
        put.run(name="kind 2026", last=1)

    assert session.get(Series, "kind 2026").last == 4
