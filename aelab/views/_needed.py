"""What a view needs of its run, and what the run has, since the view suits it."""

from typing import TypeVar

T = TypeVar("T")


def needed(value: T | None) -> T:
    """Return what a model or data may lack in general, but not where the view suits them.

    Raises:
        LookupError: It is missing.

    """
    if value is None:
        raise LookupError("This view does not suit the run: ask `suits` first.")
    return value
