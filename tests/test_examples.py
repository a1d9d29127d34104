"""The examples in docstrings give what they show."""

import doctest
import importlib
from pathlib import Path

import pytest

import aelab

PACKAGE = Path(aelab.__file__).parent
MODULES = [
    ".".join(("aelab", *path.relative_to(PACKAGE).with_suffix("").parts))
    for path in sorted(PACKAGE.rglob("*.py"))
    if ">>>" in path.read_text()
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    results = doctest.testmod(importlib.import_module(name))
    assert results.attempted > 0 and results.failed == 0
