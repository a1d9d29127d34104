"""The examples of CONTRIBUTING.md: a model, a dataset, a score and a view, each a whole file."""

import re
from pathlib import Path

import aelab

TEXT = (Path(aelab.__file__).parents[1] / "CONTRIBUTING.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
KINDS = ("model", "dataset", "score", "view")


def example(kind: str) -> str:
    """Return the file that shows how to add a ``kind``."""
    (block,) = (block for block in BLOCKS if re.search(rf"^@{kind}\(", block, re.MULTILINE))
    return block
