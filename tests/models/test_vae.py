"""The variational autoencoder against closed forms, torch.distributions and Monte Carlo."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch.distributions import Bernoulli, Distribution, MultivariateNormal, Normal, kl_divergence

import aelab
from aelab.models._normal import Normal as Posterior
from aelab.models._normal import kl_to_standard_normal
from aelab.models.vae import VariationalAutoencoder
from aelab.models.vae import VariationalAutoencoder as VAE
from aelab.training.loop import train


def rows(n: int = 30, d: int = 4, dtype: type[np.float64] = np.float64) -> NDArray[Any]:
    return np.random.default_rng(4).uniform(0.01, 0.99, (n, d)).astype(dtype)


def begun(**params: Any) -> VariationalAutoencoder:
    model = VAE(**{"widths": (9,), "epochs": 1, **params})
    model.begin(rows())
    return model


def gaussians() -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    mu = torch.randn(6, 3, generator=generator, dtype=torch.float64)
    return mu, torch.randn(6, 3, generator=generator, dtype=torch.float64)


def test_the_kl_term_equals_the_closed_form() -> None:
    mu, log_variance = gaussians()
    q, p = Normal(mu, torch.exp(log_variance / 2)), Normal(0.0, 1.0)
    torch.testing.assert_close(
        kl_to_standard_normal(mu, log_variance), kl_divergence(q, p).sum(1), rtol=1e-12, atol=0
    )


def test_the_kl_term_equals_its_monte_carlo_estimate() -> None:
    mu, log_variance = gaussians()
    q, p = Normal(mu, torch.exp(log_variance / 2)), Normal(0.0, 1.0)
    noise = torch.randn(200_000, 6, 3, generator=torch.Generator().manual_seed(1))
    z = mu + torch.exp(log_variance / 2) * noise.double()
    draws = (q.log_prob(z) - p.log_prob(z)).sum(2)
    error = draws.std(0) / math.sqrt(len(draws))
    assert ((draws.mean(0) - kl_to_standard_normal(mu, log_variance)).abs() < 5 * error).all()


def test_the_kl_vanishes_only_at_the_prior() -> None:
    zero = torch.zeros(1, 2)
    assert kl_to_standard_normal(zero, zero) == 0
    assert kl_to_standard_normal(zero + 0.1, zero) > 0 < kl_to_standard_normal(zero, zero - 0.1)


@pytest.mark.parametrize("likelihood", ["Bernoulli", "Gaussian"])
def test_the_reconstruction_term_is_minus_the_log_likelihood(likelihood: str) -> None:
    model = begun(likelihood=likelihood, sigma=0.3)
    x, out = torch.from_numpy(rows()).round(), torch.randn(30, 4, dtype=torch.float64)
    p: Distribution = Bernoulli(logits=out) if likelihood == "Bernoulli" else Normal(out, 0.3)
    torch.testing.assert_close(
        model.negative_log_likelihood(x, out), -p.log_prob(x).sum(1), rtol=1e-10, atol=0
    )


def encoder_gradient(beta: float, term: str | None = None) -> torch.Tensor:
    model = begun(beta=beta)
    terms = model.objective(torch.from_numpy(rows()))
    loss = torch.stack([*terms.values()]).sum() if term is None else terms[term]
    loss.backward()
    gradient = model.f.get_parameter("0.weight").grad
    assert gradient is not None
    return gradient


def test_beta_zero_leaves_no_gradient_of_the_kl() -> None:
    assert encoder_gradient(0.0, "kl").abs().max() == 0
    torch.testing.assert_close(encoder_gradient(0.0), encoder_gradient(0.0, "reconstruction"))
    assert encoder_gradient(1.0, "kl").abs().max() > 0


def test_beta_multiplies_the_kl_and_nothing_else() -> None:
    single, fourfold = (begun(beta=b).evaluate(rows(), seed=5) for b in (1.0, 4.0))
    assert fourfold["kl"] == pytest.approx(4 * single["kl"])
    assert fourfold["reconstruction"] == single["reconstruction"]


def test_gradients_reach_every_parameter() -> None:
    model = begun()
    torch.stack([*model.objective(torch.from_numpy(rows())).values()]).sum().backward()
    for name, weights in model._nets.named_parameters():
        assert weights.grad is not None and weights.grad.abs().sum() > 0, name


def last_layer(model: VariationalAutoencoder) -> torch.nn.Linear:
    """Return the last layer of the encoder."""
    layer = [*model.f.children()][-1]
    assert isinstance(layer, torch.nn.Linear)
    return layer


def draws(model: VariationalAutoencoder, x: torch.Tensor) -> torch.Tensor:
    """Return the codes passed to the decoder."""
    codes = []

    def likelihood(_: Any, z: Any) -> Any:
        codes.append(z)
        return z.sum(1)

    model._nets["g"] = torch.nn.Identity()
    patched: Any = model
    patched.negative_log_likelihood = likelihood
    model.objective(x)
    return codes[0].detach()


def test_the_code_is_sampled_with_the_width_of_the_posterior() -> None:
    model = begun()
    x = torch.from_numpy(np.repeat(rows(1), 50_000, axis=0))
    mu, log_variance, _ = model.posterior(x)
    z = draws(model, x)
    torch.testing.assert_close(z.mean(0), mu[0], rtol=0.02, atol=0.03)
    torch.testing.assert_close(z.std(0), torch.exp(log_variance[0] / 2), rtol=0.02, atol=0)


def test_transform_gives_the_mean_of_the_posterior_without_noise() -> None:
    x = rows(60)
    model = VAE(epochs=2, widths=(9,)).fit(x)
    np.testing.assert_array_equal(model.transform(x), model.transform(x))
    mu = model.posterior(torch.from_numpy(x)).mu
    np.testing.assert_allclose(model.transform(x), mu.detach().numpy())


def test_watching_a_run_does_not_change_its_noise() -> None:
    x = rows(60)
    alone, watched = (VAE(epochs=1, batch=20, widths=(9,)) for _ in range(2))
    numbers: tuple[list[Mapping[str, float]], ...] = ([], [])
    for step in train(alone, x):
        numbers[0].append(step.terms)
    for step in train(watched, x):
        watched.evaluate(x)
        watched.decode(watched.encode(x))
        numbers[1].append(step.terms)
    assert numbers[0] == numbers[1]


def test_by_the_data_the_likelihood_is_bernoulli_within_0_to_1_and_gaussian_beyond() -> None:
    within, beyond = VAE(epochs=1).fit(rows()), VAE(epochs=1).fit(2 * rows())
    assert within.bernoulli and not beyond.bernoulli
    named = VAE(epochs=1, likelihood="Bernoulli").fit(rows())
    np.testing.assert_array_equal(within.transform(rows()), named.transform(rows()))
    with pytest.raises(ValueError, match="values in"):
        VAE(likelihood="Bernoulli").fit(2 * rows())


def full_normals(k: int = 3) -> tuple[Posterior, MultivariateNormal]:
    """Return six Gaussians with random Σ, and the same as distributions of torch."""
    generator = torch.Generator().manual_seed(7)
    outputs = torch.randn(
        6, Posterior.numbers(k, full=True), generator=generator, dtype=torch.float64
    )
    q = Posterior.from_outputs(outputs, k)
    assert q.below is not None
    factor = torch.diag_embed(torch.exp(q.log_variance / 2)) + q.below
    return q, MultivariateNormal(q.mu, scale_tril=factor)


def test_the_kl_of_a_full_covariance_equals_that_of_torch() -> None:
    q, reference = full_normals()
    prior = MultivariateNormal(torch.zeros(3).double(), torch.eye(3).double())
    torch.testing.assert_close(q.kl(), kl_divergence(reference, prior), rtol=1e-12, atol=0)
    sigma = q.covariance()
    traces = sigma.diagonal(dim1=1, dim2=2).sum(1) + (q.mu**2).sum(1)
    torch.testing.assert_close(q.kl(), 0.5 * (traces - 3 - sigma.logdet()))


def test_the_factor_is_lower_triangular_and_has_each_output_once() -> None:
    outputs = torch.arange(10.0)[None]
    q = Posterior.from_outputs(outputs[:, :9], 3)
    assert Posterior.numbers(3, full=True) == 9 and Posterior.numbers(3, full=False) == 6
    assert q.mu.tolist() == [[0, 1, 2]] and q.log_variance.tolist() == [[3, 4, 5]]
    assert q.below is not None and q.below.tolist() == [[[0, 0, 0], [6, 0, 0], [7, 8, 0]]]
    assert Posterior.from_outputs(outputs[:, :6], 3).below is None


def test_gradients_of_draws_and_kl_of_a_full_covariance_agree_with_finite_differences() -> None:
    generator = torch.Generator().manual_seed(1)
    outputs = torch.randn(2, 9, generator=generator, dtype=torch.float64).requires_grad_()
    noise = torch.randn(4, 2, 3, generator=generator, dtype=torch.float64)
    assert torch.autograd.gradcheck(lambda o: Posterior.from_outputs(o, 3).draw(noise), outputs)
    assert torch.autograd.gradcheck(lambda o: Posterior.from_outputs(o, 3).kl(), outputs)


@pytest.mark.parametrize("covariance", ["diagonal", "full"])
@pytest.mark.parametrize("samples", [1, 4])
def test_codes_are_drawn_with_the_covariance_of_the_posterior(
    covariance: str, samples: int
) -> None:
    model = begun(covariance=covariance, samples=samples, latent=3)
    with torch.no_grad():
        last_layer(model).get_parameter("bias").add_(torch.linspace(-1, 1, model.code_outputs))
    sigma, mean = model.spread(rows(1))[0], model.encode(rows(1))[0]
    z = draws(model, torch.from_numpy(np.repeat(rows(1), 200_000 // samples, axis=0))).numpy()
    assert z.shape == (200_000, 3)
    np.testing.assert_allclose(z.mean(0), mean, atol=0.02)
    np.testing.assert_allclose(np.cov(z.T), sigma, atol=0.02 * np.diag(sigma).max())
    off_diagonal = np.abs(sigma - np.diag(np.diag(sigma))).max()
    assert off_diagonal > 0.1 if covariance == "full" else off_diagonal == 0


def test_one_sample_of_a_diagonal_gaussian_gives_the_textbook_numbers_to_the_bit() -> None:
    model = begun(seed=5)
    x = torch.from_numpy(rows())
    mu, log_variance = model.f(x).chunk(2, dim=1)
    noise = torch.empty(30, 2, dtype=torch.float64)
    noise.normal_(generator=torch.Generator().manual_seed(3 * 5 + 2))
    z = mu + torch.exp(log_variance / 2) * noise
    terms = model.objective(x)
    assert terms["reconstruction"] == model.reconstruction_error(x, model.g(z)).mean()
    assert terms["kl"] == kl_to_standard_normal(mu, log_variance).mean()


@pytest.mark.parametrize("covariance", ["diagonal", "full"])
def test_the_reconstruction_is_the_mean_over_the_samples_of_z(covariance: str) -> None:
    model = begun(samples=5, covariance=covariance, latent=3)
    x = torch.from_numpy(rows())
    q, generator = model.posterior(x), torch.Generator().manual_seed(2)
    noise = torch.empty(5, 30, 3, dtype=torch.float64).normal_(generator=generator)
    losses = [model.negative_log_likelihood(x, model.g(q.draw(e))).mean() for e in noise]
    terms = model.objective(x)
    torch.testing.assert_close(
        terms["reconstruction"], torch.stack(losses).mean(), rtol=1e-12, atol=0
    )
    assert terms["kl"] == begun(covariance=covariance, latent=3).objective(x)["kl"]


def test_the_variance_of_the_gradient_falls_as_one_over_the_number_of_samples() -> None:
    x, spreads = torch.from_numpy(rows()), []
    for samples in (1, 16):
        model = begun(samples=samples)
        grads = []
        for _ in range(400):
            weight = last_layer(model).weight
            loss = torch.stack([*model.objective(x).values()]).sum()
            grads.append(torch.autograd.grad(loss, weight)[0])
        spreads.append(torch.stack(grads).var(0).sum())
    assert float(spreads[0] / spreads[1]) == pytest.approx(16, rel=0.15)


def correlated_posterior(rho: float = 0.8, sigma: float = 0.5) -> NDArray[Any]:
    """Return a linear decoder (d, k) whose true posterior has correlation ``rho``."""
    covariance = 0.5 * np.array([[1, rho], [rho, 1]])
    return np.linalg.cholesky(sigma**2 * (np.linalg.inv(covariance) - np.eye(2))).T


@pytest.mark.parametrize("covariance", ["diagonal", "full"])
def test_a_full_covariance_closes_the_gap_that_correlated_codes_leave(covariance: str) -> None:
    w, x = correlated_posterior(), np.repeat([[0.6, -0.4]], 512, axis=0)
    params: dict[str, Any] = {"likelihood": "Gaussian", "sigma": 0.5, "rate": 0.02}
    model = VAE(covariance=covariance, samples=64, widths=(), **params)
    model.begin(x)
    model.g.requires_grad_(False)
    model.g.get_parameter("0.weight").copy_(torch.from_numpy(w))
    model.g.get_parameter("0.bias").zero_()
    for _ in range(400):
        model.learn(torch.arange(64))
    p = MultivariateNormal(torch.zeros(2).double(), torch.from_numpy(w @ w.T + np.eye(2) / 4))
    gap = sum(model.evaluate(x).values()) + float(p.log_prob(torch.from_numpy(x[0])))
    expected = 0 if covariance == "full" else -0.5 * math.log(1 - 0.8**2)
    assert gap == pytest.approx(expected, abs=0.03)


def test_a_squared_error_in_units_of_a_gaussian_likelihood_is_minus_its_logarithm() -> None:
    model = begun(likelihood="Gaussian", sigma=0.3)
    x, x_hat = torch.from_numpy(rows(1)), torch.from_numpy(rows(2)[1:])
    expected = -Normal(x_hat, 0.3).log_prob(x).sum()
    assert model.floor(float(((x - x_hat) ** 2).sum()), 4) == pytest.approx(float(expected))
    assert begun(likelihood="Bernoulli").floor(1.0, 4) is None


def test_the_jacobian_is_that_of_the_mean() -> None:
    model = begun(covariance="full", activation="tanh")
    slope = (model.encode(rows() + 1e-6) - model.encode(rows() - 1e-6)) / 2e-6
    np.testing.assert_allclose(model.jacobian(rows()).sum(2), slope, rtol=1e-5, atol=1e-9)


def test_too_much_memory_is_refused_in_one_sentence() -> None:
    for params in ({"covariance": "full", "latent": 65}, {"samples": 64, "batch": 4096}):
        with pytest.raises(aelab.InputError, match=r"choose a [a-z ]+[0-9a-z .]+$"):
            VAE(**params).fit(np.zeros((600, 4)))
