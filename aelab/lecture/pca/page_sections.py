"""What the page on PCA needs of Streamlit: its cloud, its pictures, the step of the derivation."""

from typing import Any, NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from aelab import catalogue
from aelab.figures.tiles import tiles
from aelab.jets import files, images
from aelab.lecture.pca import charts as figures
from aelab.lecture.pca import claims_components
from aelab.lecture.pca.claims import OFF, samples
from aelab.spec import Spec
from aelab.theory import projection
from aelab.theory.projection import LINES, Array
from aelab.web import charts, lecture, tables, theme
from aelab.web.lecture import projection_plot

FIRST: dict[str, Any] = {"points": 60, "angle": 30, "aspect": 3.0, "seed": 0}
STEP, DIRECTION = "pca.step", "pca.direction"
KINDS = ("digits", "jets")
JETS, MIDDLE = 300, slice(8, 32)  # of each class; the pixels that are looked at, both ways
AXES = 100  # components at most
PICTURES = 10  # in a row
COUNTS = (1, 2, 5, 10, 20, 32, 50, 64, AXES)
NAMES = ("error", "error − Tr XᵀX", "sign turned")  # of the three curves of the derivation


# The cloud.


def controls() -> None:
    """Draw the controls of the cloud; the last choice is restored."""
    last = FIRST | st.session_state.get("pca", {})
    st.slider("Points $m$", 20, 200, last["points"], 20, key="pca.points")
    st.slider("Long axis, degrees", 0, 180, last["angle"], 5, key="pca.angle")
    st.slider("Aspect ratio $r$", 1.0, 10.0, last["aspect"], 0.5, key="pca.aspect")
    st.session_state.setdefault("pca.seed", last["seed"])
    st.button("New points", on_click=_again, width="stretch")
    st.session_state["pca"] = settings()


def _again() -> None:
    st.session_state["pca.seed"] += 1


def settings() -> dict[str, Any]:
    """Return what the claims and the Lab are told of the cloud."""
    return {name: st.session_state[f"pca.{name}"] for name in FIRST}


def points() -> Array:
    """Return the centred cloud (m, 2)."""
    return samples(**settings())


def projected(key: str, shows: projection_plot.Shows, angle: float) -> projection_plot.Direction:
    """Draw the projection plot of the cloud; return the state of its direction."""
    x = points()
    far = int(np.argmax(np.linalg.norm(x, axis=1)))
    return projection_plot.show(key, x, shows, projection_plot.Direction(angle, far, 0.5))


def in_lab(dataset: str, words: str, latent: int = 1) -> None:
    """Link to PCA of these data in the Lab, or of this cloud, once the catalogue is made."""
    if catalogue.read() is not None:
        params = settings() if dataset == "correlated-gaussian" else {}
        of = {"latent": latent}
        spec = Spec(dataset=dataset, model="pca", dataset_params=params, model_params=of)
        lecture.lab(spec, words)


# Many components.


class Many(NamedTuple):
    """Pictures (k, n) to be reconstructed, and mean (n,), axes (n, AXES), all eigenvalues."""

    shown: NDArray[np.float32]
    mean: Array
    axes: Array
    values: Array


