"""Closed forms of Hebbian learning against simulation and integration, in float64."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from aelab.theory.hebb import (
    averaged_fate,
    direction_floor,
    hebb_growth,
    norm_bias,
    norm_bias_path,
    oja_flow,
    reshuffled,
    safe_rate,
)


def oja_step(w: Any, x: Any, rate: Any, alpha: float = 1.0) -> Any:
    """One step of Oja's rule for many neurons at once, each with a sample of its own."""
    y = (w * x).sum(1, keepdims=True)
    return w + rate * y * (x - alpha * y * w)


def test_the_growth_under_hebbs_rule_is_exact() -> None:
    rng = np.random.default_rng(0)
    w, x = rng.normal(size=(2, 50, 4))
    y = (w * x).sum(1)
    grown = ((w + 0.3 * y[:, None] * x) ** 2).sum(1) - (w**2).sum(1)
    np.testing.assert_allclose(grown, hebb_growth(y, (x**2).sum(1), 0.3), atol=1e-12)


@pytest.mark.parametrize("q", [0.05, 0.3, 0.7, 1.0])
def test_no_step_of_a_safe_rate_leads_out_of_the_ball(q: float) -> None:
    length = np.linspace(1e-6, 1, 60) * q  # of ε‖x‖², up to the longest
    start = np.linspace(1e-6, 1 - 1e-12, 300) * (1 + 2 / q)  # α‖w‖²
    cosine = np.linspace(0, 1, 90)
    grid = (g.ravel() for g in np.meshgrid(length, start, cosine))
    squared, norm, c = grid
    w = np.sqrt(norm)[:, None] * np.array([1.0, 0.0])
    x = np.sqrt(squared)[:, None] * np.stack([c, np.sqrt(1 - c**2)], 1)
    assert ((oja_step(w, x, 1.0) ** 2).sum(1) <= (1 + 2 / q) * (1 + 1e-12)).all()


def test_a_safe_rate_is_the_inverse_of_the_longest_sample_or_less_from_a_long_start() -> None:
    assert safe_rate(4.0, start=0.5) == 1 / 4
    assert safe_rate(4.0, start=3.0) == 1 / 4
    assert safe_rate(4.0, start=9.0) == 1 / 16  # α‖w₀‖² = 1 + 2/(ε max‖x‖²)
    assert safe_rate(0.0, start=0.5) == np.inf


def test_from_a_start_beyond_the_ball_it_diverges() -> None:
    for factor, bounded in ((0.99, True), (1.01, False)):
        rate = factor * safe_rate(1.0, start=9.0)
        w = np.array([[3.0]])
        with np.errstate(over="ignore", invalid="ignore"):
            for _ in range(2000):
                w = oja_step(w, np.array([[1.0]]), rate)
        assert (abs(w[0, 0]) < 4) == bounded


@pytest.mark.parametrize(
    ("step", "fate"),
    [
        (0.3, "settles"),
        (0.98, "settles"),
        (1.02, "oscillates"),
        (1.9, "oscillates"),
        (2.02, "diverges"),
    ],
)
def test_the_averaged_rule_settles_oscillates_or_diverges(step: float, fate: str) -> None:
    w, late = 0.3, []
    for i in range(4000):
        w += step * w * (1 - w**2)
        if abs(w) > 1e3:
            break
        if i >= 3900:
            late.append(w)
    result = "diverges" if not late else "settles" if np.ptp(late) < 1e-6 else "oscillates"
    assert averaged_fate(step / 5, 5.0) == fate == result


def gaussian(rng: Any, n: Any, scales: Any) -> Any:
    return rng.normal(size=(n, len(scales))) * scales


def skewed(rng: Any, n: Any, scales: Any) -> Any:
    """Samples with a common random scale of their coordinates, so not a Gaussian."""
    return gaussian(rng, n, scales) * rng.choice([0.3, 1.38], size=(n, 1))


@pytest.mark.parametrize("draw", [gaussian, skewed])
def test_bias_and_floor_are_those_of_many_neurons(draw: Callable[..., Any]) -> None:
    rng, scales, rate = np.random.default_rng(1), np.array([1.0, 0.7, 0.4]), 4e-3
    sample = draw(rng, 400_000, scales)
    values, mixed = (sample**2).mean(0), (sample[:, :1] ** 2 * sample**2).mean(0)
    w = np.repeat([[1.0, 0.0, 0.0]], 4000, 0)
    norms, sines = [], []
    for i in range(2500):
        w = oja_step(w, draw(rng, len(w), scales), rate)
        if i >= 1500:
            norm = (w**2).sum(1)
            norms.append(norm.mean())
            sines.append((1 - w[:, 0] ** 2 / norm).mean())
    assert np.mean(norms) - 1 == pytest.approx(norm_bias(rate, values, mixed), rel=0.04)
    assert np.mean(sines) == pytest.approx(direction_floor(rate, values, mixed), rel=0.04)


