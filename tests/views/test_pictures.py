"""Pictures of samples, codes and weights against a direct computation from the model."""

import json
from typing import Any

import numpy as np
import pytest

from aelab.frames import pack
from tests.linear import Curves, Linear, Points, arrays, looked_at, together

RNG = np.random.default_rng(1)
IMAGES: dict[str, Any] = {"d": 784, "shape": (28, 28)}


def grey(images: Any, data: Any) -> Any:
    low, high = data.span
    return np.clip((images - low) / (high - low), 0, 1) * 255


# Latent space.


def test_an_ellipse_is_the_covariance_of_the_code_in_the_drawn_axes() -> None:
    spread = np.array([[2, 0.5, 0.1], [0.5, 1, 0.2], [0.1, 0.2, 3]])
    context, views = looked_at(Linear(RNG.normal(size=(3, 5)), spread=spread), Points(5))
    v = context.plane(None).vectors.astype(float)
    rows = arrays(views["latent"])["ellipses"]
    turned = v.T @ spread @ v
    expected = np.tile([turned[0, 0], turned[0, 1], turned[1, 1]], (len(rows), 1))
    np.testing.assert_allclose(rows[:, 1:], expected, rtol=1e-4)
    assert len(set(rows[:, 0])) == 48 and rows[:, 0].max() == len(context.x) - 1
    assert views["latent"].head()["prior"] is False
    context.set("axes", [2, 0])
    np.testing.assert_allclose(arrays(views["latent"])["ellipses"][5, 1:], [3, 0.1, 2], rtol=1e-5)
    assert views["latent"].head()["prior"] is True


def test_the_axes_of_the_latent_space_have_names() -> None:
    for k, names in ((1, ["z₁"]), (2, ["z₁", "z₂"]), (12, ["PC₁ of z", "PC₂ of z"])):
        context, views = looked_at(Linear(RNG.normal(size=(k, 12))), Points(12))
        head = views["latent"].head()
        assert head["names"] == names
        assert head["axes"] == ("pca" if k > 2 else list(range(k)))
        assert head["prior"] is False and "ellipses" not in arrays(views["latent"])
    context.set("axes", [11, 0])
    assert views["latent"].head()["names"] == ["z₁₂", "z₁"]


def test_points_are_the_codes_in_principal_axes() -> None:
    context, views = looked_at(Linear(RNG.normal(size=(4, 6))), Points(6))
    points = arrays(views["latent"])["points"]
    codes = context.codes(None).astype(float)
    centred = codes - codes.mean(0)
    _, s, vt = np.linalg.svd(centred, full_matrices=False)
    expected = centred @ vt[:2].T
    expected *= np.sign((expected * points).sum(0))
    np.testing.assert_allclose(points, expected, atol=1e-3)
    assert points.std(0)[0] == pytest.approx(s[0] / len(codes) ** 0.5, rel=1e-4)


# Reconstructions.


def test_points_of_space_have_a_decoded_grid_or_a_decoded_curve() -> None:
    data = Points(3)
    _, views = looked_at(Linear(np.eye(2, 3)), data)
    head, parts = views["reconstructions"].head(), arrays(views["reconstructions"])
    assert head["kind"] == "space" and head["names"] == ["x₁", "x₂", "x₃"]
    np.testing.assert_array_equal(parts["x"], data.test[:1000])
    np.testing.assert_allclose(parts["x_hat"], data.test[:1000] * [1, 1, 0])
    assert parts["grid"].shape == (17, 17, 3) and (parts["grid"][..., 2] == 0).all()
    assert parts["grid"][0, 0, 1] == pytest.approx(np.percentile(data.test[:, 1], 98), rel=1e-5)
    assert set(arrays(views["reconstructions"], 1)) == {"x_hat", "grid"}
    _, views = looked_at(Linear(np.eye(1, 3)), data)
    assert arrays(views["reconstructions"])["curve"].shape == (201, 3)
    _, views = looked_at(Linear(np.eye(3)), data)
    assert set(arrays(views["reconstructions"])) == {"x", "x_hat", "labels"}


def test_a_code_larger_than_the_plane_has_points_but_no_surface() -> None:
    model = Linear(RNG.normal(size=(1024, 2)), RNG.normal(size=(2, 1024)))
    _, views = looked_at(model, Points(2))
    assert set(arrays(views["reconstructions"])) == {"x", "x_hat", "labels"}


@pytest.mark.parametrize("data", [Points(2), Points(20, (4, 5))], ids=["plane", "images"])
def test_where_noise_is_taken_away_x_hat_is_made_of_the_noisy_x(data: Any) -> None:
    model = Linear(np.eye(2, len(data.test[0])), noise=0.5)
    _, views = looked_at(model, data)
    view = views["reconstructions"]
    first, again = arrays(view), arrays(view)
    np.testing.assert_array_equal(first["x_tilde"], again["x_tilde"])  # the noise stands still
    assert first["x_tilde"].shape == first["x"].shape
    assert np.abs(first["x_tilde"].astype(float) - first["x"]).mean() > 0.3
    if view.kind == "cloud":
        np.testing.assert_allclose(first["x_hat"], first["x_tilde"], rtol=1e-5)
        np.testing.assert_array_equal(arrays(view, 4)["x_hat"], first["x_hat"])
    else:
        np.testing.assert_array_equal(first["x_hat"][:, :2], first["x_tilde"][:, :2])
        np.testing.assert_array_equal(together(view, 2, "x_hat"), first["x_hat"])
    assert "x_tilde" not in arrays(view, 5)
    assert view.head()["note"].endswith("x̂ from x̃")