@st.cache_resource(show_spinner=False)
def many(kind: str) -> Many:
    """Return the principal axes of digits, or of the middle of jet images, as square roots."""
    if kind == "digits":
        x, (mean, vectors, values) = claims_components.digits()
        return Many(x[:PICTURES], mean, vectors[:, :AXES], values)
    both = (files.shipped(name).select(np.arange(JETS)) for name in files.KINDS)
    whole = squares(np.concatenate([images.images(jets) for jets in both]))
    x = np.sqrt(whole[:, MIDDLE, MIDDLE]).reshape(len(whole), -1)
    shown = np.concatenate([x[: PICTURES // 2], x[-PICTURES // 2 :]])
    return Many(shown, *projection.leading(x, AXES))


def pictures() -> tuple[str, int]:
    """Ask which pictures are reconstructed, and from how many components."""
    kind = st.segmented_control("Pictures", KINDS, default=KINDS[0], key="pca.kind", required=True)
    return str(kind), int(st.select_slider("Components $l$", COUNTS, 20, key="pca.count"))


def reconstructions(kind: str, count: int) -> None:
    """Draw pictures and their reconstructions from a number of components."""
    of = many(kind)
    d = of.axes[:, :count]
    x_hat = (of.shown - of.mean) @ d @ d.T + of.mean
    rows: dict[str, NDArray[Any]] = {"x": of.shown, "x̂": x_hat}
    scale = 1 if kind == "digits" else float(np.quantile(of.shown, 0.999))
    shown = {name: squares(v) / scale for name, v in rows.items()}
    charts.chart(tiles(shown, "grey"), "rows", 200, "Pictures, reconstructions", True)


def eigenpictures(kind: str) -> None:
    """Draw the first axes as pictures, and say what they are of."""
    of = "" if kind == "digits" else " Of jets, the middle is taken, and the root of each pixel."
    st.markdown(f"The first twenty eigenvectors, the eigen{kind}, each on its own scale.{of}")
    axes = squares(many(kind).axes.T[: 2 * PICTURES])
    rows = {f"1–{PICTURES}": axes[:PICTURES], f"{PICTURES + 1}–{2 * PICTURES}": axes[PICTURES:]}
    charts.chart(tiles(rows, "signed"), "eigen", 200, "Eigenvectors, as pictures", True)


def squares(x: NDArray[Any]) -> NDArray[Any]:
    """Return samples (k, n) as square pictures (k, side, side)."""
    side = round(x.shape[1] ** 0.5)
    return x.reshape(-1, side, side)


def variances(kind: str, count: int) -> None:
    """Draw the scree plot, and what is left out against the number of components."""
    values = many(kind).values
    places = st.columns(2)
    with places[0]:
        charts.chart(figures.scree(values, count), "scree", 260, "Scree plot")
    with places[1]:
        charts.chart(figures.variance_left_out(values, count), "kept", 260, "Variance left out")


# The derivation.


def go_on(by: int) -> None:
    """Go to the next line of the derivation, or back."""
    step = st.session_state.get(STEP, 0) + by
    st.session_state[STEP] = min(max(step, 0), len(LINES) - 1)


def derivation() -> float:
    """Draw the lines up to the current one, each evaluated; return the angle of d."""
    step = st.session_state.setdefault(STEP, 0)
    angle = float(st.slider("Angle of $\\vec d$, degrees", 0, 179, 75, key=DIRECTION))
    with st.container(horizontal=True):
        for label, by, end in (("Back", -1, 0), ("Next line", 1, len(LINES) - 1)):
            st.button(label, key=f"pca.{label}", on_click=go_on, args=(by,), disabled=step == end)
        st.markdown(f"Line {step + 1} of {len(LINES)}. {theme.plain(LINES[step].done)}")
    x = points()
    heads = ("", "line", "value at this angle", "best angle")
    rows = [_row(i, x, angle) for i in range(step + 1)]
    st.markdown(tables.written(heads, rows, right=heads[2:]))
    charts.chart(_curves(x, step, angle), "lines", 280, "The lines against the angle")
    return angle


def _row(i: int, x: Array, angle: float) -> tuple[str, ...]:
    line = LINES[i]
    value = lecture.number(line.value(x, projection.direction(angle)))
    best = projection.best_angle(lambda d: line.value(x, d), line.sense)
    return f"{i + 1}", tables.maths(line.formula), value, f"{line.sense} at {best:.2f}°"


def _curves(x: Array, step: int, angle: float) -> Any:
    """Return the three different curves, as far as the derivation has come to them."""
    first = {name: next(i for i in range(len(LINES)) if _curve(i) == name) for name in NAMES}
    ways = [projection.direction(v) for v in range(180)]
    come = {name: i for name, i in first.items() if i <= step}
    values = {name: np.array([LINES[i].value(x, d) for d in ways]) for name, i in come.items()}
    best = projection.angle_of(projection.first_axis(x.T @ x))
    return figures.lines(values, _curve(step), angle, best)


def _curve(i: int) -> str:
    """Return which of the curves a line is."""
    line = LINES[i]
    return NAMES[0] if not line.without else NAMES[1 if line.sense == "smallest" else 2]


# What is needed of the data.


def decorrelation() -> float:
    """Draw the codes in axes at an angle to the eigenvectors; return this angle in degrees."""
    offset = float(st.slider("Axes turned beside the eigenvectors, degrees", 0, 90, 0, 5))
    x = points()
    first = projection.angle_of(projection.first_axis(x.T @ x)) + offset
    axes = np.stack([projection.direction(first), projection.direction(first + 90)], 1)
    z = x @ axes
    left, right = st.columns(2, vertical_alignment="center")
    with left:
        charts.chart(figures.codes(z), "codes", 300, "Codes of the samples")
    (a, b), (_, c) = np.cov(z.T, bias=True).round(3) + 0.0
    matrix = rf"\begin{{pmatrix}} {a:.3f} & {b:.3f} \\ {b:.3f} & {c:.3f} \end{{pmatrix}}"
    with right:
        lecture.formula(rf"\langle z z^{{\mathsf T}}\rangle = {matrix}")
    return offset


def moved() -> float:
    """Draw the cloud moved off its long axis, with both first axes; return how far it is moved."""
    off = st.slider("Distance of the mean from the origin", 0.0, 3.0, 0.0, 0.1)
    long = projection.direction(settings()["angle"])
    wide = np.array([-long[1], long[0]])
    x = points() + off * wide
    centred = projection.centred(x)
    right, wrong = (projection.first_axis(v.T @ v) for v in (centred, x))
    cases = [("centred", x.mean(0), right), ("not centred", np.zeros(2), wrong)]
    charts.chart(figures.axes(x, cases), "moved", 360, "First axes, centred and not")
    return off


# What the student is asked: each answer is measured on the data at hand.


def across() -> str:
    """Describe in words the error at right angles to the first eigenvector."""
    x = points()
    values = np.linalg.eigvalsh(x.T @ x)[::-1]
    measured = projection.squared_error(x, projection.first_axis(-x.T @ x))
    names = {"λ₁": values[0], "λ₂": values[1], "λ₁ + λ₂": values.sum()}
    return min(names, key=lambda name: abs(names[name] - measured))


def ask_across() -> None:
    """Ask for the error at right angles to the best direction."""
    lecture.question(
        "pca.across",
        "d stands at right angles to the first eigenvector. What is the sum of squared errors?",
        ("λ₁", "λ₂", "λ₁ + λ₂"),
        across(),
        "Across the first eigenvector all that lies along it is lost, and that is its eigenvalue.",
    )


def needed(share: float) -> int:
    """Return how many components keep this share of the variance of the digits."""
    cumulative = np.cumsum(many("digits").values)
    return int(np.searchsorted(cumulative, share * cumulative[-1])) + 1


def ask_needed() -> None:
    """Ask how many components the digits need."""
    lecture.estimate(
        "pca.needed",
        "How many of the 784 components keep 90 % of the variance of the digits?",
        1,
        401,
        float(needed(0.9)),
        25.0,
        "Neighbouring pixels say much the same.",
    )


def far_off() -> str:
    """Return where the line through the origin points at the claim's distance of the mean."""
    x = samples(**settings(), centred=False)
    right, wrong = (projection.first_axis(v.T @ v) for v in (projection.centred(x), x))
    ways = {"Along the long axis": right, "Towards the mean": x.mean(0)}
    return min(ways, key=lambda name: projection.between(ways[name], wrong))


def ask_moved() -> None:
    """Ask where the line through the origin points without centring."""
    lecture.question(
        "pca.moved",
        f"The cloud is moved by {OFF:g} across its long axis and not centred. Where does the best "
        "line through the origin point?",
        ("Along the long axis", "Towards the mean"),
        far_off(),
        "Without centring, XᵀX has m μμᵀ in it besides A, and the larger of both decides.",
    )
