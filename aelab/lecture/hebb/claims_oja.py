"""Claims of the lecture on Oja's rule: its limit, the effect of noise, and stability."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
from aelab.metrics import Estimate
from aelab.theory import estimates, hebb, oja_flow
from aelab.theory.oja_flow import Setting

STEADY = "Standard error over 32 runs; the next order in ε, about 2ελ₁ of it, is left out."
SEEDS = 32
WORST = 4  # samples, from the longest on, that come first in one run
LARGEST = 0.2  # share of a prediction that the next order in ε may be


def steps(rate: float) -> int:
    """Return the number of samples of a run with this rate."""
    return int(np.clip(round(60 / rate), 600, 4000))


def _setting(**given: Any) -> Setting:
    """Return a setting long enough to settle, whatever its rate."""
    return Setting(**{"seeds": SEEDS, "steps": steps(given.get("rate", 0.02))} | given)


def _late(setting: Setting) -> NDArray[np.float64]:
    """Return the weights of the second half of all runs, (n, seeds, 2)."""
    return oja_flow.runs(setting).w[setting.steps // 2 :, :, 0]


def _diverged(setting: Setting) -> bool:
    """Return whether a run has grown without bound: then the spread of the runs is no error."""
    return bool(oja_flow.runs(setting).diverged.any())


def _next_order(setting: Setting) -> float:
    """Return about which share of a prediction of first order in ε the second order is."""
    values, _ = oja_flow.spectrum(setting.moment)
    return min(2 * setting.rate * float(values[0]), LARGEST)


def _excess(w: NDArray[np.float64], alpha: float) -> Estimate:
    """Return α⟨‖w‖²⟩ − 1 of weights (n, seeds, 2), with its error over seeds."""
    return estimates.mean(alpha * (w**2).sum(-1).mean(0) - 1)


@claim(
    "hebb.norm",
    rows=(10,),
    statement="Under Oja's rule ‖w‖² settles near 1/α, whatever α: the one that is furthest off.",
    formula=r"\alpha\|w\|^2 \to 1",
    why="Standard error over 32 runs; at a constant rate the mean lies above 1/α, as the next "
    "claim says. Up to twice its prediction is allowed for.",
    fault=Fault("forgetting", "weight of the forgetting, α"),
)
def norm(
    alphas: tuple[float, ...] = (0.5, 1.0, 4.0), forgetting: float = 1.0, **given: Any
) -> Finding:
    """Measure α⟨‖w‖²⟩ over the second half of 32 runs for each α.

    Args:
        alphas: the α.
        forgetting: factor of α in the runs.
        given: fields of the `Setting`.

    """
    setting = _setting(alphas=tuple(forgetting * alpha for alpha in alphas), **given)
    late = oja_flow.runs(setting).w[setting.steps // 2 :]
    settled = np.array(alphas) * (late**2).sum(-1).mean(0)  # (seeds, alphas)
    farthest = np.abs(settled.mean(0) - 1).argmax()
    if _diverged(setting):
        return Finding(1.0, settled[:, farthest].mean())
    values, _ = oja_flow.spectrum(setting.moment)
    excess = hebb.norm_bias(setting.rate, values) * (1 + _next_order(setting))
    return Finding(1.0, *estimates.mean(settled[:, farthest]), SEEDS, min(2 * excess, 0.1))


@claim(
    "hebb.bias",
    rows=(10,),
    statement="Sample by sample, at a constant rate, α⟨‖w‖²⟩ lies above 1 by a known amount.",
    formula=r"\alpha\langle\|w\|^2\rangle - 1 \approx "
    r"\tfrac{\epsilon}{2}\,(\mathrm{Tr}\,C - \lambda_1)",
    why=STEADY,
    fault=Fault("rated", "rate ε in the prediction"),
)
def bias(alpha: float = 1.0, rated: float = 1.0, **given: Any) -> Finding:
    """Measure α⟨‖w‖²⟩ − 1 over the second half of 32 runs; predict it for ``rated`` times ε."""
    setting = _setting(alphas=(alpha,), **given)
    values, _ = oja_flow.spectrum(setting.moment)
    predicted = hebb.norm_bias(rated * setting.rate, values)
    measured = _excess(_late(setting), alpha)
    if _diverged(setting):
        return Finding(predicted, measured.value)
    return Finding(predicted, *measured, SEEDS, predicted * _next_order(setting))


@claim(
    "hebb.decay",
    rows=(10,),
    statement="A decaying rate removes the excess: it follows the rate down, shortly behind it.",
    formula=r"\epsilon_t = \frac{\epsilon}{1 + t/T},\quad e = \alpha\langle\|w\|^2\rangle - 1: "
    r"\quad \Delta e = 2\epsilon_t\lambda_1\big[\tfrac{\epsilon_t}{2}"
    r"(\mathrm{Tr}\,C - \lambda_1) - e\big] \to 0",
    why=STEADY,
    fault=Fault("late", "time T after which the rate has halved, in the prediction"),
)
def decay(alpha: float = 1.0, share: float = 0.1, late: float = 1.0, **given: Any) -> Finding:
    """Measure the excess in the last tenth of 32 runs.

    Args:
        alpha: α.
        share: share of the run after which the rate has halved.
        late: factor of that time in the prediction.
        given: fields of the `Setting`.

    """
    setting = _setting(alphas=(alpha,), **given)
    setting = _setting(
        **{**given, "alphas": (alpha,), "steps": setting.steps, "halving": share * setting.steps}
    )
    values, _ = oja_flow.spectrum(setting.moment)
    last = slice(-(setting.steps // 10), None)
    rates = oja_flow.rates(setting.rate, late * setting.halving, setting.steps)
    predicted = float(hebb.norm_bias_path(rates, values)[last].mean())
    measured = _excess(oja_flow.runs(setting).w[last, :, 0], alpha)
    return Finding(predicted, *measured, SEEDS, predicted * _next_order(setting))


@claim(
    "hebb.direction",
    rows=(12,),
    statement="At a constant rate the direction keeps fluctuating about ±u₁: ⟨sin²θ⟩ levels off.",
    formula=r"\langle\sin^2\theta\rangle \approx "
    r"\tfrac{\epsilon}{2}\sum_{i>1}\frac{\lambda_1\lambda_i}{\lambda_1 - \lambda_i}",
    why=STEADY,
    fault=Fault("rated", "rate ε in the prediction"),
)
def direction(alpha: float = 1.0, rated: float = 1.0, **given: Any) -> Finding:
    """Measure ⟨sin²θ⟩ over the second half of 32 runs; predict it for ``rated`` times ε."""
    setting = _setting(alphas=(alpha,), **given)
    values, vectors = oja_flow.spectrum(setting.moment)
    measured = estimates.mean(oja_flow.sines(_late(setting), vectors[:, 0]).mean(0))
    predicted = hebb.direction_floor(rated * setting.rate, values)
    return Finding(predicted, *measured, SEEDS, predicted * _next_order(setting))


@claim(
    "hebb.settles",
    rows=(13,),
    statement="Averaged over the samples, w settles at α‖w‖² = 1 for ελ₁ < 1.",
    formula=r"\alpha\|w\|^2 \to 1 \quad\text{if}\quad \epsilon\lambda_1 < 1",
    tolerance=1e-3,
    why="It is looked at after 2000 steps; near ελ₁ = 1 it takes long.",
    fault=Fault("step", "step ελ₁"),
)
def settles(step: float = 0.98, start: float = 0.3) -> Finding:
    """Measure the largest α‖w‖² of the last 100 of 2000 averaged steps."""
    path = oja_flow.averaged(np.array([start]), np.eye(1), step, 1.0, 2000)
    return Finding(1.0, float((path.w[-100:] ** 2).max()))


@claim(
    "hebb.bounded",
    rows=(13,),
    statement="Averaged over the samples, w stays within a ball for ελ₁ ≤ 2 from a start in it.",
    formula=r"\alpha\|w\|^2 \le 1 + \frac{2}{\epsilon\lambda_1}"
    r"\quad\text{if}\quad \epsilon\lambda_1 \le 2",
    tolerance=1e-9,
    why="Exact; only rounding is left.",
    fault=Fault("step", "step ελ₁"),
    kind="at most",
)
def bounded(step: float = 1.95, start: float = 0.3) -> Finding:
    """Measure the largest α‖w‖² of 2000 averaged steps along u₁."""
    path = oja_flow.averaged(np.array([start]), np.eye(1), step, 1.0, 2000)
    return Finding(1 + 2 / step, float((path.w**2).max()))


@claim(
    "hebb.safe",
    rows=(13,),
    statement="Sample by sample it is the longest sample that counts: for ε max‖x‖² ≤ 1 no run "
    "leaves the ball.",
    formula=r"\alpha\|w\|^2 \le 1 + \frac{2}{\epsilon\max\|x\|^2}",
    tolerance=1e-9,
    why="Exact; only rounding is left.",
    fault=Fault("start", "length of a start on the border of the ball"),
    kind="at most",
)
def safe(times: float = 1.0, start: float = 1.0, **given: Any) -> Finding:
    """Measure the largest α‖w‖² of 32 runs, and of one from the border along the longest sample.

    Args:
        times: rate, in units of the largest one that is safe.
        start: length of w on the border, in units of the radius of the ball.
        given: fields of the `Setting`.

    """
    setting = Setting(**given | {"seeds": 32, "steps": 600})
    samples = setting.samples().reshape(-1, 2)
    samples = samples[np.argsort(-(samples**2).sum(-1))[:WORST]]
    longest = float(samples[0] @ samples[0])
    rate = times * hebb.safe_rate(longest, setting.length**2)
    runs = oja_flow.runs(Setting(**given | {"seeds": 32, "steps": 600, "rate": rate}))
    ball = 1 + 2 / (rate * longest)
    border = start * np.sqrt(ball / longest) * samples[0]
    worst = oja_flow.hebb_run(samples, border, rate, 1.0)
    return Finding(ball, max(float((w[1:] ** 2).sum(-1).max()) for w in (runs.w, worst)))


@claim(
    "hebb.flow",
    rows=(14,),
    statement="The averaged flow in closed form is the solution of its equation: ‖w‖² at t = 2τ.",
    formula=r"w(t) = \frac{e^{Ct/\tau} w_0}"
    r"{\sqrt{1 + \alpha\,w_0^T(e^{2Ct/\tau} - I)\,w_0}}",
    tolerance=1e-5,
    why="Error of the numerical integration; C is the covariance, for zero mean.",
    fault=Fault("offset", "distance of the mean of the samples from 0"),
)
def closed(alpha: float = 1.0, offset: float = 0.0, **given: Any) -> Finding:
    """Measure ‖w(2τ)‖² on a numerical solution of the flow."""
    setting = Setting(**given | {"offset": offset})
    (w,) = hebb.oja_flow(setting.start, setting.covariance, alpha, np.array([2.0]))
    end = oja_flow.solved(setting, alpha, np.array([0.0, 2.0]))[-1]
    return Finding(float(w @ w), float(end @ end))


@claim(
    "hebb.band",
    rows=(14,),
    statement="Runs scatter about the averaged flow by √ε: at a quarter of the rate, half as far.",
    formula=r"\sqrt{\langle\|w - w_\text{flow}\|^2\rangle} \propto \sqrt{\epsilon}",
    why="Standard error over 128 runs; the next order in ε, about 2ελ₁ of it, is left out.",
    fault=Fault("share", "smaller rate, as a share of the larger one"),
)
def band(alpha: float = 1.0, share: float = 0.25, **given: Any) -> Finding:
    """Measure the distance at a quarter of the rate over that at the rate, root mean square."""
    setting = Setting(**given)
    far, near = (
        _distance(alpha, **given | {"rate": r}) for r in (setting.rate, share * setting.rate)
    )
    error = near.value / far.value * np.hypot(near.error / near.value, far.error / far.value)
    return Finding(0.5, near.value / far.value, error, 4 * SEEDS, 0.5 * _next_order(setting))


def _distance(alpha: float, **given: Any) -> Estimate:
    """Return the root mean square distance of runs from the flow, over seeds and up to 6τ."""
    setting = Setting(**given | {"seeds": 4 * SEEDS, "alphas": (alpha,)})
    setting = Setting(**vars(setting) | {"steps": min(6000, round(6 / setting.rate))})
    difference = oja_flow.runs(setting).w[:, :, 0] - oja_flow.flow(setting, alpha)[:, None]
    return estimates.root_mean_square(np.sqrt((difference**2).sum(-1).mean(0)))
