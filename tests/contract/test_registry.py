"""A model or a dataset is one new file: dropped in, it is everywhere, with nothing else edited."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import aelab
from tests.contributing import example

pytestmark = pytest.mark.slow

ROOT = Path(aelab.__file__).parents[1]
DATASET = '''"""A dropped-in dataset."""

from typing import Annotated

import numpy as np

from aelab.datasets.base import Arrays, Dataset, dataset
from aelab.params import Range


@dataset("dropped-line", "Dropped line")
class Line(Dataset):
    """Points near a line."""

    description = "Points near a line."
    source = "this test"
    sample = "point"
    sample_shape = (2,)
    classes = ("point",)
    span = (-3.0, 3.0)

    points: Annotated[int, Range(16, 1000, "m", "Number of points.", log=True)] = 500
    slope: Annotated[float, Range(-2, 2, "a", "Slope of the line.")] = 1.0

    def load(self) -> Arrays:
        """Draw the points."""
        rng = np.random.default_rng(0)
        t = rng.normal(size=(1200, 1))
        x = np.hstack([t, self.slope * t]) + 0.1 * rng.normal(size=(1200, 2))
        y = np.zeros(1200, np.uint8)
        return Arrays(x[:1000], x[1000:], y[:1000], y[1000:])
'''


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A copy of the project with one model file and one dataset file more."""
    there = tmp_path_factory.mktemp("copy")
    left_out = shutil.ignore_patterns("__pycache__")
    for part in ("aelab", "pages", "tests", ".streamlit"):
        shutil.copytree(ROOT / part, there / part, ignore=left_out)
    for part in ("app.py", "pyproject.toml", "CONTRIBUTING.md"):
        shutil.copy(ROOT / part, there / part)
    (there / "aelab" / "models" / "dropped.py").write_text(example("model"))
    (there / "aelab" / "datasets" / "dropped.py").write_text(DATASET)
    return there


def run(copy: Any, *arguments: Any) -> Any:
    env = os.environ | {"AELAB_HOME": str(copy / "home"), "PYTHONPATH": str(copy)}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_the_mappings_and_the_catalogue_find_it(copy: Any) -> None:
    code = (
        "import json, aelab, aelab.catalogue as c; c.make(); k = c.read();"
        "m = k.models['example-shrinking'];"
        "print(json.dumps([list(aelab.MODELS), list(aelab.DATASETS), list(m.fields), m.formula,"
        "list(k.datasets['dropped-line'].fields), aelab.__file__]))"
    )
    models, datasets, fields, formula, of_data, where = json.loads(run(copy, "-c", code))
    assert where.startswith(str(copy))
    assert "example-shrinking" in models and "dropped-line" in datasets
    assert {"lam", "latent", "epochs", "rate"} <= set(fields)
    assert formula["squared error"] == r"J = \|x - g(f(x))\|^2 + \lambda\,\|z\|^2"
    assert of_data == ["points", "slope"]


def test_it_trains_by_its_spec(copy: Any) -> None:
    code = (
        "import aelab; s = aelab.Spec(dataset='dropped-line', model='example-shrinking',"
        "model_params={'epochs': 3, 'latent': 1, 'lam': 0.01}, dataset_params={'slope': 2});"
        "print(list(s.terms for s in aelab.steps(s))[-1])"
    )
    terms = eval(run(copy, "-c", code))
    assert set(terms) == {"reconstruction", "penalty"}


def test_the_contract_tests_take_it_in(copy: Any) -> None:
    out = run(
        copy, "-m", "pytest", "tests/contract/test_contract.py", "-vv", "-k", "Shrinking or Line"
    )
    assert "Shrinking" in out and "Line" in out and " passed" in out


@pytest.mark.parametrize("what", ["radio", "slider", "url"])
def test_the_page_has_it_in_its_choice_its_sliders_and_its_link(copy: Any, what: str) -> None:
    code = f"""
from streamlit.testing.v1 import AppTest
import aelab.catalogue
aelab.catalogue.make()
from aelab.web import live
from tests.notes import Notes
live.use(Notes())
at = AppTest.from_file("aelab/web/main.py", default_timeout=30)
at.query_params["dataset"] = "Dropped line"
at.query_params["model"] = "Example: Shrinking autoencoder"
at.query_params["lam"] = "0.5"
at.query_params["data.slope"] = "-1"
at.run()
assert not at.exception, at.exception
if "{what}" == "radio":
    offered = [o for r in at.radio for o in r.options]
    assert "Example: Shrinking" in offered and "Dropped line" in offered, offered
if "{what}" == "slider":
    values = [s.value for s in (*at.slider, *at.select_slider)]
    assert 0.5 in values and -1.0 in values, values
if "{what}" == "url":
    assert dict(at.query_params)["lam"] in ("0.5", ["0.5"]), at.query_params
    assert dict(at.query_params)["data.slope"] in ("-1", ["-1"]), at.query_params
"""
    run(copy, "-c", code)


def test_two_files_cannot_claim_one_title() -> None:
    registry = aelab.registry.Registry("aelab.views")
    first, second = (type("M", (), {"__module__": name, "order": 1}) for name in ("a", "b"))
    registry.add("Title", first)
    with pytest.raises(ValueError, match="both claim “Title”"):
        registry.add("Title", second)
