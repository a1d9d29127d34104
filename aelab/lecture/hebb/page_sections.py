"""What the page of Hebb and Oja needs of Streamlit: what is chosen, and its pictures."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from aelab import catalogue
from aelab.figures import curves
from aelab.figures.curves import Curve
from aelab.figures.look import FONT
from aelab.lecture.hebb import charts as figures
from aelab.lecture.hebb.claims_oja import SEEDS, steps
from aelab.presets import PRESETS
from aelab.spec import Spec
from aelab.theory import hebb, oja_flow
from aelab.theory.oja_flow import Setting
from aelab.web import charts, lecture
from aelab.web.lecture import startpoint

Values = NDArray[np.float64]

ANGLE, RATIO, RATE = "hebb.angle", "hebb.ratio", "hebb.rate"
DIRECTION, LENGTH, ALPHAS = "hebb.direction", "hebb.length", "hebb.alphas"
FIRST: dict[str, Any] = {
    ANGLE: 30,
    RATIO: 2.0,
    RATE: 0.02,
    DIRECTION: 100,
    LENGTH: 0.3,
    ALPHAS: [0.5, 1.0, 4.0],
}
RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
OFFERED = (0.25, 0.5, 1.0, 2.0, 4.0)
SPAN = 2.6  # of the plane of the weights
SHORTEST, LONGEST = 0.05, 2.5  # starts
CLOUD = 300  # samples that are drawn
TIME = "t/τ"


# What is chosen.


def begin() -> None:
    """Take over what was chosen on the last visit."""
    settings = st.session_state.get("hebb", {})
    for key, value in FIRST.items():
        st.session_state.setdefault(key, settings.get(key, value))


def controls() -> None:
    """Draw what all sections share: the samples, the rate, the start."""
    now = st.session_state
    st.header("Samples", anchor=False)
    st.slider("Direction of the long axis, degrees", 0, 180, now[ANGLE], 5, key=ANGLE)
    st.slider("Long to short axis, ratio r", 1.0, 4.0, now[RATIO], 0.1, key=RATIO)
    st.header("Neuron", anchor=False)
    st.select_slider("Learning rate ε", RATES, now[RATE], key=RATE)
    st.header("Start of w", anchor=False)
    st.slider("Angle, degrees", -180, 180, now[DIRECTION], 1, key=DIRECTION)
    st.slider("Length ‖w₀‖", SHORTEST, LONGEST, now[LENGTH], 0.05, key=LENGTH)
    own = chosen()
    st.caption(
        f"Long axis at {own['angle']:g}°, r = {own['ratio']:g}, ε = {own['rate']:g}; w starts at "
        f"{own['direction']:g}° with length {own['length']:g}.".replace("-", "−")
    )


def keep() -> None:
    """Keep what is chosen for the next visit."""
    st.session_state["hebb"] = {key: st.session_state[key] for key in FIRST}


def chosen() -> dict[str, Any]:
    """Return the settings of the page, as claims and runs take them."""
    keys = {"angle": ANGLE, "ratio": RATIO, "rate": RATE}
    keys |= {"direction": DIRECTION, "length": LENGTH}
    return {name: float(st.session_state[key]) for name, key in keys.items()}


def alphas() -> tuple[float, ...]:
    """Return the forgettings chosen, 1 if none is."""
    return tuple(sorted(st.session_state[ALPHAS])) or (1.0,)


def setting(**changes: Any) -> Setting:
    """Return the setting of the page, for runs long enough to settle."""
    own = chosen()
    return Setting(**{"seeds": SEEDS, "steps": steps(own["rate"]), **own} | changes)


def place() -> None:
    """Let w start where the plane was clicked."""
    at = startpoint.sent()
    if at is not None:
        length = min(max(float(np.hypot(*at)), SHORTEST), LONGEST)
        st.session_state[LENGTH] = round(round(length / 0.05) * 0.05, 2)
        st.session_state[DIRECTION] = round(float(np.degrees(np.arctan2(at[1], at[0]))))


def oja_spec() -> Spec | None:
    """Return the run of the Lab with these settings; None as long as there is no catalogue."""
    if catalogue.read() is None:
        return None
    own = chosen()
    alpha = alphas()[0]
    return Spec(
        dataset="correlated-gaussian",
        dataset_params={"angle": own["angle"], "aspect": own["ratio"]},
        model="oja",
        model_params={
            "latent": 1,
            "rate": own["rate"],
            "alpha": alpha,
            "start": own["length"],
            "epochs": 1,
        },
    )


def lab(spec: Spec | None, words: str) -> None:
    """Link to the Lab, once the catalogue is made."""
    if spec is not None:
        lecture.lab(spec, words)


def preset(slug: str) -> Spec | None:
    """Return the run of a preset; None as long as there is no catalogue."""
    if catalogue.read() is None:
        return None
    return next(p.spec for p in PRESETS if p.slug == slug)


# Pictures, section by section.


@st.fragment
def neuron() -> None:
    """Draw one step of pure Hebb in the plane, and how ‖w‖² has grown by then."""
    count = 100
    own = Setting(**chosen(), seeds=1, steps=count)
    x = own.samples()[:, 0]
    w = oja_flow.hebb_run(x, own.start, own.rate)
    n = st.slider("Sample number", 1, count, 10, key="hebb.sample")
    y = float(w[n - 1] @ x[n - 1])
    grown = float(w[n] @ w[n] - w[n - 1] @ w[n - 1])
    left, right = st.columns(2)
    with left:
        figure = figures.step(x, x[n - 1], w[n - 1], w[n])
        charts.chart(figure, "neuron", 360, f"Sample {n}, the weights before and after it")
    with right:
        curve = Curve(name="‖w‖²", x=np.arange(n + 1), y=(w[: n + 1] ** 2).sum(1))
        figure = curves.curves([curve], "samples", "‖w‖²", log=True)
        charts.chart(figure, "growth", 300, "Growth of the squared norm of w, sample by sample")
        st.markdown(f"Sample {n}: $y = {y:.3g}$, and $\\Delta\\|w\\|^2 = {grown:.3g} \\geq 0$.")


def frequency() -> tuple[float, float]:
    """Draw ln|y_a/y_b| for how often two patterns occur; return both shares."""
    left, right = st.columns(2)
    with left:
        a = st.slider("How often a occurs, $p_a$", 0.05, 0.7, 0.6, 0.05, key="hebb.a")
    with right:
        b = st.slider("How often b occurs, $p_b$", 0.05, 0.3, 0.2, 0.05, key="hebb.b")
    rate = float(st.session_state[RATE])
    count = 500
    ratio = oja_flow.pattern_ratio(np.array([a, b]), rate, count, SEEDS)
    t = rate * np.arange(count + 1)
    band = (np.quantile(ratio, 0.1, 1), np.quantile(ratio, 0.9, 1))
    lines = [
        Curve(name="mean of 32 runs, 10 to 90 %", x=t, y=ratio.mean(1), band=band),
        Curve(name="predicted", x=t, y=(a - b) * t, colour=1, predicted=True),
    ]
    figure = curves.curves(lines, TIME, "ln |y_a / y_b|")
    charts.chart(figure, "frequency", 300, "Ratio of the answers to two patterns over time")
    return a, b


def norms() -> None:
    """Draw ‖w‖² for several forgettings at once, with the lines 1/α."""
    now = st.session_state[ALPHAS]
    st.pills("Forgetting α", OFFERED, selection_mode="multi", default=now, key=ALPHAS)
    own = setting(alphas=alphas())
    runs, t = oja_flow.runs(own), oja_flow.times(own)
    squared = (runs.w**2).sum(-1)  # (steps + 1, seeds, alphas)
    lines = []
    for i, alpha in enumerate(own.alphas):
        band = (np.quantile(squared[..., i], 0.1, 1), np.quantile(squared[..., i], 0.9, 1))
        y = squared[..., i].mean(1)
        lines.append(Curve(name=f"α = {alpha:g}", x=t, y=y, colour=i, band=band))
    levels = [(1 / alpha, f"1/α = {1 / alpha:g}") for alpha in own.alphas]
    figure = curves.curves(lines, TIME, "‖w‖²", levels, log=True)
    charts.chart(figure, "norms", 340, "Squared norm of w over time for several alpha")
    fate(runs.diverged)


def excess() -> None:
    """Draw α⟨‖w‖²⟩ near 1, at a constant rate and at a decaying one."""
    constant = setting(alphas=(1.0,))
    decaying = setting(alphas=(1.0,), halving=0.1 * constant.steps)
    lines = []
    for i, (own, name) in enumerate(((constant, "constant ε"), (decaying, "ε/(1 + t/T)"))):
        squared = (oja_flow.runs(own).w ** 2).sum(-1).mean((1, 2))
        lines.append(Curve(name=name, x=np.arange(own.steps + 1.0), y=squared, colour=i))
    bias = hebb.norm_bias(constant.rate, oja_flow.spectrum(constant.moment)[0])
    levels = [(1.0, "1"), (1 + bias, f"predicted mean {1 + bias:.4f}")]
    span = (1 - 2 * bias, 1 + 4 * bias)
    figure = curves.curves(lines, "samples", "α⟨‖w‖²⟩, mean of 32 runs", levels, span=span)
    charts.chart(figure, "excess", 300, "Excess of the squared norm, near one")


def fate(diverged: NDArray[np.bool_]) -> None:
    """Say how many runs grew without bound, if any did."""
    if diverged.any():
        count = f"{diverged.sum()} of {diverged.size} runs"
        st.warning(
            f"{count} grew without bound at this rate and were stopped at their last bounded w: "
            "ε‖x‖² of a long sample was too large. A lower ε keeps them."
        )


def eigenbasis() -> None:
    """Draw ln|c_i(t)| under averaged Hebb, and ln|c₂/c₁| under Hebb and Oja alike."""
    own = setting(steps=round(min(8 / chosen()["rate"], 800)))
    values, u = oja_flow.spectrum(own.moment)
    t = oja_flow.times(own)
    hebbian, oja = (
        np.log(np.maximum(np.abs(w @ u), 1e-12))
        for w in (
            oja_flow.averaged(own.start, own.moment, own.rate, 0.0, own.steps).w,
            oja_flow.flow(own, 1.0),
        )
    )
    slope = np.log1p(own.rate * values) / own.rate
    lines = []
    for i, name in enumerate(("ln |c₁|", "ln |c₂|")):
        y = hebbian[0, i] + slope[i] * t
        lines.append(Curve(name=name, x=t, y=hebbian[:, i], colour=i))
        lines.append(Curve(name=f"slope {slope[i]:.3f}", x=t, y=y, colour=i, predicted=True))
    ratio = hebbian[0, 1] - hebbian[0, 0] - (values[0] - values[1]) * t
    both = [
        Curve(name="Hebb", x=t, y=hebbian[:, 1] - hebbian[:, 0], colour=4),
        Curve(name="Oja", x=t, y=oja[:, 1] - oja[:, 0], colour=6),
        Curve(name="−(λ₁ − λ₂)", x=t, y=ratio, colour=8, predicted=True),
    ]
    left, right = st.columns(2)
    with left:
        figure = curves.curves(lines, TIME, "averaged Hebb: ln |c_i|")
        charts.chart(figure, "eigen", 320, "Components of w in the eigenbasis over time")
    with right:
        figure = curves.curves(both, TIME, "ln |c₂/c₁|")
        charts.chart(figure, "gap", 320, "Ratio of the components over time")


def direction() -> None:
    """Draw the plane to click in, and the angle to ±u₁ over time with its floor."""
    own = setting(alphas=(1.0,))
    runs = oja_flow.runs(own)
    flow, t = oja_flow.flow(own, 1.0), oja_flow.times(own)
    values, u = oja_flow.spectrum(own.moment)
    left, right = st.columns(2)
    with left:
        startpoint.show(_plane(own, runs.w[:, :4, 0], flow, u[:, 0]), place)
        st.caption("Click where w shall start, or set angle and length on the left.")
    floor = hebb.direction_floor(own.rate, values)
    y = oja_flow.sines(runs.w[:, :, 0], u[:, 0])
    lines = [
        Curve(name="mean of 32 runs", x=t, y=y.mean(1)),
        Curve(
            name="averaged flow", x=t, y=oja_flow.sines(flow, u[:, 0]), colour=1, predicted=True
        ),
    ]
    levels = [(floor, f"predicted {floor:.4f}")]
    with right:
        figure = curves.curves(
            lines, TIME, "sin²θ between w and ±u₁", levels, log=True, span=(floor / 30, 1.5)
        )
        charts.chart(figure, "angle", 380, "Angle between w and the first eigenvector")


def _plane(own: Setting, runs: Values, flow: Values, u: Values) -> dict[str, Any]:
    """Return what the plane of the weights shows, as plain data."""
    names = ("soft", "line", "ink", "accent", "warm")
    shown = np.unique(np.linspace(0, own.steps, 240).round().astype(int))
    ways = np.clip(runs[shown], -9, 9).round(3)
    return {
        "cloud": own.samples()[:CLOUD, 0].round(3).tolist(),
        "ends": [
            {"at": u.round(4).tolist(), "text": "u₁/√α"},
            {"at": (-u).round(4).tolist(), "text": "−u₁/√α"},
        ],
        "start": own.start.round(4).tolist(),
        "flow": flow[shown].round(3).tolist(),
        "runs": [ways[:, i].tolist() for i in range(ways.shape[1])],
        "span": SPAN,
        "font": FONT,
        "colours": {name: getattr(charts.colours(), name) for name in names},
        "says": "Plane of the weights: samples, ways of w, and its start. A click sets the start.",
    }
