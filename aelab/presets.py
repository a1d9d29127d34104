"""Presets: settings worth seeing, each with what to look for, as plain data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aelab.spec import Spec

SHIPPED = Path(__file__).parent / "shipped"


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A setting by name: what to look for in it, and the held-out J of a good picture."""

    name: str
    slug: str
    dataset: str
    model: str
    look_for: str
    target: float | None  # None where no J tells how good the picture is
    dataset_params: Mapping[str, Any] = field(default_factory=dict)
    model_params: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    pace: int | None = None  # updates per second to watch it at, if not the model's own
    views: str = ""  # which views are shown, joined by dots, if not the model's first

    @property
    def spec(self) -> Spec:
        """The run that the preset stands for; `InputError` if its data or model is gone."""
        return Spec(
            dataset=self.dataset,
            model=self.model,
            dataset_params=self.dataset_params,
            model_params=self.model_params,
            seed=self.seed,
        )

    @property
    def shipped(self) -> str:
        """Name of the finished run shipped with the lab, empty if there is none."""
        name = f"{self.slug}.frame.gz"
        return name if (SHIPPED / name).is_file() else ""


def firsts(presets: Iterable[Preset]) -> list[Preset]:
    """Return the first preset of each model."""
    found: dict[str, Preset] = {}
    for preset in presets:
        found.setdefault(preset.model, preset)
    return list(found.values())


VAE, AE, PCA, OJA = "Variational autoencoder", "Autoencoder", "PCA", "Oja"
SPARSE, DENOISING = "Sparse autoencoder", "Denoising autoencoder"
CONTRACTIVE = "Contractive autoencoder"
PPCA, GAN = "Probabilistic PCA", "GAN"

DIGITS: dict[str, Any] = {"widths": (256, 64), "batch": 256, "rate": 2e-3, "epochs": 20}
WIDE: dict[str, Any] = {"widths": (256,), "batch": 256, "rate": 2e-3, "epochs": 6}
LAYER: dict[str, Any] = {"widths": (), "batch": 256, "rate": 2e-3, "epochs": 8}
PLANE: dict[str, Any] = {
    "widths": (64, 64),
    "activation": "SiLU",
    "batch": 128,
    "rate": 5e-3,
    "epochs": 200,
}
MOONS: dict[str, Any] = PLANE | {"epochs": 300}
PLAYED: dict[str, Any] = PLANE | {"batch": 256, "rate": 1e-3}
FIELD: dict[str, Any] = PLANE | {
    "latent": 16,
    "batch": 512,
    "rate": 3e-3,
    "epochs": 100,
    "strength": 0.3,
}

