"""The variational autoencoder against closed forms, torch.distributions and Monte Carlo."""

import math

import numpy as np
import pytest
import torch
from torch.distributions import Bernoulli, Normal, kl_divergence

from aelab.models.vae import VAE, kl_to_standard_normal


def rows(n=30, d=4, dtype=np.float64):
    return np.random.default_rng(4).uniform(0.01, 0.99, (n, d)).astype(dtype)


def begun(**params):
    model = VAE(**{"widths": (9,), "epochs": 1, **params})
    model.begin(rows())
    return model


def gaussians():
    generator = torch.Generator().manual_seed(0)
    mu = torch.randn(6, 3, generator=generator, dtype=torch.float64)
    return mu, torch.randn(6, 3, generator=generator, dtype=torch.float64)


def test_the_kl_term_equals_the_closed_form():
    mu, log_variance = gaussians()
    q, p = Normal(mu, torch.exp(log_variance / 2)), Normal(0.0, 1.0)
    torch.testing.assert_close(
        kl_to_standard_normal(mu, log_variance), kl_divergence(q, p).sum(1), rtol=1e-12, atol=0
    )


def test_the_kl_term_equals_its_monte_carlo_estimate():
    mu, log_variance = gaussians()
    q, p = Normal(mu, torch.exp(log_variance / 2)), Normal(0.0, 1.0)
    noise = torch.randn(200_000, 6, 3, generator=torch.Generator().manual_seed(1))
    z = mu + torch.exp(log_variance / 2) * noise.double()
    draws = (q.log_prob(z) - p.log_prob(z)).sum(2)
    error = draws.std(0) / math.sqrt(len(draws))
    assert ((draws.mean(0) - kl_to_standard_normal(mu, log_variance)).abs() < 5 * error).all()


def test_the_kl_vanishes_only_at_the_prior():
    zero = torch.zeros(1, 2)
    assert kl_to_standard_normal(zero, zero) == 0
    assert kl_to_standard_normal(zero + 0.1, zero) > 0 < kl_to_standard_normal(zero, zero - 0.1)


@pytest.mark.parametrize("likelihood", ["Bernoulli", "Gaussian"])
def test_the_reconstruction_term_is_minus_the_log_likelihood(likelihood):
    model = begun(likelihood=likelihood, sigma=0.3)
    x, out = torch.from_numpy(rows()).round(), torch.randn(30, 4, dtype=torch.float64)
    p = Bernoulli(logits=out) if likelihood == "Bernoulli" else Normal(out, 0.3)
    torch.testing.assert_close(
        model.negative_log_likelihood(x, out), -p.log_prob(x).sum(1), rtol=1e-10, atol=0
    )


def encoder_gradient(beta, term=None):
    model = begun(beta=beta)
    terms = model.objective(torch.from_numpy(rows()))
    (sum(terms.values()) if term is None else terms[term]).backward()
    return model.f[0].weight.grad


def test_beta_zero_leaves_no_gradient_of_the_kl():
    assert encoder_gradient(0.0, "kl").abs().max() == 0
    torch.testing.assert_close(encoder_gradient(0.0), encoder_gradient(0.0, "reconstruction"))
    assert encoder_gradient(1.0, "kl").abs().max() > 0


def test_beta_multiplies_the_kl_and_nothing_else():
    one, four = (begun(beta=b).evaluate(rows(), seed=5) for b in (1.0, 4.0))
    assert four["kl"] == pytest.approx(4 * one["kl"])
    assert four["reconstruction"] == one["reconstruction"]


def test_gradients_reach_every_parameter():
    model = begun()
    sum(model.objective(torch.from_numpy(rows())).values()).backward()
    for name, weights in model._nets.named_parameters():
        assert weights.grad is not None and weights.grad.abs().sum() > 0, name


def test_the_code_is_sampled_with_the_width_of_the_posterior():
    model = begun()
    x = torch.from_numpy(np.repeat(rows(1), 50_000, axis=0))
    mu, log_variance = model.posterior(x)
    seen = []
    model._nets["g"] = torch.nn.Identity()
    model.negative_log_likelihood = lambda _, z: seen.append(z) or z.sum(1)
    model.objective(x)
    torch.testing.assert_close(seen[0].mean(0), mu[0], rtol=0.02, atol=0.03)
    torch.testing.assert_close(seen[0].std(0), torch.exp(log_variance[0] / 2), rtol=0.02, atol=0)


def test_transform_gives_the_mean_of_the_posterior_without_noise():
    x = rows(60)
    model = VAE(epochs=2, widths=(9,)).fit(x)
    np.testing.assert_array_equal(model.transform(x), model.transform(x))
    mu, _ = model.posterior(torch.from_numpy(x))
    np.testing.assert_allclose(model.transform(x), mu.detach().numpy())


def test_a_watched_run_draws_the_same_noise_as_one_that_nobody_watches():
    x = rows(60)
    alone, watched = (VAE(epochs=1, batch=20, widths=(9,)) for _ in range(2))
    from aelab.training import train

    numbers = [[], []]
    for step in train(alone, x):
        numbers[0].append(step.terms)
    for step in train(watched, x):
        watched.evaluate(x)
        watched.decode(watched.encode(x))
        numbers[1].append(step.terms)
    assert numbers[0] == numbers[1]


def test_by_the_data_the_likelihood_is_bernoulli_within_0_to_1_and_gaussian_beyond():
    within, beyond = VAE(epochs=1).fit(rows()), VAE(epochs=1).fit(2 * rows())
    assert within.bernoulli and not beyond.bernoulli
    named = VAE(epochs=1, likelihood="Bernoulli").fit(rows())
    np.testing.assert_array_equal(within.transform(rows()), named.transform(rows()))
    with pytest.raises(ValueError, match="values in"):
        VAE(likelihood="Bernoulli").fit(2 * rows())
