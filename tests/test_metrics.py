"""Measures of anomaly detection against scikit-learn, scipy, closed forms and toy experiments."""

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from scipy import stats
from sklearn import metrics as reference

from aelab.metrics import (
    auc,
    auc_difference,
    correlation,
    dice,
    precision_recall,
    ranks,
    rejection,
    roc,
    significance_improvement,
    unexplained,
)


def drawn(
    seed: int = 0, normal: int = 400, odd: int = 300, apart: float = 1.2, ties: bool = False
) -> Any:
    """Return scores and which are anomalous: two Gaussians of unit width, ``apart`` apart."""
    rng = np.random.default_rng(seed)
    scores = np.concatenate([rng.normal(size=normal), apart + rng.normal(size=odd)])
    order = rng.permutation(normal + odd)
    scores, anomalous = scores[order], (np.arange(normal + odd) >= normal)[order]
    return (scores.round(1) if ties else scores), anomalous


@pytest.mark.parametrize("ties", [False, True])
def test_the_roc_curve_is_that_of_scikit_learn(ties: bool) -> None:
    scores, anomalous = drawn(ties=ties)
    mistag, efficiency, thresholds = reference.roc_curve(
        anomalous, scores, drop_intermediate=False
    )
    curve = roc(scores, anomalous)
    np.testing.assert_allclose(curve.efficiency, efficiency)
    np.testing.assert_allclose(curve.mistag, mistag)
    np.testing.assert_allclose(curve.thresholds, thresholds)


@pytest.mark.parametrize("ties", [False, True])
def test_the_auc_is_that_of_scikit_learn(ties: bool) -> None:
    scores, anomalous = drawn(ties=ties)
    expected = reference.roc_auc_score(anomalous, scores)
    assert auc(scores, anomalous).value == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("ties", [False, True])
def test_the_error_of_the_auc_is_delongs_sum_over_all_pairs(ties: bool) -> None:
    scores, anomalous = drawn(normal=50, odd=30, ties=ties)
    odd, normal = scores[anomalous], scores[~anomalous]
    wins = np.heaviside(np.subtract.outer(odd, normal), 0.5)
    variance = wins.mean(1).var(ddof=1) / 30 + wins.mean(0).var(ddof=1) / 50
    assert auc(scores, anomalous).error == pytest.approx(math.sqrt(variance), rel=1e-12)


def test_the_error_of_the_auc_is_the_spread_of_a_bootstrap() -> None:
    scores, anomalous = drawn()
    odd, normal = scores[anomalous], scores[~anomalous]
    rng = np.random.default_rng(1)
    values = [
        stats.mannwhitneyu(rng.choice(odd, len(odd)), rng.choice(normal, len(normal))).statistic
        for _ in range(500)
    ]
    spread = np.std(values) / (len(odd) * len(normal))
    assert auc(scores, anomalous).error == pytest.approx(spread, rel=0.1)


def pair(seed: int) -> Any:
    """Return two scores of the same samples, and which are anomalous: a score, and it with noise.

    The AUC are those of Gaussians 1.2 apart with the variances 1 and 1.25.
    """
    scores, anomalous = drawn(seed)
    noise = np.random.default_rng(seed + 1_000).normal(size=len(scores))
    return scores, scores + 0.5 * noise, anomalous


def test_a_difference_of_aucs_has_the_error_of_all_pairs_together() -> None:
    first, second, anomalous = pair(0)
    first[0] = np.nan  # a sample without one of its scores is left out
    result = auc_difference(first, second, anomalous)
    odd, normal = ([s[1:][kind[1:]] for s in (first, second)] for kind in (anomalous, ~anomalous))
    wins = np.subtract(
        *(np.heaviside(np.subtract.outer(o, n), 0.5) for o, n in zip(odd, normal, strict=True))
    )
    variance = sum(wins.mean(1 - i).var(ddof=1) / wins.shape[i] for i in (0, 1))
    assert result.value == pytest.approx(wins.mean(), rel=1e-12)
    assert result.error == pytest.approx(math.sqrt(variance), rel=1e-12)


def test_the_error_of_a_difference_of_aucs_is_that_of_repeated_experiments() -> None:
    results = [auc_difference(*pair(seed)) for seed in range(400)]
    truth = [stats.norm.cdf(1.2 / math.sqrt(2 * variance)) for variance in (1, 1.25)]
    pulls = [(value - (truth[0] - truth[1])) / error for value, error in results]
    assert abs(np.mean(pulls)) < 3 / math.sqrt(400)
    assert abs(np.std(pulls) - 1) < 3 / math.sqrt(800)
    first, second, anomalous = pair(0)
    apart = math.hypot(auc(first, anomalous).error, auc(second, anomalous).error)
    assert results[0].error < apart / 2  # most fluctuations are the same


def test_the_error_of_the_auc_is_the_spread_of_repeated_experiments() -> None:
    result = [auc(*drawn(seed)) for seed in range(400)]
    truth = stats.norm.cdf(1.2 / math.sqrt(2))
    pulls = [(value - truth) / error for value, error in result]
    assert np.std(pulls) == pytest.approx(1, abs=0.12)
    assert abs(np.mean(pulls)) < 0.2


