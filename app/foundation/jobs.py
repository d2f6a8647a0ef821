"""Work after the answer: huey only wakes and keeps time; rows in the database are the truth."""


def wake() -> None:
    """Have waiting letters posted soon. Called by the transaction, after it committed."""
