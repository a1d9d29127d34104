"""The views: shares that add up, sizes that fit, pictures that are true."""

from typing import Any

import numpy as np
import pytest

import aelab
from aelab.frames import pack, unpack
from aelab.runs.publisher import FRAME_BYTES, HEADER_BYTES, FramePublisher
from aelab.training.learning import Learning
from aelab.training.loop import resolve, train
from aelab.views.base import views_for
from aelab.views.context import CODES, SHARE, Context
from tests.linear import Curves


def watched(
    dataset: str = "mnist", model: str = "autoencoder", points: int = 500, **params: Any
) -> Any:
    if model != "pca":
        params = {"epochs": 1, "widths": (32,)} | params
    spec = aelab.Spec(
        dataset=dataset, dataset_params={"points": points}, model=model, model_params=params
    )
    made, data = resolve(spec)
    list(train(made, data.train))
    context = Context(made, data, Curves())
    return context, {v.name: v for v in views_for(context)}


@pytest.fixture(scope="module")
def digits() -> Any:
    return watched()


def arrays(view: Any, frame_number: Any) -> Any:
    return {p.name: p for p in view.parts(frame_number)}


def test_kinds_follow_the_size_of_the_code_and_the_shape_of_the_data(digits: Any) -> None:
    kinds = {name: view.kind for name, view in digits[1].items()}
    assert kinds == {
        "latent": "scatter",
        "reconstructions": "strip",
        "loss": "curves",
        "plane": "plane",
        "norms": "curves",
        "weights": "tiles",
        "copies": "bars",
        "between": "strip",
        "samples": "strip",
    }
    _, of_moons = watched("two-moons", "pca", latent=1)
    assert {n: v.kind for n, v in of_moons.items()} == {
        "reconstructions": "cloud",
        "latent": "histogram",
        "scree": "bars",
        "loss": "curves",
    }
    assert next(iter(of_moons)) == "reconstructions"
    assert "plane" not in watched(latent=3)[1]


