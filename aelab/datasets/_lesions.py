"""Simulated lesions: bright blobs of random shape inside a brain, with known masks."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import minimum_filter

SMALLEST = 2.0  # pixels
FAINTEST = 0.1
DEPTH = 2  # pixels from the centre of a lesion to the edge of the brain, at least
WAVES = np.arange(2, 5)  # of the outline, around the centre
WAVINESS = 0.12  # standard deviation of each, of the radius


class Lesions(NamedTuple):
    """Profiles (n, h, w) from 0 to 1 at the middle, radii in pixels and contrasts (n,).

    A lesion adds contrast times profile to the brightness of a slice.
    """

    profile: NDArray[np.float32]
    radius: NDArray[np.float64]
    contrast: NDArray[np.float64]

    @property
    def mask(self) -> NDArray[np.bool_]:
        """Which pixels (n, h, w) are of a lesion: those that gain half its contrast."""
        return self.profile >= 0.5

    def put(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return slices (n, h, w) with their lesions, at most 1 bright."""
        return np.minimum(x + self.contrast[:, None, None].astype(np.float32) * self.profile, 1)


def lesions(
    inside: NDArray[np.bool_], size: float, contrast: float, rng: np.random.Generator
) -> Lesions:
    """Return a lesion for each of n brains, given by which pixels (n, h, w) lie inside.

    Radii are uniform from 2 pixels to ``size``, contrasts from 0.1 to ``contrast``. An edge
    takes one pixel.
    """
    n, shape = len(inside), inside.shape[1:]
    radius = rng.uniform(SMALLEST, size, n)
    strength = rng.uniform(FAINTEST, contrast, n)
    centres = _centres(inside, rng)
    rows, columns = (
        np.arange(side)[None] - centre[:, None]
        for side, centre in zip(shape, centres, strict=True)
    )
    y, x = rows[:, :, None], columns[:, None, :]
    outline = radius[:, None, None] * _outline(np.arctan2(y, x), rng)
    profile = np.clip(outline - np.hypot(y, x) + 0.5, 0, 1) * inside
    return Lesions(profile.astype(np.float32), radius, strength)


def _centres(inside: NDArray[np.bool_], rng: np.random.Generator) -> tuple[NDArray[np.intp], ...]:
    """Return row and column (n,) of a pixel of each brain, all that are deep enough as likely."""
    deep = minimum_filter(inside, size=(1, 2 * DEPTH + 1, 2 * DEPTH + 1), mode="constant")
    h, w = inside.shape[1:]
    drawn = (rng.random(inside.shape, np.float32) * deep).reshape(-1, h * w)
    return np.unravel_index(drawn.argmax(1), (h, w))


def _outline(angle: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return the length of outlines (n, h, w) at angles in rad, in units of their radii."""
    count = (len(WAVES), len(angle), 1, 1)
    height = WAVINESS * rng.standard_normal(count)
    phase = rng.uniform(0, 2 * np.pi, count)
    waves = (h * np.cos(k * angle + p) for k, h, p in zip(WAVES, height, phase, strict=True))
    return 1 + sum(waves, np.zeros_like(angle))
