"""Further presets on toys, by dataset."""

from aelab.presets.preset import Preset
from aelab.presets.settings import (
    AE,
    ALL_POINTS,
    DENOISING,
    FIELD,
    GAUSSIAN,
    MOONS,
    OJA,
    PCA,
    PLANE,
    VAE,
)

PRESETS = (
    Preset(
        name="VAE on moons",
        slug="vae-moons",
        dataset="two-moons",
        model=VAE,
        model_params=GAUSSIAN | MOONS,
        look_for="The code is pulled towards a round Gaussian; the decoded grid bends to cover "
        "the moons.",
        target=1.7,
    ),
    Preset(
        name="AE on moons",
        slug="ae-moons",
        dataset="two-moons",
        model=AE,
        model_params={"latent": 1} | MOONS,
        look_for="One number per point: the decoded curve bends through both moons, where "
        "PCA's straight line leaves 0.19.",
        target=0.02,
    ),
    Preset(
        name="PCA on moons",
        slug="pca-moons",
        dataset="two-moons",
        model=PCA,
        model_params={"latent": 1},
        look_for="A straight line is the best linear code, and it misses both bends.",
        target=0.19,
    ),
    Preset(
        name="PCA on a noisy line",
        slug="pca-line",
        dataset="noisy-line",
        model=PCA,
        model_params={"latent": 1},
        look_for="Where the data are a line and noise, one component is all there is: what is "
        "left over, 0.01, is the variance of the noise.",
        target=0.0105,
    ),
    Preset(
        name="Hebb on a line",
        slug="hebb-line",
        dataset="noisy-line",
        model=OJA,
        model_params={"latent": 1, "rule": "Hebb", "rate": 3e-3, "epochs": 1},
        look_for="Hebb's rule alone finds the direction, but ‖w‖ grows without bound: a straight "
        "line on the logarithmic scale.",
        target=0.0105,
        pace=500,
    ),
    Preset(
        name="AE on circles",
        slug="ae-circles",
        dataset="circles",
        model=AE,
        model_params={"latent": 1} | PLANE,
        look_for="No curve without ends can follow two circles: the code has to tear them "
        "somewhere.",
        target=0.19,
    ),
    Preset(
        name="AE on a spiral",
        slug="ae-spiral",
        dataset="spiral",
        model=AE,
        model_params={"latent": 1} | PLANE | {"widths": (64, 64, 64), "batch": 64},
        look_for="The decoded curve follows the spiral from arm to arm; where it jumps from one "
        "stretch of z to another, it cuts across.",
        target=0.05,
    ),
    Preset(
        name="VAE on a ring",
        slug="vae-ring",
        dataset="ring-of-gaussians",
        model=VAE,
        model_params=GAUSSIAN | PLANE,
        look_for="Eight clusters share the prior's disc like slices of a cake; between them the "
        "grid is stretched over what is no data.",
        target=2.8,
    ),
    Preset(
        name="VAE, checkerboard",
        slug="vae-checkerboard",
        dataset="checkerboard",
        model=VAE,
        model_params=GAUSSIAN | PLANE,
        look_for="The squares touch only at corners; a smooth decoder cannot avoid the light "
        "ones between them.",
        target=3.15,
    ),
    Preset(
        name="Denoising an S",
        slug="denoising-scurve",
        dataset="s-curve",
        model=DENOISING,
        dataset_params=ALL_POINTS,
        model_params=FIELD,
        look_for="Noisy points are moved back to the S, and not beyond it: half way where two "
        "arms are equally near.",
        target=0.13,
    ),
    Preset(
        name="Overcomplete",
        slug="overcomplete-uniform",
        dataset="uniform-noise",
        model=AE,
        model_params={"latent": 16} | PLANE,
        look_for="With 16 numbers for a point of the plane the network copies even pure noise, "
        "to 1e-5: a small error alone says nothing about what was learnt.",
        target=2e-5,
    ),
    Preset(
        name="AE on a swiss roll",
        slug="ae-swissroll",
        dataset="swiss-roll",
        model=AE,
        model_params={"latent": 2} | PLANE | {"epochs": 500},
        look_for="A sheet rolled up in space: two numbers are enough, and the decoded sheet "
        "winds into the roll.",
        target=0.06,
    ),
)
