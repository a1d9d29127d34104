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
        look_for="The KL term should pull the code towards a round Gaussian: look how the "
        "decoded grid bends to cover the moons.",
        target=1.7,
    ),
    Preset(
        name="AE on moons",
        slug="ae-moons",
        dataset="two-moons",
        model=AE,
        model_params={"latent": 1} | MOONS,
        look_for="One number per point: the decoded curve should bend through both moons. "
        "Compare J with that of PCA's straight line.",
        target=0.02,
    ),
    Preset(
        name="PCA on moons",
        slug="pca-moons",
        dataset="two-moons",
        model=PCA,
        model_params={"latent": 1},
        look_for="A straight line is the best linear code: see what it misses of both bends.",
        target=0.19,
    ),
    Preset(
        name="PCA on a noisy line",
        slug="pca-line",
        dataset="noisy-line",
        model=PCA,
        model_params={"latent": 1},
        look_for="Where the data are a line and noise, one component is all there is: compare "
        "what is left over with the variance of the noise across the line.",
        target=0.0105,
    ),
    Preset(
        name="Hebb on a line",
        slug="hebb-line",
        dataset="noisy-line",
        model=OJA,
        model_params={"latent": 1, "rule": "Hebb", "rate": 3e-3, "epochs": 1},
        look_for="Hebb's rule alone should find the direction while ‖w‖ grows without bound: "
        "look for a straight line on the logarithmic scale.",
        target=0.0105,
        pace=500,
    ),
    Preset(
        name="AE on circles",
        slug="ae-circles",
        dataset="circles",
        model=AE,
        model_params={"latent": 1} | PLANE,
        look_for="No curve without ends can follow two circles: look where the code tears them.",
        target=0.19,
    ),
    Preset(
        name="AE on a spiral",
        slug="ae-spiral",
        dataset="spiral",
        model=AE,
        model_params={"latent": 1} | PLANE | {"widths": (64, 64, 64), "batch": 64},
        look_for="The decoded curve should follow the spiral from arm to arm: look where it "
        "jumps from one stretch of z to another and cuts across.",
        target=0.05,
    ),
    Preset(
        name="VAE on a ring",
        slug="vae-ring",
        dataset="ring-of-gaussians",
        model=VAE,
        model_params=GAUSSIAN | PLANE,
        look_for="Eight clusters have to share the prior's disc: look how they are arranged, and "
        "how the grid is stretched between them, over what is no data.",
        target=2.8,
    ),
    Preset(
        name="VAE, checkerboard",
        slug="vae-checkerboard",
        dataset="checkerboard",
        model=VAE,
        model_params=GAUSSIAN | PLANE,
        look_for="The squares touch only at corners: look whether a smooth decoder avoids the "
        "light ones between them.",
        target=3.15,
    ),
    Preset(
        name="Denoising an S",
        slug="denoising-scurve",
        dataset="s-curve",
        model=DENOISING,
        dataset_params=ALL_POINTS,
        model_params=FIELD,
        look_for="Noisy points should be moved back to the S, and not beyond it: half way where "
        "two arms are equally near.",
        target=0.13,
    ),
    Preset(
        name="Overcomplete",
        slug="overcomplete-uniform",
        dataset="uniform-noise",
        model=AE,
        model_params={"latent": 16} | PLANE,
        look_for="With 16 numbers for a point of the plane the network can copy even pure noise. "
        "See how far J falls: a small error alone says nothing about what was learnt.",
        target=2e-5,
    ),
    Preset(
        name="AE on a swiss roll",
        slug="ae-swissroll",
        dataset="swiss-roll",
        model=AE,
        model_params={"latent": 2} | PLANE | {"epochs": 500},
        look_for="A sheet rolled up in space: two numbers are enough. Look whether the decoded "
        "sheet winds into the roll.",
        target=0.06,
    ),
)
