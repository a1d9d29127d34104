"""What training, scores and views ask of a model.

A consumer takes the smallest of these protocols that has what it asks for; `Model` is all of them
together, and what a `Spec` resolves to. The base class of the models has all members; an ability
that it does not have, such as a posterior, is a protocol that a consumer looks for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias, TypedDict, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from aelab.params import InputError

Array: TypeAlias = NDArray[Any]
Raw: TypeAlias = Mapping[str, Any]  # terms of J, as numbers or tensors of 0 dimensions


class Level(TypedDict):
    """A reference line; the value may have a standard error."""

    label: str
    value: float


@dataclass
class Progress:
    """The progress of a training.

    Attributes:
        index: Updates done.
        epoch: Epochs completed.
        batch: Batches done in this epoch.
        order: State of the generator of the batch order at the beginning of this epoch.
        single: Whether to do one update at a time, where a model would do many at once.

    """

    index: int = 0
    epoch: int = 0
    batch: int = 0
    order: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    single: bool = False


class Trainable(Protocol):
    """A model that the loop can train."""

    progress: Progress

    @property
    def epochs(self) -> int:
        """Number of passes over the data."""

    def begin(self, x: Array) -> None:
        """Initialise weights, optimiser and generators for training data ``x`` (n, d)."""

    def renew(self, x: Array) -> None:
        """Learn from samples ``x`` (n, d) that were drawn anew, in the epoch that begins."""

    def batches(self) -> Sequence[Any]:
        """Return the batches of the epoch that begins."""

    def order_state(self) -> NDArray[np.uint8]:
        """Return the state of the generator of the batch order; empty if there is none."""

    def together(self, at: Progress) -> int:
        """Return how many of the next batches are learnt at once."""

    def learn(self, batch: Any) -> Raw:
        """Do one update, or one for each batch, and return the terms as tensors or numbers."""

    def state(self) -> dict[str, Array]:
        """Return weights, optimiser and generators as arrays."""

    def restore(self, state: Mapping[str, Array]) -> None:
        """Restore the arrays that `state` returned."""


class Followed(Protocol):
    """A model whose training can be followed by its progress, its terms and its measures."""

    progress: Progress

    @property
    def epochs(self) -> int:
        """Number of passes over the data."""

    @property
    def terms(self) -> tuple[str, ...]:
        """Names of the terms of J."""

    @property
    def minimises(self) -> bool:
        """Whether J is minimised."""

    def updates_in(self, samples: int) -> int:
        """Return the number of updates of a complete training on ``samples`` samples."""

    def measure(self) -> dict[str, float]:
        """Return numbers to plot over the training, named "group.label"."""


class Learner(Trainable, Followed, Protocol):
    """A model whose training is followed, evaluated and ended."""

    @property
    def title(self) -> str:
        """What people are shown as its name."""

    @property
    def settles(self) -> bool:
        """Whether the training ends when J no longer improves."""

    @property
    def rate_now(self) -> float | None:
        """The learning rate in force; None if there is none."""

    def change_rate(self, rate: float) -> None:
        """Change the learning rate from the next update on."""

    def evaluate(self, x: Array, seed: int = 0) -> dict[str, float]:
        """Return the terms of J on samples (n, d)."""

    def caution(self) -> str:
        """Return a warning to show before the training; empty if there is none."""

    def cause(self, rate: float | None) -> tuple[str, float | None]:
        """Return why the run diverged, and a learning rate that may help."""


class Coder(Protocol):
    """A model with codes, and with reconstructions decoded from them."""

    @property
    def slug(self) -> str:
        """Its name in specs, links, presets and files."""

    @property
    def latent(self) -> int:
        """Size of the code."""

    @property
    def encodes(self) -> bool:
        """Whether there is an encoder."""

    def encode(self, x: Array) -> Array:
        """Return the codes (n, k) of samples (n, d)."""

    def decode(self, z: Array) -> Array:
        """Return the reconstructions (n, d) of codes (n, k)."""


class ScoredModel(Coder, Protocol):
    """A model that anomaly scores can be made of."""

    @property
    def unit(self) -> str:
        """Unit of J for one sample."""

    def errors(self, x: Array) -> Array:
        """Return the reconstruction term (n,) of each sample (n, d)."""


@runtime_checkable
class WithPosterior(Protocol):
    """A model with a distribution q(z|x) and its divergence from the prior, such as a VAE."""

    def divergences(self, x: Array) -> Array:
        """Return KL(q(z|x) ‖ p(z)) (n,) of each sample (n, d)."""

    def expected_errors(self, x: Array, draws: int, seed: int = 0) -> Array:
        """Return −ln p(x|z) (n,) of each sample (n, d), averaged over draws from q(z|x)."""


@runtime_checkable
class WithMixture(Protocol):
    """A model that describes a sample as a mixture of topics."""

    def mixture(self, x: Array) -> Array:
        """Return the weights r (n, R) of the topics for samples (n, d)."""

    def topics(self) -> Array:
        """Return the topics (R, d)."""


@runtime_checkable
class WithChains(Protocol):
    """A model that samples its own density by Markov chains."""

    def walk(self, count: int, seed: int = 0) -> Array:
        """Return the mean energy of ``count`` chains after each of their steps (n,)."""


@runtime_checkable
class WithSpectrum(Protocol):
    """A model that knows the variances along all principal axes, such as PCA."""

    variances_: Array  # (d,), the largest first


def spectrum_of(model: Coder) -> Array:
    """Return the variances (d,) along all principal axes, the largest first.

    Raises:
        InputError: The model does not know them.

    """
    if not isinstance(model, WithSpectrum):
        raise InputError(f"“{model.slug}” knows no variances along principal axes.")
    return model.variances_


class ViewedModel(ScoredModel, Followed, Protocol):
    """A model that views can be made of."""

    @property
    def views(self) -> tuple[str, ...]:
        """Names of the views that are shown."""

    @property
    def symbols(self) -> dict[str, str]:
        """The label of each term in plots, by its name."""

    @property
    def generates(self) -> bool:
        """Whether samples can be made of codes from N(0, 1)."""

    def generate(self, count: int, seed: int = 0) -> Array:
        """Return samples (count, d) decoded from codes drawn from the prior."""

    def levels(self, group: str) -> Sequence[Level]:
        """Return labels and values that theory predicts for a group of measures."""

    def floor(self, error: float, features: int) -> float | None:
        """Return a squared error in the unit of the reconstruction term; None if they differ."""

    def filters(self) -> tuple[Array, tuple[int, int]] | None:
        """Return weights (u, h·w) that can be shown as images, and their shape (h, w), or None."""

    def kernels(self) -> list[tuple[str, Array]]:
        """Return name and kernels (units, channels, h, w) of each convolution of f."""

    def feature_maps(self, x: Array) -> list[tuple[str, Array]]:
        """Return name and output (units, h, w) of each convolution of f for a sample x (d,)."""

    def corrupt(self, x: Array, seed: int = 0) -> Array | None:
        """Return corrupted samples (n, d), if the model trains on such; otherwise None."""

    def smoothing(self) -> float | None:
        """Return σ of the noise if the model learns x̂ − x̃ = σ²∇ln p_σ(x̃); otherwise None."""

    def jacobian(self, x: Array) -> Array | None:
        """Return ∂f/∂x (n, k, d) at samples (n, d), or None if the model has no Jacobian."""

    def spread(self, x: Array) -> Array | None:
        """Return the covariance of q(z|x) (n, k, k) for samples (n, d), or None without a q."""


class Model(Learner, ViewedModel, Protocol):
    """All that training, scores and views ask of a model."""
