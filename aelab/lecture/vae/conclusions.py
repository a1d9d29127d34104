"""Conclusions of the chapter on the VAE: each is made from numbers and their errors."""

from collections.abc import Sequence

from aelab.lecture.core.comparing import differ, exactly, precisely
from aelab.lecture.vae.claims_betas import Sweep, averages
from aelab.lecture.vae.trained_bounds import Trained
from aelab.metrics import Estimate


def traded(runs: Sweep) -> str:
    """Say what the rate and the distortion do from the smallest to the largest β above 0."""
    rate = averages(runs.rate[:, -1:] - runs.rate[:, 1:2])[0]
    distortion = averages(runs.reconstruction[:, -1:] - runs.reconstruction[:, 1:2])[0]
    words, seeds = {1: "rises", -1: "falls", 0: "does not clearly change"}, len(runs.rate)
    return (
        f"From β = {runs.beta[1]:g} to {runs.beta[-1]:g} the rate "
        f"{words[differ(rate, exactly(0), seeds)]}, by {_size(rate)} nats, and the distortion "
        f"{words[differ(distortion, exactly(0), seeds)]}, by {_size(distortion)}. Errors are over "
        f"{seeds} seeds."
    )


def gains(models: Sequence[Trained]) -> str:
    """Say whether training with more samples has raised ln p(x), on the same digits."""
    words = {1: "raises", -1: "lowers", 0: "does not clearly change"}
    changes = {model.samples: model.over_first for model in models[1:]}
    sentences = [
        f"training with k = {k} {words[differ(change, exactly(0))]} ln p(x), by {_size(change)} "
        "nats"
        for k, change in changes.items()
    ]
    return (
        f"On the same digits, beside k = {models[0].samples}: {'; '.join(sentences)}."
        if sentences
        else ""
    )


def _size(change: Estimate) -> str:
    """Return the size of a change with its standard error; its direction stands in words."""
    return precisely(Estimate(abs(change.value), change.error))
