"""A home of its own for the tests, and one thread for the arithmetic."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator

import pytest

os.environ["OMP_NUM_THREADS"] = "1"
HOME = os.environ["AELAB_HOME"] = tempfile.mkdtemp(prefix="aelab-test-")

pytest_plugins = ["tests.notes"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run files with slow tests first: of two processes, none is left alone with them at the end.

    They go by their names, which keeps the few that start clusters apart: side by side in two
    processes they would be late. Within a file the order stays.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (0, item.path.name) if item.path in slow else (1, ""))


@pytest.fixture(autouse=True)
def main_module() -> Iterator[None]:
    """Restore the main module, which Streamlit replaces by the script that it runs.

    A process that a later test spawns would import that script, which is gone by then.
    """
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


def pytest_unconfigure() -> None:
    """Remove the home: the runs and prepared data of the tests are of no use to anybody."""
    shutil.rmtree(HOME, ignore_errors=True)
