import csv as reader
import io
import json as spelling
from datetime import UTC, datetime

import pytest

from app.foundation import tables

COLUMNS = [("Title", lambda row: row[0]), ("Count", lambda row: row[1])]


def read(response):
    return list(
        reader.reader(io.StringIO(response.get_data(as_text=True).removeprefix("\ufeff"), newline=""))
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "  ="])
def test_no_cell_calculates(app, start):
    words = f"{start}HYPERLINK(1)"

    assert read(tables.csv(COLUMNS, [(words, 1)], "reports"))[1][0] == f"'{words}"


def test_numbers_stay_numbers_and_words_whole(app):
    rows = [('say "so", he\nsaid', -3), ("الطيور", None), ("候鸟", datetime(2026, 1, 2, tzinfo=UTC))]

    assert read(tables.csv(COLUMNS, rows, "reports"))[1:] == [
        ['say "so", he\nsaid', "-3"],
        ["الطيور", ""],
        ["候鸟", "2026-01-02T00:00:00+00:00"],
    ]


def test_a_spreadsheet_sees_that_it_is_utf8(app):
    response = tables.csv(COLUMNS, [], "reports")

    assert response.get_data().startswith(b"\xef\xbb\xbf")
    assert response.headers["Content-Disposition"] == 'attachment; filename="reports.csv"'


def test_json_says_the_same_without_quotes(app):
    told = spelling.loads(tables.json(COLUMNS, [("=1", [1, "a"])], "reports", as_of="2026").get_data())

    assert told == {"as_of": "2026", "rows": [{"Title": "=1", "Count": [1, "a"]}]}
