"""The cluster: queue, slots, grace, and a worker that dies. One real Dask worker for all tests.

All of it runs twice: on our own scheduler, and on one with TLS that somebody started by hand.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from types import SimpleNamespace
from typing import Any

import pytest
from distributed import KilledWorker

from aelab import frames
from aelab.cluster import scheduler
from aelab.cluster.attempts import BROKEN, KILLED
from aelab.cluster.cluster import Cluster
from aelab.cluster.housekeeping import UNSEEN
from aelab.cluster.job import Job
from aelab.cluster.subscription import Subscription
from aelab.cluster.transitions import Phase
from aelab.params import InputError
from aelab.runs.protocol import State
from aelab.spec import Spec
from tests.cluster.jobs import dask_of, job_of
from tests.schedulers import outside

pytestmark = pytest.mark.slow

LONG: dict[str, Any] = {"batch": 32, "epochs": 1000, "widths": (8,), "latent": 1, "rate": 1e-5}


def spec(**params: Any) -> Any:
    data = {"points": 256}
    return Spec(
        dataset="two-moons", dataset_params=data, model="autoencoder", model_params=LONG | params
    )


def slow() -> Any:
    """Return a Spec that trains for minutes."""
    return spec(batch=1, widths=(256, 256))


@pytest.fixture(scope="module", params=["our own", "tls://"])
def cluster(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    patch = pytest.MonkeyPatch()
    patch.setenv("AELAB_HOME", str(tmp_path_factory.mktemp("home")))
    patch.setenv("AELAB_WORKERS", "1")
    patch.delenv("AELAB_SCHEDULER", raising=False)
    with ExitStack() as stack:
        if request.param == "tls://":
            there = stack.enter_context(outside(tmp_path_factory.mktemp("keys"), tls=True))
            patch.setenv("AELAB_SCHEDULER", there.address)
        started = Cluster(grace=600)
        started.start()
        assert started.ready.wait(90), started.problem
        yield started
        began = time.monotonic()
        started.close()
        assert time.monotonic() - began < 4
        assert not workers()
    patch.undo()


@pytest.fixture(autouse=True)
def empty(request: pytest.FixtureRequest) -> Iterator[None]:
    """Leave the cluster without runs after each test."""
    yield
    if "cluster" in request.fixturenames:
        started = request.getfixturevalue("cluster")
        for job in tuple(started._jobs.values()):
            started.stop(job.id)
        until(lambda: all(j.phase is Phase.OVER for j in started._jobs.values()))


def workers() -> Any:
    return [p for p in multiprocessing.active_children() if p.name.startswith("Dask Worker")]


def until(holds: Any, seconds: int = 30) -> Any:
    end = time.monotonic() + seconds
    while not (result := holds()):
        assert time.monotonic() < end, "this took too long"
        time.sleep(0.005)
    return result


class Viewer:
    """Somebody who looks at a run and draws at once."""

    def __init__(self, cluster: Any, run: Any) -> None:
        self.cluster, self.news = cluster, threading.Event()
        subscription = cluster.watch(run, self.news.set)
        assert subscription is not None
        self.subscription = subscription

    def frame(self) -> Any:
        """Return the header of the next frame."""
        while not (frame := self.subscription.frame()):
            assert self.news.wait(30), "no frame came"
            self.news.clear()
        header, _ = frames.unpack(frame)
        self.subscription.drawn()
        self.cluster.request_frame(self.subscription)
        return header

    def until(self, holds: Any) -> Any:
        header = self.frame()
        while not holds(header):
            header = self.frame()
        return header


def states(cluster: Any, runs: Any) -> Any:
    return [(job_of(cluster, r).state, job_of(cluster, r).position) for r in runs]


def ask(cluster: Any, run: Any, op: Any, value: Any = None) -> Any:
    return cluster.command(run, op, value).result(30)


def test_a_run_goes_from_the_queue_to_its_end(cluster: Any) -> None:
    run = cluster.submit(spec(epochs=5), "a")
    until(lambda: job_of(cluster, run).state == "finished")
    viewer = Viewer(cluster, run)
    header = viewer.frame()
    assert header["full"] and header["state"] == "finished" and header["index"] == 40
    assert viewer.subscription.status()["state"] == "finished"
    again = Cluster()  # as after a restart of the server
    assert job_of(again, run).state == "finished" and job_of(again, run).spec == spec(epochs=5)
    assert Viewer(again, run).frame()["index"] == 40


def test_runs_queue_first_in_first_out_with_their_positions(cluster: Any) -> None:
    runs = [cluster.submit(slow(), f"owner {i}") for i in range(4)]
    until(lambda: job_of(cluster, runs[0]).state == "running")
    assert states(cluster, runs[1:]) == [("queued", 1), ("queued", 2), ("queued", 3)]
    cluster.stop(runs[2])
    until(lambda: job_of(cluster, runs[2]).state == "stopped")
    assert states(cluster, runs[1:]) == [("queued", 1), ("stopped", 0), ("queued", 2)]
    assert ask(cluster, runs[0], "stop")["state"] == "stopped"
    until(lambda: job_of(cluster, runs[1]).state == "running")
    assert states(cluster, runs) == [("stopped", 0), ("running", 0), ("stopped", 0), ("queued", 1)]


def test_a_session_has_one_run_at_a_time(cluster: Any) -> None:
    first = cluster.submit(slow(), "me")
    until(lambda: job_of(cluster, first).state == "running")
    other = cluster.submit(slow(), "someone else")
    second = cluster.submit(slow(), "me")
    until(lambda: job_of(cluster, first).state == "stopped")
    until(lambda: job_of(cluster, other).state == "running")
    assert states(cluster, [second]) == [("queued", 1)]


def test_a_paused_run_gives_its_slot_to_who_waits_and_goes_on_later(cluster: Any) -> None:
    first, second = cluster.submit(slow(), "one"), cluster.submit(slow(), "two")
    until(lambda: job_of(cluster, first).state == "running")
    viewer = Viewer(cluster, first)
    viewer.until(lambda h: h["index"] > 5)
    at = ask(cluster, first, "pause")["index"]
    until(lambda: job_of(cluster, second).state == "running")
    assert states(cluster, [first]) == [("paused", 0)]
    assert ask(cluster, first, "play")["state"] == "queued"
    assert states(cluster, [first]) == [("queued", 1)]
    cluster.stop(second)
    until(lambda: job_of(cluster, first).state == "running")
    assert viewer.until(lambda h: h["state"] == "running")["index"] >= at
    step = ask(cluster, first, "step")
    assert step["ok"] and step["state"] == "paused" and step["index"] > at


def test_a_long_pause_gives_the_slot_back_and_a_step_queues_again(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster.housekeeping, "pause", 0.2)
    run = cluster.submit(slow(), "one")
    until(lambda: job_of(cluster, run).state == "running")
    at = ask(cluster, run, "pause")["index"]
    job = job_of(cluster, run)
    until(lambda: job.phase is Phase.SUSPENDED)
    assert job.state == "paused"
    assert ask(cluster, run, "step") | {"message": ""} == {
        "ok": True,
        "state": "paused",
        "index": at + 1,
        "rate": 1e-5,
        "message": "",
        "fix": None,
    }
    assert ask(cluster, run, "rate", 0.1)["rate"] == 0.1
    assert ask(cluster, run, "reset")["index"] == 0


def test_what_has_ended_can_be_played_again_and_looked_at(cluster: Any) -> None:
    run = cluster.submit(spec(epochs=3, latent=2), "a")
    until(lambda: job_of(cluster, run).state == "finished")
    viewer = Viewer(cluster, run)
    last = viewer.frame()
    assert ask(cluster, run, "axes", [1, 0])["state"] == "finished"
    viewer.until(lambda h: {v["name"]: v for v in h["views"]}["latent"]["axes"] == [1, 0])
    assert not ask(cluster, run, "step")["ok"]
    assert ask(cluster, run, "reset")["state"] == "paused"
    assert viewer.until(lambda h: h["index"] == 0)["state"] == "paused"
    assert ask(cluster, run, "play")["ok"]
    until(lambda: job_of(cluster, run).state == "finished")
    end = viewer.until(lambda h: h["state"] == "finished" and h["index"] == 24)
    assert (end["first"], end["loss"]) == (last["first"], last["loss"])


def test_a_run_that_nobody_looks_at_stops_after_the_grace_time(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, unseen = cluster.submit(slow(), "seen"), cluster.submit(slow(), "unseen")
    until(lambda: job_of(cluster, seen).state == "running")
    viewer = Viewer(cluster, seen)
    monkeypatch.setattr(cluster.housekeeping, "grace", 0.5)
    until(lambda: job_of(cluster, unseen).state == "stopped")
    assert job_of(cluster, unseen).message == UNSEEN
    time.sleep(1)
    assert job_of(cluster, seen).state == "running"
    cluster.unwatch(viewer.subscription)
    left = time.monotonic()
    until(lambda: job_of(cluster, seen).state == "stopped")
    assert time.monotonic() - left > 0.4
    assert job_of(cluster, seen).message == UNSEEN


def test_a_run_whose_worker_is_killed_goes_on_from_its_checkpoint(cluster: Any) -> None:
    run = cluster.submit(slow(), "a")
    viewer = Viewer(cluster, run)
    assert viewer.until(lambda h: h["index"] > 0)["first"]
    ask(cluster, run, "rate", 2e-5)
    time.sleep(1)  # a command is followed by a checkpoint
    before = viewer.frame()
    (pid,) = dask_of(cluster).connection.client.run(os.getpid).values()
    os.kill(pid, signal.SIGKILL)
    until(lambda: job_of(cluster, run).state == "queued")
    assert "goes on" in viewer.subscription.status()["message"]
    until(lambda: job_of(cluster, run).state == "running", 60)
    after = viewer.until(lambda h: h["full"])
    assert after["changes"] == before["changes"] and after["first"] == before["first"]
    assert 0 < after["index"] and after["rate"] == 2e-5
    viewer.until(lambda h: h["index"] > before["index"])


def given_up(cluster: Any, job: Any, problem: Any) -> None:
    """Let a run that is not on a worker have had a task that Dask gave up."""
    task: Any = SimpleNamespace(status="error", exception=lambda: problem, release=lambda: None)
    job.phase = Phase.STARTING
    dask_of(cluster).attempts._done(job.place, task)
    until(lambda: job.phase is Phase.OVER)


WORKER: Any = SimpleNamespace(address="tcp://127.0.0.1:1")
DEATHS = KilledWorker("live", WORKER, 3)


def test_a_run_whose_workers_die_again_and_again_stops_and_goes_on_with_play(cluster: Any) -> None:
    run = cluster.submit(slow(), "a")
    job, viewer = job_of(cluster, run), Viewer(cluster, run)
    viewer.until(lambda h: h["index"] > 5)
    at = ask(cluster, run, "pause")["index"]
    cluster._queue.suspend(job)
    until(lambda: job.phase is Phase.SUSPENDED)
    given_up(cluster, job, DEATHS)
    assert (job.state, job.phase, job.message) == ("stopped", Phase.OVER, KILLED)
    assert "press Play to go on" in viewer.subscription.status()["message"]
    assert viewer.until(lambda h: h["state"] == "stopped")["message"] == KILLED
    assert ask(cluster, run, "play")["ok"]
    until(lambda: job.state == "running")
    assert job.generation == 0 and job.message == ""
    assert viewer.until(lambda h: h["full"] and h["state"] == "running")["index"] >= at
    assert ask(cluster, run, "stop")["state"] == "stopped"
    until(lambda: job.phase is Phase.OVER)
    assert ask(cluster, run, "play")["ok"] and job.generation == 1  # stopped by hand: starts over


def test_what_was_commanded_of_a_run_that_is_given_up_is_refused(cluster: Any) -> None:
    run = cluster.submit(spec(epochs=3), "a")
    job = job_of(cluster, run)
    until(lambda: job.phase is Phase.OVER)
    job.phase = Phase.STARTING
    reply = cluster.command(run, "axes", [0, 1])
    given_up(cluster, job, ValueError("of a task that could not be read"))
    assert reply.result(1) == {"ok": False, "state": "stopped", "index": 24, "message": BROKEN}
    assert ask(cluster, run, "reset")["index"] == 0 and job.generation == 1


def test_a_run_that_has_ended_stays_so_when_looking_at_it_kills_workers(cluster: Any) -> None:
    run = cluster.submit(spec(epochs=3), "a")
    job = job_of(cluster, run)
    until(lambda: job.phase is Phase.OVER)
    job.end = State.FINISHED
    given_up(cluster, job, DEATHS)
    assert (job.state, job.phase, job.resumes) == ("finished", Phase.OVER, False)


def test_a_run_that_cannot_be_says_why(cluster: Any) -> None:
    too_large = Spec(dataset="two-moons", model="pca", model_params={"latent": 3})
    run = cluster.submit(too_large, "a")
    until(lambda: job_of(cluster, run).state == "stopped")
    assert "latent = 3 is more than the data's 2" in job_of(cluster, run).message


def test_nobody_sees_a_run_without_its_id(cluster: Any) -> None:
    run = cluster.submit(slow(), "a")
    assert len(run) >= 22 and run != cluster.submit(slow(), "b")
    for guess in ("", "..", "../" + run, run[:-1], run.swapcase(), "x" * 22, None or "%00"):
        assert cluster.find(guess) is None
        assert cluster.watch(guess, lambda: None) is None
        assert not ask(cluster, guess, "stop")["ok"]


def test_many_commands_at_once_are_obeyed_in_turn(cluster: Any) -> None:
    run = cluster.submit(slow(), "a")
    replies = [cluster.command(run, op) for op in ("pause", "step", "step", "play", "pause")]
    answers = [r.result(30) for r in replies]
    assert [r["state"] for r in answers][-2:] == ["running", "paused"] or answers[0][
        "state"
    ] == "paused"
    until(lambda: job_of(cluster, run).state == "paused")


@pytest.mark.parametrize(
    "address", ["tcp://10.0.0.1:8786", "10.0.0.1:8786", "ws://127.0.0.1:1", "tcp://127.evil.org:1"]
)
def test_a_scheduler_elsewhere_needs_tls(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("AELAB_SCHEDULER", address)
    with pytest.raises(InputError, match="needs TLS"):
        scheduler.named()
    refused = Cluster()
    refused.start()
    assert "tls://" in refused.problem and not refused.ready.is_set()
    refused.close()


@pytest.mark.parametrize(
    "address", ["tls://cluster:8786", "tcp://127.0.0.1:8786", "tcp://[::1]:1"]
)
def test_a_scheduler_here_or_with_tls_is_taken(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("AELAB_SCHEDULER", address)
    assert scheduler.named() == address


def test_a_subscription_never_loses_a_full_frame_to_a_moving_one() -> None:
    subscription = Subscription(Job("an-id-of-a-job", spec(), "a"), lambda: None)
    subscription.give(b"moving 1", full=False)
    subscription.give(b"full", full=True)
    subscription.give(b"moving 2", full=False)
    subscription.give(b"moving 3", full=False)
    assert not subscription.ready
    assert subscription.frame() == b"full" and subscription.frame() == b""
    subscription.drawn()
    assert subscription.frame() == b"moving 3" and subscription.frame() == b""
    assert not subscription.ready
    subscription.drawn()
    assert subscription.ready
