"""Further presets, by model: another weight, network, penalty, rule or dataset."""

from aelab.presets.preset import Preset
from aelab.presets.settings import (
    AE,
    CONTRACTIVE,
    DENOISING,
    DIGITS,
    FAST_LAYER,
    OJA,
    PLANE,
    SPARSE,
    VAE,
    WIDE,
)

PRESETS = (
    Preset(
        name="β = 4 on MNIST",
        slug="beta-mnist",
        dataset="mnist",
        model=VAE,
        model_params={"latent": 2, "beta": 4.0} | DIGITS,
        look_for="The KL term weighs more: the codes should crowd into a round Gaussian. Compare "
        "the sharpness of the digits with β = 1.",
        target=178.0,
    ),
    Preset(
        name="Convolutional AE",
        slug="conv-mnist",
        dataset="mnist",
        model=AE,
        model_params={"latent": 2, "network": "convolutional", "rate": 2e-3, "epochs": 5},
        look_for="Convolutions look at small patches first. Compare J with that of the dense "
        "network, per epoch and per second.",
        target=40.0,
    ),
    Preset(
        name="Sparse KL on MNIST",
        slug="sparse-kl-mnist",
        dataset="mnist",
        model=SPARSE,
        model_params={"latent": 64, "penalty": "KL", "h0": 0.05, "lam": 10.0} | FAST_LAYER,
        look_for="The mean activations should gather about h₀, the line: then a unit is on for "
        "about one digit in twenty. Look in its weights for which.",
        target=25.0,
    ),
    Preset(
        name="Sparse KL on a ring",
        slug="sparse-ring",
        dataset="ring-of-gaussians",
        model=SPARSE,
        model_params={"latent": 8, "penalty": "KL", "h0": 0.125, "lam": 0.1, "decoder": "linear"}
        | PLANE
        | {"widths": (64,)},
        look_for="Eight units and eight Gaussians: each unit is asked to be on for an eighth of "
        "the points. Look how near the bars come to that line.",
        target=0.003,
    ),
    Preset(
        name="Denoising MNIST",
        slug="denoising-mnist",
        dataset="mnist",
        model=DENOISING,
        model_params={"latent": 64, "strength": 0.5} | WIDE,
        look_for="Look whether digits under heavy noise come out clean: the second row is what "
        "the network gets, the third what it makes of it.",
        target=16.0,
    ),
    Preset(
        name="Contractive MNIST",
        slug="contractive-mnist",
        dataset="mnist",
        model=CONTRACTIVE,
        model_params={"latent": 64, "lam": 1.0, "code_layer": "sigmoid"} | FAST_LAYER,
        look_for="One sigmoid layer, the case with a closed form: look whether the filters "
        "become strokes, what share of J the penalty has, and whether the digits remain "
        "readable.",
        target=17.0,
    ),
    Preset(
        name="Contractive moons",
        slug="contractive-moons",
        dataset="two-moons",
        model=CONTRACTIVE,
        model_params={"latent": 1, "lam": 0.01, "code_layer": "sigmoid", "decoder": "mirrored"}
        | PLANE,
        look_for="With a decoder of its own the network can shrink z and make up for it: the "
        "penalty should fall. Look whether the curve still follows the moons.",
        target=0.03,
    ),
    Preset(
        name="Oja on MNIST",
        slug="oja-mnist",
        dataset="mnist",
        model=OJA,
        model_params={"latent": 1, "rate": 1e-3, "epochs": 1},
        look_for="The weights should turn into the first eigendigit. They keep fluctuating: "
        "compare their angle to it with the line, which is predicted from the rate.",
        target=47.7,
        pace=10_000,
    ),
    Preset(
        name="Sanger on MNIST",
        slug="sanger-mnist",
        dataset="mnist",
        model=OJA,
        model_params={"latent": 8, "rate": 2e-4, "epochs": 5},
        look_for="Eight neurons, each learns what those before it leave over: the eigendigits "
        "should come one after the other.",
        target=29.6,
        pace=50_000,
    ),
)
