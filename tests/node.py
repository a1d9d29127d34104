"""Runs the browser's modules in node, where it is installed."""

import json
import os
import shutil
import subprocess
from typing import Any

import pytest

from aelab.web.scripts import FOLDER


def address(module: str) -> str:
    """Return the address of a module of the browser's code, quoted for an import."""
    return json.dumps((FOLDER / module).as_uri())


def evaluate(script: str, *arguments: Any) -> Any:
    """Return what an ES module prints as JSON; its arguments are process.argv from 1 on.

    Without node the test is skipped, in CI it fails.
    """
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI") == "true":
            pytest.fail("node is not installed")
        pytest.skip("node is not installed")
    call = [node, "--input-type=module", "--eval", script, "--", *arguments]
    done = subprocess.run(call, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
