"""Sentences of the page on the VAE that tell its results, each number with its error."""

from collections.abc import Sequence

import numpy as np

from aelab.lecture.vae.claims_betas import Sweep, averages
from aelab.lecture.vae.trained_bounds import (
    PUBLISHED,
    PUBLISHED_DRAWS,
    PUBLISHED_EPOCHS,
    Trained,
)
from aelab.metrics import Estimate
from aelab.web.lecture.verdicts import number, with_error

SATURATED = 0.1  # nats below ln N from which on the information is not resolved


def written(estimate: Estimate) -> str:
    """Return a number with its standard error."""
    return with_error(estimate.value, estimate.error)


# The sweep of β.


def collapse(runs: Sweep) -> str:
    """Say how many dimensions are active at each end of the sweep, and how many collapsed."""
    units, dimensions = averages(runs.units), runs.kl.shape[2]
    low, high = units[1], units[-1]
    text = (
        f"Active are {written(low)} of {dimensions} dimensions at β = {runs.beta[1]:g} and "
        f"{written(high)} at β = {runs.beta[-1]:g}, on average over {len(runs.units)} seeds. "
    )
    silent = dimensions - runs.units[:, -1]  # (seeds,)
    if not silent.any():
        return text + "No dimension has collapsed."
    where = f"with {np.count_nonzero(silent)} of {len(silent)} seeds"
    least, most = (f"{count:g}" for count in (silent.min(), silent.max()))
    count = least if least == most else f"{least} to {most}"
    return text + (
        f"That is posterior collapse, {where}: {count} dimensions have q(z|x) = p(z) for every x, "
        f"and the decoder ignores them. All together have {written(averages(runs.rate)[-1])} nats "
        "left."
    )


def information(runs: Sweep, most: float) -> str:
    """Say how much of ⟨KL⟩ is information at the largest β, and where it is not resolved."""
    values = averages(runs.surgery[:, 1:, 1])
    pairs = zip(runs.beta[1:], values, strict=True)
    full = [f"{beta:g}" for beta, value in pairs if value.value > most - SATURATED]
    whole, last, rest = (averages(runs.surgery[:, -1:, i])[0] for i in range(3))
    text = (
        f"At β = {runs.beta[-1]:g} the KL of {written(whole)} nats consists of {written(last)} "
        f"nats of information and {written(rest)} nats by which the codes of all digits together "
        "differ from the prior. "
    )
    if not full:
        return text
    return text + (
        f"At β = {', '.join(full)} the estimate has reached its limit ln N = {most:.1f}: the "
        "information is at least that, and what exceeds it is counted to the other part."
    )


# Bounds of trained models.


def tightness(models: Sequence[Trained]) -> list[str]:
    """Say for each model what its bounds are with one sample and with most of them."""
    return [
        f"Trained with k = {model.samples}: −ln p(x) ≈ "
        f"{written(Estimate(-model.evidence.value, model.evidence.error))} nats from "
        f"{model.counts[-1]:,} samples, −ELBO = {with_error(-model.bound[0], model.error[0])}"
        f"{_published(model)}."
        for model in models
    ]


def _published(model: Trained) -> str:
    reference = PUBLISHED.get(model.samples)
    return "" if reference is None else f"; Burda et al. have {reference:.2f}"


def budget(models: Sequence[Trained], points: int, digits: int) -> str:
    """Say how short the training on so many points was, beside the published one.

    ``digits`` is the number of held-out digits that the bounds are of.
    """
    epochs = sorted({model.epochs for model in models})
    passes = " to ".join(f"{epoch:,}" for epoch in dict.fromkeys((epochs[0], epochs[-1])))
    minutes = number(round(sum(model.minutes for model in models), 1))
    return (
        f"Passes over {points:,} digits: {passes} for each, {minutes} min of a CPU core in "
        f"all; {PUBLISHED_EPOCHS:,} over 60,000 in the paper. Measured on {digits:,} held-out "
        f"digits; the published values are of {PUBLISHED_DRAWS:,} samples and 10,000 digits."
    )
