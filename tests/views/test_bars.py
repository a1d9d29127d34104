"""Bars, curves and maps of numbers against a direct computation from the model."""

from typing import Any

import numpy as np
import pytest

from aelab.training.history import HELDOUT
from aelab.views import information, kl, loss
from aelab.views.activations import rounded
from tests.linear import Linear, Points, arrays, looked_at

RNG = np.random.default_rng(1)


# Bars.


def test_unexplained_variance_is_the_error_over_the_variance_feature_by_feature() -> None:
    data = Points(6)
    data.test[:, 4] = 1.5  # constant, and reconstructed to 0
    model = Linear(np.diag([1, 1, 0.5, 0, 0, 0])[:3])
    _, views = looked_at(model, data)
    head, values = views["features"].head(), arrays(views["features"])["values"]
    x = data.test[:1000].astype(float)
    x_hat = x * [1, 1, 0.25, 0, 0, 0]
    expected = ((x - x_hat) ** 2).mean(0) / np.where(x.var(0) > 0, x.var(0), np.inf)
    np.testing.assert_allclose(values, expected, rtol=1e-5, atol=1e-12)
    assert values[3] == pytest.approx(1, abs=0.01) and values[4] == 0
    assert head["kind"] == "bars" and head["names"][5] == "x₆"
    assert head["levels"] == [{"label": "the mean alone", "value": 1}]


@pytest.mark.parametrize(
    ("data", "suits"),
    [
        (Points(1), True),
        (Points(2), False),
        (Points(3), False),
        (Points(4), True),
        (Points(4, (2, 2)), False),
    ],
)
def test_features_are_for_what_is_neither_an_image_nor_drawn_as_points(
    data: Any, suits: bool
) -> None:
    _, views = looked_at(Linear(np.eye(1, len(data.test[0]))), data)
    assert ("features" in views) is suits
    assert ("reconstructions" in views) is not suits
    assert {"latent", "loss"} <= set(views)


def test_many_features_and_units_are_cut_and_the_note_says_so() -> None:
    _, views = looked_at(Linear(RNG.normal(size=(300, 100))), Points(100))
    for name, count, note in (("features", 64, "first 64 of 100"), ("means", 256, "first 256 of")):
        head, values = views[name].head(), arrays(views[name])["values"]
        assert len(head["names"]) == len(values) == count
        assert note in head["note"]


def test_the_scree_plot_has_eigenvalues_and_the_share_that_the_first_ones_keep() -> None:
    model = Linear(np.eye(3, 50))
    model.variances_ = np.geomspace(8, 0.01, 50).astype(np.float32)
    _, views = looked_at(model, Points(50))
    head, parts = views["scree"].head(), arrays(views["scree"])
    spectrum = model.variances_.astype(float)
    np.testing.assert_array_equal(parts["values"], model.variances_[:30])
    for i in (0, 2, 29):
        share = spectrum[: i + 1].sum() / spectrum.sum()
        assert parts["line"][i] == pytest.approx(share, rel=1e-6)
    assert head["chosen"] == 3 and len(head["names"]) == 30
    model.variances_ = np.zeros(50, np.float32)  # before the first step
    assert (arrays(views["scree"], 0)["line"] == 0).all()


def gaussian_kl(mean: Any, covariance: Any) -> Any:
    """KL(N(mean, covariance) ‖ N(0, 1)), by the formula for any two Gaussians."""
    _, log_det = np.linalg.slogdet(covariance)
    return 0.5 * (np.trace(covariance) + mean @ mean - len(mean) - log_det)


def test_the_kl_of_the_dimensions_adds_up_to_that_of_a_diagonal_posterior() -> None:
    spread = np.diag([1.0, 0.25, 0.01])
    model = Linear(np.diag([0.001, 1, 3])[:, :3], spread=spread)
    context, views = looked_at(model, Points(3))
    parts, head = arrays(views["kl"]), views["kl"].head()
    whole = np.mean([gaussian_kl(z, spread) for z in context.codes(None)[:HELDOUT].astype(float)])
    assert parts["values"].sum() == pytest.approx(whole, rel=1e-5)
    each = [
        np.mean(
            [
                gaussian_kl(z[:1], spread[i : i + 1, i : i + 1])
                for z in context.codes(None)[:HELDOUT, i : i + 1].astype(float)
            ]
        )
        for i in range(3)
    ]
    np.testing.assert_allclose(parts["values"], each, rtol=1e-5)
    assert parts["active"].tolist() == [0, 1, 1]
    assert "marginals" not in head["note"] and head["names"] == ["z₁", "z₂", "z₃"]
    assert kl.SAMPLES == HELDOUT


