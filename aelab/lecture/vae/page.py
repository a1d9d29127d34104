"""The variational autoencoder: p(x) and its bound, the gradients, the manifold, what β does."""

import streamlit as st

from aelab.lecture.core.chapter import chapter
from aelab.lecture.core.claim import CLAIMS
from aelab.lecture.vae import page_betas as betas
from aelab.lecture.vae import page_bounds as bounds
from aelab.lecture.vae import page_divergences as divergences
from aelab.lecture.vae import page_estimators as estimators
from aelab.lecture.vae import page_sections as sections
from aelab.lecture.vae import page_trained as trained
from aelab.presets import named
from aelab.theory import gradients
from aelab.web import lecture, scheme
from aelab.web.lecture import decoding
from aelab.web.lecture.stage import Stage


@chapter("vae", "Variational autoencoder", brief="VAE", order=6)
def page() -> None:
    """Draw the page of the chapter."""
    stage = Stage("vae")
    with st.sidebar:
        scheme.follow()
    lecture.introduction(
        "Variational autoencoder",
        "An autoencoder whose code is random: a model of p(x) that can be trained, because a "
        "bound of ln p(x) can be computed where ln p(x) cannot.",
    )
    _mixture()
    _hard()
    _derivation()
    _gap()
    _sides()
    _likelihood()
    _terms(stage)
    _convention()
    _grey()
    _divergence()
    _gradient()
    _trick()
    _manifold(stage)
    _beta(stage)
    _full()
    _weighted()
    lecture.home(
        "ln p(x) is hard, its bound is not: the gap is the divergence of q from the posterior.",
        "The loss is reconstruction plus divergence; β, σ² and the unit of x are one and the same "
        "knob.",
        "Sampling z = μ + σ⊙ε lets the gradient through. For E[z²] at μ = σ = 1 one estimate has "
        f"the variance {gradients.reparametrised_variance(1):g}, that of the score function "
        f"{gradients.score_variance(1, 1):g}.",
    )


@lecture.section("mixture", "p(x) is a mixture that fills in", rows=(31,))
@st.fragment
def _mixture() -> None:
    """Estimate p(x) from more and more draws."""
    lecture.formula(
        r"p(x) = \int p(z)\,p(x|z)\,dz = E_{z \sim p(z)}\,p(x|z) "
        r"\approx \frac1L \sum_{l=1}^{L} p(x|z_l)"
    )
    lecture.verdict("vae.mixture", **sections.mixture())


@lecture.section("hard", "Why p(x) is hard", rows=(32,))
@st.fragment
def _hard() -> None:
    """Compare sampling from the prior with sampling from q."""
    lecture.formula(
        r"\hat p(x) = \frac1L \sum_l \frac{p(z_l)\,p(x|z_l)}{q(z_l|x)}, \quad z_l \sim q; \qquad "
        r"q = p(z):\ \hat p(x) = \frac1L \sum_l p(x|z_l)"
    )
    lecture.estimate(
        "vae.hopeless",
        "From how many dimensions on is p̂ from 50 draws of the prior wrong by 100 % and more?",
        1,
        20,
        estimators.hopeless(),
        2,
        "Hardly a z explains x, and in each dimension fewer do: the error grows exponentially.",
        exact=True,
    )
    prior, q = estimators.hard()
    st.markdown(
        "Dashed is exact. Where points fall below it, the rare draws that carry the error were "
        "missed: the estimate looks better than it is. On the right the mean of $\\ln \\hat p$ "
        "has to be below $\\ln p$, by Jensen's inequality; the estimates alone do not show it."
    )
    lecture.verdict("vae.prior_error", **prior)
    lecture.verdict("vae.importance_error", **q)
    lecture.verdict("vae.low", k=int(prior["samples"]))
    lecture.corrected(
        r"“∝ argmin” means ≈: the mean over samples takes the place of "
        r"$E_{p_{\text{data}}}$."
    )


@lecture.section("derivation", "The bound, line by line", rows=(33,))
@st.fragment
def _derivation() -> None:
    """Go through the derivation, each line evaluated."""
    st.markdown(
        "Each line is evaluated for a linear model, $x = Wz + \\text{noise}$ with two dimensions "
        "each, whose posterior is known, and for a q that misses it."
    )
    chosen = bounds.derivation()
    lecture.verdict("vae.evidence", **chosen)
    lecture.verdict("vae.closes", off=chosen["off"])
    lecture.corrected(
        r"“KL − E[−ln p]” needs a plus: $-\ln p(x) \leq "
        r"\mathrm{KL}(q \,\|\, p(z)) + E_q[-\ln p(x|z)]$."
    )
    lecture.corrected(
        r"“$p_\theta(z|x)$ → encoder”: that is the posterior. The encoder $q_\phi(z|x)$, with "
        r"parameters φ of its own, approximates it, and the argmin is over θ and φ."
    )


