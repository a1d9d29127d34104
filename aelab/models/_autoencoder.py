"""Base class of the deterministic autoencoders: undercomplete, sparse, denoising, contractive."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

import torch
from torch import Tensor, nn

from aelab.models import _sizes
from aelab.models._gradient import GradientModel
from aelab.models._model import SIDE, Array, side_of
from aelab.models._nets import CHANNELS, UNITS, dense
from aelab.models._sizes import Size
from aelab.models._tied import tied
from aelab.params import Choice, InputError
from aelab.theory.smearing import kernel

ERRORS = {  # LaTeX, with OUT for the output of g; unit
    "squared error": (r"\|x - OUT\|^2", "squared error"),
    "absolute error": (r"\|x - OUT\|_1", "absolute error"),
    "cross-entropy": (
        r"-\textstyle\sum_i \left[x_i\ln\hat{x}_i{+}(1{-}x_i)\ln(1{-}\hat{x}_i)\right]",
        "nats",
    ),
    "smeared squared error": (r"\|G_{1\,\mathrm{px}} * (x - OUT)\|^2", "smeared squared error"),
}
DECODER = Choice(
    ("mirrored", "tied", "linear"),
    "g",
    "Mirrored: the layers of the encoder in reverse, with weights of their own. Tied: with those "
    "of the encoder, transposed. Linear: a single layer, of low capacity.",
    advanced=True,
)


def formulas(ending: str | Mapping[str, str] = "", out: str = "g(f(x))") -> dict[str, str]:
    """Return the LaTeX of J for each reconstruction error, and each option of a second choice.

    ``ending`` follows the error; a mapping has one ending per option of the second choice. ``out``
    is the output of g.
    """
    errors = {name: "J = " + latex.replace("OUT", out) for name, (latex, _) in ERRORS.items()}
    if isinstance(ending, str):
        return {name: latex + ending for name, latex in errors.items()}
    pairs = [(e, option) for e in errors for option in ending]
    return {f"{e}, {option}": errors[e] + ending[option] for e, option in pairs}


@dataclass(kw_only=True, eq=False, repr=False)
class Autoencoder(GradientModel):
    """An encoder f and a decoder g with a reconstruction error to choose.

    A subclass makes its `formula` with `formulas`, and returns the terms of J in `objective`.
    """

    formula_by: ClassVar[tuple[str, ...]] = ("error",)
    terms: ClassVar[tuple[str, ...]] = ("reconstruction",)
    formula: ClassVar[str | Mapping[str, str]]

    error: Annotated[
        str,
        Choice(
            tuple(ERRORS),
            "J",
            "How far x̂ is from x. Cross-entropy is for values in [0, 1]. The smeared error is of "
            "square images, both smeared by a Gaussian of one pixel: it forgives small shifts.",
            name="reconstruction error",
            advanced=True,
        ),
    ] = "squared error"
    decoder: Annotated[str, DECODER] = "mirrored"

    @property
    def bernoulli(self) -> bool:
        """Whether the outputs of g are logits of values in [0, 1]."""
        return self.error == "cross-entropy"

    @property
    def bounded(self) -> bool:
        """Whether a code is the sigmoid of the output of f, and so within (0, 1)."""
        return False

    @property
    def unit(self) -> str:
        """Unit of J for one sample."""
        return ERRORS[self.error][1]

    def code(self, x: Tensor) -> Tensor:
        """Return the codes (B, k) of samples (B, d)."""
        out = self.f(x)
        return torch.sigmoid(out) if self.bounded else out

    def reconstruction_error(self, x: Tensor, out: Tensor) -> Tensor:
        """Return the error (…, B) of outputs ``out`` (…, B, d), summed over features."""
        if self.error == "absolute error":
            return (x - out).abs().sum(-1)
        if self.error == "smeared squared error":
            g = self._kernel.to(out)
            images: Tensor = (x - out).unflatten(-1, g.shape)
            smeared: Tensor = g @ images @ g
            return (smeared**2).sum((-2, -1))
        return super().reconstruction_error(x, out)

    def floor(self, error: float, features: int) -> float | None:
        """Return a squared error in the unit of the reconstruction term; None if they differ."""
        return error if self.error == "squared error" else None

    def sizes(self, features: int) -> tuple[Size, Size]:
        """Return the sizes of f and g for samples with so many features."""
        f, g = super().sizes(features)
        if self.decoder == "linear":
            g = _sizes.dense([self.latent, features])
        if self.decoder == "tied":
            few, many = CHANNELS
            dense_biases = features + sum(self.widths)
            biases = 1 + few + many * features // 16 + UNITS  # one per channel or unit
            g = Size(dense_biases if self.network == "dense" else biases, f.products, g.outputs)
        return f, g

    def _begin(self, x: Array) -> None:
        if self.error == "smeared squared error":
            self._kernel = torch.from_numpy(_kernel(x.shape[1]))  # (side, side)
        super()._begin(x)

    def _networks(self, d: int, weights: torch.Generator, dtype: torch.dtype) -> nn.ModuleDict:
        nets = super()._networks(
            d, weights, dtype
        )  # first, so that f is the same for every decoder
        if self.decoder == "tied":
            nets["g"] = tied(nets["f"])
        elif self.decoder == "linear":
            nets["g"] = dense([self.latent, d], self.activation, weights, dtype)
        return nets


def _kernel(features: int) -> Array:
    """Return the kernel (side, side) of the smeared error; `InputError` without square images."""
    side = side_of(features)
    if side is None:
        raise InputError(
            f"The smeared error is for square images of {SIDE} × {SIDE} pixels or more, and these "
            f"samples have {features} feature(s): choose the squared error."
        )
    return kernel(side)
