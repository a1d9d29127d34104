"""Models that follow the gradient of J: networks f and g, Adam, batches in a permuted order."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Annotated, Any, ClassVar, Self, TypeAlias

import numpy as np
import torch
from torch import Tensor, nn

from aelab.models import _sizes
from aelab.models._model import BLOCK, Array, Model, side_of
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
from aelab.params import Choice, InputError, Range, Widths
from aelab.training.limits import Cost
from aelab.training.loop import Progress

Terms: TypeAlias = dict[str, Tensor]

RATE = Range(1e-5, 1, r"\epsilon", "Step size of Adam; it can be changed while training.",
             name="learning rate", log=True, live=True)  # fmt: skip
# Of each weight: itself, its gradient, two moments of Adam, the last good ones, a checkpoint.
COPIES = 8
NUMBERS = 3  # kept for each output of a layer: before and after the activation, and the gradient
TILES = 64  # first weights shown as images, at most
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(eq=False)
class _Training:
    """What only training needs."""

    x: Tensor
    optimiser: torch.optim.Adam
    order: torch.Generator
    noise: torch.Generator


@dataclass(kw_only=True, eq=False, repr=False)
class GradientModel(Model):
    """A model that minimises J = the sum of the terms of `objective`, by Adam.

    Source of the optimiser: Kingma and Ba, "Adam: a method for stochastic optimization", 2015.
    """

    overcomplete: ClassVar[bool] = True

    latent: Annotated[
        int, Range(1, 1024, "k", "Size of the code z.", name="code size", log=True)
    ] = 2
    rate: Annotated[float, RATE] = 1e-3
    epochs: Annotated[int, Range(1, 1000, "E", "Passes over the data, at most.", log=True)] = 20
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
        """Whether g gives logits of values in [0, 1], rather than the values themselves."""

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
        return float(self._training.optimiser.param_groups[0]["lr"])

    def cost(self, samples: int, features: int) -> Cost:
        """Return what an update on so many samples of so many features takes."""
        size, batch = self.size(features), min(int(self.batch), samples)
        return Cost(
            parameters=float(size.weights),
            bytes=4.0 * (COPIES * size.weights + NUMBERS * batch * (features + size.outputs)),
            operations=6.0 * batch * size.products,  # forwards, and twice as much backwards
        )

    def size(self, features: int) -> Size:
        """Return the size of all networks, and what `objective` takes for one sample."""
        f, g = self.sizes(features)
        return f.plus(g)

    def sizes(self, features: int) -> tuple[Size, Size]:
        """Return the sizes of f and g for samples of so many features."""
        if self.network == "convolutional":
            f = _sizes.encoder(features, self.code_outputs)
            return f, _sizes.decoder(features, self.latent)
        down = list(self.widths)
        f = _sizes.dense([features, *down, self.code_outputs])
        return f, _sizes.dense([self.latent, *down[::-1], features])

    def change_rate(self, rate: float) -> None:
        """Put another learning rate in force from the next update on."""
        self._training.optimiser.param_groups[0]["lr"] = float(RATE.check(rate))

    def partial_fit(self, X: Any, y: None = None) -> Self:
        """Go on learning for one pass over samples of shape (n, d)."""
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
        return self.f(x)

    def learn(self, batch: Tensor) -> Mapping[str, Any]:
        """Do one update on the samples whose indices are given; return the terms before it."""
        training = self._training
        terms = self.objective(training.x[batch])
        training.optimiser.zero_grad(set_to_none=True)
        reduce(torch.add, terms.values()).backward()
        training.optimiser.step()
        return {name: term.detach() for name, term in terms.items()}

    def order_state(self) -> Array:
        """Return the state of the generator of the batch order."""
        return self._training.order.get_state().numpy()

    def batches(self) -> Sequence[Tensor]:
        """Return the indices of the samples of each batch, in an order of this epoch's own."""
        training = self._training
        order = torch.randperm(len(training.x), generator=training.order)
        return order.to(self.device).split(int(self.batch))

    def state(self) -> dict[str, Array]:
        """Return weights, moments of Adam, rate and the state of the noise, as arrays."""
        training = self._training
        arrays = {f"weights.{n}": w for n, w in self._nets.state_dict().items()}
        for i, moments in training.optimiser.state_dict()["state"].items():
            arrays |= {f"adam.{i}.{name}": value for name, value in moments.items()}
        arrays["noise"] = training.noise.get_state()
        host = {name: value.detach().cpu().numpy().copy() for name, value in arrays.items()}
        return host | {"rate": np.array(self.rate_now)}

    def restore(self, state: Mapping[str, Array]) -> None:
        """Put back what `state` returned."""
        training = self._training
        tensors = {name: torch.from_numpy(np.array(value)) for name, value in state.items()}
        prefix = "weights."
        self._nets.load_state_dict(
            {n.removeprefix(prefix): w for n, w in tensors.items() if n.startswith(prefix)}
        )
        moments: dict[int, dict[str, Tensor]] = {}
        for name, value in tensors.items():
            if name.startswith("adam."):
                _, i, key = name.split(".")
                moments.setdefault(int(i), {})[key] = value
        groups = training.optimiser.state_dict()["param_groups"]
        training.optimiser.load_state_dict({"state": moments, "param_groups": groups})
        self.change_rate(float(state["rate"]))
        training.noise.set_state(tensors["noise"])
        training.order.set_state(torch.from_numpy(np.array(state["progress.order"])))

    def encode(self, x: Array) -> Array:
        """Return the codes (n, k) of samples (n, d), unchecked."""
        return self._blockwise(self.code, x)

    def decode(self, z: Array) -> Array:
        """Return the reconstructions (n, d) of codes (n, k), unchecked."""
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
        """Return a squared error in units of the reconstruction term; None if it has none."""
        return None if self.bernoulli else error

    def filters(self) -> tuple[Array, tuple[int, int]] | None:
        """Return the weights of the first units (u, h·w) as images, in their own order.

        Those of a dense network are as large as the samples, if these are square images.
        """
        first = self._weights["norms.f₁"][:TILES].detach().cpu().numpy().copy()
        side = first.shape[-1] if first.ndim == 4 else side_of(first.shape[1])
        return None if side is None else (first.reshape(len(first), -1), (side, side))

    def kernels(self) -> list[tuple[str, Array]]:
        """Return the kernels (units, channels, h, w) of each convolution of f, by its name."""
        kernels = (part.weight.detach().cpu().numpy().copy() for part in convolutions(self.f))
        return _named(kernels)

    def feature_maps(self, x: Array) -> list[tuple[str, Array]]:
        """Return what each convolution of f makes of a sample x (d,): (units, h, w), by its name.

        It is seen after the activation.
        """
        dtype = next(self._nets.parameters()).dtype
        with torch.no_grad():
            maps = activated(self.f, self._tensor(x[None]).to(dtype))
        return _named(each[0].cpu().numpy() for each in maps)

    def jacobian(self, x: Array) -> Array:
        """Return ∂f/∂x (n, k, d) at samples (n, d), by a backward pass for each code."""
        return self._blockwise(self._code_jacobian, x)

    def evaluate(self, x: Array, seed: int = 0) -> dict[str, float]:
        """Return the terms of J on samples (n, d), with noise of its own from ``seed``."""
        training = self._training
        of_training, training.noise = training.noise, torch.Generator().manual_seed(seed)
        totals = dict.fromkeys(self.terms, 0.0)
        try:
            with torch.no_grad():
                for start in range(0, len(x), self._block):
                    block = self._tensor(x[start : start + self._block])
                    for name, term in self.objective(block).items():
                        totals[name] += float(term) * len(block) / len(x)
        finally:
            training.noise = of_training
        return totals

    def finish(self) -> None:
        """Keep the optimiser, since `partial_fit` may follow; drop the samples."""
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
        self._training = _Training(self._tensor(x), optimiser, order, noise)
        self.progress = Progress(order=self.order_state())

    def _networks(self, d: int, weights: torch.Generator, dtype: torch.dtype) -> nn.ModuleDict:
        """Return f and g for samples of ``d`` features, f drawn first."""
        if self.network == "convolutional":
            images = Convolutional(d, self.activation, weights, dtype)
            f = images.encoder(self.code_outputs)
            return nn.ModuleDict({"f": f, "g": images.decoder(self.latent)})
        down = list(self.widths)
        f = dense([d, *down, self.code_outputs], self.activation, weights, dtype)
        g = dense([self.latent, *down[::-1], d], self.activation, weights, dtype)
        return nn.ModuleDict({"f": f, "g": g})

    @property
    def _block(self) -> int:
        """Samples per forward pass when not training."""
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
        """Return ∂f/∂x (B, k, d): a sample's code depends on no other sample."""
        with torch.enable_grad():
            z = self.code(x.requires_grad_())
            each = torch.eye(z.shape[1], dtype=z.dtype, device=z.device)
            some = each.split(max(1, BLOCK // max(1, len(x))))  # code units in one backward pass
            rows = [
                torch.autograd.grad(
                    z,
                    x,
                    units[:, None].expand(-1, len(x), -1),
                    retain_graph=True,
                    is_grads_batched=True,
                )[0]
                for units in some
            ]
        return torch.cat(rows).transpose(0, 1).contiguous()

    def _blockwise(self, apply: Any, rows: Array) -> Array:
        dtype = next(self._nets.parameters()).dtype
        rows = np.asarray(rows)
        with torch.no_grad():
            done = [
                apply(self._tensor(rows[i : i + self._block]).to(dtype)).cpu().numpy()
                for i in range(0, max(len(rows), 1), self._block)
            ]
        return np.concatenate(done).astype(rows.dtype, copy=False)


def _named(layers: Iterable[Array]) -> list[tuple[str, Array]]:
    """Return the layers of f with the names that their norms have."""
    return [(f"f{i}".translate(SUBSCRIPTS), layer) for i, layer in enumerate(layers, 1)]
