"""Brain slices: the shipped template, the simulation from it, and the lesions."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from numpy.random import Generator
from scipy.interpolate import RegularGridInterpolator

import aelab
from aelab.datasets import _slices
from aelab.datasets._lesions import WAVES, WAVINESS, random_lesions
from aelab.datasets._slices import SIDE, TEMPLATE, Variation, slices, smooth, template
from aelab.datasets.brain import ANATOMY, TEST, TRAIN, VALIDATION, Brain

MD5 = "17b96f0437f9f7759fb9fea7a333bbfd"
STILL = Variation(warp=0, bias=0, noise=0)


@pytest.fixture(scope="module")
def brain() -> Brain:
    return aelab.DATASETS["brain-slices"]()


def random(seed: int = 0) -> Generator:
    return np.random.default_rng(seed)


def test_the_template_is_as_shipped_with_its_notice() -> None:
    with np.load(TEMPLATE) as arrays:
        assert hashlib.md5(arrays["t1"].tobytes(), usedforsecurity=False).hexdigest() == MD5
    assert TEMPLATE.stat().st_size < 1_000_000
    notice = " ".join(TEMPLATE.with_suffix(".txt").read_text().split())
    assert "Louis Collins, McConnell Brain Imaging Centre" in notice
    assert "Permission to use, copy, modify, and distribute" in notice


def test_a_slice_without_variation_is_the_template_interpolated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("TILT", "ROTATION", "STRETCH", "SHIFT", "GAMMA"):
        monkeypatch.setattr(_slices, name, 0)
    monkeypatch.setattr(_slices, "HEIGHTS", (12.25, 12.25))
    (result,) = slices(2, STILL, random())
    side = np.arange(96.0)
    at = 47.5 + 1.6 * (np.arange(64) - 31.5)
    inside = (at >= 0) & (at <= 95)
    flat = RegularGridInterpolator((np.arange(38.0), side, side), template().astype(float))
    points = np.stack(np.meshgrid(12.25, at[inside], at[inside], indexing="ij"), -1)
    t1 = flat(points)[0]
    expected = np.where(t1 < 40, 0, np.maximum(0.8 * (t1 / 255) ** 1.8, 1 / 255))
    cut = result[0][np.ix_(inside, inside)]
    near = np.abs(t1 - 40) > 0.01  # rounding decides on which side the others lie
    np.testing.assert_allclose(cut[near], expected[near], atol=2e-5)
    np.testing.assert_array_equal(result[0], result[1])


def test_smooth_fields_have_variance_one_and_are_those_of_cubic_splines() -> None:
    fields = smooth(4000, 4, random()).astype(float)
    assert (fields**2).mean() == pytest.approx(1, rel=0.03)
    within = fields[:, :32, 0]  # four control points: one cubic polynomial each way
    along = np.linspace(-1, 1, 32)
    fitted = np.polynomial.polynomial.polyfit(along, within.T, 3)
    residual = within - np.polynomial.polynomial.polyval(along, fitted)
    assert np.abs(residual).max() < 1e-5


@pytest.mark.parametrize("noise", [0.02, 0.05])
def test_noise_has_the_declared_width(noise: float) -> None:
    clean, noisy = (
        np.concatenate(list(slices(40, STILL._replace(noise=s), random(1)))) for s in (0, noise)
    )
    free = (clean > 5 * noise) & (clean < 1 - 5 * noise)
    assert (noisy - clean)[free].std() == pytest.approx(noise, rel=0.02)
    assert ((noisy > 0) == (clean > 0)).all()


def test_a_deformation_moves_by_the_declared_number_of_pixels() -> None:
    still, moved = (_slices._coordinates(400, w, random(2)) / _slices.PIXEL for w in (0, 1.5))
    displacement = (moved - still)[1:]
    assert displacement.std() == pytest.approx(1.5 * np.hypot(1, 1 / 3), rel=0.03)


def test_brightness_varies_by_the_declared_share() -> None:
    dull, bright = (
        np.concatenate(list(slices(400, STILL._replace(bias=b), random(3)))) for b in (0, 0.2)
    )
    free = (dull > 0.1) & (bright < 1)
    logarithm = np.log(bright[free] / dull[free])
    assert logarithm.std() == pytest.approx(0.2 * np.sqrt(2), rel=0.1)


@pytest.mark.slow
def test_the_area_of_a_lesion_is_that_of_its_outline() -> None:
    drawn = random_lesions(np.ones((4000, 61, 61), bool), 6, 0.4, random(4))
    y, x = (drawn.mask.any(axis) @ np.arange(61) / drawn.mask.any(axis).sum(1) for axis in (2, 1))
    whole = np.hypot(y - 30, x - 30) < 18  # not cut by a border
    wavy = 1 + len(WAVES) * WAVINESS**2 / 2
    area = drawn.mask[whole].sum((1, 2)) / (np.pi * drawn.radius[whole] ** 2 * wavy)
    assert area.mean() == pytest.approx(1, rel=0.02)


@pytest.mark.slow
def test_lesions_lie_inside_and_their_radii_and_contrasts_are_uniform(brain: Brain) -> None:
    lesions = brain.lesions
    assert not (lesions.mask & ~brain.inside[brain.anomalous]).any()
    assert lesions.mask.any((1, 2)).all()
    for values, low, high in ((lesions.radius, 2, 8), (lesions.contrast, 0.1, 0.4)):
        assert low <= values.min() and values.max() <= high
        assert values.mean() == pytest.approx((low + high) / 2, rel=0.05)


def test_half_of_the_slices_to_choose_by_and_half_of_the_others_have_a_lesion(
    brain: Brain,
) -> None:
    odd = brain.anomalous
    assert odd is not None
    assert odd[: brain.calibration].sum() * 2 == brain.calibration == VALIDATION
    assert odd[brain.calibration :].sum() * 2 == TEST
    assert brain.anomalies == (1,) and brain.classes[1] == "lesion"
    assert not brain.train_labels.any()


@pytest.mark.slow
def test_a_lesion_adds_its_contrast_to_what_a_healthy_slice_would_be(brain: Brain) -> None:
    variation = Variation(brain.warp, brain.bias, brain.noise)
    rng = np.random.default_rng([brain.seed, ANATOMY])
    count = TRAIN + VALIDATION + TEST
    healthy = np.concatenate(list(slices(count, variation, rng)))[TRAIN:].reshape(-1, SIDE**2)
    odd = brain.anomalous
    assert odd is not None
    np.testing.assert_array_equal(brain.test[~odd], healthy[~odd])
    lesions = brain.lesions
    gain = (lesions.contrast[:, None, None] * lesions.profile).reshape(-1, SIDE**2)
    np.testing.assert_allclose(brain.test[odd], np.minimum(healthy[odd] + gain, 1), atol=1e-6)
    assert (brain.masks[odd] == (lesions.profile >= 0.5).reshape(-1, SIDE**2)).all()
    assert not brain.masks[~odd].any()


@pytest.mark.slow
def test_contamination_is_the_share_of_lesions_in_training_and_changes_nothing_else(
    brain: Brain,
) -> None:
    mixed = aelab.DATASETS["brain-slices"](contamination=0.1)
    ill = mixed.train_labels == 1
    assert ill.mean() == 0.1
    assert 0.05 < ill[:500].mean() < 0.15
    np.testing.assert_array_equal(mixed.train[~ill], brain.train[~ill])
    assert (mixed.train[ill] >= brain.train[ill]).all()
    assert (mixed.train[ill] > brain.train[ill]).any(1).all()
    np.testing.assert_array_equal(mixed.test, brain.test)
    np.testing.assert_array_equal(mixed.masks, brain.masks)


@pytest.mark.slow
def test_size_and_contrast_are_the_largest_ones() -> None:
    few = aelab.DATASETS["brain-slices"](size=3, contrast=0.15).lesions
    assert 2.9 < few.radius.max() <= 3 and 0.145 < few.contrast.max() <= 0.15


def test_the_area_of_the_brain_is_known_in_square_centimetres(brain: Brain) -> None:
    area = brain.quantities()["brain area"]
    assert area.unit == "cm²"
    np.testing.assert_allclose(area.values, (brain.test > 0).sum(1) * 0.32**2)
    assert 90 < np.median(area.values) < 220


def test_a_changed_template_is_another_dataset(
    brain: Brain, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = brain._digest()
    other = tmp_path / "other.npz"
    other.write_bytes(TEMPLATE.read_bytes() + b"0")
    monkeypatch.setattr("aelab.datasets.brain.TEMPLATE", other)
    assert brain._digest() != before
