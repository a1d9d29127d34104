"""A home of its own for the tests, and one thread for the arithmetic."""

import os
import shutil
import tempfile

os.environ["OMP_NUM_THREADS"] = "1"
HOME = os.environ["AELAB_HOME"] = tempfile.mkdtemp(prefix="aelab-test-")

pytest_plugins = ["tests.notes"]


def pytest_unconfigure():
    """Remove the home: the runs and prepared data of the tests are of no use to anybody."""
    shutil.rmtree(HOME, ignore_errors=True)