def test_a_pinned_sample_comes_with_its_noisy_self() -> None:
    context, views = looked_at(Linear(np.eye(2, 20), noise=0.5), Points(20, (4, 5)))
    before = arrays(views["reconstructions"])
    context.set("pick", 7)
    parts = arrays(views["reconstructions"], 1)
    assert parts["rows"][0] == 7 and parts["x"].shape == parts["x_tilde"].shape == (1, 20)
    np.testing.assert_allclose(parts["x"][0], grey(context.x[7], context.data), atol=0.51)
    whole = arrays(views["reconstructions"])
    for name in ("x", "x_tilde"):
        np.testing.assert_array_equal(whole[name][0], parts[name][0])
        np.testing.assert_array_equal(whole[name][1:], before[name][1:])


def test_large_images_come_in_shares_that_fit() -> None:
    data = Points(4096, (64, 64), test=50, train=50)
    _, views = looked_at(Linear(np.eye(2, 4096)), data)
    for view, turns, name in (
        (views["reconstructions"], 2, "x_hat"),
        (views["plane"], 25, "images"),
    ):
        whole = arrays(view)[name]
        np.testing.assert_array_equal(together(view, turns, name), whole)
        assert all(sum(p.array.nbytes for p in view.parts(t)) < 56_000 for t in range(turns))


# Weights.


def test_weights_are_scaled_to_their_own_largest_with_128_for_0() -> None:
    weights = np.array([[0, 1, -2, 0.5, 0, 2], [0, 0, 0, 0, 0, 0], [-4, 0, 0, 0, 0, 1]])
    model = Linear(np.eye(2, 6), filters=(weights, (2, 3)))
    _, views = looked_at(model, Points(6, (2, 3)))
    parts, head = arrays(views["weights"]), views["weights"].head()
    assert parts["scales"].tolist() == [2, 0, 4]
    drawn = (parts["tiles"].astype(float) - 128) / 127 * parts["scales"][:, None]
    np.testing.assert_allclose(drawn, weights, atol=0.02)
    assert parts["tiles"][0, 0] == 128 and (parts["tiles"][1] == 128).all()
    assert head["shape"] == [2, 3] and head["names"] == ["1", "2", "3"] and head["note"] == ""


def test_weights_for_each_pixel_have_the_shape_of_the_samples() -> None:
    model = Linear(np.eye(2, 64), filters=(np.ones((2, 64)), (8, 8)))
    _, views = looked_at(model, Points(64, (4, 16)))
    assert views["weights"].head()["shape"] == [4, 16]
    model.tells["filters"] = np.ones((2, 9)), (3, 3)
    assert views["weights"].head()["shape"] == [3, 3]


def test_weights_come_in_halves_and_the_first_36() -> None:
    weights = RNG.normal(size=(50, 784))
    _, views = looked_at(Linear(np.eye(2, 784), filters=(weights, (28, 28))), Points(**IMAGES))
    whole = arrays(views["weights"])
    assert whole["tiles"].shape == (36, 784)
    for name in ("tiles", "scales"):
        np.testing.assert_array_equal(together(views["weights"], 2, name), whole[name])
    assert views["weights"].head()["note"] == "first 36 of 50"


def test_weights_are_images_only_where_the_samples_are() -> None:
    model = Linear(np.eye(2, 64), filters=(np.ones((2, 64)), (8, 8)))
    assert "weights" not in looked_at(model, Points(64))[1]


# All of them.


HEAVY = [
    (1024, Points(2)),
    (2, Points(2)),
    (1, Points(3)),
    (64, Points(3)),
    (1, Points(1)),
    (64, Points(300)),
    (2, Points(**IMAGES)),
    (1024, Points(**IMAGES)),
    (2, Points(4096, (64, 64))),
]


def heavy(k: Any, data: Any) -> Any:
    d = len(data.test[0])
    measure = {f"{group}.w{i}": 1.0 for group in ("norms", "angles") for i in range(k)}
    tells = {"measure": measure, "noise": 0.1, "smoothing": 0.1}
    if k <= 64:
        tells["spread"] = np.eye(k, dtype=np.float32)
    tells["filters"] = (np.ones((k, d)), data.sample_shape)
    return Linear(RNG.normal(size=(k, d)), RNG.normal(size=(d, k)), **tells)


@pytest.mark.parametrize(("k", "data"), HEAVY, ids=lambda v: str(getattr(v, "sample_shape", v)))
def test_a_share_of_any_single_view_fits_into_a_moving_frame(k: int, data: Any) -> None:
    model = heavy(k, data)
    context, views = looked_at(model, data, Curves(3, tuple(model.measure())))
    assert len(views) >= 8
    for view in views.values():
        pack({"views": [view.head()]}, view.parts(None))
    for frame_number in range(3):
        model.progress.index += 1
        context.set("pick", frame_number)
        for view in views.values():
            assert len(pack({}, view.parts(frame_number))) < 56_000, view.name


@pytest.mark.parametrize(("k", "data"), [(2, Points(2)), (5, Points(6)), (2, Points(20, (4, 5)))])
def test_a_model_that_has_diverged_can_be_looked_at(k: int, data: Any) -> None:
    model = heavy(k, data)
    _, views = looked_at(model, data)
    for broken in (np.nan, np.inf):
        for before in (None, 1):  # at once, or after a good picture
            model.w, model.v = np.full_like(model.w, broken), np.full_like(model.v, broken)
            model.progress.index += 1
            with np.errstate(all="ignore"):
                for view in views.values():
                    view.parts(before)
                    json.dumps(view.head(), allow_nan=False)
