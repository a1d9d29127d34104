"""The denoising autoencoder: its noise, its loss, and two fields in closed form."""

from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from scipy.stats import kstest

from aelab.models.denoising import Denoising
from aelab.training.loop import train

NOISES = ["Gaussian", "masking", "salt-and-pepper"]


def rows(n: int = 400, d: int = 6, dtype: type[np.floating] = np.float64) -> NDArray[Any]:
    return np.random.default_rng(2).uniform(0.1, 0.9, (n, d)).astype(dtype)


def begun(x: NDArray[Any], **params: Any) -> Denoising:
    model = Denoising(**{"widths": (7,), "activation": "tanh", "epochs": 1, **params})
    model.begin(x)
    return model


def test_gaussian_noise_is_normal_with_the_standard_deviation_asked_for() -> None:
    x = rows()
    noise = (begun(x, strength=0.4).corrupt(x, 1) - x) / 0.4
    assert kstest(noise.ravel(), "norm").pvalue > 0.01
    assert abs(np.corrcoef(noise.ravel(), x.ravel())[0, 1]) < 0.05


def test_masking_sets_its_share_of_the_features_to_0_and_leaves_the_others() -> None:
    x = rows()
    x_tilde = begun(x, noise="masking", strength=0.3).corrupt(x, 1)
    hit = x_tilde != x
    assert (x_tilde[hit] == 0).all()
    assert hit.mean() == pytest.approx(0.3, abs=0.03)
    assert hit.sum(1).var() == pytest.approx(6 * 0.3 * 0.7, abs=0.3)  # each feature on its own


def test_salt_and_pepper_sets_its_share_to_both_ends_of_the_training_data_alike() -> None:
    x = rows()
    x_tilde = begun(x, noise="salt-and-pepper", strength=0.4).corrupt(x[:200], 1)
    low, high = x_tilde == x.min(), x_tilde == x.max()
    assert low.mean() == pytest.approx(0.2, abs=0.03)
    assert high.mean() == pytest.approx(0.2, abs=0.03)
    assert (x_tilde == x[:200])[~(low | high)].all()


@pytest.mark.parametrize("noise", NOISES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_seed_gives_the_same_noise_each_time_and_training_goes_on_undisturbed(
    noise: str, dtype: type[np.floating]
) -> None:
    x = rows(dtype=dtype)
    model, other = (begun(x, noise=noise) for _ in range(2))
    once, again, another = (model.corrupt(x, seed) for seed in (5, 5, 6))
    np.testing.assert_array_equal(once, again)
    assert (once != another).any() and once.dtype == dtype
    terms = [m.learn(torch.arange(50)) for m in (model, other)]
    assert terms[0] == terms[1]


@pytest.mark.parametrize("noise", NOISES)
def test_the_loss_is_that_of_clean_samples_from_corrupted_ones(noise: str) -> None:
    x = rows()
    model = begun(x, noise=noise)
    x_hat = model.decode(model.encode(model.corrupt(x, 3)))
    expected = ((x - x_hat) ** 2).sum(1).mean()
    assert model.evaluate(x, seed=3)["reconstruction"] == pytest.approx(expected)


def test_codes_are_those_of_clean_samples() -> None:
    x = rows()
    model = begun(x)
    with torch.no_grad():
        np.testing.assert_array_equal(model.encode(x), model.f(torch.from_numpy(x)).numpy())


def test_the_noise_differs_from_step_to_step_but_not_from_run_to_run() -> None:
    x = rows()
    model, other = (Denoising(widths=(7,), epochs=3, batch=400, rate=1e-5) for _ in range(2))
    terms = [[s.terms for s in train(m, x)] for m in (model, other)]
    assert terms[0] == terms[1]
    assert len({t["reconstruction"] for t in terms[0]}) == 3


def test_only_gaussian_noise_with_the_squared_error_learns_the_field() -> None:
    assert Denoising(strength=0.2).smoothing() == 0.2
    assert Denoising(noise="masking").smoothing() is None
    assert Denoising(error="absolute error").smoothing() is None


def gaussian(n: int = 600) -> tuple[NDArray[Any], NDArray[Any]]:
    """Samples (n, 3) with mean exactly 1 and covariance exactly C, and C."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(n, 3))
    x = np.linalg.solve(np.linalg.cholesky(np.cov(x.T, ddof=0)), (x - x.mean(0)).T).T
    rotation, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    root = rotation * [1.0, 0.5, 0.2]
    return 1 + x @ root.T, root @ root.T


def test_a_linear_one_on_a_gaussian_learns_the_wiener_filter() -> None:
    x, covariance = gaussian()
    sigma = 0.5
    model = Denoising(widths=(), latent=3, strength=sigma, rate=0.01, epochs=700, batch=600)
    for step in train(model, x):
        if step.index == 400:
            model.change_rate(5e-4)  # to average over the noise
    best = covariance @ np.linalg.inv(covariance + sigma**2 * np.eye(3))  # x̂ = C(C + σ²)⁻¹x̃
    origin = np.zeros((1, 3))
    offset = model.decode(model.encode(origin))
    learnt = (model.decode(model.encode(np.eye(3))) - offset).T
    np.testing.assert_allclose(learnt, best, atol=0.02)
    np.testing.assert_allclose(offset[0], (np.eye(3) - best) @ np.ones(3), atol=0.03)
    # the smallest error that any map can have: Tr C − Tr C(C + σ²)⁻¹C
    floor = np.trace(covariance) - np.trace(best @ covariance)
    reached = np.mean([model.evaluate(x, seed)["reconstruction"] for seed in range(40)])
    assert reached == pytest.approx(floor, rel=0.03)


CENTRES = np.array([[-1.0, -0.5], [1.0, -0.5], [0.0, 1.0]])
SHAPES = np.array([[[0.09, 0.05], [0.05, 0.06]], [[0.04, 0.0], [0.0, 0.16]], 0.05 * np.eye(2)])


def mixture(n: int) -> NDArray[Any]:
    """Draw from three Gaussians of the plane."""
    rng = np.random.default_rng(4)
    which = rng.integers(3, size=n)
    roots = np.linalg.cholesky(SHAPES)
    return CENTRES[which] + np.einsum("nij,nj->ni", roots[which], rng.normal(size=(n, 2)))


def score_function(x: NDArray[Any], sigma: float) -> NDArray[Any]:
    """Return ∇ln p_σ at x (n, 2), by autograd through the density of the mixture."""
    points = torch.from_numpy(x).requires_grad_()
    parts = torch.distributions.MultivariateNormal(
        torch.from_numpy(CENTRES), torch.from_numpy(SHAPES + sigma**2 * np.eye(2))
    )
    torch.logsumexp(parts.log_prob(points[:, None]), 1).sum().backward()
    assert points.grad is not None
    return points.grad.numpy()


@pytest.mark.slow
def test_on_a_mixture_of_gaussians_the_field_is_the_score_function_times_the_variance() -> None:
    sigma, x = 0.3, mixture(4000)
    network: dict[str, Any] = {"widths": (64, 64), "activation": "SiLU", "latent": 16}
    model = Denoising(**network, strength=sigma, rate=5e-3, batch=256, epochs=30)
    for step in train(model, x.astype(np.float32)):
        if step.epoch == 20:
            model.change_rate(1e-3)
    at = model.corrupt(mixture(2000), 9)  # drawn from p_σ, which weighs by density
    arrows, theory = model.decode(model.encode(at)) - at, sigma**2 * score_function(at, sigma)
    unexplained = ((arrows - theory) ** 2).sum() / (theory**2).sum()
    assert 1 - unexplained > 0.9