def test_without_moments_they_are_the_lectures_formulas() -> None:
    values = np.array([3.0, 1.0, 0.5])
    assert norm_bias(0.1, values) == pytest.approx(0.05 * (values.sum() - 3))
    assert direction_floor(0.1, values) == pytest.approx(0.05 * (3 / 2 + 1.5 / 2.5))


def test_without_a_gap_or_without_variance_they_stay_finite() -> None:
    assert direction_floor(0.1, np.array([1.0, 1.0])) == 1.0
    assert direction_floor(0.1, np.zeros(2)) == 0.0 == norm_bias(0.1, np.zeros(2))
    assert direction_floor(0.1, np.array([2.0])) == 0.0 == norm_bias(0.1, np.array([2.0]))


@pytest.mark.parametrize("x", [0.3, 2.0, 9.0])
def test_a_fresh_order_in_each_epoch_quietens_a_noisy_relaxation_as_predicted(x: Any) -> None:
    samples, chains = 200, 3000
    rng, h = np.random.default_rng(2), x / samples
    noise = rng.normal(size=samples)
    noise -= noise.mean()
    c, seen = np.zeros(chains), []
    for epoch in range(4 + int(12 / x)):
        order = rng.permuted(np.tile(noise, (chains, 1)), axis=1)
        for t in range(samples):
            c = (1 - h) * c + order[:, t]
            if epoch >= 3 + int(8 / x):
                seen.append((c**2).mean())
    independent = noise.var() / (2 * h)
    assert np.mean(seen) / independent == pytest.approx(float(reshuffled(x)), rel=0.05)


def test_a_fresh_order_matters_only_if_epochs_are_short() -> None:
    np.testing.assert_allclose(
        reshuffled(np.array([0, 9.9e-5, 1.1e-4])), [0, 3.3e-5, 1.1e-4 / 3], rtol=1e-4
    )
    assert reshuffled(np.array(np.inf)) == 1
    assert reshuffled(np.array(1e6)) == pytest.approx(1, abs=1e-5)
    values = np.array([2.0, 1.0])
    assert direction_floor(0.01, values, samples=1e9) == pytest.approx(
        direction_floor(0.01, values)
    )


def test_the_averaged_flow_is_the_solution_of_its_equation() -> None:
    rng, alpha = np.random.default_rng(3), 0.7
    root = rng.normal(size=(4, 4))
    c, start, times = root @ root.T, rng.normal(size=4), np.linspace(0, 3, 7)
    solved = solve_ivp(
        lambda _, w: c @ w - alpha * (w @ c @ w) * w,
        (0, 3),
        start,
        t_eval=times,
        rtol=1e-10,
        atol=1e-12,
    )
    np.testing.assert_allclose(oja_flow(start, c, alpha, times), solved.y.T, rtol=1e-6, atol=1e-8)


def test_the_averaged_flow_ends_at_the_first_eigenvector() -> None:
    c = np.diag([1.0, 3.0])
    *_, last = oja_flow(np.array([1.0, -1e-3]), c, 4.0, np.array([0.0, 1e4]))
    np.testing.assert_allclose(last, [0, -1 / 2], atol=1e-12)


def test_the_excess_of_the_norm_follows_the_rate_as_a_linear_recursion() -> None:
    values = np.array([1.0, 0.25])
    constant = norm_bias_path(np.full(3000, 0.02), values)
    assert constant[-1] == pytest.approx(norm_bias(0.02, values), rel=1e-9)
    start = 1 - np.exp(-2 * 0.02 * np.arange(1, 101))  # relaxes with 2ελ₁ per step
    np.testing.assert_allclose(constant[:100] / constant[-1], start, atol=0.01)
    falling = norm_bias_path(0.02 / (1 + np.arange(3000) / 300), values)
    behind = falling[-1] / norm_bias(0.02 / 11, values)
    assert behind == pytest.approx(1 + 11 / (2 * 0.02 * 3300), rel=0.02)
