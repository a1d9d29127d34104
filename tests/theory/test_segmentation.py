"""The segmentation by residuals, against scipy, scikit-learn and simple cases."""

from typing import Any

import numpy as np
import pytest
from scipy.ndimage import median_filter
from sklearn import metrics as reference

from aelab import metrics
from aelab.theory.segmentation import best, counts, median, overlap, residual

RNG = np.random.default_rng(0)
THRESHOLDS = np.array([0.1, 0.25, 0.5, 0.9])


def drawn(n: int = 20, d: int = 64) -> Any:
    values = RNG.uniform(size=(n, d)).astype(np.float32).round(2)  # some at a threshold
    return values, RNG.uniform(size=(n, d)) < values**2


@pytest.mark.parametrize("shape", [(1, 1), (2, 5), (9, 4), (64, 64)])
def test_the_median_is_that_of_scipy(shape: tuple[int, int]) -> None:
    images = RNG.normal(size=(7, *shape)).astype(np.float32)
    images[images < -0.5] = 0  # many are equal
    np.testing.assert_array_equal(median(images), median_filter(images, size=(1, 3, 3)))


def test_a_residual_is_positive_inside_the_brain_and_filtered() -> None:
    x = np.full((1, 8, 8), 0.5, np.float32)
    x_hat = np.full((1, 8, 8), 0.25, np.float32)
    x[0, :, :4], x_hat[0, :, :4] = 0, -1  # outside
    x_hat[0, :3] = 0.75  # darker than its reconstruction
    x_hat[0, 6, 6] = -10  # a single pixel
    result = residual(x.reshape(1, -1), x_hat.reshape(1, -1), (8, 8)).reshape(8, 8)
    expected = np.zeros((8, 8))
    expected[3:, 4:] = 0.25
    expected[3, 4] = 0  # four of nine
    np.testing.assert_array_equal(result, expected)


def test_a_reconstruction_that_is_not_a_number_leaves_nothing() -> None:
    x = np.full((2, 16), 0.5, np.float32)
    assert not residual(x, np.full_like(x, np.nan), (4, 4)).any()


def test_precision_recall_and_dice_are_those_of_scikit_learn() -> None:
    values, mask = drawn()
    result = overlap(counts(values, mask, THRESHOLDS), THRESHOLDS)
    for i, threshold in enumerate(THRESHOLDS):
        above, truth = (values >= threshold).ravel(), mask.ravel()
        assert result.precision[i] == pytest.approx(reference.precision_score(truth, above))
        assert result.recall[i] == pytest.approx(reference.recall_score(truth, above))
        assert result.dice[i] == pytest.approx(reference.f1_score(truth, above))


def test_they_are_those_of_sorted_scores_too_and_parts_add_up() -> None:
    values, mask = drawn()
    starts = range(0, 20, 5)
    each = [counts(values[i : i + 5], mask[i : i + 5], THRESHOLDS) for i in starts]
    parts = np.stack(each).sum(0)
    assert (parts == counts(values, mask, THRESHOLDS)).all() and parts.sum() == values.size
    result, sure = overlap(parts, THRESHOLDS), metrics.precision_recall(values, mask, THRESHOLDS)
    for ours, other in zip(result, sure, strict=True):
        np.testing.assert_allclose(ours, other)


def test_without_any_lesion_there_is_no_recall_and_nothing_found_is_right() -> None:
    result = overlap(counts(np.zeros(9), np.zeros(9), THRESHOLDS), THRESHOLDS)
    assert np.isnan(result.recall).all() and np.isnan(result.dice).all()
    assert (result.precision == 1).all()
    assert best(result) in range(len(THRESHOLDS))


def test_the_best_threshold_has_the_highest_dice() -> None:
    values, mask = drawn(100)
    thresholds = np.linspace(0, 1, 21)
    result = overlap(counts(values, mask, thresholds), thresholds)
    dice = [reference.f1_score(mask.ravel(), (values >= t).ravel()) for t in thresholds]
    assert best(result) == int(np.argmax(dice)) not in (0, 20)