def test_the_kl_of_a_full_posterior_is_that_of_its_marginals_and_says_so() -> None:
    spread = np.array([[1, 0.8], [0.8, 1]])
    _, views = looked_at(Linear(np.eye(2), spread=spread), Points(2))
    _, diagonal = looked_at(Linear(np.eye(2), spread=np.eye(2)), Points(2))
    np.testing.assert_allclose(
        arrays(views["kl"])["values"], arrays(diagonal["kl"])["values"], rtol=1e-6
    )
    assert "marginals" in views["kl"].head()["note"]


def test_the_kl_is_renewed_share_by_share() -> None:
    model = Linear(np.eye(2), spread=np.eye(2))
    _, views = looked_at(model, Points(2))
    before = arrays(views["kl"], 0)["values"]
    model.tells["spread"] = 4 * np.eye(2)
    moved = (4 - 1 - np.log(4)) / 2
    for frame_number in range(1, 5):
        model.progress.index = frame_number
        values = arrays(views["kl"], frame_number)["values"]
        np.testing.assert_allclose(values, before + moved * frame_number / 4, rtol=1e-5)


def test_no_kl_is_shown_of_a_model_without_a_posterior() -> None:
    views = looked_at(Linear(np.eye(2)), Points(2))[1]
    assert "kl" not in views and "information" not in views


def test_the_kl_is_split_into_information_and_what_all_codes_are_off_the_prior() -> None:
    spread = np.diag([0.5, 0.1])
    context, views = looked_at(Linear(np.eye(2), spread=spread), Points(2))
    bars, head = arrays(views["information"])["values"], views["information"].head()
    z = context.codes(None)[: information.SAMPLES].astype(float)
    whole = np.mean([gaussian_kl(code, spread) for code in z])
    assert bars[0] == pytest.approx(whole, rel=1e-5)
    assert bars[1] + bars[2] == pytest.approx(whole, abs=0.1)
    assert 0 < bars[1] < head["levels"][0]["value"] == pytest.approx(np.log(len(z)))
    again = arrays(views["information"], 3)["values"]
    np.testing.assert_array_equal(again, bars)


def test_the_information_is_not_estimated_for_a_full_posterior() -> None:
    spread = np.array([[1, 0.8], [0.8, 1]])
    assert "information" not in looked_at(Linear(np.eye(2), spread=spread), Points(2))[1]


def test_the_histogram_of_activations_counts_all_of_them() -> None:
    context, views = looked_at(Linear(np.abs(RNG.normal(size=(8, 5)))), Points(5))
    parts, head = arrays(views["activations"]), views["activations"].head()
    codes = context.codes(None)
    low, high = parts["range"]
    assert head["range"] == [low, high] and low < np.percentile(codes, 0.1)
    inner, _ = np.histogram(codes, 40, (float(low), float(high)))
    np.testing.assert_allclose(parts["values"][1:-1], inner[1:-1] / codes.size, atol=1e-7)
    assert parts["values"].sum() == pytest.approx(1)


def test_the_histogram_of_a_large_code_counts_some_samples_and_says_how_many() -> None:
    _, views = looked_at(Linear(RNG.normal(size=(1024, 5))), Points(5))
    values = arrays(views["activations"])["values"]
    assert values.sum() == pytest.approx(1)
    assert "1024 units, 250 held-out points" in views["activations"].head()["note"]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ((0, 0.93), (0, 1)),
        ((-0.2, 0.21), (-0.2, 0.5)),
        ((0, 0), (0, 1)),
        ((-3, -1), (-5, 0)),
        ((2, 7), (0, 10)),
        ((-1e-9, 1e-9), (-1e-9, 1e-9)),
        ((0, 1000), (0, 1000)),
        ((0, 1.0000001), (0, 1)),
    ],
)
def test_a_range_has_round_ends_and_0_in_it(
    ends: tuple[float, float], expected: tuple[float, float]
) -> None:
    assert rounded(*ends) == pytest.approx(expected)


