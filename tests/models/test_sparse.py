"""The sparse autoencoder: both penalties against their formulas, and what they do to codes."""

from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import laplace
from torch.distributions import Bernoulli, kl_divergence

import aelab
from aelab.models._autoencoder import ERRORS
from aelab.models.sparse import Sparse, kl_of_means


def rows(n: int = 60, d: int = 6) -> NDArray[Any]:
    return np.random.default_rng(2).uniform(0.01, 0.99, (n, d))


def begun(x: NDArray[Any], **params: Any) -> Sparse:
    model = Sparse(**{"widths": (7,), "activation": "tanh", "latent": 4, "epochs": 1, **params})
    model.begin(x)
    return model


def test_l1_is_the_sum_over_the_code_and_the_mean_over_the_samples() -> None:
    x = rows()
    model = begun(x, lam=0.3)
    expected = 0.3 * np.abs(model.encode(x)).sum(1).mean()
    assert model.evaluate(x)["penalty"] == pytest.approx(expected)


def test_l1_is_the_negative_logarithm_of_a_laplace_prior_but_for_a_constant() -> None:
    x, lam = rows(), 0.3
    model = begun(x, lam=lam)
    negative = -laplace.logpdf(model.encode(x), scale=1 / lam).sum(1).mean()
    constant = -4 * np.log(lam / 2)
    assert model.evaluate(x)["penalty"] == pytest.approx(negative - constant)


def test_kl_is_that_of_two_bernoulli_distributions() -> None:
    x = rows()
    model = begun(x, penalty="KL", lam=0.3, h0=0.07)
    means = torch.from_numpy(model.encode(x).mean(0))
    target = Bernoulli(torch.tensor(0.07, dtype=torch.float64))
    expected = 0.3 * float(kl_divergence(target, Bernoulli(means)).sum())
    assert model.evaluate(x)["penalty"] == pytest.approx(expected)


def test_kl_is_zero_at_the_target_and_has_its_closed_form_at_half_of_it() -> None:
    logits = torch.logit(torch.tensor([[0.1], [0.3]], dtype=torch.float64))
    assert float(kl_of_means(logits, 0.2)) == pytest.approx(0, abs=1e-12)
    expected = 0.4 * np.log(2) + 0.6 * np.log(0.6 / 0.8)
    assert float(kl_of_means(logits, 0.4)) == pytest.approx(expected)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("logit", [-1000.0, -40.0, 40.0, 1000.0])
def test_saturated_units_have_a_finite_penalty_and_gradient(
    logit: float, dtype: torch.dtype
) -> None:
    logits = torch.full((8, 1), logit, dtype=dtype, requires_grad=True)
    omega = kl_of_means(logits, 0.05).sum()
    omega.backward()
    penalty = float(omega.detach())
    weight = 0.05 if logit < 0 else 0.95
    constant = 0.05 * np.log(0.05) + 0.95 * np.log(0.95)
    assert penalty == pytest.approx(weight * abs(logit) + constant, rel=1e-5)
    expected = torch.full_like(logits, weight * np.sign(logit) / 8)
    torch.testing.assert_close(logits.grad, expected, rtol=1e-4, atol=0)


def test_codes_are_activations_within_0_and_1_under_kl_and_free_under_l1() -> None:
    x = 20 * rows() - 10
    free, bounded = begun(x).encode(x), begun(x, penalty="KL").encode(x)
    assert free.min() < 0
    np.testing.assert_allclose(bounded, expit(free))  # of the same weights


@pytest.mark.parametrize("penalty", ["L1", "KL"])
def test_gradients_agree_with_finite_differences(penalty: str) -> None:
    x = torch.from_numpy(rows(9, 3))
    model = begun(x.numpy(), penalty=penalty, lam=2.0)
    weight = model.f.get_parameter("0.weight")
    torch.stack([*model.objective(x).values()]).sum().backward()
    with torch.no_grad():
        for i in ((0, 0), (3, 2)):
            values = []
            for h in (1e-6, -1e-6):
                weight[i] += h
                values.append(float(sum(model.objective(x).values())))
                weight[i] -= h
            assert weight.grad is not None
            assert (values[0] - values[1]) / 2e-6 == pytest.approx(float(weight.grad[i]), rel=1e-5)


def test_a_heavy_l1_silences_the_code_and_a_light_one_does_not() -> None:
    x = rows(200)
    params: dict[str, Any] = {"widths": (), "latent": 6, "epochs": 150, "batch": 200, "rate": 0.02}
    active = [np.abs(Sparse(lam=lam, **params).fit(x).transform(x)).mean() for lam in (1e-4, 10.0)]
    assert active[1] < 0.02 < 0.2 < active[0]


def test_l1_leaves_few_units_active_for_each_sample() -> None:
    rng = np.random.default_rng(3)
    parts = np.abs(rng.normal(size=(500, 8))) * (rng.uniform(size=(500, 8)) < 0.15)
    rotation, _ = np.linalg.qr(rng.normal(size=(8, 8)))
    x = parts @ rotation  # it hides that each sample has few parts
    params: dict[str, Any] = {"widths": (), "latent": 8, "epochs": 400, "batch": 500, "rate": 0.02}
    quiet = []
    for lam in (1e-4, 0.1):
        h = np.abs(Sparse(lam=lam, **params).fit(x).transform(x))
        quiet.append((h < 0.1 * h.max(0)).mean())
    assert quiet[0] < 0.6 < 0.75 < quiet[1]


@pytest.mark.parametrize("h0", [0.05, 0.2])
def test_kl_brings_the_mean_of_each_unit_to_its_target(h0: float) -> None:
    x = rows(400)
    model = Sparse(penalty="KL", h0=h0, lam=10.0, widths=(), latent=6)
    model.set_params(epochs=300, batch=400, rate=0.05).fit(x)
    means = model.transform(x).mean(0)
    np.testing.assert_allclose(means, h0, rtol=0.2)
    assert model.evaluate(x)["penalty"] < 0.1


def test_only_kl_has_a_level_and_only_among_the_activations() -> None:
    assert Sparse(penalty="KL", h0=0.1).levels("activations") == [{"label": "h₀", "value": 0.1}]
    assert Sparse(penalty="KL").levels("norms") == Sparse().levels("activations") == []


def test_the_formula_follows_both_choices() -> None:
    assert set(Sparse.formula) == {
        f"{error}, {penalty}" for error in ERRORS for penalty in ("L1", "KL")
    }
    assert Sparse.formula["squared error, L1"] == (
        r"J = \|x - g(f(x))\|^2 + \lambda\,\textstyle\sum_j |h_j|"
    )


def test_the_filters_of_one_layer_are_the_weights_of_the_code_units() -> None:
    x = rows(20, 64)
    model = begun(x, widths=(), latent=5)
    filters = model.filters()
    assert filters is not None
    weights, shape = filters
    assert shape == (8, 8)
    np.testing.assert_array_equal(weights, model.f.get_parameter("0.weight").detach().numpy())
    pushed = model.encode(x + 0.1 * weights[2]) - model.encode(x)
    np.testing.assert_allclose(pushed[:, 2], 0.1 * (weights[2] ** 2).sum())


def test_a_target_that_no_mean_can_have_is_refused() -> None:
    with pytest.raises(aelab.InputError, match="target activation"):
        Sparse(h0=0.0).fit(rows())
