"""The parts of ⟨KL⟩ against closed forms of a linear Gaussian encoder, and against each other."""

import math

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from aelab.theory import gaussians, information
from aelab.theory.gaussians import Values


def encoded(slope: float, width: float, n: int, k: int = 1) -> tuple[Values, Values]:
    """Means and variances of q(z|x) = N(slope·x, width²) for x from N(0, 1), in k dimensions."""
    x = np.random.default_rng(1).standard_normal((n, k))
    return slope * x, np.full((n, k), width**2)


@pytest.mark.parametrize(("slope", "width"), [(0.9, 0.5), (0.3, 1.0), (0.0, 0.7)])
def test_a_linear_gaussian_encoder_has_its_closed_information(slope: float, width: float) -> None:
    n = 4000
    parts = information.surgery(*encoded(slope, width, n), np.random.default_rng(0))
    exact = math.log1p((slope / width) ** 2) / 2
    # of N samples it is below that of all by some (spread of the mixture)/N
    assert parts.information.value == pytest.approx(exact, abs=4 * parts.information.error + 0.01)
    of_all = gaussians.Gaussian(np.zeros(1), np.array([[slope**2 + width**2]]))
    marginal = gaussians.kl(of_all, gaussians.standard(1))
    assert parts.marginal.value == pytest.approx(marginal, abs=4 * parts.marginal.error + 0.02)


def test_the_parts_add_up_to_the_mean_kl_whatever_the_encoder() -> None:
    rng = np.random.default_rng(3)
    mean, variance = rng.normal(size=(3000, 4)), rng.uniform(0.05, 2, (3000, 4))
    parts = information.surgery(mean, variance, np.random.default_rng(0))
    whole = gaussians.kl_to_standard(mean, np.sqrt(variance)).mean()
    error = math.hypot(parts.information.error, parts.marginal.error)
    total = parts.information.value + parts.marginal.value
    assert total == pytest.approx(whole, abs=4 * error) and error < 0.1


def test_codes_that_tell_every_sample_apart_have_the_information_ln_n() -> None:
    mean, variance = np.arange(300.0)[:, None], np.full((300, 1), 1e-4)
    parts = information.surgery(mean, variance, np.random.default_rng(0))
    assert parts.information.value == pytest.approx(math.log(300), rel=1e-8)


def test_a_collapsed_code_tells_nothing_and_is_the_prior() -> None:
    parts = information.surgery(np.zeros((100, 3)), np.ones((100, 3)), np.random.default_rng(0))
    assert parts.information.value == pytest.approx(0, abs=1e-12)
    assert parts.marginal.value == pytest.approx(0, abs=1e-12)


def test_the_density_of_the_aggregate_is_that_of_the_mixture() -> None:
    rng = np.random.default_rng(5)
    mean, z = rng.normal(size=(7, 2)), rng.normal(size=(5, 2))
    variance = rng.uniform(0.1, 1, (7, 2))
    parts = [
        multivariate_normal(m, np.diag(v)).pdf(z) for m, v in zip(mean, variance, strict=True)
    ]
    expected = np.log(np.mean(parts, 0))
    np.testing.assert_allclose(information.log_aggregate(z, mean, variance), expected, rtol=1e-10)
