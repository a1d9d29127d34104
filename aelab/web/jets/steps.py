"""The steps from constituents to an image, as stages to draw and sentences with their numbers."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.figures.jets import Stage
from aelab.figures.pixels import Scale, X, Y
from aelab.jets import images
from aelab.jets.files import Jets
from aelab.jets.images import PIXELS, WINDOW, Step

NAMES = ("Constituents", "Centred", "Rotated", "Flipped", "Pixels", "Normalised")
GEV = Scale(-1, 2.7, "pT in GeV")
SHARE = Scale(-4, -0.3, "share of the pT")
AXES = (
    ("Δη from the jet axis", "Δφ from the jet axis (rad)"),
    ("Δη from the centre", "Δφ from the centre (rad)"),
    (X, Y),
    (X, Y),
)


def stages(jet: Jets) -> list[Stage]:
    """Return the six steps of one jet."""
    discs = [
        Stage(name, axes, GEV, pt=step.pt, x=step.x, y=step.y)
        for name, axes, step in zip(NAMES, AXES, _steps(jet), strict=False)
    ]
    deposits, image = (of(jet).reshape(PIXELS, PIXELS) for of in (images.deposits, images.images))
    return [
        *discs,
        Stage(NAMES[4], (X, Y), GEV, image=deposits),
        Stage(NAMES[5], (X, Y), SHARE, image=image),
    ]


def _steps(jet: Jets) -> list[Step]:
    return images.steps(jet.pt, jet.eta, jet.phi)


def sentence(number: int, jet: Jets) -> str:
    """Return what happens at a step, counted from 0, with the numbers of this jet."""
    constituents, centred, rotated, flipped = _steps(jet)
    if number == 0:
        return _constituents(constituents)
    if number == 1:
        return _centred(constituents)
    if number == 2:
        return _rotated(centred, rotated)
    if number == 3:
        return _flipped(rotated, flipped)
    deposits = images.deposits(jet)[0]
    return _pixels(deposits, jet.pt.sum()) if number == 4 else _normalised(deposits)


def _constituents(step: Step) -> str:
    hardest = step.pt.max() / step.pt.sum()
    return (
        f"The {len(step.pt)} particles of the jet, by their direction. Area and colour of a disc "
        f"show its pT; the hardest one carries {hardest:.0%} of the sum."
    )


def _centred(before: Step) -> str:
    dx, dy = (np.average(v, weights=before.pt) for v in (before.x, before.y))
    return (
        "The mean direction, weighted by pT, becomes the origin: here it was "
        f"{signed(dx)} in η and {signed(dy)} in φ off the jet axis. Where the jet flew to is "
        "forgotten."
    )


def _rotated(before: Step, after: Step) -> str:
    degrees = signed(np.degrees(rotation_angle(before, after)), 0)
    return (
        "The principal axis, along which the pT is spread most, becomes vertical: a turn by "
        f"{degrees}°. From here on x and y are mixed of Δη "
        "and Δφ, as distances in their plane."
    )


def _flipped(before: Step, after: Step) -> str:
    exchanged = [
        halves
        for halves, old, new in (
            ("left and right", before.x, after.x),
            ("up and down", before.y, after.y),
        )
        if old @ new < 0
    ]
    done = f"{' and '.join(exchanged)} are exchanged" if exchanged else "it was so already"
    pt = after.pt
    right, upper = (pt[v > 0].sum() / pt.sum() for v in (after.x, after.y))
    return (
        f"Mirrored such that the right and the upper half hold more pT: {done}. The right half "
        f"has {right:.0%} of it, the upper half {upper:.0%}."
    )


def _pixels(deposits: NDArray[Any], pt: float) -> str:
    size = 2 * WINDOW / PIXELS
    return (
        f"Added up in {PIXELS} × {PIXELS} pixels of {size:.2g} × {size:.2g}: each holds the pT "
        f"that falls into it. {(deposits > 0).sum()} pixels are lit, and all together they hold "
        f"{deposits.sum() / pt:.1%} of the pT."
    )


def _normalised(deposits: NDArray[Any]) -> str:
    return (
        "Divided by the sum: the pixels add up to 1, and the pT of the jet is forgotten. The "
        f"brightest one holds {deposits.max() / deposits.sum():.0%}. This is what a network is "
        "given."
    )


def rotation_angle(before: Step, after: Step) -> float:
    """Return the angle in (−π, π] by which constituents were turned about the origin."""
    first, second = before.x + 1j * before.y, after.x + 1j * after.y
    return float(np.angle(np.vdot(before.pt * first, second)))


def signed(value: float, decimals: int = 3) -> str:
    """Return a number with a true minus sign, and none before zero."""
    text = f"{value:.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0 else text.replace("-", "−")
