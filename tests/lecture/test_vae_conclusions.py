"""Sentences of the page on the VAE say the opposite of opposite numbers."""

from pathlib import Path

import numpy as np
import pytest
import torch

from aelab.lecture.vae import (
    charts_rates,
    charts_trained,
    claims_grey,
    claims_linear,
    conclusions,
    page_words,
    trained_bounds,
)
from aelab.lecture.vae.claims_betas import Sweep, averages, sweep
from aelab.lecture.vae.experiments import BETAS, SEEDS
from aelab.lecture.vae.trained_bounds import Trained
from aelab.metrics import Estimate
from aelab.models import _continuous_bernoulli
from aelab.theory import gaussians
from aelab.theory.bayes import LinearGaussian
from aelab.theory.gaussians import Gaussian, Values

SCATTER = np.array([-0.1, 0.0, 0.1])[:, None]  # of three seeds


def runs(units: list[float], rate: list[float], distortion: list[float]) -> Sweep:
    """Three values of β, of which the first is 0; ten dimensions."""
    active = np.zeros((3, 3, 10))
    for i, count in enumerate(units):
        active[:, i, : int(count)] = 1
    kl = (np.array(rate) + SCATTER)[..., None] * np.full(10, 0.1)
    whole, part = np.array(rate) + SCATTER, np.array(rate) * 0.9 + SCATTER
    surgery = np.stack([whole, part, np.zeros_like(part)], 2)
    return Sweep(np.array([0.0, 0.5, 20.0]), np.array(distortion) + SCATTER, kl, active, surgery)


def plain(text: str) -> str:
    """The text without the marks that keep Markdown from reading it."""
    return text.replace("\\", "")


def trained(samples: int, gain: float, error: float = 0.2) -> Trained:
    bound = [-100.0 + gain, -97.0 + gain, -96.0 + gain]
    errors = [0.7, 0.7, 0.7]
    return Trained(samples, 4, 3.25, [1, 50, 5000], bound, errors, [gain] * 3, [error] * 3)


@pytest.mark.parametrize(
    ("units", "words"),
    [
        ([10, 10, 3], "That is posterior collapse, with 3 of 3 seeds: 7 dimensions"),
        ([10, 10, 10], "No dimension has collapsed."),
        ([10, 4, 9], "That is posterior collapse, with 3 of 3 seeds: 1 dimensions"),
    ],
)
def test_a_collapse_is_named_where_dimensions_fall_silent(units: list[float], words: str) -> None:
    text = page_words.collapse(runs(units, [30, 20, 1], [80, 90, 200]))
    assert words in text and f"{units[1]:g} of 10 dimensions at β = 0.5" in text


def test_the_rate_and_the_distortion_have_their_directions() -> None:
    text = conclusions.traded(runs([1, 1, 1], [30, 20, 1], [80, 90, 200]))
    assert "rate falls" in text and "distortion rises" in text
    text = conclusions.traded(runs([1, 1, 1], [30, 1, 20], [80, 200, 90]))
    assert "rate rises" in text and "distortion falls" in text
    noisy = runs([1, 1, 1], [30, 20, 20], [80, 90, 90])
    noisy.kl[:, 2] += np.array([1.0, -2.0, 1.1])[:, None]
    assert "rate does not clearly change" in conclusions.traded(noisy)


def test_where_the_information_is_at_its_limit_it_is_said() -> None:
    inside = page_words.information(runs([1, 1, 1], [9, 4, 1], [1, 1, 1]), 7.6)
    assert "limit" not in inside and "0.900 ± 0.058 nats of information" in plain(inside)
    beyond = page_words.information(runs([1, 1, 1], [9, 9, 1], [1, 1, 1]), 7.6)
    assert "At β = 0.5 the estimate has reached its limit ln N = 7.6" in beyond


@pytest.mark.parametrize(
    ("gain", "words"), [(3.0, "raises ln p(x)"), (-3.0, "lowers ln p(x)"), (0.3, "not clearly")]
)
def test_more_samples_of_the_training_may_help_or_harm(gain: float, words: str) -> None:
    text = conclusions.gains([trained(1, 0.0, 0.0), trained(50, gain)])
    assert words in text and "k = 50" in text
    assert sum(w in text for w in ("raises", "lowers", "not clearly")) == 1


def test_measured_bounds_stand_beside_the_published_ones_with_their_errors() -> None:
    first, other = map(plain, page_words.tightness([trained(1, 0.0), trained(7, 1.0)]))
    assert "−ln p(x) ≈ 96.00 ± 0.70 nats from 5,000 samples" in first
    assert "−ELBO = 100.00 ± 0.70" in first and "Burda et al. have 86.76" in first
    assert "Burda" not in other
    text = plain(page_words.budget([trained(1, 0.0), trained(50, 1.0)], 20_000, 500))
    assert "over 20,000 digits: 4 for each, 6.5 min of" in text
    assert "3,280 over 60,000 in the paper" in text and "500 held-out" in text


