"""What autoencoders are looked at with: copies, subspace, and the way between two samples."""

from typing import Any

import numpy as np
import pytest

from aelab.metrics import principal_angles, unexplained
from aelab.models._subspace import angles
from aelab.models.undercomplete import Undercomplete
from aelab.theory.pca import principal
from aelab.views.between import Between
from aelab.views.copies import Copies
from tests.linear import Linear, Points, arrays, looked_at


def shares(model: Any, data: Any, frame_number: Any = None) -> Any:
    context, _ = looked_at(model, data)
    return 10 ** arrays(Copies(context), frame_number)["values"].astype(float)


def test_the_identity_leaves_nothing_of_data_and_nothing_of_noise() -> None:
    assert shares(Linear(np.eye(2)), Points(2)) == pytest.approx(1e-9)


def test_shares_are_those_of_scikit_learns_r_squared_and_of_the_box() -> None:
    from sklearn.metrics import r2_score

    data, model = Points(3), Linear([[1.0, 0.0, 0.0]])
    drawn = shares(model, data)
    for x, share in ((data.train, drawn[0]), (data.test[:1000], drawn[1])):
        x_hat = model.decode(model.encode(x))
        r2 = r2_score(x, x_hat, multioutput="variance_weighted")
        assert share == pytest.approx(1 - r2, rel=1e-5)
        assert share == pytest.approx(unexplained(x, x_hat), rel=1e-5)
    sides = np.ptp(data.train, axis=0) ** 2  # of the box; uniform: side²/12, and its mean
    middle = (data.train.max(0) + data.train.min(0)) / 2
    wanted = (sides[1:].sum() / 12 + (middle[1:] ** 2).sum()) / (sides.sum() / 12)
    assert drawn[2] == pytest.approx(wanted, rel=0.1)


def test_the_line_is_what_pca_leaves_of_the_training_samples() -> None:
    data = Points(4)
    context, _ = looked_at(Linear(np.eye(4)[:2]), data)
    (level,) = Copies(context).levels()
    values = principal(data.train).values
    assert level["label"] == "PCA, k = 2"
    assert 10 ** level["value"] == pytest.approx(values[2:].sum() / values.sum(), rel=1e-9)
    assert Copies(looked_at(Linear(np.eye(4)), data)[0]).levels() == []


def test_a_moving_frame_of_few_numbers_has_all_samples_too() -> None:
    data, model = Points(2), Linear([[1.0, 0.0]])
    np.testing.assert_array_equal(shares(model, data, 0), shares(model, data))


def test_a_run_that_diverged_has_no_share_and_is_no_error() -> None:
    broken = Linear(np.full((1, 2), np.nan))
    assert not np.isfinite(shares(broken, Points(2))).any()


def test_angles_are_those_of_rotated_axes() -> None:
    axes = np.eye(4)[:2]
    rotation = np.radians(30)
    mixed = np.array([[np.cos(rotation), np.sin(rotation), 0, 0], [-1, 1, 0, 0]])
    measured = angles(mixed, axes)
    assert list(measured) == ["subspace.θ₁", "subspace.θ₂", "subspace.d₁", "subspace.d₂"]
    assert list(measured.values()) == pytest.approx([0, 0, 30, 45], abs=1e-5)
    tilted = np.array([[1, 0, 0, 0], [0, np.cos(rotation), np.sin(rotation), 0]])
    assert angles(tilted, axes)["subspace.θ₂"] == pytest.approx(30)
    assert list(angles(tilted[:1], axes[:1])) == ["subspace.θ₁"]


def trained(**params: Any) -> Any:
    x = np.random.default_rng(0).normal(size=(1500, 4)) @ np.diag([3, 2, 0.7, 0.5]) + 1.0
    made = Undercomplete(latent=2, widths=(), epochs=30, batch=32, rate=5e-3, **params)
    return x.astype(np.float32), made.fit(x.astype(np.float32))


def test_a_linear_autoencoder_spans_the_subspace_of_pca_but_not_its_axes() -> None:
    x, model = trained(activation="identity")
    measured = model.measure()
    assert measured["subspace.θ₂"] < 1.5
    assert max(measured["subspace.d₁"], measured["subspace.d₂"]) > 5
    columns = model.decode(np.eye(2, dtype=np.float32)) - model.decode(
        np.zeros((1, 2), np.float32)
    )
    direct = np.degrees(principal_angles(columns, principal(x).vectors[:, :2].T))
    assert measured["subspace.θ₂"] == pytest.approx(direct[-1], abs=1e-3)


def test_only_a_linear_decoder_with_a_smaller_code_is_held_against_pca() -> None:
    x = np.random.default_rng(0).normal(size=(64, 4)).astype(np.float32)

    def followed(**params: Any) -> Any:
        model = Undercomplete(**dict[str, Any](latent=2, widths=(8,)) | params)
        model.begin(x)
        return any(name.startswith("subspace.") for name in model.measure())

    assert followed(activation="identity") and followed(decoder="linear")
    assert not followed() and not followed(activation="identity", latent=4)
    assert not followed(activation="identity", error="absolute error")


def images() -> Any:
    data = Points(64, shape=(8, 8), test=300)
    return data, np.eye(64)[:3]


def test_the_way_through_a_linear_code_is_the_way_between_the_reconstructions() -> None:
    data, w = images()
    context, _ = looked_at(Linear(w), data)
    context.coded = lambda x: x
    drawn = arrays(Between(context))
    a, b = drawn["x"][[0, -1]]
    assert not np.array_equal(a, b)
    np.testing.assert_allclose(drawn["x"][4], (a + b) / 2, atol=1e-6)
    x_hat = context.model.decode(context.model.encode(drawn["x"]))
    np.testing.assert_allclose(drawn["x_hat"], x_hat, atol=1e-6)
    pixels, mixed, code = drawn["apart"]
    assert code == pytest.approx(mixed, rel=1e-6) and pixels > 0


def test_the_distance_of_the_middles_is_that_to_the_nearest_held_out_sample() -> None:
    data, w = images()
    view = Between(looked_at(Linear(w), data)[0])
    x = np.stack([data.test[7], data.test[9] + 0.01])
    assert view._nearest(x) == pytest.approx(64 * 0.01**2 / 2, rel=0.05)


def test_two_samples_that_are_pinned_one_after_the_other_are_the_ends() -> None:
    data, w = images()
    context, _ = looked_at(Linear(w), data)
    context.coded = lambda x: x
    view = Between(context)
    arrays(view)
    for picked in (17, 23):
        context.set("pick", picked)
        drawn = arrays(view, 0)
    np.testing.assert_array_equal(drawn["x"][[0, -1]], data.test[[17, 23]])
    assert "x" not in arrays(view, 0), "what stands still is not sent again"
