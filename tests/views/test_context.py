"""The context: codes in shares, axes that stand still, probes, and the order of the views."""

import base64
import json
import math
from typing import Any

import numpy as np
import pytest

from aelab.views import _axes
from aelab.views.base import views_for
from aelab.views.context import CODES, SHARE, Context
from tests.linear import Curves, Linear, Points

RNG = np.random.default_rng(0)


def watched(k: int = 2, d: int = 5, **tells: Any) -> Any:
    return Context(Linear(RNG.normal(size=(k, d)), **tells), Points(d), Curves())


def principal(codes: Any) -> Any:
    """The two principal axes of codes (n, k), by the singular vectors of all of them."""
    return np.linalg.svd(codes - codes.mean(0, dtype=np.float64), full_matrices=False)[2][:2].T


def test_the_first_look_encodes_all_samples_and_each_later_one_its_share() -> None:
    context = watched()
    np.testing.assert_allclose(context.codes(7), context.model.encode(context.x), rtol=1e-6)
    before = context.codes(7).copy()
    context.model.w, context.model.progress.index = -context.model.w, 1
    now = context.codes(0)  # of four shares the first
    np.testing.assert_allclose(now[:SHARE], -before[:SHARE], rtol=1e-6)
    np.testing.assert_array_equal(now[SHARE:], before[SHARE:])
    assert len(now) == CODES


@pytest.mark.parametrize("period", [2, 3, 4])
def test_no_share_is_forgotten_where_every_so_manieth_turn_finds_no_room(period: int) -> None:
    context = watched()
    seen = {context.share(t).start for t in range(32) if t % period}
    assert seen == {0, 1000, 2000, 3000}
    for t in range(0, 32, 4):
        assert len({context.share(t + i).start for i in range(4)}) == 4


def test_a_turn_without_an_update_is_encoded_once_for_all_views() -> None:
    context = watched()
    context.codes(3)
    context.model.encode = None
    assert context.codes(3) is context.codes(3)


