"""The views: shares that add up, sizes that fit, pictures that are true."""

import numpy as np
import pytest

import aelab
from aelab.frames import pack
from aelab.training import resolve, train
from aelab.views._base import CODES, SHARE, Watch, views_for


class NoHistory:
    steps = heldout_steps = np.zeros(0, np.float32)
    terms = heldout = np.zeros((0, 2), np.float32)


def watched(dataset="MNIST", model="Autoencoder", points=500, **params):
    if model != "PCA":
        params = {"epochs": 1, "widths": (32,)} | params
    spec = aelab.Spec(
        dataset=dataset, dataset_params={"points": points}, model=model, model_params=params
    )
    made, data = resolve(spec)
    list(train(made, data.train))
    watch = Watch(made, data, NoHistory())
    return watch, {v.name: v for v in views_for(watch)}


@pytest.fixture(scope="module")
def digits():
    return watched()


def arrays(view, turn):
    return {p.name: p for p in view.parts(turn)}


def test_kinds_follow_the_size_of_the_code_and_the_shape_of_the_data(digits):
    kinds = {name: view.kind for name, view in digits[1].items()}
    assert kinds == {
        "latent": "scatter", "reconstructions": "strip", "loss": "curves", "plane": "plane",
    }  # fmt: skip
    _, of_moons = watched("Two moons", "PCA", latent=1)
    assert {n: v.kind for n, v in of_moons.items()} == {
        "latent": "histogram", "reconstructions": "cloud", "loss": "curves",
    }  # fmt: skip
    assert "plane" not in watched(latent=3)[1]


def test_shares_of_all_turns_add_up_to_the_codes_of_the_watched_samples(digits):
    watch, views = digits
    whole = arrays(views["latent"], None)["latent.points"].array
    np.testing.assert_allclose(whole, watch.model.encode(watch.x), rtol=1e-6)
    pieces = [arrays(views["latent"], t)["latent.points"] for t in range(CODES // SHARE)]
    assert [p.start for p in pieces] == [0, 1000, 2000, 3000]
    assert all(p.rows == CODES for p in pieces)
    np.testing.assert_allclose(np.concatenate([p.array for p in pieces]), whole, rtol=1e-6)


def test_a_strip_shows_one_sample_of_each_class_and_its_own_reconstruction(digits):
    watch, views = digits
    parts = arrays(views["reconstructions"], None)
    rows = parts["reconstructions.rows"].array
    assert watch.labels[rows].tolist() == list(range(10))
    x_hat = watch.model.decode(watch.model.encode(watch.x[rows]))
    shown = parts["reconstructions.x_hat"].array / 255
    np.testing.assert_allclose(shown, np.clip(x_hat, 0, 1), atol=0.003)
    np.testing.assert_allclose(parts["reconstructions.x"].array / 255, watch.x[rows], atol=0.003)


def test_a_picked_sample_comes_first_in_the_strip_until_it_is_let_go():
    watch, views = watched()
    first = arrays(views["reconstructions"], None)["reconstructions.rows"].array[0]
    watch.set("pick", 77)
    assert arrays(views["reconstructions"], 3)["reconstructions.rows"].array[0] == 77
    assert "reconstructions.rows" not in arrays(views["reconstructions"], 4)
    watch.set("pick", None)
    assert arrays(views["reconstructions"], 5)["reconstructions.rows"].array[0] == first


def test_other_axes_show_other_columns_of_the_codes():
    watch, views = watched(latent=5)
    watch.set("axes", [4, 1])
    shown = arrays(views["latent"], None)["latent.points"].array
    np.testing.assert_allclose(shown, watch.model.encode(watch.x)[:, [4, 1]], rtol=1e-6)


@pytest.mark.parametrize("value", [[9, 0], [0], "ab", None, [0, True], [-1, 0], [0.5, 1], {}])
def test_axes_and_picks_that_make_no_sense_change_nothing(digits, value):
    watch, _ = digits
    watch.set("axes", value)
    watch.set("pick", value)
    assert watch.axes == (0, 1) and watch.picked is None


def test_the_decoded_plane_is_the_decoder_on_a_mesh_with_the_largest_z2_on_top(digits):
    watch, views = digits
    parts = arrays(views["plane"], None)
    x0, x1, y0, y1 = parts["plane.window"].array
    corner = watch.model.decode(np.array([[x0, y1], [x1, y0]], np.float32))
    images = parts["plane.images"].array / 255
    np.testing.assert_allclose(images[[0, -1]], np.clip(corner, 0, 1), atol=0.003)
    turns = [arrays(views["plane"], t)["plane.images"] for t in range(5)]
    np.testing.assert_array_equal(
        np.concatenate([t.array for t in turns]), parts["plane.images"].array
    )


def test_a_decoded_curve_lies_on_the_decoder():
    watch, views = watched("Two moons", "PCA", latent=1)
    curve = arrays(views["reconstructions"], None)["reconstructions.curve"].array
    pca = watch.model
    off = (curve - pca.mean_) - ((curve - pca.mean_) @ pca.components_.T) @ pca.components_
    assert np.abs(off).max() < 1e-5


@pytest.mark.parametrize(
    ("dataset", "latent"), [("MNIST", 2), ("MNIST", 64), ("Two moons", 1), ("Two moons", 2)]
)
def test_a_frame_of_any_turn_fits_in_60_kb_with_full_curves(dataset, latent):
    watch, views = watched(dataset, latent=latent)

    class Full:
        steps = np.zeros(256, np.float32)
        terms = heldout = np.zeros((256, 2), np.float32)
        heldout_steps = steps

    watch.history = Full()
    for turn in range(6):
        frame = pack({}, [p for v in views.values() for p in v.parts(turn)])
        assert len(frame) < 59_000
