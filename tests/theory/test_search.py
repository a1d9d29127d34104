"""The search for a bump, against scipy, finite differences, closed forms and its own toys."""

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import optimize, stats

from aelab.theory import falling, search
from aelab.theory.search import Search, searched, significance

SEARCH = Search(100, 280, 5, (150, 200), 300)
TRUE = np.array([8.2, 1.5, 0.7])  # about 50,000 jets
TOYS = 4000


def expected() -> NDArray[np.float64]:
    return falling.rates(TRUE, SEARCH.basis)


def peak(number: float) -> NDArray[np.float64]:
    """A peak of so many jets at 173 GeV."""
    shape = np.exp(-(((SEARCH.centres - 173) / 10) ** 2) / 2)
    return number * shape / shape.sum()


# The fit.


def test_the_function_is_that_of_dijet_searches() -> None:
    x = SEARCH.centres / 300
    direct = math.exp(TRUE[0]) * (1 - x) ** TRUE[1] / x ** TRUE[2]
    np.testing.assert_allclose(expected(), direct, rtol=1e-12)
    assert len(SEARCH.edges) == 37 and SEARCH.inside.sum() == 10


def test_the_gradient_and_the_information_are_those_of_finite_differences() -> None:
    counts = search.toys(expected(), 3, seed=1)
    theta = TRUE + np.array([[0.1, -0.2, 0.1], [0, 0.3, 0], [-0.1, 0, 0.2]])
    slope = falling.gradient(theta, counts, SEARCH.basis)
    curvature = falling.information(theta, SEARCH.basis)
    for i, step in enumerate(1e-5 * np.eye(3)):
        above, below = (
            falling.log_likelihood(theta + s, counts, SEARCH.basis) for s in (step, -step)
        )
        np.testing.assert_allclose((above - below) / 2e-5, slope[:, i], rtol=1e-6, atol=1e-3)
        above, below = (falling.gradient(theta + s, counts, SEARCH.basis) for s in (step, -step))
        np.testing.assert_allclose((below - above) / 2e-5, curvature[:, i], rtol=1e-6)


def test_the_maximum_is_that_of_scipy() -> None:
    counts = search.toys(expected() / 20, 3, seed=2)
    fit = falling.fit(counts, SEARCH.basis)
    for toy, theta, covariance in zip(counts, fit.theta, fit.covariance, strict=True):
        reference = optimize.minimize(
            lambda t, n: -float(falling.log_likelihood(t, n, SEARCH.basis)),
            TRUE,
            args=(toy,),
            jac=lambda t, n: -falling.gradient(t, n, SEARCH.basis),
            hess=lambda t, n: falling.information(t, SEARCH.basis)[0],
            method="trust-exact",
            options={"gtol": 1e-9},
        )
        np.testing.assert_allclose(theta, reference.x, rtol=1e-8)
        np.testing.assert_allclose(covariance @ reference.hess, np.eye(3), atol=1e-8)


def test_the_fit_recovers_the_parameters_with_its_covariance() -> None:
    fit = falling.fit(search.toys(expected(), TOYS, seed=3), SEARCH.basis)
    root = np.linalg.cholesky(np.linalg.inv(fit.covariance))  # (t, 3, 3)
    pulls = np.einsum("tji,tj->ti", root, fit.theta - TRUE)
    assert (np.abs(pulls.mean(0)) < 3 / math.sqrt(TOYS)).all()
    assert (np.abs(pulls.std(0) - 1) < 3 / math.sqrt(2 * TOYS)).all()


def test_expected_counts_give_back_the_parameters_and_no_deviance() -> None:
    fit = falling.fit(expected()[None], SEARCH.basis)
    np.testing.assert_allclose(fit.theta[0], TRUE, rtol=1e-9)
    left = falling.deviance(expected(), falling.rates(fit.theta, SEARCH.basis))
    assert left == pytest.approx(0, abs=1e-9)


def test_the_deviance_is_twice_the_logarithm_of_a_ratio_of_poisson_probabilities() -> None:
    counts, means = np.array([0.0, 3, 40]), np.array([1.5, 2, 50])
    ratio = stats.poisson.logpmf(counts, counts) - stats.poisson.logpmf(counts, means)
    assert falling.deviance(counts, means) == pytest.approx(2 * ratio.sum())


# The significance.


