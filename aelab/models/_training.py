"""The state of a training by gradient descent: samples, optimiser, generators."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

Array = NDArray[Any]

WEIGHTS, MOMENTS = "weights.", "adam."  # beginnings of the names of arrays


@dataclass(eq=False)
class Training:
    """State of a model that is only needed for training."""

    x: Tensor
    optimiser: torch.optim.Adam
    order: torch.Generator
    noise: torch.Generator

    @property
    def rate(self) -> float:
        """The learning rate in force."""
        return float(self.optimiser.param_groups[0]["lr"])

    @rate.setter
    def rate(self, rate: float) -> None:
        self.optimiser.param_groups[0]["lr"] = rate

    def batches(self, size: int) -> tuple[Tensor, ...]:
        """Return the indices of the samples of each batch, in a new random order."""
        order = torch.randperm(len(self.x), generator=self.order)
        batches: tuple[Tensor, ...] = order.to(self.x.device).split(size)
        return batches

    def state(self, networks: nn.Module) -> dict[str, Array]:
        """Return weights, moments of Adam, rate and the state of the noise generator."""
        arrays = {f"{WEIGHTS}{n}": w for n, w in networks.state_dict().items()}
        for i, moments in self.optimiser.state_dict()["state"].items():
            arrays |= {f"{MOMENTS}{i}.{name}": value for name, value in moments.items()}
        arrays["noise"] = self.noise.get_state()
        host = {name: value.detach().cpu().numpy().copy() for name, value in arrays.items()}
        return host | {"rate": np.array(self.rate)}

    def restore(self, networks: nn.Module, state: Mapping[str, Array]) -> None:
        """Restore what `state` returned, except for the rate."""
        tensors = {name: torch.from_numpy(np.array(value)) for name, value in state.items()}
        networks.load_state_dict(
            {n.removeprefix(WEIGHTS): w for n, w in tensors.items() if n.startswith(WEIGHTS)}
        )
        moments: dict[int, dict[str, Tensor]] = {}
        for name, value in tensors.items():
            if name.startswith(MOMENTS):
                _, i, key = name.split(".")
                moments.setdefault(int(i), {})[key] = value
        groups = self.optimiser.state_dict()["param_groups"]
        self.optimiser.load_state_dict({"state": moments, "param_groups": groups})
        self.noise.set_state(tensors["noise"])
        self.order.set_state(tensors["progress.order"])


def code_jacobian(code: Tensor, x: Tensor, block: int) -> Tensor:
    """Return ∂z/∂x (B, k, d) of codes (B, k), computed from samples (B, d).

    The code of a sample depends on no other sample, so one backward pass serves the batch. At most
    ``block`` numbers of the code are differentiated in one pass.
    """
    unit_vectors = torch.eye(code.shape[1], dtype=code.dtype, device=code.device)
    groups = unit_vectors.split(max(1, block // max(1, len(x))))  # one backward pass each
    rows = [
        torch.autograd.grad(
            code,
            x,
            units[:, None].expand(-1, len(x), -1),
            retain_graph=True,
            is_grads_batched=True,
        )[0]
        for units in groups
    ]
    return torch.cat(rows).transpose(0, 1).contiguous()
