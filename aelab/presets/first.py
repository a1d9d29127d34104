"""The first preset of each model, shown as cards on the first page."""

from aelab.presets.preset import Preset
from aelab.presets.settings import (
    AE,
    ALL_POINTS,
    CONTRACTIVE,
    DENOISING,
    DIGITS,
    FIELD,
    GAN,
    LAYER,
    OJA,
    PCA,
    PLANE,
    PLAYED,
    PPCA,
    SPARSE,
    VAE,
)

PRESETS = (
    Preset(
        name="VAE on MNIST",
        slug="vae-mnist",
        dataset="mnist",
        model=VAE,
        model_params={"latent": 2} | DIGITS,
        look_for="Digits that look alike become neighbours, and the plane has few holes: almost "
        "every point of it decodes to something like a digit.",
        target=165.0,
    ),
    Preset(
        name="AE on MNIST",
        slug="ae-mnist",
        dataset="mnist",
        model=AE,
        model_params={"latent": 2} | DIGITS,
        look_for="Clearly better than the 43.6 of PCA from the same two numbers; but nothing "
        "orders the plane, and it has holes that decode to no digit.",
        target=36.0,
    ),
    Preset(
        name="PCA on MNIST",
        slug="pca-mnist",
        dataset="mnist",
        model=PCA,
        model_params={"latent": 2},
        look_for="The best that a linear map to a plane can do: it keeps 17 % of the variance, "
        "and the classes overlap.",
        target=43.6,
    ),
    Preset(
        name="Oja's rule",
        slug="oja-gaussian",
        dataset="correlated-gaussian",
        model=OJA,
        model_params={"latent": 1, "rate": 0.03, "epochs": 1},
        look_for="Sample by sample ‖w‖² grows to 1/α and stays a little above it; w turns to the "
        "long axis and keeps fluctuating about it.",
        target=0.12,
        pace=300,
    ),
    Preset(
        name="Sparse MNIST",
        slug="sparse-mnist",
        dataset="mnist",
        model=SPARSE,
        model_params={"latent": 64, "lam": 0.5} | LAYER,
        look_for="The weights become strokes, and the activations pile up at 0: their histogram "
        "is more peaked than a Gaussian. The code is linear, so that few are exactly 0.",
        target=25.0,
    ),
    Preset(
        name="Denoising ring",
        slug="denoising-ring",
        dataset="ring-of-gaussians",
        model=DENOISING,
        dataset_params=ALL_POINTS,
        model_params=FIELD,
        look_for="The arrows from x to x̂ point to where the data are. Theory says they are "
        "σ²∇ln p, the density smoothed by the noise: compare the two.",
        target=0.082,
    ),
    Preset(
        name="Contractive",
        slug="contractive-ring",
        dataset="ring-of-gaussians",
        model=CONTRACTIVE,
        model_params={"latent": 2, "lam": 1.0} | PLANE | {"activation": "tanh"},
        look_for="‖∂f/∂x‖ becomes small where the data are: there the code ignores small moves of "
        "x. It keeps its slope between the Gaussians, to tell them apart.",
        target=0.05,
    ),
    Preset(
        name="Probabilistic PCA",
        slug="ppca-moons",
        dataset="two-moons",
        model=PPCA,
        model_params={"latent": 1},
        look_for="Samples fill a Gaussian about the first axis: the linear model has the mean "
        "and the covariance of the moons, and none of their bends.",
        target=2.1,
    ),
    Preset(
        name="GAN on a ring",
        slug="gan-ring",
        dataset="ring-of-gaussians",
        model=GAN,
        model_params={"latent": 2} | PLAYED,
        look_for="Samples reach all eight Gaussians, and some of the gaps between; L_D goes to "
        "2 ln 2, where the discriminator only guesses. No point of the data has a code.",
        target=None,
    ),
)
