"""The run: history, commands, frames, checkpoints, and how it ends. No Dask here."""

import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from aelab import frames
from aelab.runs import checkpoints
from aelab.runs.attempt import Attempt, Ending
from aelab.runs.channel import Channel
from aelab.runs.protocol import State
from aelab.runs.publisher import FRAME_BYTES, FramePublisher
from aelab.runs.run import Run
from aelab.spec import Spec
from aelab.training.history import BUCKETS, History
from aelab.training.learning import Learning
from aelab.training.loop import snapshot

torch.set_num_threads(1)
MOONS: dict[str, Any] = {
    "dataset": "two-moons",
    "dataset_params": {"points": 256},
    "model": "autoencoder",
}
SMALL: dict[str, Any] = {"batch": 32, "epochs": 40, "widths": (8,), "latent": 1}


def moons(seed: int = 0, **params: Any) -> Any:
    return Spec(**MOONS, model_params=SMALL | params, seed=seed)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AELAB_HOME", str(tmp_path))
    return tmp_path


class Going:
    """A run in a thread of its own, and what it published."""

    def __init__(self, spec: Any, attempt: Any = None, run: str = "run-of-a-test") -> None:
        self.channel = Channel()
        self.run = Run(spec, self.channel, run, attempt)
        self.ending: Ending | None = None
        self.thread = threading.Thread(target=self._go, daemon=True)
        self.seen = 0
        self.thread.start()

    def _go(self) -> None:
        self.ending = self.run.go()
        self.channel.close()

    def ask(self, op: Any, value: Any = None) -> Any:
        return self.channel.send(op, value).result(10)

    def frame(self) -> Any:
        shown = self.channel.poll(self.seen).result(10)
        assert shown is not None
        self.seen = shown.number
        return frames.unpack(shown.frame)

    def until(self, holds: Any) -> Any:
        """Return the header of the first frame for which ``holds``."""
        header, _ = self.frame()
        while not holds(header):
            header, _ = self.frame()
        return header

    def end(self) -> Any:
        self.thread.join(30)
        assert not self.thread.is_alive()
        return self.ending


def filled(updates: Any, *, batch: int = 128, cut: Any = None) -> Any:
    history = History(("a", "b"), batch)
    for index in range(1, updates + 1):
        history.add(index, {"a": 1.0 / index, "b": 0.1})
        if history.due(index):
            history.add_heldout(index, {"a": 2.0 / index, "b": 0.1})
        if index == cut:
            state, history = history.state(), History(("a", "b"), batch)
            history.restore(state)
    return history


@pytest.mark.parametrize("updates", [1, 255, 256, 257, 5000, 100_000])
def test_a_history_stays_small_and_its_buckets_are_means(updates: int) -> None:
    history = filled(updates)
    assert 1 <= len(history.steps) <= BUCKETS
    assert len(history.heldout_steps) <= BUCKETS
    assert history.first == 1.1
    assert history.terms.shape == (len(history.steps), 2)
    in_first = min(history.stride, updates)
    assert history.terms[0, 0] == pytest.approx(np.mean(1 / np.arange(1, in_first + 1)), rel=1e-6)
    assert history.steps[0] == pytest.approx((1 + in_first) / 2)
    if updates >= 5000:
        assert len(history.steps) > BUCKETS / 2 - 1


def test_a_history_put_back_halfway_ends_the_same() -> None:
    whole, cut = filled(3000), filled(3000, cut=1234)
    for name, array in whole.state().items():
        np.testing.assert_array_equal(array, cut.state()[name], err_msg=name)


def test_the_held_out_ladder_starts_with_powers_of_two_and_costs_a_twentieth() -> None:
    history = filled(1000)
    steps = history.heldout_steps.tolist()
    assert steps[:7] == [1, 2, 4, 8, 16, 32, 64]
    assert steps[7:9] == [128, 192]
    assert 1000 / (3 * 128 * history.every) <= 0.05