@lecture.section("gap", "The gap is a divergence", rows=(33,))
@st.fragment
def _gap() -> None:
    """Look at the gap as an area."""
    lecture.formula(
        r"\ln p(x) - \mathrm{ELBO} = \mathrm{KL}(q \,\|\, p(z|x)) = "
        r"\int \Big(q \ln\frac qp - q + p\Big)\,dz, \quad p = p(z|x)"
    )
    chosen = bounds.area()
    lecture.verdict("vae.area", **chosen)
    lecture.verdict("vae.bound", **chosen)


@lecture.section("sides", "A divergence has two sides", rows=(33,))
@st.fragment
def _sides() -> None:
    """Compare both divergences."""
    lecture.formula(r"\mathrm{KL}(q \,\|\, p) = E_q[\ln q - \ln p] \geq 0")
    lecture.verdict("vae.asymmetry", **divergences.asymmetry())


@lecture.section("likelihood", "Maximum likelihood is least divergence", rows=(33,))
@st.fragment
def _likelihood() -> None:
    """Show that maximum likelihood is a divergence with the data in front."""
    lecture.formula(
        r"\arg\max_\theta E_{p_{\text{data}}}[\ln p_\theta(x)] = "
        r"\arg\min_\theta \mathrm{KL}(p_{\text{data}} \,\|\, p_\theta)"
    )
    st.markdown(
        "The divergence has the data in front. A model that is too narrow for them should be "
        "drawn to all of them then, and by the other divergence to where most of them are."
    )
    lecture.verdict("vae.likelihood", **divergences.likelihood())


@lecture.section("terms", "Reconstruction and divergence, live", rows=(34,))
def _terms(stage: Stage) -> None:
    lecture.formula(
        r"-\mathrm{ELBO} = \underbrace{E_q[-\ln p(x|z)]}_{\text{reconstruction}} + "
        r"\underbrace{\mathrm{KL}(q(z|x) \,\|\, p(z))}_{\text{prior}}"
    )
    st.markdown(
        "Both terms are drawn while a run trains. For the digits, ln p(x) is unknown, and their "
        "grey values have [a catch](#grey); for the linear VAE it is exact at every step."
    )
    stage.show("vae-mnist", "vae-linear")
    stage.verdict("vae.elbo", "vae-mnist")
    sigma = float(stage.parameter("vae-linear", "sigma"))
    stage.verdict("vae.linear", "vae-linear", sigma=sigma)
    stage.verdict("vae.identity", "vae-linear", sigma=sigma)
    lecture.verdict("vae.terms")
    lecture.lab(named("vae-mnist").spec, "Open this in the Lab")


@lecture.section("convention", "What a bare sum of squares means", rows=(34,))
@st.fragment
def _convention() -> None:
    """Say what a bare sum of squares is."""
    lecture.formula(
        r"-\ln p(x|z) = \frac{\|x - \hat x\|^2}{2\sigma^2} + \frac D2 "
        r"\ln 2\pi\sigma^2"
    )
    st.markdown(
        "Sum over features, mean over the batch is needed and not enough: the width of p(x|z) "
        "weighs the terms. A bare sum of squares means σ² = ½, and the unit of the pixels is a β "
        "in disguise: images scaled by 100 divide it by 10⁴."
    )
    unit = sections.convention()
    lecture.verdict("vae.squares", **unit)
    lecture.verdict("vae.units", **unit)


@lecture.section("grey", "What cross-entropy of grey values means", rows=(34,))
@st.fragment
def _grey() -> None:
    """Say what is missing from the cross-entropy of grey values, and offer two ways out."""
    lecture.verdict("vae.grey", **trained.grey())


@lecture.section("divergence", "The divergence in closed form", rows=(35,))
@st.fragment
def _divergence() -> None:
    """Compare the closed form with an estimate."""
    lecture.formula(
        r"\mathrm{KL}\big(\mathcal N(\mu, \mathrm{diag}\,\sigma^2) \,\|\, "
        r"\mathcal N(0, 1)\big) = \tfrac12 \sum_{j=1}^{Q} "
        r"(\mu_j^2 + \sigma_j^2 - 1 - \ln\sigma_j^2)"
    )
    lecture.verdict("vae.kl", **divergences.estimate())
    lecture.corrected(
        r"the Gaussian $q(z|x)$ has $(2\pi)^{-Q/2}|\Sigma|^{-1/2}$ in front, and "
        r"the sum runs to Q: the latent dimension, not D, the data's."
    )


@lecture.section("gradient", "The gradient of an expectation", rows=(36,))
@st.fragment
def _gradient() -> None:
    """Move the gradient into the expectation, rightly and wrongly."""
    lecture.formula(
        r"\nabla_\theta E_{p_\theta}[A_\theta] = E_{p_\theta}[\nabla_\theta A_\theta] "
        r"+ \int A_\theta\,\nabla_\theta p_\theta(z)\,dz, \qquad "
        r"A_\theta = \theta z^2,\ z \sim \mathcal N(a\theta, 1)"
    )
    st.markdown("With a = 0, p(z) does not depend on θ. Let it follow θ, and see what is lost.")
    chosen = estimators.gradient()
    finding = lecture.verdict("vae.inside", **chosen)
    if finding is not None and not CLAIMS["vae.inside"].holds(finding):
        st.markdown("It does not hold any more: p(z) follows θ, and the second term is missing.")
    lecture.verdict("vae.forgotten", **chosen)
    lecture.corrected(
        r"the last term, transcribed “= 0”, is in general not zero: it is $E[A\,\nabla\ln p]$; "
        r"and $p(z) = p_0(z)$ means $p_\theta(z)$."
    )


