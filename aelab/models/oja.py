"""Oja's rule, Sanger's and Hebb's."""

import math
from collections.abc import Mapping, Sequence
from typing import Annotated, cast

import numpy as np

from aelab.models._hebbian import Bounds, Survey, oja, ready, survey
from aelab.models._model import EPOCHS, Array, Model, model, side_of
from aelab.params import Choice, InputError, Range
from aelab.theory.hebb import direction_floor, norm_bias
from aelab.training.model_protocols import Level, Progress, Raw

RATE = Range(
    1e-6,
    1,
    r"\epsilon",
    "Step size of each sample; it can be changed while training.",
    name="learning rate",
    log=True,
    live=True,
)
TOGETHER = (16, 256)  # smallest and largest number of samples per update
FOLLOWED = 8  # largest number of rows of W whose norm and angle are recorded
INSTEAD = "Choose the rule Oja, or a lower rate."
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@model("oja", "Oja")
class Oja(Model):
    """Learns from one sample after the other: a neuron y = wᵀx strengthens what it answers to.

    Hebb's rule Δw = εyx alone lets ‖w‖ grow without bound. Oja's −εαy²w holds it: w → ±u₁/√α,
    the first eigenvector of C = ⟨xxᵀ⟩. Sanger's rule, for more than one row, lets each row learn
    what those before it leave over: w_i → ±u_i/√α. x is counted from the mean of the training
    samples, so that C is their covariance, or from zero, and C is the second-moment matrix.
    x̂ = αWᵀy + mean is what the rule subtracts (w y/‖w‖² + mean for Hebb's). ‖x − x̂‖² is watched,
    not minimised.

    With α‖w₀‖² < 1 + 2/(ε max‖x‖²), ε max‖x‖² ≤ 1 keeps Oja's w bounded, and in all trials
    Sanger's.

    Source: Hebb, "The organization of behavior", 1949; Oja, "Simplified neuron model as a
    principal component analyzer", 1982; Sanger, "Optimal unsupervised learning in a single-layer
    linear feedforward neural network", 1989.

    Attributes: ``mean_`` (d,), zero if x is counted from there; ``components_`` (k, d) rows w_i.
    """

    order = 20
    minimises = False
    pace = 1000
    formula_by = ("rule",)
    formula = {
        "Oja": r"\Delta w_i = \epsilon\,y_i\,\bigl(x - \alpha \sum_{j \leq i} y_j w_j\bigr)",
        "Hebb": r"\Delta w = \epsilon\,y\,x",
    }
    terms = ("reconstruction",)
    views = ("weights", "reconstructions", "norms", "angles", "loss", "latent", "features")

    latent: Annotated[
        int,
        Range(1, 64, "k", "Size of the code y; more than one is Sanger's rule.", name="code size"),
    ] = 1
    rule: Annotated[
        str,
        Choice(
            ("Oja", "Hebb"),
            r"\Delta w",
            "Oja bounds w, and is Sanger's rule for a code size above 1; pure Hebb is for 1.",
        ),
    ] = "Oja"
    alpha: Annotated[
        float,
        Range(
            0.1,
            10,
            r"\alpha",
            "Strength of forgetting: ‖w‖² settles at 1/α.",
            name="forgetting",
            log=True,
        ),
    ] = 1.0
    rate: Annotated[float, RATE] = 1e-3
    decay: Annotated[
        float,
        Range(
            0,
            100,
            "T",
            "Epochs T after which the rate has halved, ε/(1 + t/T); 0 keeps it.",
            name="decay of the rate",
        ),
    ] = 0.0
    epochs: Annotated[int, EPOCHS] = 20
    start: Annotated[
        float,
        Range(
            0.01,
            10,
            r"\|w_0\|",
            "Norm of each row before the first sample.",
            name="norm at the start",
            log=True,
            advanced=True,
        ),
    ] = 0.1
    origin: Annotated[
        str,
        Choice(
            ("mean", "zero"),
            r"\bar{x}",
            "Where x is counted from. From the mean, w finds the direction of largest variance.",
            advanced=True,
        ),
    ] = "mean"

    @property
    def unit(self) -> str:
        """Unit of the error of one sample."""
        return "squared error"

    @property
    def rate_now(self) -> float:
        """The current learning rate, before its decay."""
        return self._rate

    def change_rate(self, rate: float) -> None:
        """Change the learning rate from the next sample on."""
        self._rate = float(RATE.check(rate))

    def batches(self) -> Sequence[Array]:
        """Return the indices of the samples, (m, 1), in a new random order."""
        order = np.random.default_rng((self.seed, 1, self.progress.epoch))
        # An array is no Sequence by type, but has all that the loop asks of one.
        return cast(Sequence[Array], order.permutation(self._samples)[:, None])

    def together(self, at: Progress) -> int:
        """Return the number of samples up to the next power of two, later up to the next multiple.

        So the first samples are shown in small steps, and later ones in steps of constant size.
        """
        if at.single:
            return 1
        done = at.epoch * self._samples + at.batch  # samples so far
        low, high = TOGETHER
        size = min(max(1 << self._x.shape[1].bit_length() >> 2, low), high)
        stop = 1 << done.bit_length() if done < size else (done // size + 1) * size
        return min(stop - done, self._samples - at.batch)

    def learn(self, batch: Array) -> Raw:
        """Learn the samples with indices ``batch``, (1,) or (n, 1); return their mean error."""
        error = oja(
            self._x,
            self.mean_,
            batch.ravel(),
            self.components_,
            self._forgetting,
            self._rate,
            self._halving,
            float(self.progress.index),
        )
        return {"reconstruction": error}

    def state(self) -> dict[str, Array]:
        """Return the weights and the rate; the order of an epoch follows from its number."""
        return {"weights": self.components_.copy(), "rate": np.array(self._rate)}

    def restore(self, state: Mapping[str, Array]) -> None:
        """Restore what `state` returned."""
        self.components_ = np.array(state["weights"])
        self.change_rate(float(state["rate"]))

    def encode(self, x: Array) -> Array:
        """Return the codes y = W(x − mean) (n, k) of samples (n, d)."""
        codes: Array = (x - self.mean_) @ self.components_.T
        return codes.astype(x.dtype, copy=False)

    def decode(self, z: Array) -> Array:
        """Return the reconstructions x̂ = αWᵀy + mean, or wy/‖w‖² + mean for Hebb's rule (n, d)."""
        w, scale = self.components_, float(self.alpha)
        if self.rule == "Hebb":
            scale = 1 / float((w.astype(np.float64) ** 2).sum())
        x_hat: Array = z * scale @ w + self.mean_
        return x_hat.astype(z.dtype, copy=False)

    def evaluate(self, x: Array, seed: int = 0) -> dict[str, float]:
        """Return the mean of ‖x − x̂‖² over samples (n, d)."""
        x, w = ready(x, self.components_.dtype), self.components_.copy()
        error = oja(x, self.mean_, np.arange(len(x)), w, self._forgetting, 0.0, math.inf, 0.0)
        return {"reconstruction": error}

    def measure(self) -> dict[str, float]:
        """Return ‖w_i‖² and the angle in degrees between w_i and ±u_i for the first rows."""
        vectors = self._survey.vectors
        w = self.components_[: vectors.shape[1]].astype(np.float64)
        along = (w * vectors.T).sum(1)
        across = np.linalg.norm(w - along[:, None] * vectors.T, axis=1)
        angles = np.degrees(np.arctan2(across, np.abs(along)))
        names = [f"w{i + 1}".translate(SUBSCRIPTS) for i in range(len(w))]
        norms = {f"norms.‖{n}‖²": float(v) for n, v in zip(names, (w**2).sum(1), strict=True)}
        return norms | {f"angles.{n}": float(v) for n, v in zip(names, angles, strict=True)}

    def levels(self, group: str) -> list[Level]:
        """Return the limits of ‖w‖² and of the angle of the first row, at a constant rate."""
        statistics, rate = self._survey, self._rate
        levels: list[Level] = []
        if self.rule == "Hebb":
            return levels
        constant = not self.decay and rate * statistics.trace < 1  # the theory is for small steps
        if group == "norms":
            levels.append({"label": "1/α", "value": 1 / self.alpha})
            if constant and self.latent == 1:
                mean = (1 + norm_bias(rate, statistics.values, statistics.mixed)) / self.alpha
                levels.append({"label": "predicted mean", "value": mean})
        if group == "angles" and constant:
            floor = direction_floor(rate, statistics.values, statistics.mixed, self._samples)
            label = "predicted floor" if self.latent == 1 else "predicted floor of w₁"
            if floor < 1:
                levels.append({"label": label, "value": math.degrees(math.asin(floor**0.5))})
        return levels

    def caution(self) -> str:
        """Return a warning if w may grow without bound on these data."""
        if self.rule == "Oja":
            return self._bounds.caution(self._rate, RATE.low)
        growth = 2 * math.log1p(self._rate * float(self._survey.values[0]))  # of ln‖w‖² per sample
        if growth <= 0:
            return ""
        samples = float(self.updates_in(self._samples))
        if self.decay:
            samples = self._halving * math.log1p(samples / self._halving)
        return (
            f"Pure Hebb has no bound: ‖w‖² grows e-fold every {max(1, round(1 / growth)):,} "
            f"samples, by about 10^{growth * samples / math.log(10):.0f} in all. {INSTEAD}"
        )

    def cause(self, rate: float | None) -> tuple[str, float | None]:
        """Return why the run diverged, as ": reason", and a learning rate that may help."""
        reason, lower = super().cause(rate)
        if self.rule == "Hebb":
            return ", as it must: nothing in Hebb's rule holds w", lower
        doubt = self._bounds.doubt(rate or self._rate)
        return (f": {doubt}", self._bounds.safe) if doubt else (reason, lower)

    def filters(self) -> tuple[Array, tuple[int, int]] | None:
        """Return the rows w_i as images, and their shape, if samples are square images."""
        side = side_of(self.components_.shape[1])
        return (self.components_, (side, side)) if side else None

    def finish(self) -> None:
        """Release the samples.

        Raises:
            InputError: the weights have grown without bound.

        """
        del self._x, self._given
        if not np.isfinite(self.components_).all():
            reason, _ = self.cause(self._rate)
            advice = INSTEAD if self.rule == "Hebb" else self._bounds.advice(RATE.low)
            raise InputError(f"The weights have grown without bound{reason}. {advice}")

    def _begin(self, x: Array) -> None:
        if self.rule == "Hebb" and self.latent > 1:
            raise InputError("Pure Hebb is for a code size of 1: choose latent = 1, or Oja.")
        self._survey = self._surveyed(x)
        if not np.isfinite(self._survey.trace):
            raise InputError(
                f"The samples are so large that ‖x‖² overflows {x.dtype}: scale them."
            )
        self._x: Array = ready(x, x.dtype)
        self._samples = len(x)
        self._rate = float(self.rate)
        self._halving = self.decay * len(x) if self.decay else math.inf
        w = np.random.default_rng((self.seed, 0)).normal(size=(self.latent, x.shape[1]))
        w *= self.start / np.linalg.norm(w, axis=1, keepdims=True)
        self.mean_, self.components_ = self._survey.mean, w.astype(x.dtype)

    def _surveyed(self, x: Array) -> Survey:
        """Return the statistics of the samples, from the cache if the samples are the same."""
        settings = (min(self.latent, FOLLOWED), self.origin == "mean")
        if getattr(self, "_given", None) is not x or self._surveyed_with != settings:
            self._given: Array = x
            self._surveyed_with: tuple[int, bool] = settings
            return survey(x, settings[0], centred=settings[1])
        return self._survey

    @property
    def _forgetting(self) -> float:
        """The α of the rule; 0 for Hebb's."""
        return 0.0 if self.rule == "Hebb" else float(self.alpha)

    @property
    def _bounds(self) -> Bounds:
        return Bounds(self._survey.trace, self._survey.largest, self.alpha * self.start**2)

    def _batches_in(self, samples: int) -> int:
        return samples