def test_a_resumed_run_equals_an_uninterrupted_one() -> None:
    whole, first = Learning(moons()), Learning(moons())
    for _ in range(100):
        whole.update()
    for _ in range(41):
        first.update()
    first.read()
    arrays, notes = first.arrays(), first.notes()
    second = Learning(moons())
    second.resume(arrays, notes)
    for _ in range(59):
        second.update()
    whole.read()
    second.read()
    for name, array in snapshot(whole.model).items():
        np.testing.assert_array_equal(array, snapshot(second.model)[name], err_msg=name)
    for name, array in whole.history.state().items():
        np.testing.assert_array_equal(array, second.history.state()[name], err_msg=name)


def test_pause_holds_and_step_does_exactly_one(home: Any) -> None:
    going = Going(moons(epochs=1000))
    assert going.frame()[0]["full"]
    paused = going.ask("pause")
    assert paused["ok"] and paused["state"] == "paused"
    time.sleep(0.15)
    assert going.ask("pause")["index"] == paused["index"]
    assert going.ask("step")["index"] == paused["index"] + 1
    assert going.ask("step")["index"] == paused["index"] + 2
    header = going.until(lambda h: h["index"] == paused["index"] + 2)
    assert header["full"] and header["state"] == "paused" and header["speed"] == 0
    assert going.ask("play")["state"] == "running"
    time.sleep(0.1)
    assert going.ask("step")["index"] > paused["index"] + 3
    going.ask("stop")
    ending = going.end()
    assert ending.state == "stopped"
    assert frames.unpack(ending.frame)[0]["state"] == "stopped"


def test_reset_stands_at_step_zero_and_has_the_same_first_loss(home: Any) -> None:
    going = Going(moons(epochs=1000))
    first = going.frame()[0]["first"]
    assert going.ask("reset")["index"] == 0
    header = going.until(lambda h: h["index"] == 0)
    assert (header["first"], header["state"]) == (None, "paused")
    going.ask("step")
    assert going.until(lambda h: h["index"] == 1)["first"] == first
    going.ask("stop")
    going.end()


def test_a_change_of_rate_is_recorded_and_resets_nothing(home: Any) -> None:
    going = Going(moons(epochs=1000))
    going.frame()
    before = going.ask("pause")["index"]
    reply = going.ask("rate", 0.02)
    assert reply["rate"] == 0.02 and reply["index"] == before
    header = going.until(lambda h: h["changes"])
    assert header["changes"] == [[before, 0.02]] and header["rate"] == 0.02
    assert header["index"] == before
    for nonsense in (7, -1, "much", None, [1], 10**400, float("nan")):
        assert not going.ask("rate", nonsense)["ok"]
        going.ask("axes", nonsense)
        going.ask("pick", nonsense)
    assert not going.ask("fly")["ok"]
    assert going.ask("step")["rate"] == 0.02
    going.ask("stop")
    going.end()


def test_a_run_ends_at_its_limit_and_leaves_its_last_frame(home: Any) -> None:
    going = Going(moons(epochs=3))
    ending = going.end()
    assert ending.state == "finished" and ending.index == 24
    header, _ = frames.unpack((home / "runs/run-of-a-test/last.frame").read_bytes())
    assert header["state"] == "finished" and header["heldout"] is not None
    assert header["index"] == header["updates"] == 24
    assert header["views"]


def test_a_run_stops_at_a_plateau(home: Any) -> None:
    spec = Spec(**MOONS, model_params=SMALL | {"rate": 1e-5, "epochs": 1000, "batch": 256})
    learning = Learning(spec)
    model: Any = learning.model
    model.evaluate = lambda x, seed: {"reconstruction": 1.0}
    while learning.verdict is None:
        learning.update()
    assert learning.verdict.state == "finished" and "0.05 %" in learning.verdict.message
    assert 250 <= learning.index <= 300


