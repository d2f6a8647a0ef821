from datetime import datetime

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import StatementError

from app.foundation import audit
from app.foundation.db import ChangedOutside, Unaudited, session, transaction
from app.foundation.errors import Conflict
from app.foundation.numbers import Series
from app.meetings.models import Body
from app.reports.models import Addressee, Report, ReportState
from tests.factories import a_report

SILENT = [
    insert(Body).values(
        key="x",
        instrument="cms",
        short="X",
        names={},
        kind="x",
        level="x",
        languages=[],
        symbol_pattern="",
        symbol_stem="",
        confidence="known",
    ),
    update(Report).values(title="Unseen"),
    delete(Addressee),
    text("UPDATE report SET title = 'Unseen'"),
]


@pytest.mark.parametrize("statement", SILENT, ids=str)
def test_a_statement_is_a_change_as_much_as_a_row(cast, statement):
    a_report(cast)

    with pytest.raises(Unaudited), transaction():
        session.execute(statement)


def test_a_row_changed_in_silence_stays_as_it_was(cast):
    report = a_report(cast)

    with pytest.raises(Unaudited), transaction():
        report.title = "Unseen"

    assert report.title == "Flyways of the Sahel"


def test_a_table_without_journal_changes_quietly(app):
    with transaction():
        session.add(Series(name="quiet", last=0))

    assert session.get(Series, "quiet").last == 0


def test_rows_changed_before_the_transaction_are_refused(cast):
    report = a_report(cast)
    report.title = "Too early"

    with pytest.raises(ChangedOutside), transaction():
        pass


def test_an_operation_checks_what_is_true_now_not_what_was_loaded(cast):
    report = a_report(cast, state=ReportState.SUBMITTED)
    assert report.title == "Flyways of the Sahel"  # loaded

    with transaction():
        session.execute(update(Report).values(title="Newer", state="accepted"))
        audit.record("test.meanwhile", report, actor=None)

    assert (report.title, report.state) == ("Newer", ReportState.ACCEPTED)


def test_a_row_that_may_exist_once_is_a_conflict_the_second_time(cast):
    a_report(cast)

    with pytest.raises(Conflict), transaction():
        session.add(
            Body(
                key="cms-stc",
                instrument="cms",
                short="X",
                names={},
                kind="x",
                level="x",
                confidence="known",
            )
        )


def test_a_draft_is_stored_as_its_word(cast):
    report = a_report(cast, state=ReportState.DRAFT)

    stored = session.execute(text("SELECT state FROM report WHERE id = :id"), {"id": report.id})
    assert stored.scalar() == "draft"
    assert report.state is ReportState.DRAFT


def test_a_time_without_a_zone_is_refused(cast):
    with pytest.raises(StatementError, match="without a zone"):
        a_report(cast, submitted_at=datetime(2026, 11, 23, 12, 0))  # noqa: DTZ001


def test_a_time_comes_back_aware(cast):
    assert a_report(cast, state=ReportState.SUBMITTED).submitted_at.utcoffset().seconds == 0
