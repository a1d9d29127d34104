"""The importance-weighted bound of the VAE against the direct formula and an exact ln p(x)."""

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch.distributions import Bernoulli, MultivariateNormal, Normal

import aelab
from aelab.models.vae import VariationalAutoencoder as VAE
from aelab.theory import estimates, importance
from aelab.theory.bayes import LinearGaussian
from aelab.theory.gaussians import Gaussian
from aelab.training.loop import train

WEIGHTED: dict[str, Any] = {"bound": "importance-weighted"}


def rows(n: int = 30, d: int = 4) -> NDArray[np.float64]:
    return np.random.default_rng(4).integers(0, 2, (n, d)).astype(np.float64)


def begun(**params: Any) -> VAE:
    model = VAE(**{"widths": (9,), "epochs": 1, "likelihood": "Bernoulli", **params})
    model.begin(rows())
    return model


def gradients(model: VAE, loss: torch.Tensor) -> list[torch.Tensor]:
    return list(torch.autograd.grad(loss, list(model._nets.parameters())))


def test_one_sample_gives_the_elbo_to_the_bit_over_a_whole_training() -> None:
    elbo, weighted = (VAE(epochs=2, batch=10, widths=(9,), **w) for w in ({}, WEIGHTED))
    terms = [[step.terms for step in train(model, rows())] for model in (elbo, weighted)]
    assert terms[0] == terms[1]
    assert all(
        torch.equal(a, b)
        for a, b in zip(elbo._nets.parameters(), weighted._nets.parameters(), strict=True)
    )


@pytest.mark.parametrize("covariance", ["diagonal", "full"])
def test_value_and_gradient_are_those_of_the_direct_formula(covariance: str) -> None:
    model = begun(samples=7, latent=3, covariance=covariance, **WEIGHTED)
    with torch.no_grad():
        bias = [*model.f.children()][-1].get_parameter("bias")
        bias.add_(torch.linspace(-1, 1, model.code_outputs))
    x = torch.from_numpy(rows())
    terms = model.objective(x)
    loss = terms["reconstruction"] + terms["kl"]
    noise = torch.empty(7, 30, 3, dtype=torch.float64)
    noise.normal_(generator=torch.Generator().manual_seed(2))
    mu, log_variance, below = model.posterior(x)
    factor = torch.diag_embed(torch.exp(log_variance / 2)) + (0 if below is None else below)
    z = mu + (factor @ noise[..., None])[..., 0]
    log_w = (
        Bernoulli(logits=model.g(z)).log_prob(x).sum(-1)
        + Normal(0.0, 1.0).log_prob(z).sum(-1)
        - MultivariateNormal(mu, scale_tril=factor).log_prob(z)
    )
    direct = -(torch.logsumexp(log_w, 0) - math.log(7)).mean()
    torch.testing.assert_close(loss, direct, rtol=1e-12, atol=0)
    for a, b in zip(gradients(model, loss), gradients(model, direct), strict=True):
        torch.testing.assert_close(a, b, rtol=1e-9, atol=1e-14)


def test_the_first_term_is_averaged_with_the_normalised_weights() -> None:
    model, x = begun(samples=5, **WEIGHTED), torch.from_numpy(rows())
    noise = torch.empty(5, 30, 2, dtype=torch.float64)
    noise.normal_(generator=torch.Generator().manual_seed(2))
    surprise, log_ratio = model._surprises(x, model.posterior(x), noise)
    w = torch.exp(-surprise - log_ratio)
    w = w / w.sum(0)
    second = (w * (torch.log(5 * w) + log_ratio)).sum(0)
    terms = model.objective(x)
    torch.testing.assert_close(terms["reconstruction"], (w * surprise).sum(0).mean())
    torch.testing.assert_close(terms["kl"], second.mean())


def linear(samples: int = 1) -> tuple[VAE, LinearGaussian, NDArray[np.float64]]:
    """A linear VAE as it is initialised, its generative model, and samples (n, 3)."""
    x = np.random.default_rng(0).normal(size=(400, 3))
    params: dict[str, Any] = {"likelihood": "Gaussian", "sigma": 0.7, "widths": (), "latent": 2}
    model = VAE(samples=samples, **params, **WEIGHTED)
    model.begin(x)
    with torch.no_grad():
        model.g.get_parameter("0.weight").mul_(2)
    w, b = (model.g.get_parameter(f"0.{name}").detach().numpy() for name in ("weight", "bias"))
    return model, LinearGaussian(w.astype(np.float64), b.astype(np.float64), 0.7), x


def test_the_bound_rises_with_k_to_the_exact_evidence_of_a_linear_vae() -> None:
    model, exact, x = linear()
    log_p = exact.log_density(x)
    log_w = model.log_weights(x, 5000)
    gaps = []
    for k in (1, 5, 50, 1000):
        each = importance.log_means(log_w, k).reshape(len(x), -1).mean(1)
        gaps.append(estimates.mean(log_p - each))
    values = [gap.value for gap in gaps]
    assert all(b < a for a, b in pairwise(values))
    assert values[0] > 1 and 0 < values[-1] < 0.01 * values[0]


def test_the_first_bound_is_the_closed_elbo_of_a_linear_vae() -> None:
    model, exact, x = linear()
    mean, sigma = model.encode(x), model.spread(x)
    elbo = [exact.bound(x[i], Gaussian(mean[i], sigma[i])).elbo for i in range(len(x))]
    measured = estimates.mean(model.log_weights(x, 400).mean(1) - elbo)
    assert abs(measured.value) < 4 * measured.error


def test_trained_with_more_samples_the_objective_is_the_bound_that_is_measured() -> None:
    model, _, x = linear(samples=20)
    loss = sum(model.evaluate(np.repeat(x, 20, 0), seed=3).values())
    each = importance.log_means(model.log_weights(x, 1000), 20).reshape(len(x), -1).mean(1)
    assert loss == pytest.approx(-each.mean(), abs=0.02)


def test_log_weights_do_not_depend_on_their_number_of_passes() -> None:
    model, _, x = linear()
    a = model.log_weights(x[:3], 20_000, seed=1)
    assert a.shape == (3, 20_000) and np.isfinite(a).all()
    np.testing.assert_array_equal(a, model.log_weights(x[:3], 20_000, seed=1))
    assert (a != model.log_weights(x[:3], 20_000, seed=2)).all()


def test_a_beta_is_refused_where_there_is_none() -> None:
    with pytest.raises(aelab.InputError, match="has no β"):
        VAE(beta=2.0, **WEIGHTED).fit(rows())
