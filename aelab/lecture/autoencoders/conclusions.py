"""Conclusions of the chapter on autoencoders, from shares of the variance in % and angles."""

from aelab.lecture.core.comparing import differ, exactly, precisely
from aelab.metrics import Estimate

COPIED = 10.0  # % of the variance of noise, below which it counts as copied


def noise(share: Estimate, seeds: int = 0) -> str:
    """Say whether an overcomplete network copies noise, from what it leaves of it."""
    verdict = {
        -1: "it is copied, for nothing but the identity was asked of the network",
        0: f"that is not clearly different from {COPIED:g} %, below which it counts as copied",
        1: "it is not copied: the network has learnt where the data are",
    }[differ(share, exactly(COPIED), seeds)]
    return f"Of the variance of the noise {precisely(share)} % are left: {verdict}."


def identity(digits: Estimate, uniform: Estimate, seeds: int = 0) -> str:
    """Say whether a wide network copies noise as it copies held-out digits."""
    verdict = {
        1: "It has not become the identity: it copies digits and fails on noise, which it has "
        "never seen",
        0: "Digits and noise cannot be told apart by it",
        -1: "It copies noise even better than digits",
    }[differ(uniform, digits, seeds)]
    return (
        f"With 1000 units {precisely(digits)} % of the variance of held-out digits are left, and "
        f"{precisely(uniform)} % of that of noise. {verdict}."
    )


def left(network: Estimate, pca: Estimate, seeds: int = 0) -> str:
    """Say whether a network leaves less than PCA with as many numbers."""
    verdict = {
        -1: "less than PCA's {}: a curved sheet comes nearer to the digits than a plane",
        0: "not clearly different from PCA's {}",
        1: "more than PCA's {}: the training has not found even the best plane",
    }[differ(network, pca, seeds)]
    return f"The network leaves {precisely(network)} %, {verdict.format(f'{pca.value:.1f} %')}."


def held_out(k: int, unseen: Estimate, training: Estimate, seeds: int = 0) -> str:
    """Say whether a network leaves more of digits that it has not learnt from.

    Args:
        k: size of its code.
        unseen: share of the variance of held-out digits that is left.
        training: the same of the digits that it has learnt from.
        seeds: how many values the errors were estimated from.

    """
    verdict = {
        1: "it knows some of its 10,000 digits by heart",
        0: "no clear difference",
        -1: "held-out digits are reconstructed better than those that were learnt",
    }[differ(unseen, training, seeds)]
    return (
        f"With k = {k} the network leaves {precisely(training)} % of the digits that it has "
        f"learnt from and {precisely(unseen)} % of held-out ones: {verdict}."
    )


def columns(single: Estimate, plane: Estimate, seeds: int = 0) -> str:
    """Say whether the columns of a linear decoder are eigenvectors, from angles in degrees.

    Args:
        single: angle between a column and the nearest eigenvector.
        plane: angle between the plane of both columns and that of both eigenvectors.
        seeds: how many values the errors were estimated from.

    """
    verdict = {
        1: "the plane is found, its axes are not: any mixture of u₁ and u₂ has the same error",
        0: "in this run the columns cannot be told from eigenvectors, although any mixture of "
        "them has the same error",
        -1: "the columns are nearer to eigenvectors than the planes are to each other",
    }[differ(single, plane, seeds)]
    return (
        f"The planes differ by {precisely(plane)}°, a column from the nearest eigenvector by up "
        f"to {precisely(single)}°: {verdict}."
    )


def between(pixels: Estimate, code: Estimate, seeds: int = 0) -> str:
    """Say which middle of two digits is nearer to a digit, from mean squared distances."""
    verdict = {
        1: "the middle of the codes is nearer; a mixture of pixels is two pale digits at once",
        0: "the two cannot be told apart",
        -1: "the mixture of pixels is nearer, although it is two pale digits at once",
    }[differ(pixels, code, seeds)]
    return (
        f"Mean squared distance to the nearest digit: {pixels.value:.1f} for the pixels, "
        f"{precisely(code)} for the code: {verdict}."
    )
