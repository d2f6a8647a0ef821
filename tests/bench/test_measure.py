"""The measuring itself: ratios, the data, the floor's rows, and that nobody else is ever loaded."""

from multiprocessing import get_context

import pytest

from bench import generate, measure, record

pytestmark = pytest.mark.once


def test_a_ratio_is_of_medians_and_says_where_it_lies():
    twice = measure.ratio([1.0, 1.1, 0.9, 1.0], [2.0, 2.2, 1.8, 2.0])

    assert twice.middle == pytest.approx(2.0)
    assert twice.low <= 2.0 <= twice.high


def test_one_wild_round_does_not_move_a_ratio():
    calm = measure.ratio([1.0, 1.0, 1.0, 1.0, 1.0], [1.5, 1.5, 1.5, 1.5, 90.0])

    assert calm.middle == pytest.approx(1.5)


@pytest.mark.parametrize("host", ["192.0.2.1", "198.51.100.7", "2001:db8::1"])
def test_only_this_machine_is_measured(host):
    with pytest.raises(SystemExit):
        measure.connect(80, host)


def test_this_machine_may_be_measured():
    assert measure.connect(80).host == "127.0.0.1"


def test_what_the_floor_writes_is_what_ours_wrote_but_to_its_own_tables():
    writes = [
        ('INSERT INTO answer (report_id, "row") VALUES (?, ?) RETURNING id', [1, 0]),
        ("UPDATE report SET state=? WHERE report.id = ? AND report.revision = ?", ["submitted", 7, 1]),
    ]

    assert record.for_floor(writes) == [
        ('INSERT INTO "floor_answer" (report_id, "row") VALUES (?, ?)', [1, 0]),
        (
            'UPDATE "floor_report" SET state=? WHERE "floor_report".id = ? AND ? IS NOT NULL',
            ["submitted", 7, 1],
        ),
    ]


def _generated(folder):
    generate.database(folder, generate.Size(reports=50, pending=20, drafts=3))


def test_the_data_is_as_large_as_was_asked_and_can_be_found(tmp_path):
    size = generate.Size(reports=50, pending=20, drafts=3)
    # In a process of its own: it makes an application, and this one has one.
    process = get_context("spawn").Process(target=_generated, args=(tmp_path,))
    process.start()
    process.join(180)
    assert process.exitcode == 0
    rows = generate.connected(tmp_path / size.digest / "cms.sqlite")

    def count(question):
        return rows.execute(question).fetchone()[0]

    assert count("SELECT count(*) FROM report_version WHERE once LIKE 'bench-%'") == 50
    assert count("SELECT count(*) FROM report WHERE state = 'submitted' AND NOT is_example") == 20
    assert (
        count("SELECT count(*) FROM answer a JOIN report r ON r.id = a.report_id AND r.number LIKE '1999-%'")
        == 150
    )
    word = rows.execute("SELECT title FROM report WHERE number = '2004-1000'").fetchone()[0].split()[0]
    found = "SELECT count(*) FROM search_fts WHERE search_fts MATCH ?"
    assert rows.execute(found, [f'"x{word.lower()}" AND "kreport"']).fetchone()[0] >= 1
    assert not rows.execute("PRAGMA foreign_key_check").fetchall()
    rows.close()
