"""The views of lesions and of Dice: shares that add up, thresholds chosen where they may be."""

from typing import Any

import numpy as np
import pytest
from sklearn.metrics import f1_score

import aelab
from aelab.frames import pack
from aelab.runs.publisher import FRAME_BYTES, HEADER_BYTES
from aelab.theory.segmentation import residual
from aelab.views._segmenting import SHARE, THRESHOLDS, Segmenting
from aelab.views.context import Context
from aelab.views.dice import Dice
from aelab.views.lesions import COLUMNS, TOP, Lesions
from tests.linear import Curves, Plain, Silent, arrays, together

SHAPE, VALIDATION, N = (16, 16), 150, 400


class Scans(Plain):
    """Brains of one brightness, each with noise, and half of the test scans with a square."""

    sample, sample_shape, span, lit = "scan", SHAPE, (0, 1), True
    calibration, views = VALIDATION, ("lesions", "dice")

    def __init__(self, n: Any = N) -> None:
        rng = np.random.default_rng(0)
        brain = np.zeros(SHAPE)
        brain[2:14, 2:14] = 0.4
        x = brain + 0.02 * rng.normal(size=(n + 50, *SHAPE)) * (brain > 0)
        self.train = x[n:].reshape(50, -1).astype(np.float32)
        self.test_labels = (np.arange(n) % 2).astype(np.uint8)
        masks = np.zeros((n, *SHAPE), np.uint8)
        for i in np.flatnonzero(self.test_labels):
            side, row, column = rng.integers([3, 2, 2], [6, 8, 8])
            masks[i, row : row + side, column : column + side] = 1
        self.contrast = rng.uniform(0.02, 0.3, (n, 1))
        self.masks = masks.reshape(n, -1)
        self.test = (x[:n].reshape(n, -1) + self.contrast * self.masks).astype(np.float32)
        self.anomalous = self.test_labels == 1


class Healer(Silent):
    """A model that gives back the mean of the training scans, some brightness added."""

    latent = 1

    def __init__(self, data: Any, added: float = 0.0) -> None:
        super().__init__()
        self.mean, self.added = data.train.mean(0), added

    def encode(self, x: Any) -> Any:
        return x[:, :1]

    def decode(self, z: Any) -> Any:
        return np.tile(self.mean + self.added, (len(z), 1)).astype(np.float32)


def looked_at(data: Any = None, **tells: Any) -> Any:
    data = data or Scans()
    model = Healer(data, **tells)
    context = Context(model, data, Curves())
    return context, Lesions(context), Dice(context)


def pooled(data: Any, rows: Any, threshold: Any, x_hat: Any) -> Any:
    segments = residual(data.test[rows], x_hat, SHAPE) >= threshold
    return f1_score(data.masks[rows].ravel(), segments.ravel())


def test_the_threshold_is_the_best_on_validation_scans_and_told_on_the_others() -> None:
    context, _, view = looked_at()
    data = context.data
    parts = arrays(view)
    threshold, test, validation, plain = parts["chosen"].astype(float)
    first, others = slice(0, VALIDATION), slice(VALIDATION, None)
    exact = THRESHOLDS[parts["dice"].argmax()]
    assert threshold == pytest.approx(exact)
    x_hat = data.train.mean(0)[None]
    assert validation == pytest.approx(pooled(data, first, exact, x_hat), rel=1e-5)
    assert test == pytest.approx(pooled(data, others, exact, x_hat), rel=1e-5)
    assert plain == pytest.approx(test)  # the model gives the mean image
    assert max(pooled(data, first, t, x_hat) for t in THRESHOLDS) == pytest.approx(validation)
    segments = residual(data.test[others], x_hat, SHAPE) >= exact
    truth = data.masks[others] == 1
    assert parts["precision"][parts["dice"].argmax()] == pytest.approx(truth[segments].mean())
    assert parts["recall"][parts["dice"].argmax()] == pytest.approx(segments[truth].mean())


def test_masks_of_test_scans_do_not_move_the_threshold() -> None:
    data = Scans()
    chosen = arrays(looked_at(data)[2])["chosen"]
    data.masks = data.masks.copy()
    data.masks[VALIDATION:] = 1 - data.masks[VALIDATION:]
    other = arrays(looked_at(data)[2])["chosen"]
    assert (other[[0, 2]] == chosen[[0, 2]]).all() and other[1] < chosen[1]


