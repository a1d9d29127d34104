"""Probabilistic principal component analysis."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import numpy as np

from aelab.models._model import Array, Model, model, side_of
from aelab.models.pca import PCA
from aelab.params import Choice, Range
from aelab.theory.pca import Principal
from aelab.theory.ppca import fit, log_likelihood, noise_variance
from aelab.training.model_protocols import Raw

SMALLEST = 1e-9  # smallest σ², as a share of the mean variance


@model("ppca", "Probabilistic PCA")
class ProbabilisticPCA(Model):
    """Makes each sample of a code z from N(0, 1): x = Wz + mean + σε, with noise ε from N(0, 1).

    So p(x) is a Gaussian with covariance WWᵀ + σ²I, whose likelihood is largest for W =
    U(Λ − σ²I)^½, with the k largest eigenvalues Λ of the data's covariance and their eigenvectors
    U, and for σ² = the mean of the others. With k = d there are no others, and σ² is the smallest
    eigenvalue: the likelihood is the same for any that is not larger. With σ set by hand, an
    eigenvalue below σ² gives W no column. ``transform`` gives the mean of p(z|x). The codes are
    whitened; for σ → 0 the reconstruction is that of PCA.

    It can be watched as PCA can: each step takes twice as many samples as the one before and
    solves exactly for all so far.

    Source: Tipping and Bishop, "Probabilistic principal component analysis", Journal of the Royal
    Statistical Society B, 1999; Bishop, "Pattern Recognition and Machine Learning", 2006, section
    12.2.

    Attributes: ``law_`` the linear Gaussian p(x|z) with W (d, k), the mean (d,) and σ, in float64;
    ``variances_`` (d,) eigenvalues of the covariance (with 1/m), largest first.
    """

    order = 15
    generates = True
    formula_by = ("noise",)
    formula = {
        "learnt": r"J = -\ln \mathcal{N}(x;\,\bar{x},\,W W^{\mathsf T}{+}{\sigma}^2 I)",
        "by hand": r"J = -\ln \mathcal{N}(x;\,\bar{x},\,W W^{\mathsf T}{+}\sigma^2 I)",
    }
    terms = ("likelihood",)
    views = (
        "latent",
        "reconstructions",
        "samples",
        "loss",
        "scree",
        "features",
        "plane",
        "weights",
    )

    latent: Annotated[int, Range(1, 64, "k", "Size of the code z.", name="code size")] = 1
    noise: Annotated[
        str,
        Choice(
            ("learnt", "by hand"),
            r"\varepsilon",
            "Whether σ is the one of largest likelihood or the one set below.",
        ),
    ] = "learnt"
    sigma: Annotated[
        float,
        Range(
            1e-3,
            2,
            r"\sigma",
            "Standard deviation of the noise, where it is set by hand.",
            name="width of p(x|z)",
            log=True,
        ),
    ] = 0.1

    @property
    def unit(self) -> str:
        """Unit of J for one sample."""
        return "nats"

    @property
    def symbols(self) -> dict[str, str]:
        """The label of each term in plots, by its name."""
        return {"likelihood": "−ln p(x)"}

    def batches(self) -> Sequence[range]:
        """Return ranges of samples, each as long as all before it."""
        return self._pca.batches()

    def learn(self, batch: range) -> Raw:
        """Add the samples of ``batch`` and solve for all so far; J is the mean of −ln p(x)."""
        self._pca.learn(batch)
        self._solve()
        values = self.variances_.astype(np.float64)
        return {"likelihood": -log_likelihood(values, self.latent, self.law_.sigma)}

    def state(self) -> dict[str, Array]:
        """Return the sums over the samples so far, and their principal axes."""
        return self._pca.state()

    def restore(self, state: Mapping[str, Array]) -> None:
        """Restore what `state` returned."""
        self._pca.restore(state)
        self._solve()

    def encode(self, x: Array) -> Array:
        """Return the means of p(z|x) (n, k), M⁻¹Wᵀ(x − mean) with M = WᵀW + σ²I."""
        return self.law_.codes(x).astype(x.dtype)

    def decode(self, z: Array) -> Array:
        """Return the means of p(x|z) (n, d), Wz + mean."""
        return self.law_.decoded(z).astype(z.dtype)

    def generate(self, count: int, seed: int = 0) -> Array:
        """Return samples (count, d) of p(x): decoded codes from p(z), plus noise σε."""
        return self.law_.draw(count, np.random.default_rng(seed)).astype(self.variances_.dtype)

    def spread(self, x: Array) -> Array:
        """Return the covariance σ²M⁻¹ of p(z|x) (n, k, k), the same for all samples (n, d)."""
        covariance = self.law_.posterior(self.law_.offset).covariance.astype(x.dtype)
        return np.broadcast_to(covariance, (len(x), *covariance.shape))

    def errors(self, x: Array) -> Array:
        """Return −ln p(x) (n,) of samples (n, d), in nats."""
        return -self.law_.log_density(x)

    def floor(self, error: float, features: int) -> float | None:
        """Return None: J is not an error of reconstructions."""
        return None

    def evaluate(self, x: Array, seed: int = 0) -> dict[str, float]:
        """Return the mean of −ln p(x) over samples (n, d)."""
        return {"likelihood": float(self.errors(x).mean())}

    def filters(self) -> tuple[Array, tuple[int, int]] | None:
        """Return the columns of W as images, and their shape, if samples are square images."""
        columns = np.ascontiguousarray(self.law_.weights.T)
        side = side_of(columns.shape[1])
        return (columns, (side, side)) if side else None

    def jacobian(self, x: Array) -> Array:
        """Return ∂f/∂x = M⁻¹Wᵀ (n, k, d), which is constant."""
        rows = self.law_.codes(self.law_.offset + np.eye(len(self.law_.offset))).T
        return np.broadcast_to(rows.astype(x.dtype), (len(x), *rows.shape))

    def finish(self) -> None:
        """Release the samples and their sums."""
        self._pca.finish()

    def _begin(self, x: Array) -> None:
        self._pca = PCA(latent=self.latent)
        self._pca.begin(x)
        self._solve()

    def _batches_in(self, samples: int) -> int:
        return self._pca.updates_in(samples)

    def _solve(self) -> None:
        """Compute σ² and W from the principal axes."""
        pca, k = self._pca, self.latent
        self.variances_ = pca.variances_
        values, mean = self.variances_.astype(np.float64), pca.mean_.astype(np.float64)
        axes = Principal(mean, pca.components_.T.astype(np.float64), values)
        self.law_ = fit(axes, k, self._sigma(values))

    def _sigma(self, values: Array) -> float:
        """Return σ for eigenvalues (d,): the one of largest likelihood, or the one set by hand."""
        if self.noise == "by hand":
            return float(self.sigma)
        variance = noise_variance(values, min(self.latent, len(values) - 1))
        return float(max(variance, SMALLEST * values.mean())) ** 0.5 or 1.0
