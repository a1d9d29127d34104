"""Hebb's, Oja's and Sanger's rules against integration, exact steps and eigenvectors."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.linalg import expm

from aelab.lecture.core.claim import CLAIMS
from aelab.params import InputError
from aelab.theory import hebb, oja_flow
from aelab.theory.oja_flow import Setting


def test_samples_have_the_moments_that_are_said() -> None:
    own = Setting(angle=70, ratio=3, offset=0.8, seeds=40, steps=5000)
    x = own.samples().reshape(-1, 2)
    np.testing.assert_allclose(x.T @ x / len(x), own.moment, atol=0.02)
    np.testing.assert_allclose(np.cov(x.T), own.covariance, atol=0.02)
    along = np.array([np.cos(np.radians(70)), np.sin(np.radians(70))])
    assert along @ own.covariance @ along == pytest.approx(1)
    assert np.linalg.eigvalsh(own.covariance) == pytest.approx([1 / 9, 1])


def test_a_seed_has_the_same_samples_however_many_there_are() -> None:
    few, many = (Setting(seeds=n).samples() for n in (3, 8))
    np.testing.assert_array_equal(few, many[:, :3])


@pytest.mark.parametrize("alpha", [0.5, 2.0])
def test_the_flow_is_the_solution_of_its_equation(alpha: float) -> None:
    own = Setting(rate=0.01, steps=500, direction=120, length=1.7)
    c, t = own.moment, np.asarray(0.01 * np.arange(501), np.float64)
    done = solve_ivp(
        lambda _, w: c @ w - alpha * (w @ c @ w) * w,
        (0, 5),
        own.start,
        t_eval=t,
        rtol=1e-10,
        atol=1e-12,
    )
    np.testing.assert_allclose(oja_flow.flow(own, alpha), done.y.T, atol=1e-7)
    np.testing.assert_allclose(oja_flow.solved(own, alpha, t[::50]), done.y.T[::50], atol=1e-7)


def test_the_flow_is_the_lectures_formula_with_the_exponential_of_a_matrix() -> None:
    own, alpha, t = Setting(rate=0.02, steps=100), 0.7, 2.0
    w0, c = own.start, own.moment
    scale = np.sqrt(1 + alpha * w0 @ (expm(2 * c * t) - np.eye(2)) @ w0)
    np.testing.assert_allclose(oja_flow.flow(own, alpha)[-1], expm(c * t) @ w0 / scale)


def test_runs_are_ojas_rule_written_out() -> None:
    own = Setting(seeds=3, steps=40, alphas=(0.5, 2.0), rate=0.1, halving=20)
    x, result = own.samples(), oja_flow.runs(own)
    for seed in range(3):
        for i, alpha in enumerate(own.alphas):
            w = own.start
            for t in range(40):
                y = w @ x[t, seed]
                w = w + 0.1 / (1 + t / 20) * y * (x[t, seed] - alpha * y * w)
            np.testing.assert_allclose(result.w[-1, seed, i], w, rtol=1e-12)
    assert not result.diverged.any()


def test_the_norm_grows_under_oja_as_worked_out_for_one_step() -> None:
    own, alpha = Setting(seeds=1, steps=50, rate=0.1), 0.8
    x = own.samples()[:, 0]
    w = oja_flow.hebb_run(x, own.start, 0.1, alpha)
    y, norm = (w[:-1] * x).sum(1), (w**2).sum(1)
    back = alpha * y**2
    expected = 2 * 0.1 * (y**2 - back * norm[:-1]) + 0.01 * (
        y**2 * (x**2).sum(1) - 2 * y**2 * back + back**2 * norm[:-1]
    )
    np.testing.assert_allclose(np.diff(norm), expected, atol=1e-12)


def test_pure_hebb_grows_exactly_and_never_falls() -> None:
    own = Setting(seeds=1, steps=80, rate=0.05)
    x = own.samples()[:, 0]
    w = oja_flow.hebb_run(x, own.start, 0.05)
    grown = np.diff((w**2).sum(1))
    y = (w[:-1] * x).sum(1)
    np.testing.assert_allclose(grown, hebb.hebb_growth(y, (x**2).sum(1), 0.05), rtol=1e-9)
    assert (grown >= 0).all()


def test_a_run_without_bound_is_stopped_at_finite_weights() -> None:
    result = oja_flow.runs(Setting(rate=1.0, seeds=32, steps=600))
    assert result.diverged.all() and np.isfinite(result.w).all()
    assert (result.w**2).sum(-1).max() <= oja_flow.LIMIT


@pytest.mark.parametrize("rate", [0.02, 0.05])
def test_the_mean_norm_and_the_trembling_are_those_predicted(rate: float) -> None:
    own = Setting(rate=rate, ratio=1.5, seeds=128, steps=1200, direction=30)
    late = oja_flow.runs(own).w[600:, :, 0]
    values, u = np.array([1, 1 / 1.5**2]), np.array([np.cos(np.pi / 6), 0.5])
    bias = rate / 2 * values[1]
    assert (late**2).sum(-1).mean() - 1 == pytest.approx(bias, rel=0.15)
    floor = rate / 2 * values[1] / (1 - values[1])
    sine = 1 - (late @ u) ** 2 / (late**2).sum(-1)
    assert sine.mean() == pytest.approx(floor, rel=0.15)
    np.testing.assert_allclose(oja_flow.sines(late, u), sine, atol=1e-12)


def test_slopes_in_the_eigenbasis_are_those_of_the_eigenvalues() -> None:
    own, rate = Setting(ratio=2), 0.1
    u = np.array([[np.cos(np.pi / 6), -0.5], [0.5, np.cos(np.pi / 6)]])
    c = np.log(np.abs(oja_flow.averaged(own.start, own.moment, rate, 0, 50).w @ u))
    np.testing.assert_allclose(np.diff(c[:, 0]), np.log(1.1), rtol=1e-9)
    np.testing.assert_allclose(np.diff(c[:, 1]), np.log(1.025), rtol=1e-9)
    flow = np.log(np.abs(oja_flow.flow(own, 3.0) @ u))[:500]  # before c₂ is lost in rounding
    t = oja_flow.times(own)[:500]
    np.testing.assert_allclose(np.diff(flow[:, 1] - flow[:, 0]) / np.diff(t), -0.75, rtol=1e-6)


@pytest.mark.parametrize("step", [0.4, 0.98, 1.3, 1.9, 2.1])
def test_the_averaged_map_has_the_fate_that_is_predicted(step: float) -> None:
    path = oja_flow.averaged(np.array([0.3]), np.eye(1), step, 1.0, 3000)
    late = path.w[-100:, 0]
    result = "diverges" if path.diverged else "settles" if np.ptp(late) < 1e-6 else "oscillates"
    assert result == hebb.averaged_fate(step, 1.0)
    along = oja_flow.along(0.3, np.array([step]), 15)[:, 0]  # later, chaos tells them apart
    finite = np.isfinite(along)
    np.testing.assert_allclose(along[finite], path.w[:16, 0][finite], rtol=1e-6)


def test_a_step_of_the_averaged_map_is_the_mean_of_the_steps_of_all_samples() -> None:
    x = Setting(seeds=1, steps=80).samples()[:, 0]
    start, c = np.array([0.9, -0.4]), x.T @ x / 80
    steps = [oja_flow.hebb_run(sample[None], start, 0.3, 1.7)[1] for sample in x]
    once = oja_flow.averaged(start, c, 0.3, 1.7, 1)
    np.testing.assert_allclose(once.w[1], np.mean(steps, 0), rtol=1e-12)


def test_forgetting_only_rescales_the_averaged_map() -> None:
    c = Setting().moment
    w = oja_flow.averaged(np.array([0.2, 0.3]), c, 1.2, 1.0, 40).w
    four = oja_flow.averaged(np.array([0.1, 0.15]), c, 1.2, 4.0, 40).w
    np.testing.assert_allclose(w, 2 * four, rtol=1e-8)


@pytest.mark.parametrize(("start", "diverges"), [(1.99, False), (2.01, True)])
def test_the_averaged_map_diverges_from_beyond_its_ball(start: float, diverges: bool) -> None:
    step = 2 / 3  # 1 + 2/(ελ₁) = 4
    path = oja_flow.averaged(np.array([start]), np.eye(1), step, 1.0, 500)
    assert path.diverged is diverges and np.isfinite(path.w).all()


def test_what_occurs_more_often_gets_the_larger_answer() -> None:
    shares, rate = np.array([0.5, 0.2]), 0.01
    result = oja_flow.pattern_ratio(shares, rate, 800, 200)
    np.testing.assert_allclose(result[0], 0, atol=1e-12)
    steps = np.diff(result, axis=0)
    drawn = [np.isclose(steps, v, atol=1e-9).mean() for v in (np.log(1.01), -np.log(1.01), 0)]
    np.testing.assert_allclose(drawn, [0.5, 0.2, 0.3], atol=0.01)
    assert result[-1].mean() / 8 == pytest.approx(0.3, rel=0.05)


def test_sangers_rows_find_the_eigenvectors() -> None:
    rng = np.random.default_rng(4)
    root = rng.normal(size=(4, 4))
    c = root @ root.T / 4
    _, u = np.linalg.eigh(c)
    start, alpha = 0.2 * rng.normal(size=(3, 4)), 2.0
    w = oja_flow.sanger_averaged(start, c, 0.1, alpha, 20_000)
    np.testing.assert_allclose(np.abs(w @ u[:, ::-1]), np.eye(3, 4) / np.sqrt(2), atol=1e-3)


def test_sanger_with_one_row_is_oja_and_its_mean_step_is_the_averaged_one() -> None:
    own = Setting(seeds=1, steps=60, rate=0.1)
    x = own.samples()[:, 0]
    w = oja_flow.sanger(x, own.start[None], np.full(60, 0.1), 0.7)[:, 0]
    np.testing.assert_allclose(w, oja_flow.hebb_run(x, own.start, 0.1, 0.7), rtol=1e-12)
    start, tiny = np.array([[0.5, 0.2], [0.1, -0.4]]), np.array([1.0])
    steps = [oja_flow.sanger(sample[None], start, tiny, 1.3)[1] - start for sample in x]
    once = oja_flow.sanger_averaged(start, x.T @ x / 60, 1.0, 1.3, 1) - start
    np.testing.assert_allclose(np.mean(steps, 0), once, atol=1e-12)


@pytest.mark.parametrize(
    "setting", [{"rate": 0.01}, {"rate": 0.1}, {"ratio": 3.0}, {"angle": 90.0}]
)
@pytest.mark.parametrize("name", ["norm", "bias", "decay", "direction", "ratio", "flow", "band"])
def test_claims_hold_for_other_small_rates_and_samples(
    name: str, setting: dict[str, float]
) -> None:
    claim = CLAIMS[f"hebb.{name}"]
    result = claim(**setting)
    assert claim.holds(result), result


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("norm", {"rate": 1.0}),
        ("bias", {"rate": 0.5}),
        ("band", {"rate": 0.9}),
        ("direction", {"ratio": 1.0}),
        ("settles", {"step": 1.5}),
        ("bounded", {"step": 2.2}),
        ("safe", {"times": 30.0}),
        ("centred", {"offset": 1.5}),
        ("flow", {"offset": 1.0}),
        ("frequency", {"overlap": 0.8}),
    ],
)
def test_what_is_measured_of_a_broken_setup_is_still_a_number(
    name: str, setting: dict[str, float]
) -> None:
    claim = CLAIMS[f"hebb.{name}"]
    result = claim(**setting)
    assert np.isfinite(result).all() and not claim.holds(result)


def test_a_start_without_a_part_along_an_axis_is_told() -> None:
    with pytest.raises(InputError, match="turn it by some degrees"):
        CLAIMS["hebb.slopes"](angle=0.0, direction=0.0)
