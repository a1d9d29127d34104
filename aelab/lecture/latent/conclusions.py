"""Conclusions of the chapter on latent variable models, from shares over several seeds."""

from collections.abc import Mapping

from aelab.lecture.core.comparing import differ, exactly, listed, precisely, sorted_by
from aelab.metrics import Estimate


def holes(autoencoder: Estimate, variational: Estimate, seeds: int = 0) -> str:
    """Say whose samples miss the data more often, from shares in %."""
    verdict = {
        1: "the autoencoder's miss more often: only the VAE was told, by its KL term, where codes "
        "will be drawn",
        0: "the two cannot be told apart",
        -1: "the VAE's miss more often, although its KL term says where codes will be drawn",
    }[differ(autoencoder, variational, seeds)]
    return (
        f"Off the data are {precisely(autoencoder)} % of the autoencoder's samples and "
        f"{precisely(variational)} % of the VAE's: {verdict}."
    )


def compared(shares: Mapping[str, Estimate], usual: float, seeds: int = 0) -> str:
    """Say which models have more samples off the data, in %, than held-out data are."""
    words = {
        1: "clearly more often off than held-out data",
        0: "not clearly different from held-out data",
        -1: "clearly less often off than held-out data, as if nearer to them than they are",
    }
    groups = sorted_by(shares, exactly(usual), seeds)
    numbers = [f"{name} {precisely(share)} %" for name, share in shares.items()]
    parts = [f"{words[sign]}: {listed(names)}" for sign, names in groups.items() if names]
    return (
        f"Samples of the distribution of the data itself would be off in {usual:g} %. Of the "
        f"models: {listed(numbers)}; {'; '.join(parts)}."
    )
