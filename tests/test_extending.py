"""The four examples of CONTRIBUTING.md work as they stand there, from outside the package."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from aelab import plugins
from tests.contributing import KINDS, example

pytestmark = pytest.mark.slow

# Trains the model on the dataset and shows the view of it; prints a line for each.
PROGRAM = """
import json, aelab
from aelab import contract, frames
from aelab.runs.publisher import FramePublisher
from aelab.training.learning import Learning

contract.require_plugins()
print("example-sum-of-pixels" in aelab.SCORES)
params = {"epochs": 3, "widths": [8], "lam": 0.01}
spec = aelab.Spec(dataset="example-lissajous", model="example-shrinking", model_params=params)
learning = Learning(spec)
while not learning.verdict:
    learning.update()
print(json.dumps(learning.history.terms[[0, -1]].sum(1).tolist()))
frame = FramePublisher("run", learning).take({"state": "finished"}, full=True)
header, parts = frames.unpack(frame)
print(json.dumps({v["name"]: v["kind"] for v in header["views"]}))
(errors,) = (part.array for part in parts if part.name == "example-feature-errors.values")
print(json.dumps(errors.tolist()))
"""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return what the program prints with the examples as files outside the project."""
    folder = tmp_path_factory.mktemp("mine")
    files = [folder / f"my_{kind}.py" for kind in KINDS]
    for kind, file in zip(KINDS, files, strict=True):
        file.write_text(example(kind))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {plugins.FILES: os.pathsep.join(map(str, files))},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line.lower()) for line in done.stdout.splitlines()]


def test_the_examples_keep_the_contract_and_the_score_is_registered(printed: Any) -> None:
    assert printed[0] is True


def test_the_example_of_a_model_learns_the_example_of_a_dataset(printed: Any) -> None:
    first, last = printed[1]
    assert last < first


def test_the_example_of_a_view_is_among_the_views_of_their_run(printed: Any) -> None:
    assert printed[2]["example-feature-errors"] == "bars"
    assert len(printed[3]) == 2 and min(printed[3]) > 0