def test_results_are_read_as_they_were_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trained_bounds, "FILE", tmp_path / "iwae.json")
    trained_bounds._read.cache_clear()
    assert trained_bounds.read() == []
    trained_bounds.write([trained(1, 0.0), trained(5, 1.0)], {"digits": 3})
    assert trained_bounds.read() == [trained(1, 0.0), trained(5, 1.0)]
    assert trained_bounds.circumstances() == {"digits": 3}
    trained_bounds._read.cache_clear()


def test_shipped_bounds_rise_with_their_samples_and_have_errors() -> None:
    for model in trained_bounds.read():
        assert (np.diff(model.bound) > 0).all() and min(model.error) > 0
        assert model.counts[0] == 1 and model.counts[-1] == 5000
        assert -250 < model.bound[0] < model.bound[-1] < -80


def test_the_sweep_has_seeds_in_rows_and_betas_in_columns() -> None:
    results = {
        f"{beta}, {seed}": {
            "reconstruction": np.array([seed + beta]),
            "kl": np.array([beta, seed]),
            "active": np.array([1, 0]),
            "surgery": np.array([beta, 1.0, 2.0]),
        }
        for seed in SEEDS
        for beta in BETAS
    }
    measured = sweep(results)
    assert measured.kl.shape == (len(SEEDS), len(BETAS), 2)
    np.testing.assert_array_equal(measured.reconstruction[2], np.array(BETAS) + SEEDS[2])
    np.testing.assert_array_equal(measured.rate[1], np.array(BETAS) + SEEDS[1])
    assert measured.first.kl.shape == (1, len(BETAS), 2) and measured.first.rate[0, 0] == 0
    first = averages(measured.reconstruction)[0]
    assert first == pytest.approx(Estimate(1.0, 3**-0.5))


# What claims of a linear VAE are measured with.


def linear() -> tuple[LinearGaussian, Values, Values]:
    rng = np.random.default_rng(2)
    model = LinearGaussian(np.array([[0.8], [-0.3]]), np.array([0.1, 0.2]), 0.4)
    return model, model.draw(500, rng), rng.normal(size=(500, 1))


def test_a_linear_decoder_follows_from_codes_and_what_they_are_decoded_to() -> None:
    model, _, mu = linear()
    same = claims_linear.decoder(mu, model.decoded(mu), 0.4)
    np.testing.assert_allclose(same.weights, model.weights, rtol=1e-10)
    np.testing.assert_allclose(same.offset, model.offset, rtol=1e-10)


def test_the_width_of_q_follows_from_its_mean_kl() -> None:
    _, _, mu = linear()
    kl = gaussians.kl_to_standard(mu, np.full_like(mu, 0.37)).mean()
    assert claims_linear.width(mu, kl) == pytest.approx(0.37, rel=1e-9)


def test_elbo_and_gap_add_up_to_the_exact_evidence() -> None:
    model, x, mu = linear()
    elbo = [
        model.bound(row, Gaussian(mean, np.array([[0.37**2]]))).elbo
        for row, mean in zip(x, mu, strict=True)
    ]
    total = np.mean(elbo) + claims_linear.gap(model, x, mu, 0.37)
    assert total == pytest.approx(model.log_density(x).mean(), rel=1e-10)


@pytest.mark.parametrize("lam", [0.01, 0.3, 0.4999, 0.5, 0.99])
def test_both_forms_of_the_missing_constant_agree(lam: float) -> None:
    logit = torch.logit(torch.tensor(lam, dtype=torch.float64))
    expected = float(_continuous_bernoulli.log_constant(logit).exp())
    assert claims_grey.constant(lam) == pytest.approx(expected, rel=1e-7)


# Figures.


def test_errors_are_drawn_in_both_directions_and_parts_are_stacked() -> None:
    beta = np.array([1.0, 2.0])
    two = [Estimate(1.0, 0.1), Estimate(2.0, 0.2)]
    (points,) = charts_rates.plane(beta, two, two[::-1]).data
    assert list(points.x) == [1, 2] and list(points.error_y.array) == [0.2, 0.1]
    assert list(points.text) == ["β = 1", "β = 2"]
    figure = charts_rates.parts(beta, two, two, two, 7.6)
    assert figure.layout.barmode == "stack" and len(figure.data) == 3
    assert "ln N = 7.6" in figure.layout.annotations[0].text


def test_a_band_is_one_error_wide_and_published_values_are_marks() -> None:
    figure = charts_trained.bounds([trained(1, 0.0), trained(7, 1.0)], {1: 86.76})
    band, line, mark, *_ = figure.data
    assert band.y[0] == pytest.approx(-100.7) and band.y[-1] == pytest.approx(-99.3)
    assert list(line.y) == [-100, -97, -96] and list(mark.y) == [-86.76]
    assert len(figure.data) == 5 and figure.layout.xaxis.type == "log"
