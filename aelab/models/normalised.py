"""Normalised autoencoder."""

from collections.abc import Mapping
from typing import Annotated

import numpy as np
import torch
from torch import Tensor

from aelab.models._autoencoder import ERRORS, Autoencoder
from aelab.models._gradient import Terms
from aelab.models._langevin import Chains, Langevin
from aelab.models._model import Array, model
from aelab.models._replay import Replay, moved, normalised
from aelab.models._sizes import Size
from aelab.params import Range
from aelab.training.model_protocols import Raw

SAMPLES = 2_000  # training samples whose mean energy sets the temperature
SLOWER = 0.1  # of the learning rate after the pretraining
SMALLEST = 1e-30  # energy below which data count as reconstructed without error
PASSES = 2 / 3  # of the cost of an update is that of a step: the weights get no gradient


@model("normalised", "Normalised autoencoder")
class Normalised(Autoencoder):
    """Takes the reconstruction error as an energy U of a density p(x) = exp(−U(x)/T)/Ω.

    A plain autoencoder may reconstruct samples well that it has not learnt, if they are simpler.
    Here the gradient is that of −T ln p(x): U falls for the data, and rises for samples of p(x),
    which come from Markov chains. Each begins at a stored code, moves on the sphere of all codes
    towards small U(g(z)), and from g(z) through the space of the samples. The first share of the
    epochs trains a plain autoencoder. Then T is set to 2⟨U⟩/d times the chosen factor, at which
    Gaussian noise around the reconstructions has the energy of the data. J itself is not known,
    since Ω is not: plotted are both mean energies, which have to agree in the end.

    Source: Yoon, Noh and Park, "Autoencoding under normalization constraints", ICML 2021,
    arXiv:2105.05735; Dillon, Favaro, Plehn, Sorrenson and Krämer, "A normalized autoencoder for
    LHC triggers", SciPost Physics Core 6, 074, 2023, arXiv:2206.14225.
    """

    order = 65
    minimises = False
    settles = False
    formula = {
        name: (
            r"\begin{aligned} \nabla J &= \nabla\langle U\rangle_\mathrm{data}"
            r" - \nabla\langle V\rangle_\mathrm{chains} \\"
            r" V &= U - \gamma\,U^2/U_0 \\ U &= "
            + latex.replace("OUT", "g(f(x))")
            + r" \end{aligned}"
        )
        for name, (latex, _) in ERRORS.items()
    }
    terms = ("data", "chains")
    views = (
        "latent",
        "reconstructions",
        "loss",
        "chains",
        "acceptance",
        "features",
        "plane",
        "samples",
        "norms",
        "weights",
        "maps",
        "kernels",
    )

    pretraining: Annotated[
        float,
        Range(
            0, 0.95, "p", "Share of the epochs that train a plain autoencoder.", name="pretraining"
        ),
    ] = 0.5
    steps: Annotated[
        int,
        Range(
            1,
            200,
            "S",
            "Steps of each chain, of codes and of samples.",
            name="steps of the chains",
            log=True,
        ),
    ] = 10
    step: Annotated[
        float,
        Range(
            1e-4,
            1,
            r"\epsilon_x",
            "Step size of the chains of samples; the larger, the fewer steps are accepted.",
            name="step size of the chains",
            log=True,
            advanced=True,
        ),
    ] = 0.1
    temperature: Annotated[
        float,
        Range(
            1e-3,
            1e3,
            "T",
            "Temperature, in units of 2⟨U⟩/d of the data after the pretraining.",
            name="temperature",
            log=True,
            advanced=True,
        ),
    ] = 1.0
    replay: Annotated[
        float,
        Range(
            0,
            1,
            r"\rho",
            "Share of the chains that go on from stored codes; the others begin anew.",
            name="replay",
            advanced=True,
        ),
    ] = 0.95
    gamma: Annotated[
        float,
        Range(
            0,
            10,
            r"\gamma",
            "Weight of U²/U₀ of the chains, against energies that grow without bound; U₀ is the "
            "energy of the data after the pretraining.",
            name="energy regularisation",
            advanced=True,
        ),
    ] = 0.1

    @property
    def symbols(self) -> dict[str, str]:
        """The label of each energy in plots, by its name."""
        return {"data": "⟨U⟩ of data", "chains": "⟨U⟩ of chains"}

    @property
    def pretrains(self) -> bool:
        """Whether the training is still that of a plain autoencoder."""
        return self.progress.epoch < int(self.pretraining * self.epochs)

    def size(self, features: int) -> Size:
        """Return the size of f and g, with the passes of the chains."""
        f, g = self.sizes(features)
        both = f.plus(g)
        passes = 1 + round(PASSES * (2 * self.steps + 2))
        return both.plus(Size(0, both.products, 0), passes)

    def code(self, x: Tensor) -> Tensor:
        """Return the codes (B, k) of samples (B, d), on the sphere of radius 1."""
        return normalised(super().code(x))

    def energies(self, x: Tensor) -> Tensor:
        """Return U (B,) of samples (B, d): the reconstruction error."""
        return self.reconstruction_error(x, self.g(self.code(x)))

    def objective(self, x: Tensor) -> Terms:
        """Return the mean energy of a batch (B, d) and of as many chains, at most a batch."""
        _, codes = self._started(min(len(x), int(self.batch)))
        negative = self._mean(codes) if self.pretrains else self._sampled(codes)[1].x
        return {"data": self.energies(x).mean(), "chains": self.energies(negative).mean()}

    def learn(self, batch: Tensor) -> Raw:
        """Do one update, and store the codes of the chains; return both energies before it."""
        x = self._training.x[batch]
        terms = self._pretrained(x) if self.pretrains else self._contrasted(x)
        return {name: term.detach() for name, term in terms.items()}

    def walk(self, count: int, seed: int = 0) -> Array:
        """Return the mean energy of ``count`` chains after each step, of codes and of samples.

        They go on from now with noise of their own, and the training takes no notice of them.
        """
        own, training = torch.Generator().manual_seed(seed), self._training
        training_noise, training.noise = training.noise, own
        try:
            latent, visible = self._sampled(self._started(count)[1])
        finally:
            training.noise = training_noise
        return np.array([*latent.energies, *visible.energies[1:]])

    def measure(self) -> dict[str, float]:
        """Return the norms of the weights, and the share of accepted steps of the last chains."""
        return super().measure() | {"acceptance.samples": self._replay.accepted}

    def caution(self) -> str:
        """Return a warning if nothing keeps the energies of the chains from growing."""
        return "" if self.gamma else "With γ = 0 the energies of chains may grow without bound."

    def cause(self, rate: float | None) -> tuple[str, float | None]:
        """Return why the run diverged, and a learning rate that may help."""
        if self.pretrains:
            return super().cause(rate)
        why = ": the energies of the chains have grown; a larger γ or fewer steps may help, too"
        return why, None if rate is None else rate / 10

    def state(self) -> dict[str, Array]:
        """Return the state of networks and chains."""
        return super().state() | self._replay.state()

    def restore(self, state: Mapping[str, Array]) -> None:
        """Restore what `state` returned."""
        super().restore(state)
        self._replay.restore(state)

    def _begin(self, x: Array) -> None:
        super()._begin(x)
        dtype = next(self._nets.parameters()).dtype
        self._replay = Replay(self.latent, dtype, self._training.noise)

    def _pretrained(self, x: Tensor) -> Terms:
        """Do one update of a plain autoencoder; return the energies of data and decoded codes."""
        data = self.energies(x).mean()
        with torch.no_grad():
            chains = self.energies(self._mean(self._started(len(x))[1])).mean()
        self._descend(data, 1.0)
        return {"data": data, "chains": chains}

    def _contrasted(self, x: Tensor) -> Terms:
        """Do one update on the data (B, d) and on chains; return both energies before it."""
        replay = self._replay
        replay.energy = replay.energy or self._reference()
        rows, codes = self._started(len(x))
        latent, visible = self._sampled(codes)
        replay.codes[rows], replay.accepted = latent.x.cpu(), visible.accepted
        data, chains = self.energies(x), self.energies(visible.x)
        penalty = self.gamma * (chains**2).mean() / replay.energy
        self._descend(data.mean() - chains.mean() + penalty, SLOWER)
        return {"data": data.mean(), "chains": chains.mean()}

    def _descend(self, loss: Tensor, slower: float) -> None:
        """Do a step of Adam, with the learning rate times ``slower``."""
        training, rate = self._training, self._training.rate
        training.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        training.rate = rate * slower
        training.optimiser.step()
        training.rate = rate

    def _reference(self) -> float:
        """Return the mean energy of training samples."""
        x = self._training.x
        with torch.no_grad():
            energies = self.energies(x[:: max(1, len(x) // SAMPLES)])
        return max(float(energies.double().mean()), SMALLEST)

    def _sampled(self, codes: Tensor) -> tuple[Chains, Chains]:
        """Return chains of codes (B, k) and, from where they end, chains of samples (B, d)."""
        noise = self._training.noise
        energy0 = self._replay.energy or self._reference()
        temperature = 2 * self.temperature * energy0 / self._training.x.shape[1]
        latent = moved(
            codes, self.steps, lambda z: self.energies(self._mean(z)), temperature, noise
        )
        with torch.no_grad():
            start = self._mean(latent.x)
        visible = Langevin(self.energies, self.step, temperature, noise).run(start, self.steps)
        return latent, visible

    def _started(self, count: int) -> tuple[Tensor, Tensor]:
        """Return the rows (B,) of stored codes, and these codes (B, k), some replaced by new."""
        rows, codes = self._replay.start(count, self.replay, self._training.noise)
        return rows, codes.to(self.device)
