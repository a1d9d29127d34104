"""Fields and maps over the plane, and what the Jacobian is elsewhere."""

from typing import Any

import numpy as np
import pytest

from aelab.theory import denoising
from aelab.views.field import r_squared
from tests.linear import Linear, Points, arrays, looked_at, together

RNG = np.random.default_rng(1)


# The Jacobian.


class Curved(Linear):
    """z = tanh(W x), whose Jacobian is diag(1 − z²) W."""

    def encode(self, x: Any) -> Any:
        return np.tanh(super().encode(x))

    def jacobian(self, x: Any) -> Any:
        return (1 - self.encode(x) ** 2)[:, :, None] * self.w


def test_the_map_shows_the_norm_of_the_jacobian_with_the_largest_x2_on_top() -> None:
    model = Curved(RNG.normal(size=(3, 2)))
    context, views = looked_at(model, Points(2))
    view = views["jacobian"]
    parts = arrays(view)
    x0, x1, y0, y1 = parts["window"].astype(float)
    for (r, c), at in {(0, 0): (x0, y1), (39, 39): (x1, y0), (0, 39): (x1, y1)}.items():
        norm = np.linalg.norm(model.jacobian(np.array([at]))[0])
        assert parts["values"][r, c] == pytest.approx(norm, rel=1e-4)
    seen = context.x[:1000]
    assert x0 < seen[:, 0].min() and seen[:, 1].max() < y1
    np.testing.assert_array_equal(together(view, 4, "values"), parts["values"])
    np.testing.assert_array_equal(parts["x"], seen)
    assert "singular" not in views


def test_the_ellipses_are_of_the_metric_at_places_evenly_within_the_map() -> None:
    model = Curved(RNG.normal(size=(3, 2)))
    _, views = looked_at(model, Points(2))
    parts = arrays(views["jacobian"])
    places, entries = np.split(parts["metric"].astype(float), [2], axis=1)
    x0, x1, y0, y1 = parts["window"].astype(float)
    assert len(places) == 81
    assert places[0] == pytest.approx([x0 + (x1 - x0) / 18, y1 - (y1 - y0) / 18], rel=1e-4)
    j = model.jacobian(places)
    metric = np.einsum("nki,nkj->nij", j, j).reshape(-1, 4)[:, [0, 1, 3]]
    np.testing.assert_allclose(entries, metric, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize(("k", "cells", "turns"), [(2, 40, 4), (64, 28, 4), (1024, 16, 16)])
def test_the_map_of_a_large_code_is_coarser_and_comes_in_smaller_shares(
    k: int, cells: int, turns: int
) -> None:
    _, views = looked_at(Curved(RNG.normal(size=(k, 2))), Points(2))
    whole = arrays(views["jacobian"])["values"]
    assert whole.shape == (cells, cells)
    np.testing.assert_array_equal(together(views["jacobian"], turns, "values"), whole)


@pytest.mark.parametrize(("k", "d", "samples"), [(4, 10, 64), (100, 70, 64), (300, 256, 16)])
def test_singular_values_are_those_of_the_jacobian_on_average(
    k: int, d: int, samples: int
) -> None:
    model = Curved(RNG.normal(size=(k, d)) / d)
    context, views = looked_at(model, Points(d))
    drawn = arrays(views["singular"])["values"]
    jacobian = model.jacobian(context.x[:samples]).astype(float)
    expected = np.linalg.svd(jacobian, compute_uv=False).mean(0)
    np.testing.assert_allclose(drawn, expected[:64], rtol=1e-4, atol=1e-6)
    head = views["singular"].head()
    assert f"mean over {samples} held-out points" in head["note"]
    assert len(head["names"]) == len(drawn)
    assert "jacobian" not in views


def test_singular_values_are_renewed_share_by_share() -> None:
    model = Linear(np.eye(3, 4))
    _, views = looked_at(model, Points(4))
    arrays(views["singular"])
    model.w = 2 * model.w
    moving = [arrays(views["singular"], t)["values"][0] for t in range(8)]
    np.testing.assert_allclose(moving, 1 + np.arange(1, 9) / 8, rtol=1e-6)


# The field.


def test_arrows_lead_from_places_of_the_plane_to_where_the_model_moves_them() -> None:
    model = Linear(np.diag([1, 0.5]), np.eye(2))
    _, views = looked_at(model, Points(2))
    parts = arrays(views["field"])
    np.testing.assert_allclose(parts["arrows"], parts["at"] * [0, -0.5], atol=1e-6)
    assert len(parts["at"]) == 256 and {"theory", "agreement"}.isdisjoint(parts)
    assert views["field"].head()["theory"] == ""
    assert set(arrays(views["field"], 1)) == {"at", "arrows"}


def test_the_prediction_is_the_field_of_the_smoothed_training_samples() -> None:
    data, sigma = Points(2), 0.4
    _, views = looked_at(Linear(np.diag([0.9, 0.5]), np.eye(2), smoothing=sigma), data)
    assert "agreement" not in arrays(views["field"], 0)  # not before a full frame
    parts = arrays(views["field"])
    expected = denoising.field(parts["at"], data.train, sigma)
    np.testing.assert_allclose(parts["theory"], expected, rtol=1e-4, atol=1e-5)
    weights = np.exp(denoising.log_density(parts["at"], data.test[:1000], sigma))
    agreement = r_squared(parts["arrows"], expected, weights)
    assert parts["agreement"][0] == pytest.approx(agreement, rel=1e-4)
    assert arrays(views["field"], 1)["agreement"][0] == pytest.approx(agreement, rel=1e-4)
    assert "theory" not in arrays(views["field"], 1)
    assert views["field"].head()["theory"] == "σ²∇ln p_σ, of 500 training points"


def test_the_best_linear_denoiser_of_a_gaussian_agrees_with_the_exact_field() -> None:
    data: Any = Points(2)
    sigma = 0.5
    variance = np.array([1, 0.5])  # of the coordinates of Points
    data.score_function = lambda x, s: -x / (variance + s**2)
    best = np.diag(variance / (variance + sigma**2))  # E[x|x̃] of a Gaussian
    _, views = looked_at(Linear(best, np.eye(2), smoothing=sigma), data)
    parts = arrays(views["field"])
    np.testing.assert_allclose(parts["arrows"], parts["theory"], atol=1e-5)
    assert parts["agreement"][0] == pytest.approx(1, abs=1e-6)
    assert views["field"].head()["theory"] == "σ²∇ln p_σ, exact"
    _, views = looked_at(Linear(np.eye(2), smoothing=sigma), data)
    assert arrays(views["field"])["agreement"][0] == pytest.approx(0, abs=1e-6)  # no arrows


def test_agreement_is_weighted_by_the_density() -> None:
    theory = np.array([[1.0, 0], [0, 1], [1, 1]])
    arrows = theory + np.array([[0, 0], [0, 0], [9, 9]])
    assert r_squared(arrows, theory, np.array([1.0, 1, 0])) == 1
    assert r_squared(arrows, theory, np.array([1.0, 1, 0.5])) == pytest.approx(1 - 81 / 3)