def test_a_run_that_diverges_is_frozen_at_its_last_good_weights(home: Any) -> None:
    going = Going(moons(epochs=1000, rate=1.0, widths=(64, 64, 64), activation="identity"))
    ending = going.end()
    assert ending.state == "diverged"
    assert "learning rate 1" in ending.message and "step" in ending.message
    assert ending.fix == {"label": "Reset with rate 0.1", "rate": 0.1}
    header, parts = frames.unpack(ending.frame)
    assert header["state"] == "diverged" and header["full"] and header["fix"]["rate"] == 0.1
    assert all(np.isfinite(p.array).all() for p in parts if p.array.dtype.kind == "f")
    assert np.isfinite(going.run.learning.model.encode(np.zeros((1, 2), np.float32))).all()


def test_a_loss_that_is_not_a_number_is_divergence_too(home: Any) -> None:
    learning = Learning(moons())
    for _ in range(10):
        learning.update()
    model: Any = learning.model
    learn = model.learn
    model.learn = lambda batch: {n: t * float("nan") for n, t in learn(batch).items()}
    while learning.verdict is None:
        learning.update()
    assert learning.verdict.state == "diverged"
    assert "not a number any more at step 11" in learning.verdict.message
    assert learning.index == 8
    assert np.isfinite(learning.history.terms).all()


def test_moving_frames_of_images_stay_below_60_kB(home: Any) -> None:
    spec = Spec(
        dataset="mnist",
        dataset_params={"points": 256},
        model="autoencoder",
        model_params={"epochs": 50, "widths": (16,)},
    )
    learning = Learning(spec)
    publisher = FramePublisher("run-of-a-test", learning)
    for _ in range(90):
        learning.update()
    learning.history.changes = [(i, 0.001) for i in range(500)]
    sizes, names = [], set()
    for _ in range(12):
        learning.read()
        frame = publisher.take({"state": "running"}, full=False)
        header, parts = frames.unpack(frame)
        sizes.append(len(frame))
        names |= {part.name for part in parts}
        assert not header["full"] and "views" not in header
    assert max(sizes) <= FRAME_BYTES
    shown = {"latent", "reconstructions", "loss", "plane", "norms", "weights"}
    shown |= {"copies", "between", "samples"}
    assert {n.split(".")[0] for n in names} == shown


def test_moving_frames_have_only_the_views_that_are_shown_and_full_ones_all(home: Any) -> None:
    learning = Learning(moons(latent=2))
    publisher = FramePublisher("run-of-a-test", learning)
    learning.update()
    publisher.set_option("show", ["loss", "no such view", 7])
    parts = [p for _ in range(4) for p in frames.unpack(publisher.take({}, full=False))[1]]
    assert {p.name.split(".")[0] for p in parts} == {"loss"}
    header, parts = frames.unpack(publisher.take({}, full=True))
    assert {p.name.split(".")[0] for p in parts} == {v["name"] for v in header["views"]}
    assert len(header["views"]) > 1
    publisher.set_option("show", [])
    assert frames.unpack(publisher.take({}, full=False))[1] == []
    for nonsense in (None, 3, "loss", {"loss": 1}):
        publisher.set_option("show", nonsense)


def test_a_run_at_a_pace_does_so_many_updates_a_second_and_obeys_at_once(home: Any) -> None:
    going = Going(moons(epochs=1000))
    going.ask("pace", 50)
    first, began = going.ask("pause")["index"], time.monotonic()
    going.ask("play")
    time.sleep(1)
    last = going.ask("pause")["index"]
    assert 0.5 < (last - first) / (50 * (time.monotonic() - began)) < 1.3
    for nonsense in (-1, 0, 1e9, "fast", None, True, [3]):
        going.ask("pace", nonsense)
    going.ask("play")
    time.sleep(0.5)
    assert going.ask("stop")["index"] > last + 60
    going.end()