def test_mean_activations_stand_beside_what_is_asked_for() -> None:
    levels = {"activations": [{"label": "h₀", "value": 0.05}]}
    context, views = looked_at(Linear(RNG.normal(size=(3, 5)), levels=levels), Points(5))
    expected = np.abs(context.codes(None).astype(float)).mean(0)
    np.testing.assert_allclose(arrays(views["means"])["values"], expected, rtol=1e-6)
    assert views["means"].head()["levels"] == levels["activations"]
    assert views["activations"].head()["levels"] == []


# Curves.


def test_pcas_error_is_a_line_under_the_loss() -> None:
    data = Points(5)
    model = Linear(RNG.normal(size=(2, 5)), floor=lambda e, d: 10 * e + d)
    _, views = looked_at(model, data)
    (level,) = views["loss"].head()["levels"]
    mean = data.train.astype(float).mean(0)
    v = np.linalg.svd(data.train - mean, full_matrices=False)[2][:2].T
    x = data.test[:HELDOUT] - mean
    error = ((x - x @ v @ v.T) ** 2).sum(1).mean()
    assert level == {"label": "PCA, k = 2", "value": pytest.approx(10 * error + 5, rel=1e-5)}
    assert loss.HELDOUT == HELDOUT


@pytest.mark.parametrize(
    "model",
    [
        Linear(np.eye(5)),
        Linear(np.eye(7, 5)),
        Linear(np.eye(2, 5), floor=lambda e, d: None),
        Linear(np.eye(2, 5), floor=lambda e, d: np.inf),
    ],
)
def test_no_line_of_pca_where_it_means_nothing(model: Linear) -> None:
    assert looked_at(model, Points(5))[1]["loss"].head()["levels"] == []


def test_pca_has_no_line_under_itself_and_is_not_sought_in_a_moving_frame() -> None:
    data: Any = Points(5)
    model = Linear(np.eye(2, 5))
    model.slug = "pca"
    data.principal = None
    assert looked_at(model, data)[1]["loss"].head()["levels"] == []
    model.slug = "linear"
    _, views = looked_at(model, data)
    assert set(arrays(views["loss"], 3)) == {"steps", "terms", "heldout_steps", "heldout"}


def test_terms_add_up_only_where_something_is_minimised() -> None:
    model = Linear(np.eye(2, 5))
    assert looked_at(model, Points(5))[1]["loss"].head()["sum"] is True
    model.minimises = False
    assert looked_at(model, Points(5))[1]["loss"].head()["sum"] is False


def test_norms_and_angles_are_the_measures_of_their_group() -> None:
    names = {"norms.‖w₁‖²": 1.0, "angles.w₁": 5.0, "norms.‖w₂‖²": 2.0}
    levels = {"norms": [{"label": "1/α", "value": 1.0}, {"label": "?", "value": np.nan}]}
    model = Linear(np.eye(2, 5), measure=names, levels=levels)
    context, views = looked_at(model, Points(5))
    head, parts = views["norms"].head(), arrays(views["norms"])
    assert head["terms"] == ["‖w₁‖²", "‖w₂‖²"] and head["sum"] is False and head["note"] == ""
    assert head["levels"] == [{"label": "1/α", "value": 1}] and head["unit"] == "squared norm"
    np.testing.assert_array_equal(parts["terms"], context.history.measures[:, [0, 2]])
    np.testing.assert_array_equal(parts["steps"], context.history.measure_steps)
    assert views["angles"].head()["terms"] == ["w₁"]
    assert views["angles"].head()["unit"] == "degrees"
    moving = arrays(views["norms"], 1)
    assert len(moving["steps"]) == 129 and moving["steps"][-1] == 255
    np.testing.assert_array_equal(moving["terms"][:-1], parts["terms"][::2])


def test_a_model_that_measures_nothing_has_no_norms() -> None:
    assert {"norms", "angles"}.isdisjoint(looked_at(Linear(np.eye(2, 5)), Points(5))[1])


def test_of_many_lines_the_first_ones_are_drawn() -> None:
    model = Linear(np.eye(2, 5), measure={f"norms.f{i}": 1.0 for i in range(64)})
    _, views = looked_at(model, Points(5))
    assert views["norms"].head()["note"] == "first 16 of 64"
    assert views["norms"].head()["unit"] == "Frobenius norm"
    assert arrays(views["norms"], 0)["terms"].shape == (129, 16)
