"""The toys: their shapes without noise, their noise, and their exact score functions ∇ln p."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import logsumexp
from scipy.stats import multivariate_normal

import aelab
from aelab.datasets import checkerboard, circles, line, spiral, swissroll, uniform
from aelab.datasets._toy import TEST, TRAIN, Toy

TOYS = {t: d for t, d in aelab.DATASETS.items() if d.__mro__[1] is Toy}
PLANE = [t for t, d in TOYS.items() if d.sample_shape == (2,)]
EXACT = [
    "correlated-gaussian",
    "noisy-line",
    "circles",
    "ring-of-gaussians",
    "checkerboard",
    "uniform-noise",
]
EVEN = [*EXACT, "two-moons", "spiral", "s-curve", "swiss-roll"]


def points(title: str, **params: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    """All the points to learn from and their labels, without noise if none is asked for."""
    data = TOYS[title](**{"noise": 0, "points": TRAIN} | params)
    return data.train.astype(np.float64), data.train_labels


def midpoints(count: int) -> NDArray[Any]:
    return (np.arange(count) + 0.5) / count


def test_the_moons_come_first_and_the_toys_before_the_digits() -> None:
    assert next(iter(aelab.DATASETS)) == next(iter(TOYS)) == "two-moons"
    assert max(d.order for d in TOYS.values()) < aelab.DATASETS["mnist"].order


@pytest.mark.parametrize("title", TOYS)
def test_a_toy_has_20_000_points_and_4_000_held_out_of_about_unit_size(title: str) -> None:
    data = TOYS[title](points=TRAIN)
    assert len(data.train) == 20_000 and len(data.test) == 4_000 == TEST
    low, high = data.span
    inside = (data.train > low) & (data.train < high)
    assert inside.all(1).mean() > 0.99
    assert 0.5 < np.sqrt(data.train.var(0).sum()) < 2


def class_shares(title: str) -> NDArray[Any]:
    data = TOYS[title](**{"gaussians": 10} if title == "ring-of-gaussians" else {})
    assert len(data.classes) <= 10
    return np.bincount(data.test_labels, minlength=len(data.classes)) / TEST


@pytest.mark.parametrize("title", TOYS)
def test_the_classes_of_a_toy_all_occur(title: str) -> None:
    assert class_shares(title).min() > 0


@pytest.mark.parametrize("title", EVEN)
def test_the_classes_of_these_toys_are_equally_frequent(title: str) -> None:
    shares = class_shares(title)
    np.testing.assert_allclose(shares, 1 / len(shares), rtol=0.2)


@pytest.mark.parametrize("title", TOYS)
def test_noise_is_added_to_the_same_points_with_the_declared_width(title: str) -> None:
    (clean, labels), (noisy, same) = points(title), points(title, noise=0.2)
    added = (noisy - clean) / 0.2
    np.testing.assert_allclose(np.cov(added.T), np.eye(clean.shape[1]), atol=0.03)
    np.testing.assert_array_equal(labels, same)


@pytest.mark.parametrize("title", TOYS)
def test_another_seed_gives_other_points_of_the_same_shape(title: str) -> None:
    first, second = (points(title, seed=s, noise=0.05)[0] for s in (0, 1))
    assert not (first == second).all(1).any()
    np.testing.assert_allclose(np.cov(first.T), np.cov(second.T), atol=0.05)


@pytest.mark.parametrize("title", TOYS)
def test_a_thumbnail_is_points_of_the_plane_within_the_data(title: str) -> None:
    drawn = np.array(TOYS[title].thumbnail()["points"])
    assert drawn.shape == (TOYS[title].dots, 2)
    assert np.ptp(drawn, axis=0).min() > 0.5


def test_the_covariance_of_the_gaussian_is_that_of_its_angle_aspect_and_noise() -> None:
    x, _ = points("correlated-gaussian", angle=120.0, aspect=4.0, noise=0.3)
    values, vectors = np.linalg.eigh(np.cov(x.T))
    np.testing.assert_allclose(values, [1 / 16 + 0.09, 1.09], rtol=0.05)
    long = vectors[:, 1] / np.sign(vectors[1, 1])
    np.testing.assert_allclose(long, [-0.5, np.sqrt(0.75)], atol=0.02)


def test_the_line_is_straight_and_evenly_filled() -> None:
    x, labels = points("noisy-line")
    np.testing.assert_allclose(x @ line.ACROSS, 0, atol=1e-6)
    along = (x @ line.ALONG / line.HALF + 1) / 2
    np.testing.assert_allclose(np.sort(along), midpoints(TRAIN), atol=0.02)
    np.testing.assert_array_equal(labels, np.floor(5 * along))


def test_the_circles_have_their_radii_and_half_of_the_points_each() -> None:
    x, labels = points("circles")
    np.testing.assert_allclose(np.hypot(*x.T), np.array(circles.RADII)[labels], rtol=1e-5)
    assert TOYS["circles"].classes[labels[np.argmax(np.hypot(*x.T))]] == "outer circle"
    assert abs(labels.mean() - 0.5) < 0.02
    np.testing.assert_allclose(x.mean(0), 0, atol=0.02)


def test_the_radius_of_the_spiral_grows_with_its_angle_and_it_is_evenly_filled() -> None:
    x, labels = points("spiral", turns=3.0)
    r = np.hypot(*x.T)
    angle = 6 * np.pi * (r - spiral.INNER) / (spiral.OUTER - spiral.INNER)
    direction = np.column_stack((np.cos(angle), np.sin(angle)))
    np.testing.assert_allclose(x / r[:, None], direction, atol=1e-4)
    grid = np.linspace(spiral.INNER, spiral.OUTER, 1001)
    slope = 6 * np.pi / (spiral.OUTER - spiral.INNER)
    length = np.cumsum(np.hypot(1, slope * grid))  # of an arc, from dr² + (r dφ)²
    share = np.searchsorted(np.sort(r), grid) / TRAIN
    np.testing.assert_allclose(share, length / length[-1], atol=0.03)
    assert all(np.diff([r[labels == k].mean() for k in range(5)]) > 0)


def test_the_gaussians_stand_evenly_on_a_circle_and_keep_their_width() -> None:
    data = TOYS["ring-of-gaussians"](gaussians=5, noise=0.1, points=TRAIN)
    means = np.array([data.train[data.train_labels == k].mean(0) for k in range(5)])
    np.testing.assert_allclose(means, data.centres, atol=0.01)
    steps = np.linalg.norm(means - np.roll(means, 1, axis=0), axis=1)
    np.testing.assert_allclose(steps, 2 * np.hypot(*means[0]) * np.sin(np.pi / 5), rtol=0.02)
    spread = data.train - means[data.train_labels]
    np.testing.assert_allclose(spread.std(0), 0.1, rtol=0.03)


def test_the_points_of_the_checkerboard_are_on_dark_squares_named_as_in_chess() -> None:
    x, labels = points("checkerboard")
    column, row = np.clip(np.floor(x + 2), 0, 3).astype(int).T
    assert not ((column + row) % 2).any()
    named = ["abcd"[c] + "1234"[r] for c, r in zip(column, row, strict=True)]
    assert named == [TOYS["checkerboard"].classes[k] for k in labels]


def test_the_s_curve_edge_on_is_two_arcs_and_from_its_face_a_filled_rectangle() -> None:
    (edge, labels), (face, _) = (points("s-curve", view=v) for v in (0.0, 90.0))
    a, b = edge.T
    np.testing.assert_allclose(np.hypot(a, np.abs(b) - 1), 1, rtol=1e-5)
    assert all(np.diff([b[labels == k].mean() for k in (1, 2, 3)]) < 0)  # an S, from its top
    np.testing.assert_allclose(np.sort(face[:, 0]), 2 * midpoints(TRAIN) - 1, atol=0.04)
    np.testing.assert_allclose(face[:, 1], b, atol=1e-6)


def test_the_uniform_noise_fills_its_square_and_is_labelled_by_quarter() -> None:
    x, labels = points("uniform-noise")
    for column in x.T:
        np.testing.assert_allclose(
            np.sort(column), uniform.HALF * (2 * midpoints(TRAIN) - 1), atol=0.05
        )
    words = np.array(TOYS["uniform-noise"].classes)[labels]
    assert set(words[(x[:, 0] < 0) & (x[:, 1] > 0)]) == {"upper left"}


def test_the_swiss_roll_is_that_of_scikit_learn_a_seventh_of_the_size_and_unrolls_evenly() -> None:
    x, labels = points("swiss-roll")
    t = swissroll.UNIT * np.hypot(x[:, 0], x[:, 2])
    np.testing.assert_allclose(x[:, 0] * swissroll.UNIT, t * np.cos(t), atol=1e-4)
    np.testing.assert_allclose(x[:, 2] * swissroll.UNIT, t * np.sin(t), atol=1e-4)
    even = (t**2 / np.pi**2 - 1.5**2) / (4.5**2 - 1.5**2)
    np.testing.assert_allclose(np.sort(even), midpoints(TRAIN), atol=0.02)
    assert np.mean(labels == np.floor(5 * even)) > 0.999  # but for the rounding to float32


# Score functions. Oracles: numerical gradients of scipy's densities and of sums over fine grids.

PROBES = np.random.default_rng(0).uniform(-2.3, 2.3, (40, 2))


def gradient(log_density: Callable[..., Any], x: NDArray[Any], step: float = 1e-5) -> NDArray[Any]:
    sides = [
        [(log_density(row + e) - log_density(row - e)) for e in step * np.eye(2)] for row in x
    ]
    return np.array(sides) / (2 * step)


def test_the_score_function_of_one_gaussian_is_its_closed_form_and_the_gradient_of_ln_p() -> None:
    data = TOYS["correlated-gaussian"](angle=70.0, aspect=5.0, noise=0.1)
    along = np.array([np.cos(np.radians(70)), np.sin(np.radians(70))])
    across = np.array([-along[1], along[0]])
    variance = 0.1**2 + 0.3**2
    covariance = (1 + variance) * np.outer(along, along)
    covariance += (1 / 25 + variance) * np.outer(across, across)
    score = data.score_function(PROBES, 0.3)
    np.testing.assert_allclose(score, -PROBES @ np.linalg.inv(covariance), rtol=1e-10)
    density = multivariate_normal(np.zeros(2), covariance)
    np.testing.assert_allclose(score, gradient(density.logpdf, PROBES), atol=1e-7)


def test_the_score_function_of_the_ring_is_the_gradient_of_ln_p_of_the_smoothed_mixture() -> None:
    data = TOYS["ring-of-gaussians"](gaussians=5, noise=0.2)
    parts = [multivariate_normal(c, (0.2**2 + 0.4**2) * np.eye(2)) for c in data.centres]

    def log_density(x: NDArray[Any]) -> float:
        return logsumexp([p.logpdf(x) for p in parts])

    score = data.score_function(PROBES, 0.4)
    assert score.dtype == np.float64
    np.testing.assert_allclose(score, gradient(log_density, PROBES), atol=1e-7)


def shape(title: str) -> NDArray[Any]:
    """A fine grid (m, 2) on the shape of a toy without noise."""
    if title == "noisy-line":
        return line.HALF * (2 * midpoints(4000) - 1)[:, None] * line.ALONG
    if title == "circles":
        angle = 2 * np.pi * midpoints(2000)
        circle = np.column_stack((np.cos(angle), np.sin(angle)))
        return np.concatenate([r * circle for r in circles.RADII])
    fine = midpoints(180 if title == "uniform-noise" else 60)
    square = np.stack(np.meshgrid(fine, fine), axis=2).reshape(-1, 2)
    if title == "uniform-noise":
        return uniform.HALF * (2 * square - 1)
    dark = [(c, r) for c in range(4) for r in range(4) if (c + r) % 2 == 0]
    assert sorted(dark) == sorted(checkerboard.DARK)
    return np.concatenate([square + d for d in dark]) - 2


@pytest.mark.parametrize("title", ["noisy-line", "circles", "checkerboard", "uniform-noise"])
def test_the_score_function_of_a_shape_is_the_gradient_of_ln_p_summed_over_a_fine_grid(
    title: str,
) -> None:
    data, grid = TOYS[title](noise=0.3), shape(title)
    variance = 0.3**2 + 0.4**2

    def log_density(x: NDArray[Any]) -> float:
        return logsumexp(-((x - grid) ** 2).sum(1) / (2 * variance))

    score = data.score_function(PROBES, 0.4)
    np.testing.assert_allclose(score, gradient(log_density, PROBES), atol=5e-4)


@pytest.mark.parametrize("title", EXACT)
def test_the_score_function_belongs_to_the_points_that_are_drawn(title: str) -> None:
    """Stein's identity: E[x ∇ln p(x)ᵀ] = −1, and E[∇ln p(x)] = 0."""
    x, _ = points(title, noise=0.15)
    x = x + 0.2 * np.random.default_rng(1).standard_normal(x.shape)
    score = TOYS[title](noise=0.15).score_function(x, 0.2)
    np.testing.assert_allclose(score.mean(0), 0, atol=0.1)
    np.testing.assert_allclose(x.T @ score / len(x), -np.eye(2), atol=0.15)


@pytest.mark.parametrize("title", EXACT)
def test_a_score_function_is_finite_everywhere_and_points_back_from_far_away(title: str) -> None:
    data = TOYS[title](noise=0)
    far = np.array([[0, 0], [40, 0], [0, -40], [-40, 40], [1e-7, 2]], np.float32)
    for sigma in (0.02, 1.0):
        score = data.score_function(far, sigma)
        assert np.isfinite(score).all()
        assert ((score * far).sum(1)[1:4] < 0).all()


def test_there_is_no_score_function_where_the_density_is_unknown_or_has_no_width() -> None:
    for title in TOYS:
        score = TOYS[title](noise=0).score_function(PROBES, 0.0)
        assert (score is not None) == (title == "correlated-gaussian")
    assert [t for t in PLANE if TOYS[t]().score_function(PROBES, 0.1) is not None] == EXACT