def test_a_probe_decodes_a_code_at_once_and_changes_nothing(home: Any) -> None:
    going = Going(moons(epochs=1000, latent=2))
    at = going.ask("pause")["index"]
    model = going.run.learning.model
    answer = going.ask("probe", {"code": [0.5, -1.0]})["probe"]
    expected = model.decode(np.array([[0.5, -1.0]], np.float32))[0]
    np.testing.assert_allclose(answer["x_hat"], expected, rtol=1e-4)
    answer = going.ask("probe", {"sample": 7})["probe"]
    x = going.run.learning.data.test[7:8]
    np.testing.assert_allclose(answer["x"], x[0], rtol=1e-4)
    np.testing.assert_allclose(answer["x_hat"], model.decode(model.encode(x))[0], rtol=1e-4)
    for nonsense in (
        None,
        3,
        {},
        {"sample": -1},
        {"sample": 10**9},
        {"code": [1]},
        {"code": "ab"},
    ):
        assert going.ask("probe", nonsense)["ok"]
    assert going.ask("pause")["index"] == at and not going.run.publisher.options
    going.ask("stop")
    going.end()


def test_nobody_looking_means_no_frames(home: Any) -> None:
    going = Going(moons(epochs=1000))
    time.sleep(0.5)
    assert going.run.publisher.seq == 0
    going.ask("stop")
    going.end()


def test_a_suspended_run_goes_on_where_it_was(home: Any) -> None:
    going = Going(moons(epochs=1000))
    going.frame()
    at = going.ask("pause")["index"]
    going.ask("pick", 3)
    going.ask("rate", 0.005)
    going.ask("suspend")
    assert going.end().state == "paused"
    again = Going(moons(epochs=1000), Attempt(number=1, begin=State.PAUSED))
    header, _ = again.frame()
    assert (header["index"], header["rate"], header["state"]) == (at, 0.005, "paused")
    assert again.run.publisher.options == {"pick": 3}
    assert again.ask("step")["index"] == at + 1
    again.ask("stop")
    again.end()


def test_a_new_generation_starts_over_with_the_same_weights_and_a_retry_takes_up_its_state(
    home: Any,
) -> None:
    going = Going(moons(epochs=1000))
    first = going.frame()[0]["first"]
    going.ask("pause")
    time.sleep(0.6)  # a checkpoint follows a command
    assert (checkpoints.stored_notes("run-of-a-test") or {})["state"] == "paused"
    retry = Run(moons(epochs=1000), Channel(), "run-of-a-test", Attempt())
    assert retry.state == "paused" and retry.learning.index > 0
    fresh = Going(moons(epochs=1000), Attempt(generation=1, number=1))
    assert fresh.frame()[0]["first"] == first
    for run in (going, fresh):
        run.ask("stop")
        run.end()


def test_a_checkpoint_of_another_version_is_none_to_go_on_from(
    home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    Going(moons(epochs=2)).end()
    assert (checkpoints.stored_notes("run-of-a-test") or {})["index"] == 16
    monkeypatch.setattr(checkpoints, "VERSION", checkpoints.VERSION + 1)
    assert checkpoints.read("run-of-a-test") is None
    again = Run(moons(epochs=2), Channel(), "run-of-a-test")
    assert again.learning.index == 0 and again.state == "running"


def test_a_run_that_has_ended_can_be_looked_at_again(home: Any) -> None:
    going = Going(moons(epochs=2, latent=2))
    before = going.end()
    again = Going(moons(epochs=2, latent=2), Attempt(number=1, begin=State.FINISHED))
    assert again.ask("axes", [1, 0])["state"] == "finished"
    assert again.ask("play")["state"] == "gone"
    after = again.end()
    assert (after.state, after.index) == (before.state, before.index)
    views = {v["name"]: v for v in frames.unpack(after.frame)[0]["views"]}
    assert views["latent"]["axes"] == [1, 0]


def test_a_checkpoint_is_only_ever_below_the_home(home: Any) -> None:
    for name in ("../../etc/passwd", "a/b/c/d/e/f/g", "", "x" * 65, "run of a test"):
        with pytest.raises(ValueError, match="not the id of a run"):
            checkpoints.folder(name)
