"""What the tests of organisations begin with serves here too."""

from tests.organisations.conftest import _place_for_letters  # noqa: F401
