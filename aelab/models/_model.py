"""Base class of the models: scikit-learn estimators whose annotated fields are parameters."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Annotated, Any, ClassVar, Self, TypeVar, dataclass_transform

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from aelab.params import InputError, Range, checked, declared
from aelab.registry import MODELS
from aelab.training.limits import Cost
from aelab.training.loop import train
from aelab.training.model_protocols import Level, Progress, Raw

Array = NDArray[Any]
ENCODING = ("transform", "fit_transform", "get_feature_names_out")  # methods that need an encoder
SIDE = 8  # side of the smallest square image, in pixels
BLOCK = 4096  # samples per forward pass
EPOCHS = Range(
    1,
    1000,
    "E",
    "Passes over the data, at most: training stops early when J of validation samples falls no "
    "more. They are samples that were not chosen to learn from.",
    log=True,
)


@dataclass(kw_only=True, eq=False, repr=False)
class Model(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator, ABC):
    """An encoder f from samples x (n, d) to codes z (n, k) and a decoder g, or g alone.

    ``fit`` trains, ``transform`` encodes, ``inverse_transform`` decodes. All losses are summed
    over features and averaged over samples.
    """

    slug: ClassVar[str]  # its name in specs, links, presets and files
    title: ClassVar[str]  # what people are shown
    former_titles: ClassVar[tuple[str, ...]] = ()  # understood in links and files for good
    formula: ClassVar[str | Mapping[str, str]]  # LaTeX of J; its terms are joined by " + "
    formula_by: ClassVar[tuple[str, ...]] = ()  # choices that the formula depends on
    minimises: ClassVar[bool] = True  # False: the formula is a learning rule, J is not minimised
    settles: ClassVar[bool] = True  # whether the training ends when J no longer improves
    encodes: ClassVar[bool] = True  # False: there is no f, only a decoder
    generates: ClassVar[bool] = False  # whether samples can be made of codes from N(0, 1)
    pace: ClassVar[int] = 0  # default updates per second while watched; 0 is without limit
    overcomplete: ClassVar[bool] = False  # whether the code may be larger than a sample
    terms: ClassVar[tuple[str, ...]]  # names of the terms, in the order of the formula
    views: ClassVar[tuple[str, ...]] = (
        "latent",
        "reconstructions",
        "features",
        "loss",
        "plane",
        "norms",
        "weights",
        "maps",
        "kernels",
    )
    order: ClassVar[int] = 100

    latent: Annotated[int, Range(1, 64, "k", "Size of the code z.", name="code size")] = 2
    seed: Annotated[
        int, Range(0, 2**31 - 1, "s", "Seed of the weights, the batches and the noise.")
    ] = 0

    @property
    def epochs(self) -> int:
        """Number of passes over the data."""
        return 1

    @property
    @abstractmethod
    def unit(self) -> str:
        """Unit of J for one sample."""

    @property
    def symbols(self) -> dict[str, str]:
        """The label of each term in plots, by its name."""
        return {name: name for name in self.terms}

    def fit(self, X: Any, y: None = None) -> Self:
        """Train on samples (n, d)."""
        x = self._validated(X, reset=True)
        for _ in train(self, x):
            pass
        self.finish()
        return self

    def transform(self, X: Any) -> Array:
        """Return the codes (n, k) of samples (n, d)."""
        check_is_fitted(self)
        return self.encode(self._validated(X, reset=False))

    def inverse_transform(self, Z: Any) -> Array:
        """Return the reconstructions (n, d) of codes (n, k).

        Raises:
            InputError: the codes have another shape.

        """
        check_is_fitted(self)
        z = np.asarray(Z)
        if z.ndim != 2 or z.shape[1] != self.latent:
            raise InputError(f"Codes have shape {z.shape}; give (n, {self.latent}).")
        return self.decode(z)

    def begin(self, x: Array) -> None:
        """Check the parameters, and start the training on data (n, d) from scratch.

        Raises:
            InputError: a parameter is not valid, or the code is larger than a sample.

        """
        for key, value in checked(declared(type(self)), self.get_params(), self.title).items():
            given = getattr(self, key)  # scikit-learn forbids changing it
            if isinstance(value, int) and not isinstance(given, Integral):
                raise InputError(f"{key} = {given!r} is not a whole number: give {value}.")
        if self.latent > x.shape[1] and not self.overcomplete:
            raise InputError(
                f"latent = {self.latent} is more than the data's {x.shape[1]} feature(s): "
                f"choose at most {x.shape[1]}."
            )
        self._progress = Progress()
        self._begin(x)

    @property
    def progress(self) -> Progress:
        """Epoch and batch that the training has reached."""
        return self._progress

    @progress.setter
    def progress(self, progress: Progress) -> None:
        self._progress = progress

    def renew(self, x: Array) -> None:
        """Learn from samples (n, d) that were drawn anew, in the epoch that begins.

        By default a model keeps those that it began with, since it learns each of them once.
        """
        return

    def updates_in(self, samples: int) -> int:
        """Return the number of updates of a complete training on so many samples."""
        return self.epochs * self._batches_in(samples)

    def cost(self, samples: int, features: int) -> Cost:
        """Return memory and operations of one update, for so many samples and features.

        This default is for closed forms: second moments, and the eigenvalues of a symmetric
        matrix in 4/3 d³ operations.
        """
        square = float(features) ** 2
        return Cost(
            parameters=float(self.latent) * features,
            bytes=8 * 5 * square + 8.0 * min(samples, BLOCK) * features,
            operations=square * (4 / 3 * features + 2 * self.latent),
        )

    @property
    def rate_now(self) -> float | None:
        """The learning rate in force; None if there is none."""
        return None

    def change_rate(self, rate: float) -> None:
        """Change the learning rate from the next update on.

        Raises:
            InputError: the model has none.

        """
        raise InputError(f"“{self.title}” has no learning rate.")

    def together(self, at: Progress) -> int:
        """Return how many of the next batches are processed in one update."""
        return 1

    # Hooks for the views; arrays are not checked.

    def measure(self) -> dict[str, float]:
        """Return numbers to plot over the training, named "group.label" as in "norms.f₁"."""
        return {}

    def levels(self, group: str) -> list[Level]:
        """Return labels and values that theory predicts for a group of measures."""
        return []

    def caution(self) -> str:
        """Return a warning to show before the training; empty if there is none."""
        return ""

    def cause(self, rate: float | None) -> tuple[str, float | None]:
        """Return why the run diverged, as ": reason", and a learning rate that may help."""
        return (
            ("", None)
            if rate is None
            else (f": the learning rate {rate:g} is too large", rate / 10)
        )

    def floor(self, error: float, features: int) -> float | None:
        """Return a squared error in the unit of the reconstruction term; None if they differ."""
        return error

    def filters(self) -> tuple[Array, tuple[int, int]] | None:
        """Return weights (u, h·w) that can be shown as images, and their shape (h, w), or None."""
        return None

    def kernels(self) -> list[tuple[str, Array]]:
        """Return name and kernels (units, channels, h, w) of each convolution of f."""
        return []

    def feature_maps(self, x: Array) -> list[tuple[str, Array]]:
        """Return name and output (units, h, w) of each convolution of f for a sample x (d,).

        The outputs are taken after the activation.
        """
        return []

    def corrupt(self, x: Array, seed: int = 0) -> Array | None:
        """Return corrupted samples (n, d), if the model trains on such; otherwise None."""
        return None

    def smoothing(self) -> float | None:
        """Return σ of the noise if the model learns x̂ − x̃ = σ²∇ln p_σ(x̃); otherwise None."""
        return None

    def jacobian(self, x: Array) -> Array | None:
        """Return ∂f/∂x (n, k, d) at samples (n, d), or None if the model has no Jacobian."""
        return None

    def spread(self, x: Array) -> Array | None:
        """Return the covariance of q(z|x) (n, k, k) for samples (n, d), or None without a q."""
        return None

    def generate(self, count: int, seed: int = 0) -> Array:
        """Return samples (count, d) decoded from codes drawn from N(0, 1)."""
        z = np.random.default_rng(seed).standard_normal((count, self.latent))
        return self.decode(z.astype(np.float32))

    def errors(self, x: Array) -> Array:
        """Return the reconstruction term (n,) of each sample (n, d), in the model's own loss.

        No noise is drawn: the same sample always has the same error.
        """
        with np.errstate(over="ignore", invalid="ignore"):  # the model may have diverged
            error = x - self.decode(self.encode(x))
            squares: Array = np.einsum("ij,ij->i", error, error)
            return squares.astype(np.float64)

    @abstractmethod
    def _begin(self, x: Array) -> None:
        """Create weights, optimiser and generators."""

    @abstractmethod
    def _batches_in(self, samples: int) -> int:
        """Return the number of batches in an epoch."""

    @abstractmethod
    def batches(self) -> Sequence[Any]:
        """Return the batches of the next epoch."""

    def order_state(self) -> Array:
        """Return the state of the generator that draws the order of batches; empty without one."""
        return np.zeros(0, np.uint8)

    @abstractmethod
    def learn(self, batch: Any) -> Raw:
        """Do one update and return its terms, as numbers or tensors."""

    @abstractmethod
    def state(self) -> dict[str, Array]:
        """Return the state of weights, optimiser and generators as arrays."""

    @abstractmethod
    def restore(self, state: Mapping[str, Array]) -> None:
        """Restore what `state` returned."""

    @abstractmethod
    def encode(self, x: Array) -> Array:
        """Return the codes (n, k) of samples (n, d), without checks."""

    @abstractmethod
    def decode(self, z: Array) -> Array:
        """Return the reconstructions (n, d) of codes (n, k), without checks."""

    @abstractmethod
    def evaluate(self, x: Array, seed: int = 0) -> dict[str, float]:
        """Return the terms of J on samples (n, d), with noise drawn from ``seed``."""

    @abstractmethod
    def finish(self) -> None:
        """Release what only training needs."""

    @property
    def _n_features_out(self) -> int:
        return self.latent

    def _validated(self, x: Any, *, reset: bool) -> Array:
        return validate_data(self, x, reset=reset, dtype=[np.float64, np.float32])

    def __sklearn_tags__(self) -> Any:
        """Declare that codes have the dtype of the samples, where there is an encoder."""
        tags = super().__sklearn_tags__()
        if not self.encodes:
            tags.transformer_tags = None
        elif tags.transformer_tags is not None:
            tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags


def side_of(features: int) -> int | None:
    """Return the side of square images with so many pixels, 8 × 8 or more; otherwise None.

    >>> side_of(784), side_of(783)
    (28, None)
    """
    side = math.isqrt(features)
    return side if side**2 == features and side >= SIDE else None


def _without_encoder(self: Model) -> None:
    """Raise `AttributeError`, so that scikit-learn does not see the method."""
    raise AttributeError(f"“{self.title}” has no encoder: it makes samples of codes, not codes.")


M = TypeVar("M", bound=type[Model])


@dataclass_transform(kw_only_default=True, eq_default=False)
def model(slug: str, title: str) -> Callable[[M], M]:
    """Register a class as the model ``slug``, shown to people as ``title``.

    Its annotated fields are its parameters.
    """

    def register(owner: M) -> M:
        owner.slug, owner.title = slug, title
        for name in () if owner.encodes else ENCODING:
            setattr(owner, name, property(_without_encoder))
        MODELS.add(slug, dataclass(kw_only=True, eq=False, repr=False)(owner))  # in place
        return owner

    return register
