"""Presets: settings worth seeing, each with what to look for, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    target: float
    dataset_params: Mapping[str, Any] = field(default_factory=dict)
    model_params: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0

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


VAE, AE, PCA = "Variational autoencoder", "Autoencoder", "PCA"

DIGITS = {"widths": (256, 64), "batch": 256, "rate": 2e-3, "epochs": 20}
MOONS = {"widths": (64, 64), "activation": "SiLU", "batch": 128, "rate": 5e-3, "epochs": 300}

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
        name="PCA on moons",
        slug="pca-moons",
        dataset="Two moons",
        model=PCA,
        model_params={"latent": 1},
        look_for="A straight line is the best linear code, and it misses both bends.",
        target=0.19,
    ),
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
)
