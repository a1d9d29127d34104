"""Models trained by gradient descent: networks f and g, Adam, random order of batches."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Annotated, Any, ClassVar, Self, TypeAlias

import numpy as np
import torch
from torch import Tensor, nn

from aelab.models import _sizes
from aelab.models._model import BLOCK, EPOCHS, Array, Model, side_of
from aelab.models._nets import (
    ACTIVATIONS,
    CONVOLUTIONAL,
    NETWORKS,
    Convolutional,
    activated,
    convolutions,
    dense,
)
from aelab.models._sizes import Size
from aelab.models._training import Training, code_jacobian
from aelab.params import Choice, InputError, Range, Widths
from aelab.training.limits import Cost
from aelab.training.model_protocols import Progress, Raw

Terms: TypeAlias = dict[str, Tensor]

RATE = Range(
    1e-5,
    1,
    r"\epsilon",
    "Step size of Adam; it can be changed while training.",
    name="learning rate",
    log=True,
    live=True,
)
# Arrays as large as the weights: weights, gradient, two moments of Adam, last good state,
# checkpoint.
COPIES = 8
NUMBERS = 3  # stored per output of a layer: before and after the activation, and its gradient
TILES = 64  # largest number of first-layer units shown as images
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(kw_only=True, eq=False, repr=False)
class GradientModel(Model):
    """A model that minimises J = the sum of the terms of `objective`, by Adam.

    Source of the optimiser: Kingma and Ba, "Adam: a method for stochastic optimization", 2015,
    arXiv:1412.6980.
    """

    overcomplete: ClassVar[bool] = True

    latent: Annotated[
        int, Range(1, 1024, "k", "Size of the code z.", name="code size", log=True)
    ] = 2
    rate: Annotated[float, RATE] = 1e-3
    epochs: Annotated[int, EPOCHS] = 20
    batch: Annotated[
        int, Range(1, 4096, "B", "Samples per update.", name="batch size", log=True)
    ] = 128
    network: Annotated[
        str,
        Choice(
            NETWORKS,
            r"f,\,g",
            "Fully connected layers, or convolutions for square images of 8 × 8 or more.",
            advanced=True,
        ),
    ] = "dense"
    widths: Annotated[
        tuple[int, ...],
        Widths(
            1,
            2048,
            "n",
            "Units of the hidden layers of a dense encoder, from the data to the code; the "
            f"decoder mirrors them. {CONVOLUTIONAL}",
            name="hidden layers",
            advanced=True,
        ),
    ] = (256, 64)
    activation: Annotated[
        str,
        Choice(
            tuple(ACTIVATIONS), r"\varphi", "Nonlinearity of the hidden layers.", advanced=True
        ),
    ] = "ReLU"
    device: Annotated[
        str,
        Choice(
            ("cpu", "cuda"), "", "Where the run computes, if the worker has it.", advanced=True
        ),
    ] = "cpu"

    @abstractmethod
    def objective(self, x: Tensor) -> Terms:
        """Return the terms of J for a batch ``x`` of shape (B, d), each a mean over the batch."""

    @property
    @abstractmethod
    def bernoulli(self) -> bool:
        """Whether the outputs of g are logits of values in [0, 1], rather than the values."""

    @property
    def code_outputs(self) -> int:
        """Number of outputs of f."""
        return self.latent

    @property
    def f(self) -> nn.Module:
        """The encoder: (n, d) to (n, code outputs)."""
        return self._nets["f"]

    @property
    def g(self) -> nn.Module:
        """The decoder: (n, k) to (n, d), logits if ``bernoulli``."""
        return self._nets["g"]

    @property
    def rate_now(self) -> float:
        """The learning rate in force."""
        return self._training.rate

    def cost(self, samples: int, features: int) -> Cost:
        """Return memory and operations of one update, for so many samples and features."""
        size, batch = self.size(features), min(int(self.batch), samples)
        return Cost(
            parameters=float(size.weights),
            bytes=4.0 * (COPIES * size.weights + NUMBERS * batch * (features + size.outputs)),
            operations=6.0
            * batch
            * size.products,  # forward pass, and twice as much for the backward pass
        )

    def size(self, features: int) -> Size:
        """Return the weights of all networks, and the cost of `objective` for one sample."""
        f, g = self.sizes(features)
        return f.plus(g)

    def sizes(self, features: int) -> tuple[Size, Size]:
        """Return the sizes of f and g for samples with so many features."""
        if self.network == "convolutional":
            f = _sizes.encoder(features, self.code_outputs)
            return f, _sizes.decoder(features, self.latent)
        widths = list(self.widths)
        f = _sizes.dense([features, *widths, self.code_outputs])
        return f, _sizes.dense([self.latent, *widths[::-1], features])

    def change_rate(self, rate: float) -> None:
        """Change the learning rate from the next update on."""
        self._training.rate = float(RATE.check(rate))

    def partial_fit(self, X: Any, y: None = None) -> Self:
        """Continue the training for one pass over samples (n, d)."""
        new = not hasattr(self, "_nets")
        x = self._validated(X, reset=new)
        if new:
            self.begin(x)
        self._training.x = self._tensor(x)
        for batch in self.batches():
            self.learn(batch)
        return self

    def randn_like(self, like: Tensor) -> Tensor:
        """Return standard normal noise from the model's own generator."""
        noise = torch.empty_like(like, device="cpu")
        return noise.normal_(generator=self._training.noise).to(like.device)

    def reconstruction_error(self, x: Tensor, out: Tensor) -> Tensor:
        """Return the error of each sample (B,), summed over features, for outputs of g (B, d)."""
        if self.bernoulli:
            loss = nn.functional.binary_cross_entropy_with_logits(out, x, reduction="none")
        else:
            loss = (x - out) ** 2
        return loss.sum(1)

    def code(self, x: Tensor) -> Tensor:
        """Return the codes (B, k) of samples (B, d)."""
        codes: Tensor = self.f(x)
        return codes

    def learn(self, batch: Tensor) -> Raw:
        """Do one update on the samples with indices ``batch`` (B,); return the terms before it."""
        training = self._training
        terms = self.objective(training.x[batch])
        training.optimiser.zero_grad(set_to_none=True)
        reduce(torch.add, terms.values()).backward()
        training.optimiser.step()
        return {name: term.detach() for name, term in terms.items()}

    def renew(self, x: Array) -> None:
        """Learn from samples (n, d) that were drawn anew, in the epoch that begins."""
        self._training.x = self._tensor(x)

    def order_state(self) -> Array:
        """Return the state of the generator that draws the order of batches."""
        return self._training.order.get_state().numpy()

    def batches(self) -> Sequence[Tensor]:
        """Return the indices of the samples of each batch, in a new random order."""
        return self._training.batches(int(self.batch))

    def state(self) -> dict[str, Array]:
        """Return weights, moments of Adam, rate and the state of the noise generator."""
        return self._training.state(self._nets)

    def restore(self, state: Mapping[str, Array]) -> None:
        """Restore what `state` returned."""
        self._training.restore(self._nets, state)
        self.change_rate(float(state["rate"]))

    def encode(self, x: Array) -> Array:
        """Return the codes (n, k) of samples (n, d), without checks."""
        return self._blockwise(self.code, x)

    def decode(self, z: Array) -> Array:
        """Return the reconstructions (n, d) of codes (n, k), without checks."""
        return self._blockwise(self._mean, z)

    def errors(self, x: Array) -> Array:
        """Return the reconstruction term (n,) of each sample (n, d), in the model's own loss."""
        return self._blockwise(self._error, x).astype(np.float64)

    def measure(self) -> dict[str, float]:
        """Return the Frobenius norm of the weights of each layer of f and of g."""
        with torch.no_grad():
            norms = torch.stack([torch.linalg.vector_norm(w) for w in self._weights.values()])
        return dict(zip(self._weights, norms.tolist(), strict=True))

    def floor(self, error: float, features: int) -> float | None:
        """Return a squared error in the unit of the reconstruction term; None if they differ."""
        return None if self.bernoulli else error

    def filters(self) -> tuple[Array, tuple[int, int]] | None:
        """Return the weights of the first units (u, h·w) of f as images, and their shape (h, w).

        They are the kernels of a convolutional network; a dense network has such images if the
        samples are square images.
        """
        first = self._weights["norms.f₁"][:TILES].detach().cpu().numpy().copy()
        side = first.shape[-1] if first.ndim == 4 else side_of(first.shape[1])
        return None if side is None else (first.reshape(len(first), -1), (side, side))

    def kernels(self) -> list[tuple[str, Array]]:
        """Return name and kernels (units, channels, h, w) of each convolution of f."""
        kernels = (part.weight.detach().cpu().numpy().copy() for part in convolutions(self.f))
        return _named(kernels)

    def feature_maps(self, x: Array) -> list[tuple[str, Array]]:
        """Return name and output (units, h, w) of each convolution of f for a sample x (d,).

        The outputs are taken after the activation.
        """
        dtype = next(self._nets.parameters()).dtype
        with torch.no_grad():
            maps = activated(self.f, self._tensor(x[None]).to(dtype))
        return _named(output[0].cpu().numpy() for output in maps)

    def jacobian(self, x: Array) -> Array:
        """Return ∂f/∂x (n, k, d) at samples (n, d), by one backward pass per code unit."""
        return self._blockwise(self._code_jacobian, x)

    def evaluate(self, x: Array, seed: int = 0) -> dict[str, float]:
        """Return the terms of J on samples (n, d), with noise drawn from ``seed``."""
        training = self._training
        training_noise, training.noise = training.noise, torch.Generator().manual_seed(seed)
        totals = dict.fromkeys(self.terms, 0.0)
        try:
            with torch.no_grad():
                for start in range(0, len(x), self._block):
                    block = self._tensor(x[start : start + self._block])
                    for name, term in self.objective(block).items():
                        totals[name] += float(term) * len(block) / len(x)
        finally:
            training.noise = training_noise
        return totals

    def finish(self) -> None:
        """Release the samples; the optimiser stays, since `partial_fit` may follow."""
        self._training.x = self._training.x[:0]

    def _begin(self, x: Array) -> None:
        if self.device == "cuda" and not torch.cuda.is_available():
            raise InputError("This worker has no CUDA device: choose the device cpu.")
        self._in_unit_interval = bool(x.min() >= 0 and x.max() <= 1)
        if self.bernoulli and not self._in_unit_interval:
            raise InputError(
                f"Cross-entropy needs values in [0, 1], and these reach from {x.min():.3g} to "
                f"{x.max():.3g}: choose the squared error or a Gaussian likelihood."
            )
        seeds = range(3 * self.seed, 3 * self.seed + 3)
        weights, order, noise = (torch.Generator().manual_seed(s) for s in seeds)
        dtype = torch.float64 if x.dtype == np.float64 else torch.float32
        self._nets = self._networks(x.shape[1], weights, dtype).to(self.device)
        self._weights = {
            f"norms.{name}{i}".translate(SUBSCRIPTS): weight
            for name, net in self._nets.items()
            for i, weight in enumerate((w for w in net.parameters() if w.ndim > 1), 1)
        }
        optimiser = torch.optim.Adam(self._nets.parameters(), lr=self.rate, fused=True)
        self._training = Training(self._tensor(x), optimiser, order, noise)
        self.progress = Progress(order=self.order_state())

    def _networks(self, d: int, weights: torch.Generator, dtype: torch.dtype) -> nn.ModuleDict:
        """Return f and g for samples with ``d`` features; the weights of f are drawn first."""
        if self.network == "convolutional":
            networks = Convolutional(d, self.activation, weights, dtype)
            f = networks.encoder(self.code_outputs)
            return nn.ModuleDict({"f": f, "g": networks.decoder(self.latent)})
        widths = list(self.widths)
        f = dense([d, *widths, self.code_outputs], self.activation, weights, dtype)
        g = dense([self.latent, *widths[::-1], d], self.activation, weights, dtype)
        return nn.ModuleDict({"f": f, "g": g})

    @property
    def _block(self) -> int:
        """Samples per forward pass outside of training."""
        return BLOCK if self.network == "dense" else BLOCK // 8  # 4 MB for each layer of MNIST

    def _batches_in(self, samples: int) -> int:
        return -(-samples // self.batch)

    def _tensor(self, x: Array) -> Tensor:
        x = x if x.flags.writeable else x.copy()  # torch warns of read-only memory
        return torch.from_numpy(x).to(self.device)

    def _mean(self, z: Tensor) -> Tensor:
        return torch.sigmoid(self.g(z)) if self.bernoulli else self.g(z)

    def _error(self, x: Tensor) -> Tensor:
        """Return the reconstruction term (B,) of samples (B, d), without noise."""
        return self.reconstruction_error(x, self.g(self.code(x)))

    def _code_jacobian(self, x: Tensor) -> Tensor:
        """Return ∂f/∂x (B, k, d) at samples (B, d)."""
        with torch.enable_grad():
            x.requires_grad_()
            return code_jacobian(self.code(x), x, BLOCK)

    def _blockwise(self, apply: Callable[[Tensor], Tensor], rows: Array) -> Array:
        """Return ``apply`` of the rows (n, ...), computed block by block without gradients."""
        dtype = next(self._nets.parameters()).dtype
        rows = np.asarray(rows)
        with torch.no_grad():
            blocks = [
                apply(self._tensor(rows[i : i + self._block]).to(dtype)).cpu().numpy()
                for i in range(0, max(len(rows), 1), self._block)
            ]
        return np.concatenate(blocks).astype(rows.dtype, copy=False)


def _named(layers: Iterable[Array]) -> list[tuple[str, Array]]:
    """Return the arrays of the layers of f with the names used for their norms."""
    return [(f"f{i}".translate(SUBSCRIPTS), layer) for i, layer in enumerate(layers, 1)]
