"""Claims of the chapter "Variational autoencoder": the gap as an area, the unit as a β."""

import math

import numpy as np
from scipy.optimize import minimize_scalar

from aelab.lecture.core.claim import Finding, claim
from aelab.lecture.core.fault import Fault
from aelab.theory.evidence import Toy
from aelab.theory.gaussians import kl_to_standard

SLOPE = 1.5  # of the linear decoder
WIDE = np.linspace(-24, 24, 4801)  # values of z, for a q much wider than the prior


@claim(
    "vae.area",
    rows=(33,),
    statement="The gap of the bound is an area, and nowhere is the curve above it negative.",
    formula=r"\ln p(x) - \mathrm{ELBO} = \int \Big(q \ln\frac{q}{p} - q + p\Big)\,dz",
    tolerance=1e-4,
    why="The quadratures end somewhere: at 8 standard deviations of q, and at z = 24.",
    fault=Fault("moved", "sample that the posterior is of"),
    unit="nats",
    scale=1.0,
)
def area(
    decoder: str = "straight",
    x: float = 1.0,
    mu: float = 0.0,
    s: float = 0.8,
    sigma: float = 0.5,
    moved: float = 1.0,
) -> Finding:
    """Measure the area between q = N(μ, s²) and a posterior.

    Args:
        decoder: name of the decoder.
        x: the sample.
        mu: mean of q.
        s: standard deviation of q.
        sigma: standard deviation of p(x|z).
        moved: factor of x for the posterior.

    """
    toy = Toy(decoder, sigma)
    gap = toy.log_density([x])[0] - toy.bound(x, mu, s).elbo
    curve = toy.gap_curve(moved * x, mu, s, WIDE)
    return Finding(gap, curve.sum() * (WIDE[1] - WIDE[0]))


@claim(
    "vae.units",
    rows=(34,),
    statement="With a bare sum of squares, larger pixels are a smaller β: q becomes narrower.",
    formula=r"J = \|u x - u\hat x\|^2 + \mathrm{KL}: \quad \beta = u^{-2}, \quad "
    r"s^2 = \frac{\beta}{\beta + 2w^2} \ \text{ for } \hat x = wz",
    tolerance=1e-3,
    why="J is searched for its minimum numerically, and a minimum is flat.",
    fault=Fault("power", "power of u in β = u⁻²", given={"unit": 10.0}),
)
def units(unit: float = 1.0, power: float = 2.0) -> Finding:
    """Measure the width s of q that minimises J in pixels of that ``unit``; w is SLOPE.

    The prediction is that of ‖x − x̂‖² + β KL in pixels from 0 to 1, with β = unit^−power.
    """
    beta = unit**-power

    def loss(log_s: float) -> float:
        s = math.exp(log_s)  # the mean of q is the best one and adds nothing that s changes
        return float((unit * SLOPE * s) ** 2 + kl_to_standard(np.zeros(1), [s]))

    result = minimize_scalar(loss, bounds=(-12, 2), method="bounded", options={"xatol": 1e-9})
    return Finding(math.sqrt(beta / (beta + 2 * SLOPE**2)), math.exp(result.x))
