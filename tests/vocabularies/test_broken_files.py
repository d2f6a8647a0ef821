"""A file that cannot be taken as it stands is named with its line, and nothing is changed."""

import shutil

import pytest
from sqlalchemy import func, select

from app.foundation.db import session
from app.vocabularies import operations
from app.vocabularies.library.files import Faulty
from app.vocabularies.models import Dataset, Term
from tests.vocabularies.conftest import DATA


def spoil(folder, name, old, new):
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("demonstration"))
    text = (folder / name).read_bytes()
    assert old in text
    (folder / name).write_bytes(text.replace(old, new, 1))


def state():
    return session.execute(select(func.max(Term.id), func.count(Term.id))).one(), session.scalars(
        select(Dataset.digest).order_by(Dataset.id)
    ).all()


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("parties.csv", b"Africa,94,,source,", b"Africa,94,source,", "parties.csv, line 4: 9 fields"),
        ("parties.csv", b"AL,Albania", b"AL,", "parties.csv, line 3: name_en is empty"),
        ("parties.csv", b"AL,Albania", b"Al,Albania", "parties.csv, line 3: iso2"),
        ("parties.csv", b"AL,Albania", b"AF,Albania", "parties.csv, line 3: iso2 AF stands twice"),
        ("parties.csv", b"AL,Albania,party", b"AL,Albania,maybe", "parties.csv, line 3: status is 'maybe'"),
        ("parties.csv", b"2001-09-01", b"September", "parties.csv, line 3: 'September' is neither"),
        ("parties.csv", b"Albania", b"Alb\xffania", "parties.csv, line 3: not UTF-8"),
        ("parties.csv", b"confidence,note", b"trust,note", "parties.csv, line 2: confidence is missing"),
        (
            "species.csv",
            b"II,1999,species,,,source",
            b"II,1999,species,,,perhaps",
            "species.csv, line 2: conf",
        ),
        ("species.csv", b"II,1999,species", b"VII,1999,species", "species.csv, line 2: appendix is 'VII'"),
        ("species.csv", b"Sturgeon,Esturgeon de", b'Sturgeon,"Esturgeon de', "species.csv, line"),
        ("themes.yaml", b"key: energy,", b"key: bycatch,", "themes.yaml, line 4: key bycatch stands twice"),
        ("themes.yaml", b"{key: bycatch,", b"{key: bycatch", "themes.yaml, line"),
        ("decisions.yaml", b"status: repealed", b"status: gone", "decisions.yaml, line 7: status is 'gone'"),
        ("targets.yaml", b"label: Awareness,", b"label: null,", "targets.yaml, line 20: label is empty"),
        ("datasets.yaml", b'as_of: "2026-03-31"', b'as_of: "spring"', "datasets.yaml, line 4: as_of"),
    ],
)
def test_a_broken_file_is_named_with_its_line_and_changes_nothing(loaded, tmp_path, name, old, new, told):
    spoil(tmp_path / "data", name, old, new)
    before = state()

    with pytest.raises(Faulty) as caught:
        operations.load(tmp_path / "data", again=True)
    assert told in str(caught.value)
    assert state() == before


def test_a_file_that_is_not_there_is_named(loaded, tmp_path):
    spoil(tmp_path / "data", "themes.yaml", b"themes", b"themes")
    (tmp_path / "data" / "species.csv").unlink()

    with pytest.raises(Faulty, match=r"species\.csv: cannot be read"):
        operations.load(tmp_path / "data")


def test_only_the_set_whose_file_changed_is_taken_in_again(loaded, tmp_path):
    spoil(tmp_path / "data", "themes.yaml", b"en: Bycatch", b"en: By-catch")

    assert operations.load(tmp_path / "data") == ["themes"]


def test_a_new_word_on_the_source_is_taken_in(loaded, tmp_path):
    spoil(tmp_path / "data", "datasets.yaml", b"Own list of cross-cutting", b"Our list of cross-cutting")

    assert operations.load(tmp_path / "data") == ["themes"]
