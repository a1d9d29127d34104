"""What the page on latent variable models needs of Streamlit: its table, clouds and digits."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from aelab.figures.tiles import tiles
from aelab.lecture.core import comparing
from aelab.lecture.core.experiment import SEEDS, Results
from aelab.lecture.demos import demo
from aelab.lecture.latent import charts as figures
from aelab.lecture.latent import claims as claimed
from aelab.lecture.latent import claims_generated, conclusions
from aelab.lecture.latent.experiments import DRAWN, NAMES
from aelab.lecture.pca.claims import samples
from aelab.lecture.pca.claims_components import digits
from aelab.metrics import Estimate
from aelab.once import once
from aelab.presets import AE, VAE
from aelab.spec import Spec
from aelab.theory import estimates, ppca, sampling
from aelab.theory.bayes import LinearGaussian
from aelab.theory.gaussians import Gaussian, Values
from aelab.theory.pca import Principal, principal
from aelab.web import charts, lecture
from aelab.web.lecture import experiments
from aelab.web.lecture.stage import Stage

POINTS, SEED, PICKED = 200, 0, 9  # of the cloud; how many of them have their posterior drawn
SAMPLED, USUAL = "latent.sampled", 0.05  # share of held-out data that count as off
AUTOENCODER, VARIATIONAL = NAMES[AE], NAMES[VAE]  # runs that are compared
SIGMAS = np.linspace(0.02, 1.2, 119)
COUNTS = (1, 2, 4, 8, 16, 32, 64, 128)
COLUMNS = (1, 2, 3, 4, 6, 8, 10, 12, 14)  # apart
PICTURES = 10  # in a row

# The table of models.

CELLS = {  # by demo: what it is called, and its line of formula
    "pca-moons": ("PCA", r"\hat x = U U^{\mathsf T} x"),
    "ppca-moons": ("Probabilistic PCA", r"x|z \sim \mathcal{N}(Wz + \bar x, \sigma^2)"),
    "ae-moons": ("Autoencoder", r"\hat x = g(f(x))"),
    "vae-moons": ("VAE", r"z|x \sim q_\phi,\;\; x|z \sim p_\theta"),
    "gan-moons": ("GAN", r"x = g(z),\;\; z \sim \mathcal{N}(0, 1)"),
}
HEADS = ("deterministic", "stochastic")
ROWS = (
    ("linear", "pca-moons", "ppca-moons"),
    ("non-linear", "ae-moons", "vae-moons"),
    ("non-linear, no encoder", "", "gan-moons"),
)


def table(stage: Stage) -> None:
    """Draw the table, a button in each cell that plays its model."""
    with st.container(key="latent-table"):
        for place, words in zip(st.columns([1, 2, 2]), ("", *HEADS), strict=True):
            place.markdown(f"**{words}**" if words else "")
        for name, *cells in ROWS:
            head, *places = st.columns([1, 2, 2], vertical_alignment="center")
            head.markdown(f"**{name}**")
            for place, slug in zip(places, cells, strict=True):
                with place:
                    _cell(stage, slug)


def _cell(stage: Stage, slug: str) -> None:
    if not slug:
        st.caption("–")
        return
    label, formula = CELLS[slug]
    stage.cell(slug, f"**{label}** &ensp; ${formula}$")


# Probabilistic PCA of a cloud in the plane.


def cloud(key: str) -> Values:
    """Ask for the shape of a cloud; return its points (m, 2)."""
    left, right = st.columns(2)
    with left:
        aspect = st.slider("Aspect ratio $r$", 1.0, 5.0, 3.0, 0.5, key=f"latent.{key}.aspect")
    with right:
        angle = st.slider("Long axis, degrees", 0, 180, 30, 5, key=f"latent.{key}.angle")
    return samples(POINTS, float(angle), float(aspect), SEED)


def most_likely() -> Values:
    """Draw p(x) for a noise set by hand, and its likelihood; return the points (m, 2)."""
    x = cloud("likely")
    axes = principal(x)
    best = ppca.noise_variance(axes.values, 1)
    times = float(
        st.slider(
            "Noise $\\sigma$, as a multiple of the predicted one",
            0.25,
            4.0,
            1.0,
            0.05,
            key="latent.times",
        )
    )
    sigma = times * best**0.5
    model = ppca.fit(axes, 1, sigma)
    made = model.draw(POINTS, np.random.default_rng(1))
    outlines = [model.marginal().outline(radius) for radius in (1.0, 2.0)]
    left, right = st.columns(2)
    with left:
        figure = figures.density(x, made, outlines)
        charts.chart(figure, "density", 330, "Data, samples and density of the model")
    variances = best * np.geomspace(0.06, 17, 80)
    values = np.array([ppca.log_likelihood(axes.values, 1, v**0.5) for v in variances])
    now = (sigma**2, ppca.log_likelihood(axes.values, 1, sigma))
    with right:
        figure = figures.likelihood(variances, values, now, best)
        charts.chart(figure, "likelihood", 330, "Likelihood against the variance of the noise")
    return x


def by_hand() -> dict[str, Any]:
    """Draw posteriors and codes for a σ set by hand; return the settings of the claims."""
    x = cloud("hand")
    axes = principal(x)
    left, right = st.columns(2)
    with left:
        sigma = float(
            st.slider("Noise $\\sigma$, by hand", 0.02, 1.2, 0.3, 0.02, key="latent.sigma")
        )
    with right:
        count = int(
            st.segmented_control(
                "Numbers of the code $k$", (1, 2), default=2, key="latent.k", required=True
            )
        )
        degrees = st.slider("Rotation $R$", 0, 90, 0, 5, key="latent.r") if count == 2 else 0
    model = ppca.fit(axes, count, sigma, _rotation(float(degrees)) if count == 2 else None)
    left, right = st.columns(2)
    with left:
        charts.chart(_posteriors(x, model), "posteriors", 330, "Posteriors of some x")
    with right:
        charts.chart(_codes(x, axes, model), "codes", 330, "Codes of the data")
    return {"x": x, "latent": count, "sigma": sigma}


def _rotation(degrees: float) -> Values:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s], [s, c]])


def _posteriors(x: Values, model: LinearGaussian) -> Any:
    picked = x[np.argsort(x[:, 0])[:: -(-len(x) // PICKED)]]
    x_hat = model.decoded(model.codes(picked))
    return figures.posteriors(x, picked, x_hat, [outline(model, sample) for sample in picked])


def outline(model: LinearGaussian, x: Values) -> Values:
    """Return where the codes one standard deviation from the mean of p(z|x) decode to (c, 2)."""
    posterior = model.posterior(x)
    if len(posterior.mean) == 2:
        return model.decoded(posterior.outline())
    ends = np.array([[-1.0], [1.0]]) * posterior.factor()[0, 0]
    return model.decoded(posterior.mean + ends)


def _codes(x: Values, axes: Principal, model: LinearGaussian) -> Any:
    z = model.codes(x)
    if z.shape[1] == 2:
        prior = Gaussian(np.zeros(2), np.eye(2)).outline()
        return figures.codes(z, prior, ("⟨z₁⟩", "⟨z₂⟩"))
    of_pca = (x - axes.mean) @ axes.vectors[:, :1]
    names = ("code of PCA (unit of x)", "⟨z⟩ of probabilistic PCA")
    return figures.codes(np.concatenate([of_pca, z], 1), None, names)


def towards_pca() -> dict[str, Any]:
    """Draw reconstructions with a σ set by hand beside those of PCA; return the settings."""
    x = samples(POINTS, 30.0, 3.0, SEED)
    axes = principal(x)
    sigma = float(st.slider("Noise $\\sigma$, by hand", 0.02, 1.2, 0.06, 0.02, key="latent.small"))
    model = ppca.fit(axes, 1, sigma)
    x_hat = model.decoded(model.codes(x))
    left, right = st.columns(2)
    with left:
        figure = figures.reconstructed(x, ppca.projection(ppca.fit(axes, 1), x), x_hat)
        charts.chart(figure, "reconstructed", 330, "Reconstructions beside those of PCA")
    errors = np.array([ppca.reconstruction_error(axes.values, 1, s) for s in SIGMAS])
    now = (sigma, ppca.reconstruction_error(axes.values, 1, sigma))
    with right:
        figure = figures.shrinking(SIGMAS, errors, now, float(axes.values[1]))
        charts.chart(figure, "shrinking", 330, "Error of reconstructions against σ")
    return {"x": x, "latent": 1, "sigma": sigma}


def ask_white() -> None:
    """Ask what becomes of the variance of the codes without noise."""
    x = 2 * samples(POINTS, 30.0, 3.0, SEED)
    first = float(principal(x).values[0])
    codes = claimed.codes(x=x, latent=1, sigma=0.02).measured
    answers = {f"{lecture.number(first)}, which is λ₁": first, "1": 1.0, "0": 0.0}
    lecture.question(
        "latent.white",
        "σ is set by hand to almost 0, so that x̂ is that of PCA. What is the variance of z then?",
        tuple(answers),
        min(answers, key=lambda name: abs(answers[name] - codes)),
        f"Measured {lecture.number(codes)}: z has the prior N(0, 1), and the scale is in W.",
    )


# Pixels that belong together.


@once(32)
def profile(count: int, independent: bool = False) -> NDArray[np.float64]:
    """Return the mean correlation (n,) of pixels in samples, for each distance."""
    made = claims_generated.pictured(count, independent)
    pairs = (claims_generated.together(apart)[0] for apart in COLUMNS)
    return np.array([sampling.correlations(made, pair).mean() for pair in pairs])


def pixels() -> int:
    """Draw digits, samples, independent pixels, and how they correlate; return the components."""
    count = int(st.select_slider("Components $k$", COUNTS, 64, key="latent.count"))
    x = digits().x[:PICTURES]
    model, alone = (
        claims_generated.pictured(*way)[:PICTURES] for way in ((count, False), (count, True))
    )
    rows = {"digits": x, "samples": model, "independent": alone}
    shown = {name: np.asarray(v).reshape(-1, 28, 28) for name, v in rows.items()}
    charts.chart(tiles(shown, "grey"), "pictures", 250, "Digits and samples", True)
    curves = {
        "digits": np.array([claims_generated.together(apart)[1] for apart in COLUMNS]),
        f"samples, k = {count}": profile(count),
        "independent pixels": profile(count, True),
    }
    figure = figures.apart(curves, COLUMNS)
    charts.chart(figure, "apart", 270, "Correlation of pixels against their distance")
    return count


# A GAN, and samples of all models.


def ask_guess() -> None:
    """Ask for the loss of a discriminator that can only guess."""
    lecture.estimate(
        "latent.lost",
        "In the end D can only guess. Where does its loss −ln D(x) − ln(1 − D(g(z))) stand?",
        0.0,
        4.0,
        2 * float(np.log(2)),
        0.1,
        "D = ½ for data and samples alike gives 2 ln 2.",
        exact=True,
    )


def off() -> dict[str, Estimate]:
    """Return the share of samples off the data in %, over the seeds of the lab's own runs.

    All seeds decode the same codes, whose number adds a binomial error.
    """
    shares = experiments.over_seeds(SAMPLED, "share")
    return {name: _share_off(values[:, 0]) for name, values in shares.items()}


def _share_off(shares: Values) -> Estimate:
    value, error = comparing.mean(shares, 100)
    binomial = estimates.share(round(value / 100 * DRAWN), DRAWN, 100).error
    return Estimate(value, float(np.hypot(error, binomial)))


def ask_holes() -> None:
    """Ask whose samples miss the data more often."""
    shares = off()
    errors = experiments.over_seeds(SAMPLED, "error")
    network, variational = (
        comparing.precisely(comparing.mean(errors[name][:, 0]))
        for name in (AUTOENCODER, VARIATIONAL)
    )
    lecture.question(
        "latent.missed",
        f"The autoencoder leaves ‖x − x̂‖² = {network} of a point, the VAE {variational}. Codes "
        "are drawn and decoded. Whose samples lie off the data more often?",
        ("the autoencoder's", "the VAE's"),
        ("the autoencoder's", "the VAE's")[int(shares[VARIATIONAL] > shares[AUTOENCODER])],
        f"Over {SEEDS} seeds: "
        f"{conclusions.holes(shares[AUTOENCODER], shares[VARIATIONAL], SEEDS)}",
    )


def holes(results: Results) -> None:
    """Draw codes and samples of autoencoder and VAE, and mark those off the data."""
    names = {"z": ("z₁", "z₂"), "made": ("x₁", "x₂")}
    for place, title in zip(st.columns(2), (AUTOENCODER, VARIATIONAL), strict=True):
        result = results[title]
        with place:
            st.markdown(f"**{title}**")
            for key, beside in (("z", "codes"), ("made", "x")):
                data, made = (np.asarray(result[name], np.float64) for name in (beside, key))
                figure = figures.hit(data, made, result["off"].astype(bool), names[key])
                says = f"{title}: {'codes' if key == 'z' else 'samples'} on and off the data"
                charts.chart(figure, f"holes-{key}-{title}", 270, says)


def compared(results: Results) -> None:
    """Draw the share of samples off the data for each model, and compare it with that of data."""
    shares = {name: float(results[name]["share"][0]) for name in NAMES.values()}
    over_seeds = experiments.over_seeds(SAMPLED, "share")
    spreads = {name: float(over_seeds[name].std(ddof=1)) for name in shares}
    figure = figures.bars(shares, spreads, USUAL)
    charts.chart(figure, "shares", 250, "Share of samples off the data, by model")
    experiments.conclude(conclusions.compared(off(), 100 * USUAL, SEEDS))


def spec(slug: str) -> Spec:
    """Return the run of a demo."""
    return demo(slug).spec
