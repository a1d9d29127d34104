"""What the browser says of a score, by the script itself, where node is installed."""

import json
import shutil
import subprocess

import pytest

from aelab.web.scripts import FOLDER

SAY = """
import { findings } from %s;
const { numbers, baselines } = JSON.parse(process.argv[1]);
const names = ["normal", "odd"];
const layout = { name: "scores", names, score: "Error", flat: false, baselines };
const data = numbers.map((value) => value ?? NaN);
console.log(findings({ views: [layout], get: (name) => name === "scores.numbers" && { data } }));
"""


def said(numbers, baselines=()):
    """Return the sentences on a score with these numbers and these scores beside it."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    script = SAY % json.dumps((FOLDER / "app" / "findings.js").as_uri())
    given = json.dumps({"numbers": numbers, "baselines": list(baselines)})
    call = [node, "--input-type=module", "--eval", script, "--", given]
    done = subprocess.run(call, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def beside(value, error):
    return {"label": "Distance to the mean", "value": value, "error": error}


def test_an_auc_with_an_error_is_held_against_the_best_score_without_a_model():
    words = said([0.97, 0.01, 0, 0.2], [beside(0.9, 0.02)])
    assert words.startswith("Error: AUC 0.970 ± 0.010 for odd among normal.")
    assert words.endswith("reaches 0.900: less than this.")


def test_a_single_anomaly_gives_an_auc_without_an_error_and_no_comparison():
    words = said([0.97, None, 0, 0.2], [beside(0.9, None)])
    assert words.startswith("Error: AUC 0.970 for odd among normal.")
    assert words.endswith("reaches 0.900; so few samples cannot tell them apart.")
    assert not {"null", "NaN", "–", "±"} & set(words.split())


def test_a_score_of_which_nothing_is_known_is_not_spoken_of():
    assert said([None, None, 0, None]) == ""
    assert "Distance" not in said([0.97, 0.01, 0, 0.2], [beside(None, None)])
