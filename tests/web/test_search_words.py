"""Sentences on the toys of a search follow their numbers."""

import numpy as np
import pytest
from scipy.stats import chi2

from aelab.lecture.anomaly.selection import Toys
from aelab.metrics import Estimate
from aelab.web.anomaly import toys as words

RNG = np.random.default_rng(0)


def drawn(mean: float, bad: float = 1.0) -> Toys:
    z = RNG.standard_normal(1000)
    deviance = chi2(words.FREEDOM).rvs(1000, random_state=1)
    return Toys((z - z.mean()) + mean, bad * deviance)


@pytest.mark.parametrize(
    ("mean", "verdict", "number"),
    [(0.02, "as it should be", "0.02"), (0.5, "an excess", "0.50"), (-2, "a deficit", "−2.00")],
)
def test_what_is_seen_without_a_signal_has_its_sign(
    mean: float, verdict: str, number: str
) -> None:
    text = words.without(drawn(mean))
    assert verdict in text and f"is {number} ± 0.03" in text and "it is 0.13%" in text
    others = {"as it should be", "an excess", "a deficit"} - {verdict}
    assert not any(other in text for other in others)


def test_a_signal_is_told_with_what_was_expected_of_it() -> None:
    text = words.with_tops(drawn(3.0), 0.015, -1.25)
    assert "1.5%" in text and "3.00 ± 0.03 (expected −1.25)" in text and "% of the toys" in text


def test_the_sidebands_give_a_warning_only_if_many_fits_are_bad() -> None:
    assert "no warning" in words.sidebands(drawn(0))
    assert "more than by chance" in words.sidebands(drawn(0, bad=1.5))


def test_a_share_has_its_binomial_error_and_a_certain_one_has_none() -> None:
    estimate = words.share(np.arange(100) < 20)
    assert estimate == pytest.approx((0.2, 0.04))
    assert words.percent(estimate) == "20.0 ± 4.0 %" and words.percent(Estimate(0, 0)) == "0.0 %"
