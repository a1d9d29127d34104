"""A home of its own for the tests, and one thread for the arithmetic."""

import os
import tempfile

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["AELAB_HOME"] = tempfile.mkdtemp(prefix="aelab-test-")

pytest_plugins = ["tests.notes"]
