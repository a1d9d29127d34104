"""Conclusions of the chapter on regularised autoencoders: what penalties cost, over seeds."""

from collections.abc import Mapping

from aelab.lecture.core.comparing import differ, exactly, listed, precisely, sorted_by
from aelab.metrics import Estimate


def code_layer(ratio: Estimate, seeds: int = 0) -> str:
    """Say what a sigmoid as code layer does to the held-out error, as a multiple of it."""
    verdict = {
        1: "it costs reconstruction, without any penalty",
        0: "no clear difference",
        -1: "it helps reconstruction",
    }[differ(ratio, exactly(1), seeds)]
    return (
        f"A sigmoid as code layer multiplies the squared error by {precisely(ratio)}: {verdict}."
    )


def prices(ratios: Mapping[str, Estimate], seeds: int = 0) -> str:
    """Say which variants reconstruct worse than the network without a penalty.

    Args:
        ratios: held-out squared error, as a multiple of that with the same code layer and without
            the penalty, by variant.
        seeds: how many values the errors were estimated from.

    """
    words = {
        1: "clearly worse reconstruction",
        0: "no clear difference",
        -1: "clearly better reconstruction",
    }
    groups = sorted_by(ratios, exactly(1), seeds)
    numbers = [f"{name} {precisely(ratio)}" for name, ratio in ratios.items()]
    parts = [f"{words[sign]} with {listed(names)}" for sign, names in groups.items() if names]
    return (
        "Squared error, as a multiple of that without a penalty and with the same code layer: "
        f"{listed(numbers)}. At these λ and σ there is {'; '.join(parts)}."
    )


def dearest(errors: Mapping[str, Estimate], seeds: int = 0) -> str:
    """Say which variant has the largest held-out squared error, and whether clearly so."""
    worst, second, *_ = sorted(errors, key=lambda name: -errors[name].value)
    numbers = listed([f"{name} {precisely(error)}" for name, error in errors.items()])
    verdict = (
        f"that of {worst} is clearly the largest"
        if differ(errors[worst], errors[second], seeds)
        else f"{worst} and {second} cannot be told apart"
    )
    return f"Squared errors per digit: {numbers}; {verdict}. Each depends on its λ or σ."