@pytest.mark.parametrize("efficiency", [0.3, 0.5])
def test_rejection_is_read_off_the_roc_curve(efficiency: float) -> None:
    scores, anomalous = drawn(ties=True)
    mistag, reached, _ = reference.roc_curve(anomalous, scores, drop_intermediate=False)
    at = np.argmax(reached >= efficiency)
    assert rejection(scores, anomalous, efficiency).value == pytest.approx(1 / mistag[at])
    assert significance_improvement(scores, anomalous, efficiency).value == pytest.approx(
        reached[at] / math.sqrt(mistag[at])
    )


@pytest.mark.parametrize("measure", [rejection, significance_improvement])
@pytest.mark.parametrize("sizes", [(2000, 2000), (4000, 300), (20_000, 200)])
def test_the_error_at_a_working_point_is_the_spread_of_repeated_experiments(
    measure: Callable[..., Any], sizes: tuple[int, int]
) -> None:
    result = [measure(*drawn(seed, *sizes), 0.3) for seed in range(300)]
    values, errors = np.array(result).T
    truth = stats.norm.sf(stats.norm.isf(0.3, 1.2))
    exact = 1 / truth if measure is rejection else 0.3 / math.sqrt(truth)
    assert values.mean() == pytest.approx(exact, rel=0.05)
    assert errors.mean() == pytest.approx(values.std(), rel=0.15)


def test_with_a_threshold_that_is_known_the_error_is_binomial() -> None:
    """Anomalous samples that all score the same leave only the error of the mistag."""
    normal = np.arange(1000) / 1000
    scores = np.concatenate([normal, np.full(50, 0.96)])
    anomalous = np.arange(1050) >= 1000
    value, error = rejection(scores, anomalous, 0.3)
    share = 40 / 1000
    assert value == pytest.approx(1 / share)
    assert error == pytest.approx(math.sqrt(share * (1 - share) / 1000) / share**2)


def test_what_cannot_be_told_is_nan_and_no_background_at_all_is_infinite() -> None:
    scores, anomalous = drawn()
    for function in (rejection, significance_improvement):
        measure = partial(function, efficiency=0.3)
        assert np.isnan(measure(scores[:0], anomalous[:0])).all()
        assert measure([0, 1, 2, 3], [False, False, True, True])[0] == math.inf
    assert np.isnan(auc(scores, np.ones(len(scores), bool))).all()
    assert np.isnan(auc(scores * np.nan, anomalous)).all()
    assert auc([0, 1], [False, True])[0] == 1 and math.isnan(auc([0, 1], [False, True])[1])
    assert math.isnan(correlation([1, 1, 1], [1, 2, 3]))
    assert math.isnan(unexplained(np.ones((3, 2)), np.zeros((3, 2))))
    assert np.isnan(roc([1.0], [True]).mistag).all()


def test_scores_that_are_not_known_are_left_out() -> None:
    scores, anomalous = drawn()
    with_gaps = np.concatenate([scores, [np.nan] * 5])
    assert auc(with_gaps, np.concatenate([anomalous, [True] * 5])) == auc(scores, anomalous)


def test_equal_values_share_the_mean_of_their_ranks() -> None:
    values = drawn(ties=True)[0]
    np.testing.assert_allclose(ranks(values), stats.rankdata(values))


def test_the_correlation_is_spearmans() -> None:
    rng = np.random.default_rng(2)
    a = rng.normal(size=200)
    b = (a**3 + rng.normal(size=200)).round(1)
    assert correlation(a, b) == pytest.approx(stats.spearmanr(a, b).statistic, rel=1e-12)


def test_the_unexplained_variance_is_one_minus_r2() -> None:
    rng = np.random.default_rng(3)
    x, x_hat = rng.normal(size=(2, 50, 4))
    expected = 1 - reference.r2_score(x, x_hat, multioutput="variance_weighted")
    assert unexplained(x, x_hat) == pytest.approx(expected)
    assert unexplained(x, np.broadcast_to(x.mean(0), x.shape)) == pytest.approx(1)


def test_precision_recall_and_dice_are_those_of_scikit_learn() -> None:
    scores, anomalous = drawn(ties=True)
    precision, recall, thresholds = reference.precision_recall_curve(anomalous, scores)
    result = precision_recall(scores, anomalous)
    np.testing.assert_allclose(result.thresholds, thresholds)
    np.testing.assert_allclose(result.precision, precision[:-1])
    np.testing.assert_allclose(result.recall, recall[:-1])
    some = precision_recall(scores, anomalous, [-1.0, 0.5, 2.0, 99.0])
    for at, overlap in zip(some.thresholds, some.dice, strict=True):
        expected = reference.f1_score(anomalous, scores >= at, zero_division=0)
        assert overlap == pytest.approx(expected)
    assert some.precision[-1] == 1 and some.recall[-1] == 0


def test_dice_is_the_f1_score_of_each_mask() -> None:
    rng = np.random.default_rng(4)
    result, mask = rng.random((2, 3, 40)) < 0.4
    expected = [reference.f1_score(m, f) for f, m in zip(result, mask, strict=True)]
    np.testing.assert_allclose(dice(result, mask), expected)
    assert dice(result.ravel(), mask.ravel()) == reference.f1_score(mask.ravel(), result.ravel())
    assert np.isnan(dice(np.zeros(4), np.zeros(4)))
