"""Conclusions follow their numbers: with opposite ones they say the opposite."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from aelab.bundled.results import Profile, Result, improvement
from aelab.metrics import Estimate
from aelab.web.anomaly import conclusions


def result(auc: float, error: float = 0.003, task: str = "top", **other: Any) -> Result:
    return Result(task, "autoencoder", 6, "", "x", [auc], error, **other)


def profile(means: tuple[float, float]) -> Profile:
    """Known samples whose error rises with the number of pixels, and unknown ones: it falls."""
    mean = [[means[0] - 1, means[0], means[0] + 1], [means[1] + 1, means[1], means[1] - 1]]
    low, high = ([[m + by for m in row] for row in mean] for by in (-1, 1))
    share = [[0.25, 0.5, 0.25]] * 2
    return Profile("QCD", ("top", "QCD"), [10.0, 20.0, 30.0], mean, low, high, share)


def with_rejection(auc: float, rejection: float) -> Result:
    return result(auc, rejection=[rejection], rejection_error=rejection / 20)


def of_the_mass(errors: Sequence[tuple[float, float]]) -> Callable[[float, float], str]:
    """Sentences about errors (AUC, rejection) beside a mass that is given."""

    def sentences(auc: float, rejection: float) -> str:
        measured = [with_rejection(*error) for error in errors]
        names = [f"number {i}" for i in range(len(errors))]
        mass = with_rejection(auc, rejection)
        return " ".join(conclusions.against_the_mass(mass, measured, names))

    return sentences


@pytest.mark.parametrize(
    ("auc", "words"),
    [(0.25, "worse than guessing"), (0.511, "not to be told"), (0.6, "better than guessing")],
)
def test_the_inverse_task_is_compared_with_guessing(auc: float, words: str) -> None:
    text = conclusions.inverse(result(0.88), result(auc, 0.006))
    assert words in text and f"{auc:.3f} ± 0.006" in text and "0.880 ± 0.003" in text


def test_over_all_thresholds_and_at_one_the_mass_may_win_or_lose() -> None:
    beside = of_the_mass([(0.88, 34.0), (0.95, 112.0)])
    text = beside(0.92, 15.0)
    assert "1 are clearly better and 1 clearly worse" in text  # by AUC
    assert "2 are clearly better and 0 clearly worse" in text  # at the cut
    assert "is that of number 1" in text and "1.16 ± 0.03" in text and "3.17 ± 0.08" in text
    text = beside(0.80, 500.0)
    assert "2 are clearly better and 0 clearly worse" in text
    assert "0 are clearly better and 2 clearly worse" in text


def test_without_rejections_only_the_area_is_told() -> None:
    (sentence,) = conclusions.against_the_mass(result(0.9), [result(0.8)], ["PCA"])
    assert "ε_S" not in sentence and "0 are clearly better and 1 clearly worse" in sentence


@pytest.mark.parametrize(("after", "words"), [(0.95, "up"), (0.905, "no clear"), (0.8, "down")])
def test_a_change_has_its_direction(after: float, words: str) -> None:
    text = conclusions.change("QCD → find top", result(0.9), result(after))
    assert words in text and [w for w in ("up", "no clear", "down") if f" {w} " in text] == [words]


@pytest.mark.parametrize(
    ("most", "words"), [(0.8, "falls"), (0.901, "shows no clear change"), (0.95, "rises")]
)
def test_contamination_may_help_or_harm(most: float, words: str) -> None:
    text = conclusions.contaminated(result(0.9), result(most, contamination=0.5))
    assert f"The AUC {words}" in text and "at 50%" in text


@pytest.mark.parametrize(("auc", "words"), [(0.4, "below"), (0.503, "not to be"), (0.7, "above")])
def test_the_worst_digit_is_compared_with_guessing(auc: float, words: str) -> None:
    text = conclusions.worst_digit([result(0.9, task="4"), result(auc, task="1")])
    assert text.startswith("The digit 1 ") and f", {words} " in text


@pytest.mark.parametrize(
    ("top", "qcd", "words"),
    [
        (0.9, 0.7, "The cure is reproduced here."),
        (0.9, 0.505, "not to be told from 0.5. The cure was not reproduced here."),
        (0.2, 0.7, "below 0.5; inverse 0.700 ± 0.003, above 0.5. The cure was not reproduced"),
    ],
)
def test_a_cure_is_reproduced_if_both_directions_are_above_guessing(
    top: float, qcd: float, words: str
) -> None:
    ways = {"direct": result(top), "inverse": result(qcd)}
    five = {way: replace(each, auc=[*each.auc] * 5) for way, each in ways.items()}
    assert words in conclusions.cured("Model", five)
    few = conclusions.cured("Model", five | {"inverse": ways["inverse"]})
    assert few.endswith(", with 1 of the 5 seeds that it takes.")
    assert ("no reproduction yet" in few) == ("is reproduced" in words)


def test_a_model_is_compared_with_what_needs_no_training() -> None:
    ways = {"direct": result(0.9), "inverse": result(0.7)}
    text = conclusions.untrained("Mean", ways, {"direct": result(0.7), "inverse": result(0.75)})
    assert "direct clearly above 0.700 ± 0.003; inverse clearly below 0.750 ± 0.003." in text
    text = conclusions.untrained("Mean", ways, {"direct": result(0.95), "inverse": result(0.705)})
    assert "direct clearly below" in text and "inverse not clearly different from" in text


@pytest.mark.parametrize(
    ("worse", "words"),
    [
        (0.4, "of 2 settings: 2 below it."),
        (0.6, "of 2 settings: 1 above 0.5, 1 below it."),
        (0.501, "of 2 settings: 1 not to be told from it, 1 below it."),
    ],
)
def test_settings_are_counted_by_the_worse_of_both_directions(worse: float, words: str) -> None:
    text = conclusions.remapped({"none": [result(0.9), result(0.2)], "√": [result(worse)] * 2})
    assert words in text and text.endswith(f"there, {worse:.3f} ± 0.003, has √.")


@pytest.mark.parametrize(
    ("chains", "words"),
    [(3.0, "too low"), (9.9, "cannot be told apart"), (30.0, "still far from the data")],
)
def test_the_energies_of_data_and_chains_are_compared(chains: float, words: str) -> None:
    text = conclusions.balance("QCD → find top", Estimate(10.0, 0.1), Estimate(chains, 0.2))
    assert words in text and f"of {chains:.1f} ± 0.2" in text


def test_what_a_profile_shows_follows_from_both_means() -> None:
    text = conclusions.bias(profile((46.0, 34.0)))
    assert "reconstructed worse than what was not" in text and "46.000 ± 0.017 for top" in text
    assert "it rises for top and falls for QCD" in text
    assert "4.0 times the error" in conclusions.bias(profile((2.0, 8.0)))
    assert "cannot be told apart" in conclusions.bias(profile((2.0, 2.01)))


def test_a_network_is_compared_with_the_mean_image() -> None:
    high, low = Estimate(0.5, 0.01), Estimate(0.4, 0.01)
    text = conclusions.segmentation("net", high, low)
    assert "0.50 ± 0.01, more than the 0.40 ± 0.01" in text
    assert "less than" in conclusions.segmentation("net", low, high)
    assert "not clearly" in conclusions.segmentation("net", high, Estimate(0.48, 0.01))


def test_the_uncertainty_is_of_seeds_and_samples_together() -> None:
    several = result(0.8, 0.003)
    assert several.uncertainty == 0.003
    several = Result("top", "pca", 2, "", "x", [0.8, 0.808], 0.003)
    assert several.uncertainty == pytest.approx((0.008**2 / 2 + 0.003**2) ** 0.5)
    gain = improvement(with_rejection(0.9, 100.0))
    assert gain is not None and gain == pytest.approx((3.0, 3.0 / 40))
    assert improvement(result(0.9)) is None
