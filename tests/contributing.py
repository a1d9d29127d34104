"""The examples of CONTRIBUTING.md: a model, a dataset, a score and a view, each a whole file."""

import re
from pathlib import Path

import aelab

TEXT = (Path(aelab.__file__).parents[1] / "CONTRIBUTING.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
KINDS = ("model", "dataset", "score", "view")


def example(kind: str) -> str:
    """Return the file that shows how to add a ``kind``, under a slug and title of its own.

    So whoever tries an example as it stands there, in a copy of the project, has no conflict.
    """
    (block,) = (block for block in BLOCKS if re.search(rf"^@{kind}\(", block, re.MULTILINE))
    return re.sub(rf'^@{kind}\("([^"]+)"(?:, "([^"]+)")?', _renamed, block, flags=re.MULTILINE)


def _renamed(declaration: re.Match[str]) -> str:
    """Return the beginning of a declaration with another slug, and another title if it has one."""
    text = declaration[0].replace(f'"{declaration[1]}"', f'"example-{declaration[1]}"')
    return text.replace(f'"{declaration[2]}"', f'"Example: {declaration[2]}"')
