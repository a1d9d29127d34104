"""Anomaly tasks: training samples, anomalous test samples, and decorrelated scores."""

import numpy as np
import pytest

from aelab.datasets._anomalies import training_rows
from aelab.metrics import auc
from aelab.params import InputError
from aelab.registry import DATASETS
from aelab.theory.decorrelation import flattened, flattened_error


def test_without_contamination_only_normal_samples_are_trained_on() -> None:
    labels = np.array([0, 1, 2, 1, 0, 2], np.uint8)
    assert sorted(training_rows(labels, {1}, 0.0)) == [0, 2, 4, 5]


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5])
def test_the_contamination_is_the_share_of_anomalous_samples(share: float) -> None:
    labels = np.repeat(np.array([0, 1], np.uint8), 10_000)
    rows = training_rows(labels, {1}, share)
    assert len(rows) == 10_000 and len(np.unique(rows)) == 10_000
    assert np.mean(labels[rows] == 1) == pytest.approx(share, abs=1e-4)


def test_too_few_anomalous_samples_leave_fewer_normal_ones() -> None:
    labels = np.array([0] * 1000 + [1] * 10, np.uint8)
    rows = training_rows(labels, {1}, 0.5)
    assert len(rows) == 20 and np.mean(labels[rows]) == 0.5


def test_the_first_rows_have_the_share_of_all() -> None:
    labels = np.repeat(np.array([0, 1], np.uint8), 5000)
    rows = training_rows(labels, {1}, 0.3)
    assert np.mean(labels[rows[:1000]]) == pytest.approx(0.3, abs=0.05)


@pytest.mark.slow
def test_a_digit_is_kept_out_of_the_training_and_stays_in_the_test() -> None:
    data = DATASETS["mnist"](anomaly="4")
    assert 4 not in data.train_labels and len(data.train) == 60_000 - 5842
    assert data.anomalous is not None
    np.testing.assert_array_equal(data.anomalous, data.test_labels == 4)
    assert data.anomalous.sum() == 982
    np.testing.assert_array_equal(data.heldout(5), data.test[data.test_labels != 4][:5])


@pytest.mark.slow
def test_a_contaminated_training_sample_holds_the_digit_after_all() -> None:
    data = DATASETS["mnist"](anomaly="4", contamination=0.05)
    assert np.mean(data.train_labels == 4) == pytest.approx(0.05, abs=1e-3)


def test_a_digit_that_is_not_in_the_data_cannot_be_the_anomaly() -> None:
    with pytest.raises(InputError, match="among others"):
        DATASETS["mnist"](anomaly="4", digits=("1", "2"))
    with pytest.raises(InputError, match="among others"):
        DATASETS["mnist"](anomaly="4", digits=("4",))


def test_without_a_task_all_test_samples_are_held_out() -> None:
    data = DATASETS["mnist"]()
    assert data.anomalous is None and data.views == ()
    assert data.heldout(7).shape == (7, 784) and np.shares_memory(data.heldout(7), data.test)


def test_a_class_of_own_data_can_be_the_anomaly() -> None:
    data = DATASETS["own-data"](anomaly=3)
    assert set(data.train_labels.tolist()) == {0, 1}
    assert set(data.test_labels.tolist()) == {0, 1, 2}
    with pytest.raises(InputError, match="another anomalous class"):
        DATASETS["own-data"](anomaly=9)


def test_a_flattened_score_is_uniform_in_each_bin_of_the_quantity() -> None:
    rng = np.random.default_rng(0)
    mass = rng.gamma(4, 20, 20_000)
    score = mass**2 * rng.lognormal(0, 0.3, len(mass))  # strongly correlated with the mass
    flat = flattened(score, mass, np.ones(len(mass), bool))
    for low, high in [(0, 40), (60, 80), (100, 140)]:
        inside = flat[(mass > low) & (mass < high)]
        assert inside.mean() == pytest.approx(0.5, abs=0.03)
        assert np.mean(inside > 0.9) == pytest.approx(0.1, abs=0.03)
    assert abs(np.corrcoef(flat, mass)[0, 1]) < 0.05 < 0.8 < np.corrcoef(score, mass)[0, 1]


def test_a_cut_on_a_flattened_score_leaves_the_spectrum_as_it_is() -> None:
    rng = np.random.default_rng(1)
    mass = rng.gamma(4, 20, 20_000)
    flat = flattened(mass + rng.normal(0, 1, len(mass)), mass, np.ones(len(mass), bool))
    selected = mass[flat > 0.9]
    for q in (0.25, 0.5, 0.75):
        assert np.quantile(selected, q) == pytest.approx(np.quantile(mass, q), rel=0.05)


def test_an_anomalous_sample_is_ranked_among_normal_ones_of_similar_quantity() -> None:
    quantity = np.array([0.0, 0, 0, 1, 1, 1, 1])
    score = np.array([1.0, 2, 3, 10, 20, 30, 25])
    normal = np.array([True] * 6 + [False])
    flat = flattened(score, quantity, normal, bins=2)
    assert flat[-1] == pytest.approx(2 / 3)
    assert flat[1] == pytest.approx(0.5)


def test_no_normal_sample_is_ranked_among_those_of_its_own_part() -> None:
    score = np.zeros(50)
    score[7] = 1.0  # its part is that of 2, 7, 12, …
    normal = np.ones(50, bool)
    before = flattened(score, np.zeros(50), normal, bins=1)
    score[12] = 2.0
    after = flattened(score, np.zeros(50), normal, bins=1)
    assert before[7] == after[7] == 1.0 and after[8] < before[8]


def test_the_error_of_a_flattened_auc_is_its_spread_and_delongs_is_too_small() -> None:
    rng = np.random.default_rng(0)
    areas, errors, delongs = [], [], []
    for _ in range(400):
        mass = np.concatenate([rng.gamma(4, 20, 600), rng.normal(170, 10, 600)])
        score = mass + rng.normal(0, 30, 1200) + 20 * (np.arange(1200) >= 600)
        order = rng.permutation(1200)
        mass, score, odd = mass[order], score[order], order >= 600
        ranks = flattened(score, mass, ~odd, bins=10)
        area = auc(ranks, odd)
        areas.append(area.value)
        delongs.append(area.error)
        errors.append(flattened_error(ranks, mass, ~odd, bins=10))
    spread = np.std(areas, ddof=1)
    assert np.mean(errors) == pytest.approx(spread, rel=0.15)
    assert np.mean(delongs) < 0.7 * spread


def test_a_sample_without_a_score_has_none_when_flattened() -> None:
    flat = flattened([np.nan, 1.0, 2.0], [1.0, 1.0, 1.0], [True, True, False])
    assert np.isnan(flat[0]) and flat[2] == 1
