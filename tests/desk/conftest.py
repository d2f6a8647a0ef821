"""What the desk's tests borrow."""

from tests.reports.conftest import statements  # noqa: F401