@pytest.mark.parametrize("k", [3, 20, 64, 80, 1024])
def test_the_principal_plane_is_that_of_the_codes(k: int) -> None:
    d = 12
    context = watched(k, d)
    plane = context.plane(None)
    codes = context.codes(None)
    seen = codes if k <= _axes.SMALL else codes[:: -(-len(codes) // _axes.CODES)]
    assert len(seen) <= (len(codes) if k <= _axes.SMALL else 512)
    cosines = np.abs((plane.vectors * principal(seen)).sum(0))
    np.testing.assert_allclose(cosines, 1, atol=1e-5)
    np.testing.assert_allclose(plane.placed(codes).mean(0), 0, atol=1e-3)
    np.testing.assert_allclose(plane.vectors.T @ plane.vectors, np.eye(2), atol=1e-5)


@pytest.mark.parametrize("k", [3, 100])
def test_the_picture_does_not_flip_while_the_codes_turn(k: int) -> None:
    context = watched(k)
    before = context.plane(0).vectors
    for frame_number in range(1, 30):
        context.model.progress.index = frame_number
        context.model.w = context.model.w + RNG.normal(0, 0.05, context.model.w.shape).astype("f4")
        vectors = context.plane(frame_number).vectors
        assert ((vectors * before).sum(0) >= 0).all()
        before = vectors


def test_the_principal_plane_is_found_once_per_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    context = watched(4)
    first = context.plane(1)
    assert context.plane(1) is first
    context.model.progress.index = 1
    assert context.plane(1) is not first


@pytest.mark.parametrize("k", [3, 100])
def test_codes_of_one_dimension_or_of_none_still_have_a_plane(k: int) -> None:
    for w in (np.outer(np.ones(k), np.arange(5)), np.zeros((k, 5))):
        context = Context(Linear(w), Points(5), Curves())
        vectors = context.plane(None).vectors
        np.testing.assert_allclose(vectors.T @ vectors, np.eye(2), atol=1e-5)


@pytest.mark.parametrize("k", [3, 100])
def test_codes_that_are_not_finite_leave_the_plane_where_it_was(k: int) -> None:
    context = watched(k)
    before = context.plane(0)
    context.model.w, context.model.progress.index = context.model.w * np.nan, 1
    assert context.plane(1) is before
    fresh = Context(context.model, context.data, Curves()).plane(None)
    np.testing.assert_array_equal(fresh.vectors, np.eye(k, 2))


def test_axes_are_the_principal_ones_where_there_are_more_than_two() -> None:
    assert [watched(k).axes for k in (1, 2, 3)] == [(0,), (0, 1), "pca"]
    context = watched(5)
    context.set("axes", [4, 1])
    assert context.axes == (4, 1)
    context.set("axes", "pca")
    assert context.axes == "pca"
    for k, axes in ((1, (0,)), (2, (0, 1))):
        few = watched(k)
        few.set("axes", "pca")
        assert few.axes == axes


NONSENSE = [
    None,
    True,
    3,
    -1,
    1.5,
    "",
    "pc",
    "ab",
    [],
    {},
    [9, 0],
    [0],
    [0, 0],
    [0, True],
    [-1, 0],
    [0.5, 1],
    [0, 1, 2],
    [[0], [1]],
    {"sample": -1},
    {"sample": 10**9},
    {"sample": True},
    {"sample": 1.0},
    {"sample": None},
    {"sample": "1"},
    {"code": None},
    {"code": [0]},
    {"code": [0, 1, 2]},
    {"code": "12"},
    {"code": [math.nan, 0]},
    {"code": [math.inf, 0]},
    {"code": [10**400, 0]},
    {"code": [1e7, 0]},
    {"code": [True, 0]},
    {"code": [None, 0]},
    {"code": {"0": 1}},
    {"sample": [1], "code": 2},
    {"other": 1},
]


@pytest.mark.parametrize("value", NONSENSE, ids=repr)
def test_what_makes_no_sense_changes_nothing_and_tells_nothing(value: Any) -> None:
    context = watched(3)
    context.set("axes", [1, 2])
    context.set("axes", value)
    context.set("pick", value if value != 3 else None)
    context.set(value if isinstance(value, str) else "other", value)
    assert context.axes == (1, 2) and context.picked is None
    assert context.probe(value) == {}


@pytest.mark.parametrize("value", [None, "latent", 3, {"latent": 1}])
def test_all_views_are_shown_until_some_are_named(
    value: dict[str, int] | int | str | None,
) -> None:
    context = watched()
    context.set("show", value)
    assert context.shows("latent")
    context.set("show", ["loss", 7, None])
    assert context.shows("loss") and not context.shows("latent")


def test_a_probed_sample_is_told_with_its_code_and_its_reconstruction() -> None:
    context = watched(3)
    told = context.probe({"sample": 17})
    json.dumps(told, allow_nan=False)
    x = context.x[17:18]
    assert told["sample"] == 17 and told["image"] is False
    np.testing.assert_allclose(told["x"], x[0], rtol=1e-5)
    np.testing.assert_allclose(told["z"], context.model.encode(x)[0], rtol=1e-5)
    x_hat = context.model.decode(context.model.encode(x))[0]
    np.testing.assert_allclose(told["x_hat"], x_hat, rtol=1e-5)


def test_an_image_is_told_as_bytes_within_the_span_of_the_data() -> None:
    data = Points(20, (4, 5))
    context = Context(Linear(np.eye(2, 20)), data, Curves())
    told = context.probe({"sample": 3})
    assert isinstance(told["x"], str) and isinstance(told["x_hat"], str)
    x = np.frombuffer(base64.b64decode(told["x"]), np.uint8)
    assert told["image"] is True and x.shape == (20,)
    np.testing.assert_allclose(x / 255 * 6 - 3, np.clip(context.x[3], -3, 3), atol=0.02)
    x_hat = np.frombuffer(base64.b64decode(told["x_hat"]), np.uint8)
    np.testing.assert_array_equal(x_hat[:2], x[:2])
    assert set(x_hat[2:]) == {128}


def test_a_probed_code_is_in_the_axes_and_otherwise_the_mean_code_or_the_pinned_one() -> None:
    context = watched(5)
    context.set("axes", [3, 0])
    mean = context.codes(None).mean(0)
    told = context.probe({"code": [2, -1.5]})
    assert told["sample"] is None and told["x"] is None
    mean[[3, 0]] = 2, -1.5
    np.testing.assert_allclose(told["z"], mean, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(
        told["x_hat"], context.model.decode(mean[None])[0], rtol=1e-3, atol=1e-5
    )
    context.set("pick", 9)
    pinned = context.model.encode(context.x[9:10])[0]
    pinned[[3, 0]] = 2, -1.5
    np.testing.assert_allclose(context.probe({"code": [2, -1.5]})["z"], pinned, rtol=1e-4)


def test_a_probed_code_in_principal_axes_lies_where_it_is_pointed_at() -> None:
    context = watched(5)
    told = context.probe({"code": [1.25, -0.5]})  # before any picture was made
    place = context.plane(None).placed(np.array([told["z"]], np.float32))
    np.testing.assert_allclose(place, [[1.25, -0.5]], atol=1e-5)
    v = context.plane(None).vectors
    out_of_it = np.array(told["z"]) - context.codes(None).mean(0) - v @ [1.25, -0.5]
    np.testing.assert_allclose(out_of_it, 0, atol=1e-5)


def test_a_code_of_one_number_is_probed_by_one_number() -> None:
    context = watched(1)
    assert context.probe({"code": [0.5]})["z"] == [0.5]
    assert context.probe({"code": [0.5, 1]}) == {}


def test_what_is_not_finite_is_not_told() -> None:
    context = watched(3)
    context.model.v = context.model.v * np.nan
    assert context.probe({"sample": 1}) == {} == context.probe({"code": [0, 0]})


def names(k: Any, data: Any, views: Any) -> Any:
    model = Linear(np.eye(k, data.train.shape[1]))
    model.views = views
    return [v.name for v in views_for(Context(model, data, Curves()))]


def test_the_views_come_in_the_order_of_the_model() -> None:
    order = ("loss", "reconstructions", "latent")
    assert names(2, Points(2), order) == list(order)


def test_points_of_the_plane_with_one_code_number_begin_with_the_plane() -> None:
    order = ("latent", "loss", "reconstructions")
    assert names(1, Points(2), order) == ["reconstructions", "loss", "latent"]
    assert names(2, Points(2), order) == list(order)
    assert names(1, Points(3), order) == list(order)
    assert names(1, Points(2), ("latent", "loss")) == ["latent", "loss"]


def test_a_strip_of_images_is_never_the_first_view() -> None:
    images = Points(20, (4, 5))
    assert names(2, images, ("reconstructions", "loss", "latent")) == [
        "loss",
        "reconstructions",
        "latent",
    ]
    assert names(2, images, ("reconstructions",)) == ["reconstructions"]
    assert names(2, images, ("features",)) == []
