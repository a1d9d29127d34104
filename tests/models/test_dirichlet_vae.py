"""The Dirichlet VAE against torch.distributions, its definition, and data made of two topics."""

from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from scipy.special import softmax
from torch.distributions import Normal, kl_divergence

import aelab
from aelab.metrics import auc
from aelab.models.dirichlet_vae import DirichletVAE
from aelab.scores.rarest_topic import RarestTopic
from aelab.training.loop import snapshot, train

TOTAL = 20.0


def spotted(n: int, share: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return samples (n, 12) with intensity in their last half for a share of them, else first."""
    rng = np.random.default_rng(0)
    odd = rng.random(n) < share
    x = rng.gamma(1.0, size=(n, 12))
    x[odd, :6], x[~odd, 6:] = 0, 0
    return TOTAL * x / x.sum(1, keepdims=True), odd


def begun(x: NDArray[Any], **params: Any) -> DirichletVAE:
    model = DirichletVAE(**{"widths": (8,), "epochs": 1, **params})
    model.begin(x)
    return model


def test_the_kl_term_is_that_of_the_logits_from_the_laplace_approximation() -> None:
    x, alpha = spotted(30, 0.5)[0], 0.3
    model = begun(x, alpha=alpha)
    q = model.posterior(torch.from_numpy(x))
    sigma = ((1 - 1 / 3) / alpha) ** 0.5
    logits = Normal(sigma * q.mu, sigma * torch.exp(q.log_variance / 2))
    ones = torch.ones(3, dtype=torch.float64)
    prior = Normal(0 * ones, sigma * ones)
    expected = kl_divergence(logits, prior).sum(1)
    np.testing.assert_allclose(model.divergences(x), expected.detach().numpy(), rtol=1e-9)


def test_a_reconstruction_is_the_mixture_of_the_topics_with_the_weights_of_the_code() -> None:
    x = spotted(30, 0.5)[0]
    model = begun(x, alpha=0.3)
    weights, topics = model.mixture(x), model.topics()
    logits = ((1 - 1 / 3) / model.alpha) ** 0.5 * model.encode(x)
    np.testing.assert_allclose(weights, softmax(logits, 1), rtol=1e-9)
    np.testing.assert_allclose(topics.sum(1), TOTAL)
    x_hat = model.decode(model.encode(x))
    np.testing.assert_allclose(x_hat, weights @ topics, rtol=1e-9)
    cross_entropy = -(x * np.log(x_hat / TOTAL)).sum(1)
    np.testing.assert_allclose(model.errors(x), cross_entropy, rtol=1e-9)


def test_points_are_reconstructed_within_the_triangle_of_three_topics() -> None:
    x = np.random.default_rng(1).normal(size=(50, 2))
    model = begun(x)
    np.testing.assert_allclose(
        model.decode(model.encode(x)), model.mixture(x) @ model.topics(), rtol=1e-9
    )
    np.testing.assert_allclose(model.errors(x), ((x - model.decode(model.encode(x))) ** 2).sum(1))


def test_shares_of_negative_values_are_refused_in_a_sentence() -> None:
    x = np.random.default_rng(1).normal(size=(50, 2))
    with pytest.raises(aelab.InputError, match="from 0 on"):
        begun(x, likelihood="multinomial")


def test_the_rarest_topic_of_normal_samples_tells_those_that_are_made_of_it() -> None:
    x, odd = spotted(2_000, 0.1)
    model = DirichletVAE(latent=2, widths=(16,), epochs=30, batch=64, rate=5e-3, alpha=0.3).fit(x)
    score = RarestTopic()
    score.learn(model, x, (12,))
    assert auc(score(model, x), odd).value > 0.95
    assert score(model, x).mean() < 0.5


def test_a_restored_training_goes_on_with_the_same_numbers() -> None:
    x = spotted(100, 0.3)[0]
    whole = [step.terms for step in train(DirichletVAE(epochs=3, widths=(8,), batch=32), x)]
    model = DirichletVAE(epochs=3, widths=(8,), batch=32)
    steps = train(model, x)
    for _ in range(5):
        next(steps)
    state = snapshot(model)
    rest = train(DirichletVAE(epochs=3, widths=(8,), batch=32), x, state=state)
    assert [step.terms for step in rest] == whole[5:]