@lecture.section("trick", "Reparametrisation and score function", rows=(37,))
@st.fragment
def _trick() -> None:
    """Compare both estimators."""
    lecture.formula(
        r"\nabla_\mu E[z^2]:\quad \frac1L\sum_l 2\,(\mu + \sigma\epsilon_l) "
        r"\quad\text{or}\quad \frac1L\sum_l (z_l^2 - b)\,\partial_\mu\ln p(z_l), "
        r"\qquad z = \mu + \sigma\odot\epsilon"
    )
    st.markdown(
        "The second estimator uses the log-derivative trick, $\\nabla p = p\\,\\nabla\\ln p$. In "
        "reinforcement learning it is called REINFORCE (Williams, 1992)."
    )
    lecture.question(
        "vae.least",
        "At μ = σ = 1 the mean of z² is 2. Which constant baseline leaves the least variance?",
        ("b = 0", "b = 2", "b = 4", "b = 6"),
        estimators.least(),
        "Draws with a large score count for more, and their z² is larger: b* = μ² + 3σ².",
    )
    chosen = estimators.side_by_side()
    estimators.table()
    place = {name: chosen[name] for name in ("mu", "sigma")}
    lecture.verdict("vae.reparametrised", **place, samples=int(chosen["samples"]))
    lecture.verdict("vae.score", **chosen)
    lecture.verdict("vae.unbiased", **place, baseline=chosen["baseline"])
    lecture.verdict("vae.baseline", **place)
    lecture.corrected(r"$z = \mu + \sigma\odot\epsilon$, not $\mu + \Sigma\epsilon$.")


@lecture.section("manifold", "The manifold of digits", rows=(38,))
def _manifold(stage: Stage) -> None:
    st.markdown(
        "Drag the point: the decoder runs in the browser. Its weights are those of the run above, "
        "trained to its end; while that run trains, its latent space and decoded plane are seen "
        "[there](#terms)."
    )
    decoding.show("vae-mnist")
    stage.verdict("vae.moment", "vae-mnist")


@lecture.section("beta", "β, and posterior collapse", rows=(39,))
def _beta(stage: Stage) -> None:
    lecture.formula(
        r"J = \underbrace{E_q[-\ln p(x|z)]}_{\text{distortion } D} + "
        r"\beta\,\underbrace{\mathrm{KL}(q(z|x) \,\|\, p(z))}_{\text{rate } R}, \qquad "
        r"\langle R\rangle = I(x; z) + \mathrm{KL}(q(z) \,\|\, p(z))"
    )
    lecture.estimate(
        "vae.active",
        "Sixteen latent dimensions, β = 10: how many are active?",
        0,
        16,
        betas.active(10.0),
        2,
        "A dimension pays only where it earns β nats for each of its own.",
    )
    results = betas.sweep()
    for slug in ("vae.price", "vae.falls", "vae.silent", "vae.surgery"):
        lecture.verdict(slug, results=results)
    stage.show("beta-mnist")
    lecture.lab(named("beta-mnist").spec, "Open β = 4 in the Lab")


@lecture.section("full", "Full and diagonal covariance", rows=(40,))
@st.fragment
def _full() -> None:
    """Compare a diagonal covariance with a correlated posterior."""
    lecture.formula(
        r"\ln p(x) - \max_{q\ \text{diagonal}} \mathrm{ELBO} = "
        r"-\tfrac12\ln(1 - \rho^2)"
    )
    lecture.question(
        "vae.narrower",
        "The posterior has correlation ρ = 0.8. How wide is the best q without "
        "correlation, beside the posterior?",
        ("Narrower", "As wide", "Wider"),
        bounds.narrower(),
        "KL(q‖p) punishes q wherever the posterior is not: q stays within it.",
    )
    chosen = bounds.rotated()
    lecture.verdict("vae.diagonal", **chosen)
    lecture.verdict("vae.narrow", **chosen)


@lecture.section("weighted", "The importance-weighted bound", rows=(41,))
@st.fragment
def _weighted() -> None:
    """Raise the bound by more samples."""
    lecture.formula(
        r"\mathcal L_k = E_{z_1 \dots z_k \sim q}\Big[\ln\tfrac1k\sum_{i=1}^{k} "
        r"\frac{p(x, z_i)}{q(z_i|x)}\Big], \qquad \mathrm{ELBO} = \mathcal L_1 \leq "
        r"\mathcal L_k \leq \ln p(x)"
    )
    chosen = bounds.weighted()
    lecture.verdict("vae.one_sample", off=chosen["off"])
    lecture.verdict("vae.weighted", **chosen)
    trained.bounds()
