"""The deterministic autoencoder, base of the undercomplete one and of its regularised kin."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from aelab.models._gradient import GradientModel
from aelab.params import Choice


@dataclass(kw_only=True, eq=False, repr=False)
class Autoencoder(GradientModel):
    """A network f to a code and a network g back, with a declared reconstruction error."""

    formula_by: ClassVar[str] = "error"
    terms: ClassVar[tuple[str, ...]] = ("reconstruction",)
    formula: ClassVar[str | Mapping[str, str]]

    error: Annotated[
        str,
        Choice(
            ("squared error", "cross-entropy"),
            "J",
            "What is minimised; cross-entropy is for values in [0, 1].",
            name="reconstruction error",
            advanced=True,
        ),
    ] = "squared error"

    @property
    def bernoulli(self) -> bool:
        """Whether g gives logits of values in [0, 1]."""
        return self.error == "cross-entropy"

    @property
    def unit(self) -> str:
        """Unit of J for one sample."""
        return "nats" if self.bernoulli else "squared error"
