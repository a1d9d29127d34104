"""A linear model that tells all that a model can tell of itself, and data to look at it with."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from aelab.theory.pca import principal
from aelab.training.model_protocols import Progress
from aelab.views.base import views_for
from aelab.views.context import Context


class Curves:
    """A history with as much in it as one can hold."""

    def __init__(self, terms: int = 1, measures: Any = (), points: int = 256) -> None:
        self.steps = self.heldout_steps = self.measure_steps = np.arange(points, dtype=np.float32)
        self.terms = self.heldout = np.tile(self.steps[:, None], (1, terms))
        self.measure_names = tuple(measures)
        self.measures = self.steps[:, None] + 1000 * np.arange(len(measures), dtype=np.float32)


class Plain:
    """Data with nothing beside their samples; keeps to `ViewedData`."""

    train: NDArray[Any]
    test: NDArray[Any]
    sample, span, lit, calibration = "point", (-3.0, 3.0), False, 0
    classes: tuple[str, ...] = ("one", "other")
    decades: float = 0
    views: tuple[str, ...] = ()
    anomalies: tuple[int, ...] = ()
    anomalous: Any = None
    masks: Any = None

    def principal(self) -> Any:
        return principal(self.train)

    def heldout(self, most: Any) -> Any:
        return self.test[:most]

    def quantities(self) -> Any:
        return {}

    def named(self, name: Any) -> Any:
        return None

    def score_function(self, x: Any, sigma: Any) -> Any:
        return None


class Points(Plain):
    """Samples (n, d) with labels, whose covariance has the directions of the axes."""

    def __init__(
        self, d: int = 2, shape: tuple[int, int] | None = None, test: int = 4000, train: int = 500
    ) -> None:
        rng = np.random.default_rng(d)
        scales = 1 / np.sqrt(1 + np.arange(d))
        self.train = (rng.normal(size=(train, d)) * scales).astype(np.float32)
        self.test = (rng.normal(size=(test, d)) * scales).astype(np.float32)
        self.train_labels = np.arange(train, dtype=np.uint8) % 2
        self.test_labels = np.arange(test, dtype=np.uint8) % 2
        self.sample_shape = shape or (d,)


class Silent:
    """A model that tells nothing of itself; keeps to `ViewedModel`."""

    slug, title, unit = "silent", "Silent", "squared error"
    terms = ("reconstruction",)
    symbols: dict[str, str] = {}
    views: tuple[str, ...] = ()
    latent: int
    encode: Any
    decode: Any
    minimises, encodes, generates, epochs = True, True, False, 4

    def __init__(self) -> None:
        self.progress = Progress()

    def errors(self, x: Any) -> Any:
        return ((x - self.decode(self.encode(x))) ** 2).sum(1)

    def generate(self, count: Any, seed: int = 0) -> Any:
        return self.decode(np.random.default_rng(seed).normal(size=(count, self.latent)))

    def updates_in(self, samples: Any) -> Any:
        return self.epochs * 5

    def measure(self) -> Any:
        return {}

    def levels(self, group: Any) -> Any:
        return []

    def floor(self, error: Any, features: Any) -> Any:
        return error

    def filters(self) -> Any:
        return None

    def kernels(self) -> Any:
        return []

    def feature_maps(self, x: Any) -> Any:
        return []

    def corrupt(self, x: Any, seed: int = 0) -> Any:
        return None

    def smoothing(self) -> Any:
        return None

    def jacobian(self, x: Any) -> Any:
        return None

    def spread(self, x: Any) -> Any:
        return None


class Linear(Silent):
    """z = W x and x̂ = V z, with V = Wᵀ unless another is given."""

    slug, title = "linear", "Linear"
    views = (
        *("latent", "reconstructions", "features", "scree", "loss", "plane", "norms", "angles"),
        *("weights", "activations", "means", "field", "jacobian", "singular", "kl"),
        "information",
    )

    def __init__(self, w: ArrayLike, v: ArrayLike | None = None, **tells: Any) -> None:
        self.w = np.asarray(w, np.float32)
        self.v = self.w.T if v is None else np.asarray(v, np.float32)
        self.latent, self.d = self.w.shape
        self.variances_ = np.linspace(self.d, 1, self.d, dtype=np.float32)
        super().__init__()
        self.tells = tells  # what the hooks return, by their names

    def encode(self, x: Any) -> Any:
        return x @ self.w.T

    def decode(self, z: Any) -> Any:
        return z @ self.v.T

    def floor(self, error: Any, features: Any) -> Any:
        return self.tells.get("floor", lambda e, d: e)(error, features)

    def measure(self) -> Any:
        return self.tells.get("measure", {})

    def levels(self, group: Any) -> Any:
        return self.tells.get("levels", {}).get(group, [])

    def filters(self) -> Any:
        return self.tells.get("filters")

    def smoothing(self) -> Any:
        return self.tells.get("smoothing")

    def corrupt(self, x: Any, seed: int = 0) -> Any:
        sigma = self.tells.get("noise")
        if sigma is None:
            return None
        return x + sigma * np.random.default_rng(seed).normal(size=x.shape).astype(x.dtype)

    def jacobian(self, x: Any) -> Any:
        return np.broadcast_to(self.w, (len(x), *self.w.shape))

    def spread(self, x: Any) -> Any:
        given = self.tells.get("spread")
        return None if given is None else np.broadcast_to(given, (len(x), *given.shape))


def looked_at(model: Any, data: Any, history: Any = None) -> Any:
    """The context of the model on the data, and its views by name."""
    context = Context(model, data, history or Curves(measures=tuple(model.measure())))
    return context, {v.name: v for v in views_for(context)}


def arrays(view: Any, frame_number: Any = None) -> Any:
    """What a view draws, by name: everything, or the share of a frame."""
    return {p.name.split(".")[1]: p.array for p in view.parts(frame_number)}


def together(view: Any, turns: Any, name: Any) -> Any:
    """The array that the shares of some frames make up; no row comes twice."""
    parts = [p for t in range(turns) for p in view.parts(t) if p.name.endswith("." + name)]
    whole = np.full((parts[0].rows, *parts[0].array.shape[1:]), np.nan)
    for p in parts:
        assert np.isnan(whole[p.start : p.start + len(p.array)]).all()
        whole[p.start : p.start + len(p.array)] = p.array
    return whole
