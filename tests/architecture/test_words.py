"""What the browser says of a score, by the script itself, where node is installed."""

import json
from typing import Any

from tests.node import address, evaluate

SAY = f"""
import {{ findings }} from {address("app/findings.js")};
const {{ numbers, baselines }} = JSON.parse(process.argv[1]);
const names = ["normal", "odd"];
const layout = {{ name: "scores", kind: "cut", names, score: "Error", flat: false, baselines }};
const data = numbers.map((value) => value ?? NaN);
const get = (name) => name === "scores.numbers" && {{ data }};
console.log(JSON.stringify(findings({{ views: [layout], get }})));
"""


def sentences(
    numbers: list[float | None], baselines: list[dict[str, Any]] | tuple[()] = ()
) -> str:
    """Return the sentences on a score with these numbers and these scores beside it."""
    return evaluate(SAY, json.dumps({"numbers": numbers, "baselines": list(baselines)}))


def baseline(value: float | None, error: float | None) -> dict[str, Any]:
    return {"label": "Distance to the mean", "value": value, "error": error}


def test_an_auc_with_an_error_is_held_against_the_best_score_without_a_model() -> None:
    words = sentences([0.97, 0.01, 0, 0.2], [baseline(0.9, 0.02)])
    assert words.startswith("Error: AUC 0.970 ± 0.010 for odd among normal.")
    assert words.endswith("reaches 0.900: less than this.")


def test_a_single_anomaly_gives_an_auc_without_an_error_and_no_comparison() -> None:
    words = sentences([0.97, None, 0, 0.2], [baseline(0.9, None)])
    assert words.startswith("Error: AUC 0.970 for odd among normal.")
    assert words.endswith("reaches 0.900; so few samples cannot tell them apart.")
    assert not {"null", "NaN", "–", "±"} & set(words.split())


def test_a_score_of_which_nothing_is_known_is_not_spoken_of() -> None:
    assert sentences([None, None, 0, None]) == ""
    assert "Distance" not in sentences([0.97, 0.01, 0, 0.2], [baseline(None, None)])