def test_shares_of_all_turns_add_up_to_the_codes_of_the_watched_samples(digits: Any) -> None:
    context, views = digits
    whole = arrays(views["latent"], None)["latent.points"].array
    np.testing.assert_allclose(whole, context.model.encode(context.x), rtol=1e-6)
    pieces = [arrays(views["latent"], t)["latent.points"] for t in range(CODES // SHARE)]
    assert [p.start for p in pieces] == [0, 1000, 2000, 3000]
    assert all(p.rows == CODES for p in pieces)
    np.testing.assert_allclose(np.concatenate([p.array for p in pieces]), whole, rtol=1e-6)


def test_a_strip_shows_one_sample_of_each_class_and_its_own_reconstruction(digits: Any) -> None:
    context, views = digits
    parts = arrays(views["reconstructions"], None)
    rows = parts["reconstructions.rows"].array
    assert context.labels[rows].tolist() == list(range(10))
    x_hat = context.model.decode(context.model.encode(context.x[rows]))
    shown = parts["reconstructions.x_hat"].array / 255
    np.testing.assert_allclose(shown, np.clip(x_hat, 0, 1), atol=0.003)
    np.testing.assert_allclose(parts["reconstructions.x"].array / 255, context.x[rows], atol=0.003)


def test_a_picked_sample_comes_first_in_the_strip_until_it_is_let_go() -> None:
    context, views = watched()
    first = arrays(views["reconstructions"], None)["reconstructions.rows"].array[0]
    context.set("pick", 77)
    assert arrays(views["reconstructions"], 3)["reconstructions.rows"].array[0] == 77
    assert "reconstructions.rows" not in arrays(views["reconstructions"], 4)
    context.set("pick", None)
    assert arrays(views["reconstructions"], 5)["reconstructions.rows"].array[0] == first


def test_other_axes_show_other_columns_of_the_codes() -> None:
    context, views = watched(latent=5)
    context.set("axes", [4, 1])
    shown = arrays(views["latent"], None)["latent.points"].array
    np.testing.assert_allclose(shown, context.model.encode(context.x)[:, [4, 1]], rtol=1e-6)


@pytest.mark.parametrize("value", [[9, 0], [0], "ab", None, [0, True], [-1, 0], [0.5, 1], {}])
def test_axes_and_picks_that_make_no_sense_change_nothing(
    digits: Any, value: dict[str, Any] | list[float] | str | None
) -> None:
    context, _ = digits
    context.set("axes", value)
    context.set("pick", value)
    assert context.axes == (0, 1) and context.picked is None


def test_the_decoded_plane_is_the_decoder_on_a_mesh_with_the_largest_z2_on_top(
    digits: Any,
) -> None:
    context, views = digits
    parts = arrays(views["plane"], None)
    x0, x1, y0, y1 = parts["plane.window"].array
    corner = context.model.decode(np.array([[x0, y1], [x1, y0]], np.float32))
    images = parts["plane.images"].array / 255
    np.testing.assert_allclose(images[[0, -1]], np.clip(corner, 0, 1), atol=0.003)
    turns = [arrays(views["plane"], t)["plane.images"] for t in range(5)]
    np.testing.assert_array_equal(
        np.concatenate([t.array for t in turns]), parts["plane.images"].array
    )


def test_a_decoded_curve_lies_on_the_decoder() -> None:
    context, views = watched("two-moons", "pca", latent=1)
    curve = arrays(views["reconstructions"], None)["reconstructions.curve"].array
    pca = context.model
    off = (curve - pca.mean_) - ((curve - pca.mean_) @ pca.components_.T) @ pca.components_
    assert np.abs(off).max() < 1e-5


def test_the_kl_of_the_dimensions_adds_up_to_the_held_out_term_of_the_loss() -> None:
    context, views = watched(model="vae", latent=3)
    bars = arrays(views["kl"], None)["kl.values"].array
    term = context.model.evaluate(context.data.test[:1000])["kl"]
    assert bars.sum() == pytest.approx(term, rel=1e-4)


@pytest.mark.parametrize("dataset", ["two-moons", "swiss-roll", "mnist"])
@pytest.mark.parametrize("model", sorted(aelab.MODELS))
def test_every_model_is_seen_on_every_kind_of_data_in_frames_that_fit(
    model: str, dataset: str
) -> None:
    learning = Learning(aelab.Spec(dataset=dataset, dataset_params={"points": 100}, model=model))
    snapshots = FramePublisher("r", learning)
    learning.update()
    header, parts = unpack(snapshots.take({}, full=True))
    shapes = {part.name: part.array.shape for part in parts}
    least = 4 if learning.model.encodes else 3
    assert len(header["views"]) >= least and header["views"][0]["kind"] != "strip"
    assert all(head["title"] and head["kind"] for head in header["views"])
    assert all(np.isfinite(part.array).all() for part in parts)
    for _ in range(6):
        learning.update()
        frame = snapshots.take({}, full=False)
        assert len(frame) < FRAME_BYTES
        for part in unpack(frame)[1]:
            assert part.array.shape[1:] == shapes[part.name][1:]
            if part.array.shape != shapes[part.name] and part.rows != len(part.array):
                assert part.rows == shapes[part.name][0]


@pytest.mark.parametrize(
    ("dataset", "latent"), [("mnist", 2), ("mnist", 64), ("two-moons", 1), ("two-moons", 2)]
)
def test_the_four_views_of_a_screen_fit_together_into_a_frame_with_full_curves(
    dataset: str, latent: int
) -> None:
    context, views = watched(dataset, latent=latent)
    context.history = Curves(2, tuple(context.model.measure()))
    for frame_number in range(6):
        parts = [p for v in list(views.values())[:4] for p in v.parts(frame_number)]
        assert len(pack({}, parts)) < FRAME_BYTES - HEADER_BYTES
