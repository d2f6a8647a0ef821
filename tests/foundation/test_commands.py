"""The schema's commands, on a database of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.foundation.signing import new_key

pytestmark = pytest.mark.once
ROOT = Path(__file__).parents[2]


def flask(folder, *words):
    given = {
        "SECRET_KEY": "k" * 40,
        "DATABASE_URL": f"sqlite:///{folder}/cms.sqlite",
        "DATA_DIR": str(folder),
        "BADGE_KEY": new_key(),
        "PATH": os.environ["PATH"],
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    return subprocess.run(command, env=given, cwd=ROOT, capture_output=True, text=True)


def test_a_missing_setting_stops_the_start_in_one_line(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "db", "current"],
        env={"PATH": os.environ["PATH"]},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "SECRET_KEY is not set" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_schema_says_where_it_is(tmp_path):
    done = flask(tmp_path, "db", "current")

    assert done.returncode == 0, done.stderr