def test_a_brighter_reconstruction_is_held_against_the_mean_image() -> None:
    _, _, view = looked_at(added=0.1)
    _, test, _, plain = arrays(view)["chosen"]
    assert test < plain
    assert plain == pytest.approx(arrays(looked_at()[2])["chosen"][3])


def test_shares_of_all_turns_add_up_to_the_whole() -> None:
    context, _, view = looked_at()
    turns = -(-VALIDATION // SHARE) + -(-(N - VALIDATION) // SHARE)
    for frame_number in range(turns):
        context.model.progress.index += 1
        seen = arrays(view, frame_number)
        assert all(a.shape == (len(THRESHOLDS),) for n, a in seen.items() if n != "chosen")
    whole = arrays(looked_at()[2])
    for name, array in seen.items():
        np.testing.assert_array_equal(array, whole[name])


def test_a_turn_is_segmented_once_for_both_views(monkeypatch: pytest.MonkeyPatch) -> None:
    context, strip, view = looked_at()
    seen = []
    monkeypatch.setattr(Segmenting, "_segment", lambda self, share: seen.append(share))
    for frame_number in (0, 1):
        context.model.progress.index += 1
        strip.parts(frame_number)
        view.parts(frame_number)
    assert seen == [0, 1]


def test_the_strip_shows_residual_and_what_is_found_at_the_threshold() -> None:
    context, strip, view = looked_at()
    parts, threshold = arrays(strip), arrays(view)["chosen"][0]
    rows = parts["sample"]
    assert (
        len(rows) == COLUMNS and (rows >= VALIDATION).all() and context.data.anomalous[rows].all()
    )
    above = residual(context.data.test[rows], context.data.train.mean(0)[None], SHAPE)
    np.testing.assert_allclose(parts["residual"] / 255 * TOP, np.minimum(above, TOP), atol=1e-3)
    np.testing.assert_array_equal(parts["found"], above >= threshold)
    np.testing.assert_array_equal(parts["mask"], context.data.masks[rows])
    dice = [f1_score(*pair) for pair in zip(parts["mask"], parts["found"], strict=True)]
    np.testing.assert_allclose(parts["dice"], dice, rtol=1e-6)
    assert parts["mask"].sum(1).tolist() == sorted(parts["mask"].sum(1))
    head = strip.head()
    assert head["kind"] == "lesions" and len(head["rows"]) == 5 and head["shape"] == list(SHAPE)


def test_a_picked_scan_comes_first_and_only_its_own_images_are_sent_again() -> None:
    context, strip, _ = looked_at()
    arrays(strip)
    context.set("pick", 2)  # healthy
    parts = {p.name.split(".")[1]: p for p in strip.parts(0)}
    assert parts["x"].array.shape == (1, 256) and parts["x"].rows == COLUMNS
    assert parts["sample"].array.tolist() == [2] and not parts["mask"].array.any()
    assert "x" not in arrays(strip, 1)


def test_a_run_that_diverges_is_still_drawn() -> None:
    _, strip, view = looked_at(added=np.nan)
    assert not arrays(strip)["residual"].any()
    assert not np.isnan(arrays(view)["chosen"][:3]).any()


def test_both_views_fit_into_a_frame_and_need_masks() -> None:
    data = aelab.DATASETS["brain-slices"]()
    model = Healer(data)
    context = Context(model, data, Curves())
    strip, view = Lesions(context), Dice(context)
    together(strip, 3, "x_hat")
    for frame_number in range(4):
        model.progress.index += 1
        assert (
            len(pack({}, strip.parts(frame_number) + view.parts(frame_number)))
            < FRAME_BYTES - HEADER_BYTES
        )
    assert Lesions.suits(model, data) and Dice.suits(model, data)
    moons = aelab.DATASETS["two-moons"]()
    assert not Lesions.suits(model, moons) and not Dice.suits(model, moons)


def test_the_view_of_dice_tells_on_how_many_scans_the_threshold_was_chosen() -> None:
    head = looked_at()[2].head()
    assert head["kind"] == "overlap"
    assert f"chosen on {VALIDATION} validation scans" in head["note"]
    assert f"result on {N - VALIDATION} others" in head["note"]
