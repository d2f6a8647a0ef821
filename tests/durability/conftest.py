"""Hard treatment: servers killed, databases taken away, forty people at once. Each test has its own house."""

import pytest


@pytest.fixture(autouse=True)
def one_transaction_per_test():
    """What is tried here is committed for good, in a database of its own."""
