"""Standard errors are the spread of the estimates over many samples."""

from collections.abc import Callable

import numpy as np
import pytest

from aelab.metrics import Estimate
from aelab.theory import estimates

SAMPLES, SIZE = 2000, 400


def check(estimate: Callable[[np.ndarray], Estimate], draw: Callable[[], np.ndarray]) -> None:
    """Compare the mean of the stated errors with the spread of the values."""
    made = [estimate(draw()) for _ in range(SAMPLES)]
    spread = np.std([e.value for e in made], ddof=1)
    assert np.sqrt(np.mean([e.error**2 for e in made])) == pytest.approx(spread, rel=0.08)


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.mark.parametrize(
    "estimate",
    [estimates.mean, estimates.variance, estimates.root_mean_square],
    ids=lambda f: str(f.__name__),
)
def test_the_error_is_the_spread_over_samples(estimate: Callable[..., Estimate]) -> None:
    random = rng()
    check(estimate, lambda: random.gamma(2.0, size=SIZE))


def test_the_error_of_a_ratio_of_means_takes_their_correlation_into_account() -> None:
    random = rng()

    def draw() -> np.ndarray:
        b = random.gamma(3.0, size=SIZE)
        return np.stack([2 * b + random.standard_normal(SIZE), b])

    check(lambda pair: estimates.ratio(*pair), draw)


def test_the_error_of_a_correlation_is_that_of_gaussian_samples() -> None:
    random, rho = rng(), 0.6

    def draw() -> np.ndarray:
        a, b = random.standard_normal((2, SIZE))
        return np.stack([a, rho * a + np.sqrt(1 - rho**2) * b])

    check(lambda x: estimates.correlation(np.corrcoef(x)[0, 1], SIZE), draw)


def test_the_jackknife_of_a_mean_is_its_standard_error() -> None:
    x = rng().standard_normal(SIZE)
    left_out = estimates.jackknife(lambda values: float(values.mean()), x, groups=SIZE)
    assert left_out.error == pytest.approx(estimates.mean(x).error, rel=1e-9)
    random = rng()
    check(
        lambda x: estimates.jackknife(lambda v: float(np.median(v)), x, groups=20),
        lambda: random.standard_normal(SIZE),
    )


def test_means_of_blocks_know_that_neighbours_are_correlated() -> None:
    random = rng()

    def draw() -> np.ndarray:
        noise = random.standard_normal(SIZE + 100)
        return np.convolve(noise, 0.5 ** np.arange(20), "same")[50 : SIZE + 50]

    check(lambda x: estimates.blocks(x, 8), draw)
    x = draw()
    assert estimates.blocks(x).error > 1.2 * estimates.mean(x).error


def test_the_error_of_a_share_is_that_of_repeated_samples() -> None:
    counts = np.random.default_rng(0).binomial(500, 0.3, 20_000)
    assert estimates.share(150, 500).error == pytest.approx((counts / 500).std(), rel=0.02)
    assert estimates.share(150, 500, 100) == pytest.approx((30, 100 * 0.0205), rel=0.01)
    assert estimates.share(0, 500).error > 0
