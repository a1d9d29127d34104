"""Presets: settings of runs, each with a hint what to look for, as plain data."""

from dataclasses import replace

from aelab.presets import first, toys, variants
from aelab.presets.preset import SHIPPED, Preset, firsts
from aelab.presets.settings import (
    AE,
    CONTRACTIVE,
    DENOISING,
    DIGITS,
    GAN,
    MOONS,
    OJA,
    PCA,
    PLANE,
    PLAYED,
    PPCA,
    SPARSE,
    VAE,
)

__all__ = [
    "AE",
    "CONTRACTIVE",
    "DENOISING",
    "DIGITS",
    "GAN",
    "MOONS",
    "OJA",
    "PCA",
    "PLANE",
    "PLAYED",
    "PPCA",
    "PRESETS",
    "SHIPPED",
    "SPARSE",
    "VAE",
    "Preset",
    "firsts",
    "named",
]

PRESETS = (*first.PRESETS, *variants.PRESETS, *toys.PRESETS)


def named(slug: str, views: str = "") -> Preset:
    """Return the preset with this slug, showing the given views.

    Raises:
        KeyError: there is no such preset.

    """
    for preset in PRESETS:
        if preset.slug == slug:
            return replace(preset, views=views)
    raise KeyError(slug)
