"""Claims of the chapter "Variational autoencoder": cross-entropy of grey values."""

import math

from scipy.integrate import quad

from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault

NEAR = 1e-4  # |1 − 2λ| below which C is 2 to eight digits


def constant(lam: float) -> float:
    """Return C(λ) = 2 artanh(1 − 2λ)/(1 − 2λ), at least 2, for 0 < λ < 1.

    Source: Loaiza-Ganem and Cunningham, "The continuous Bernoulli", 2019, arXiv:1907.06845,
    equation 8.
    """
    off = 1 - 2 * lam
    return 2.0 if abs(off) < NEAR else 2 * math.atanh(off) / off


@claim(
    "vae.grey",
    rows=(34,),
    statement="Cross-entropy of grey values is minus the logarithm of no density: the integral is "
    "1/C, and not 1.",
    formula=r"\int_0^1 \lambda^x (1 - \lambda)^{1 - x}\,dx = \frac1C, \quad "
    r"C = \frac{2\,\mathrm{artanh}(1 - 2\lambda)}{1 - 2\lambda} \geq 2",
    tolerance=1e-7,
    why="Rounding, and the quadrature.",
    fault=Fault("normalised", "power of C that is left out of the prediction"),
)
def grey(lam: float = 0.1, normalised: float = 0.0) -> Finding:
    """Measure the integral over grey values x by quadrature.

    Args:
        lam: λ, the output of the decoder for a pixel.
        normalised: 1 to predict an integral of 1, as of a density.

    """

    def exponential(x: float) -> float:
        return float(lam**x * (1 - lam) ** (1 - x))  # e^−(cross-entropy)

    area, _ = quad(exponential, 0, 1, epsabs=1e-12, epsrel=1e-12)
    return Finding(constant(lam) ** (normalised - 1), area)
