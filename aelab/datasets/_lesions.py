"""Simulated lesions: bright blobs of random shape inside a brain, with known masks."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import minimum_filter

SMALLEST = 2.0  # pixels
FAINTEST = 0.1
DEPTH = 2  # smallest distance in pixels from the centre of a lesion to the edge of the brain
WAVES = np.arange(2, 5)  # numbers of waves in the outline, around the centre
WAVINESS = 0.12  # standard deviation of the amplitude of each, in units of the radius


class Lesions(NamedTuple):
    """Profiles (n, h, w), 1 at the centre and 0 outside, radii in pixels and contrasts (n,).

    A lesion adds contrast times profile to the brightness of a slice.
    """

    profile: NDArray[np.float32]
    radius: NDArray[np.float64]
    contrast: NDArray[np.float64]

    @property
    def mask(self) -> NDArray[np.bool_]:
        """Pixels (n, h, w) that belong to a lesion: those that gain at least half its contrast."""
        return self.profile >= 0.5

    def add_to(self, x: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return slices (n, h, w) with their lesions added, clipped to at most 1."""
        return np.minimum(x + self.contrast[:, None, None].astype(np.float32) * self.profile, 1)


def random_lesions(
    inside: NDArray[np.bool_], size: float, contrast: float, rng: np.random.Generator
) -> Lesions:
    """Return one random lesion for each of n brains.

    The outline is antialiased over one pixel.

    Args:
        inside: which pixels (n, h, w) lie inside each brain.
        size: largest radius in pixels; radii are uniform from 2 pixels to it.
        contrast: largest contrast; contrasts are uniform from 0.1 to it.
        rng: source of the random numbers.

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
    """Return row and column (n,) of a random pixel of each brain, at least DEPTH from its edge."""
    deep = minimum_filter(inside, size=(1, 2 * DEPTH + 1, 2 * DEPTH + 1), mode="constant")
    h, w = inside.shape[1:]
    priority = (rng.random(inside.shape, np.float32) * deep).reshape(-1, h * w)
    return np.unravel_index(priority.argmax(1), (h, w))


def _outline(angle: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return the distance of outlines from their centres (n, h, w), in units of their radii.

    ``angle`` (n, h, w) is the direction in rad.
    """
    count = (len(WAVES), len(angle), 1, 1)
    height = WAVINESS * rng.standard_normal(count)
    phase = rng.uniform(0, 2 * np.pi, count)
    waves = (h * np.cos(k * angle + p) for k, h, p in zip(WAVES, height, phase, strict=True))
    return 1 + sum(waves, np.zeros_like(angle))