PRESETS = (
    Preset(
        name="VAE on MNIST",
        slug="vae-mnist",
        dataset="MNIST",
        model=VAE,
        model_params={"latent": 2} | DIGITS,
        look_for="Digits that look alike become neighbours, and the plane has few holes: almost "
        "every point of it decodes to something like a digit.",
        target=165.0,
    ),
    Preset(
        name="AE on MNIST",
        slug="ae-mnist",
        dataset="MNIST",
        model=AE,
        model_params={"latent": 2} | DIGITS,
        look_for="Clearly better than the 42.5 of PCA from the same two numbers; but nothing "
        "orders the plane, and it has holes that decode to no digit.",
        target=36.0,
    ),
    Preset(
        name="PCA on MNIST",
        slug="pca-mnist",
        dataset="MNIST",
        model=PCA,
        model_params={"latent": 2},
        look_for="The best that a linear map to a plane can do: it keeps 17 % of the variance, "
        "and the classes overlap.",
        target=42.6,
    ),
    Preset(
        name="Oja's rule",
        slug="oja-gaussian",
        dataset="Correlated Gaussian",
        model=OJA,
        model_params={"latent": 1, "rate": 0.03, "epochs": 1},
        look_for="Sample by sample ‖w‖² grows to 1/α and stays a little above it; w turns to the "
        "long axis and goes on trembling about it.",
        target=0.12,
        pace=300,
    ),
    Preset(
        name="Sparse MNIST",
        slug="sparse-mnist",
        dataset="MNIST",
        model=SPARSE,
        model_params={"latent": 64, "lam": 0.5} | LAYER,
        look_for="Each unit becomes a detector of strokes, and most of them are silent for any "
        "one digit: the activations pile up at 0.",
        target=25.0,
    ),
    Preset(
        name="Denoising ring",
        slug="denoising-ring",
        dataset="Ring of Gaussians",
        model=DENOISING,
        dataset_params={"points": 20_000},
        model_params=FIELD,
        look_for="The arrows from x to x̂ point to where the data are. Theory says they are "
        "σ²∇ln p, the density smoothed by the noise: compare the two.",
        target=0.082,
    ),
    Preset(
        name="Contractive",
        slug="contractive-ring",
        dataset="Ring of Gaussians",
        model=CONTRACTIVE,
        model_params={"latent": 2, "lam": 1.0} | PLANE | {"activation": "tanh"},
        look_for="‖∂f/∂x‖ becomes small where the data are: there the code ignores small moves of "
        "x. It keeps its slope between the Gaussians, to tell them apart.",
        target=0.05,
    ),
    Preset(
        name="Probabilistic PCA",
        slug="ppca-moons",
        dataset="Two moons",
        model=PPCA,
        model_params={"latent": 1},
        look_for="Samples fill a Gaussian about the first axis: the linear model has the mean "
        "and the covariance of the moons, and none of their bends.",
        target=2.1,
    ),
    Preset(
        name="GAN on a ring",
        slug="gan-ring",
        dataset="Ring of Gaussians",
        model=GAN,
        model_params={"latent": 2} | PLAYED,
        look_for="Samples reach all eight Gaussians, and some of the gaps between; L_D goes to "
        "2 ln 2, where the discriminator only guesses. No point of the data has a code.",
        target=None,
    ),
    # The others, data by data.
    Preset(
        name="β = 4 on MNIST",
        slug="beta-mnist",
        dataset="MNIST",
        model=VAE,
        model_params={"latent": 2, "beta": 4.0} | DIGITS,
        look_for="The KL term weighs more: the codes crowd into a round Gaussian, and the digits "
        "blur.",
        target=178.0,
    ),
    Preset(
        name="Convolutional AE",
        slug="conv-mnist",
        dataset="MNIST",
        model=AE,
        model_params={"latent": 2, "network": "convolutional", "rate": 2e-3, "epochs": 5},
        look_for="Convolutions look at small patches first. Per epoch it learns more than the "
        "dense network, per second less.",
        target=40.0,
    ),
    Preset(
        name="Sparse KL on MNIST",
        slug="sparse-kl-mnist",
        dataset="MNIST",
        model=SPARSE,
        model_params={"latent": 64, "penalty": "KL", "h0": 0.05, "lam": 10.0}
        | LAYER
        | {"rate": 1e-2},
        look_for="The mean activations gather about h₀, the line: a unit is on for about one "
        "digit in twenty, and its weights show for which.",
        target=25.0,
    ),
    Preset(
        name="Sparse KL on a ring",
        slug="sparse-ring",
        dataset="Ring of Gaussians",
        model=SPARSE,
        model_params={"latent": 8, "penalty": "KL", "h0": 0.125, "lam": 0.1, "decoder": "linear"}
        | PLANE
        | {"widths": (64,)},
        look_for="Eight units and eight Gaussians: each unit is asked to be on for an eighth of "
        "the points, and the bars come close to that line.",
        target=0.003,
    ),
    Preset(
        name="Denoising MNIST",
        slug="denoising-mnist",
        dataset="MNIST",
        model=DENOISING,
        model_params={"latent": 64, "strength": 0.5} | WIDE,
        look_for="Digits under heavy noise come out clean: the second row is what the network "
        "gets, the third what it makes of it.",
        target=16.0,
    ),
    Preset(
        name="Contractive MNIST",
        slug="contractive-mnist",
        dataset="MNIST",
        model=CONTRACTIVE,
        model_params={"latent": 64, "lam": 1.0, "code_layer": "sigmoid"} | LAYER | {"rate": 1e-2},
        look_for="One sigmoid layer, the case with a closed form: the filters become strokes, and "
        "the penalty stays a third of J while the digits remain readable.",
        target=17.0,
    ),
    Preset(
        name="Contractive moons",
        slug="contractive-moons",
        dataset="Two moons",
        model=CONTRACTIVE,
        model_params={"latent": 1, "lam": 0.01, "code_layer": "sigmoid", "decoder": "mirrored"}
        | PLANE,
        look_for="With a decoder of its own the network can shrink z and make up for it: the "
        "penalty falls, and the curve still follows the moons.",
        target=0.03,
    ),
    Preset(
        name="Oja on MNIST",
        slug="oja-mnist",
        dataset="MNIST",
        model=OJA,
        model_params={"latent": 1, "rate": 1e-3, "epochs": 1},
        look_for="The weights turn into the first eigendigit within a few hundred digits; at this "
        "rate they stay 11° off it, as predicted.",
        target=46.5,
        pace=10_000,
    ),
    Preset(
        name="Sanger on MNIST",
        slug="sanger-mnist",
        dataset="MNIST",
        model=OJA,
        model_params={"latent": 8, "rate": 2e-4, "epochs": 5},
        look_for="Eight neurons, each learns what those before it leave over: the eigendigits "
        "come one after the other.",
        target=29.6,
        pace=50_000,
    ),
    Preset(
        name="VAE on moons",
        slug="vae-moons",
        dataset="Two moons",
        model=VAE,
        model_params={"latent": 2, "likelihood": "Gaussian", "sigma": 0.1} | MOONS,
        look_for="The code is pulled towards a round Gaussian; the decoded grid bends to cover "
        "the moons.",
        target=1.7,
    ),
    Preset(
        name="AE on moons",
        slug="ae-moons",
        dataset="Two moons",
        model=AE,
        model_params={"latent": 1} | MOONS,
        look_for="One number per point: the decoded curve bends through both moons, where "
        "PCA's straight line leaves 0.19.",
        target=0.02,
    ),
    Preset(
        name="PCA on moons",
        slug="pca-moons",
        dataset="Two moons",
        model=PCA,
        model_params={"latent": 1},
        look_for="A straight line is the best linear code, and it misses both bends.",
        target=0.19,
    ),
    Preset(
        name="PCA on a noisy line",
        slug="pca-line",
        dataset="Noisy line",
        model=PCA,
        model_params={"latent": 1},
        look_for="Where the data are a line and noise, one component is all there is: what is "
        "left over, 0.01, is the variance of the noise.",
        target=0.0105,
    ),
    Preset(
        name="Hebb on a line",
        slug="hebb-line",
        dataset="Noisy line",
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
        dataset="Circles",
        model=AE,
        model_params={"latent": 1} | PLANE,
        look_for="No curve without ends can follow two circles: the code has to tear them "
        "somewhere.",
        target=0.19,
    ),
    Preset(
        name="AE on a spiral",
        slug="ae-spiral",
        dataset="Spiral",
        model=AE,
        model_params={"latent": 1} | PLANE | {"widths": (64, 64, 64), "batch": 64},
        look_for="The decoded curve follows the spiral from arm to arm; where it jumps from one "
        "stretch of z to another, it cuts across.",
        target=0.05,
    ),
    Preset(
        name="VAE on a ring",
        slug="vae-ring",
        dataset="Ring of Gaussians",
        model=VAE,
        model_params={"latent": 2, "likelihood": "Gaussian", "sigma": 0.1} | PLANE,
        look_for="Eight clusters share the prior's disc like slices of a cake; between them the "
        "grid is stretched over what is no data.",
        target=2.8,
    ),
    Preset(
        name="VAE, checkerboard",
        slug="vae-checkerboard",
        dataset="Checkerboard",
        model=VAE,
        model_params={"latent": 2, "likelihood": "Gaussian", "sigma": 0.1} | PLANE,
        look_for="The squares touch only at corners; a smooth decoder cannot avoid the light "
        "ones between them.",
        target=3.15,
    ),
    Preset(
        name="Denoising an S",
        slug="denoising-scurve",
        dataset="S-curve",
        model=DENOISING,
        dataset_params={"points": 20_000},
        model_params=FIELD,
        look_for="Noisy points are moved back to the S, and not beyond it: half way where two "
        "arms are equally near.",
        target=0.13,
    ),
    Preset(
        name="Overcomplete",
        slug="overcomplete-uniform",
        dataset="Uniform noise",
        model=AE,
        model_params={"latent": 16} | PLANE,
        look_for="With 16 numbers for a point of the plane the network copies even pure noise, "
        "to 1e-5: a small error alone says nothing about what was learnt.",
        target=2e-5,
    ),
    Preset(
        name="AE on a swiss roll",
        slug="ae-swissroll",
        dataset="Swiss roll",
        model=AE,
        model_params={"latent": 2} | PLANE | {"epochs": 500},
        look_for="A sheet rolled up in space: two numbers are enough, and the decoded sheet "
        "winds into the roll.",
        target=0.06,
    ),
)


def named(slug: str, views: str = "") -> Preset:
    """Return the preset of that name as a file, with the views that a page shows of it.

    Raises `KeyError` if there is none.
    """
    for preset in PRESETS:
        if preset.slug == slug:
            return replace(preset, views=views)
    raise KeyError(slug)