def by_fit(n: float, b: float, error: float) -> float:
    """The signed root of the likelihood ratio, with the background profiled by scipy."""
    tau, m = b / error**2, b**2 / error**2

    def minus_log(window: float, auxiliary: float) -> float:
        return window + auxiliary - n * math.log(window) - m * math.log(auxiliary)

    def of_background(background: float) -> float:
        return minus_log(background, tau * background)

    best = optimize.minimize_scalar(
        of_background, bounds=(1e-3, 5 * (n + b)), method="bounded", options={"xatol": 1e-8}
    )
    return math.copysign(math.sqrt(2 * (best.fun - minus_log(n, m))), n - b)


@pytest.mark.parametrize(("n", "b", "error"), [(25, 12.0, 3.0), (5, 12.0, 3.0), (1700, 1600, 45)])
def test_the_significance_is_that_of_the_profiled_background(
    n: float, b: float, error: float
) -> None:
    assert significance(n, b, error) == pytest.approx(by_fit(n, b, error), rel=1e-5)


def test_the_significance_is_that_of_li_and_ma() -> None:
    on, off, alpha = 100.0, 300.0, 0.2  # of a source, beside it, and the ratio of exposures
    total = on + off
    paper = math.sqrt(
        2 * on * math.log((1 + alpha) / alpha * on / total)
        + 2 * off * math.log((1 + alpha) * off / total)
    )
    assert significance(on, alpha * off, alpha * math.sqrt(off)) == pytest.approx(paper)


def test_the_significance_is_asimovs_expectation_of_cowan_and_others() -> None:
    s, b, v = 60.0, 400.0, 15.0**2
    logs = (s + b) * math.log((s + b) * (b + v) / (b**2 + (s + b) * v))
    spread = b**2 / v * math.log(1 + v * s / (b * (b + v)))
    assert significance(s + b, b, 15.0) == pytest.approx(math.sqrt(2 * (logs - spread)))
    exact = math.sqrt(2 * ((s + b) * math.log(1 + s / b) - s))
    assert significance(s + b, b, 1e-3) == pytest.approx(exact, rel=1e-4)
    assert significance(b + 1, b, 15.0) == pytest.approx(1 / math.sqrt(b + v), rel=2e-3)
    assert significance(0, 4.0, 1.0) < 0 == significance(b, b, 15.0)


# The search.


def test_pulls_of_toys_without_a_signal_are_standard_gaussian() -> None:
    outcome = searched(search.toys(expected() / 10, TOYS, seed=4), SEARCH)
    z = outcome.significance
    assert abs(z.mean()) < 3 / math.sqrt(TOYS)
    assert abs(z.std() - 1) < 3 / math.sqrt(2 * TOYS)
    assert stats.kstest(z, "norm").pvalue > 0.01
    freedom = (~SEARCH.inside).sum() - 3
    assert stats.kstest(outcome.deviance, stats.chi2(freedom).cdf).pvalue > 0.001
    alone = (outcome.observed - outcome.background) / np.sqrt(outcome.background)
    assert alone.std() > 1.2, "the background is known with an error, which counts"


def test_the_error_of_the_background_is_its_scatter() -> None:
    outcome = searched(search.toys(expected(), TOYS, seed=5), SEARCH)
    scatter = outcome.background.std(ddof=1)
    assert outcome.error.mean() == pytest.approx(scatter, rel=3 / math.sqrt(2 * TOYS))


@pytest.mark.parametrize("number", [0, 200, 600])
def test_the_outcome_of_expected_counts_is_the_mean_over_toys(number: float) -> None:
    mean = expected() + peak(number)
    asimov = searched(mean, SEARCH).significance[0]
    z = searched(search.toys(mean, TOYS, seed=6), SEARCH).significance
    assert z.mean() == pytest.approx(asimov, abs=3 * z.std() / math.sqrt(TOYS))


def test_what_a_smooth_cut_leaves_is_no_three_parameter_fall() -> None:
    sculpted = expected() / (1 + np.exp((150 - SEARCH.centres) / 10))
    bias: Any = searched(sculpted, SEARCH)
    assert bias.significance[0] > 5 and bias.deviance[0] > 5
    alike = searched(expected() * (1 - SEARCH.centres / 300) ** 0.5, SEARCH)  # of the family
    assert abs(alike.significance[0]) < 1e-5, "the root of a rounded difference"
