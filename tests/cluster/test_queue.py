"""The queue: fair between visitors, first in first out, slots given back to those who wait."""

import itertools
import random
import secrets

import pytest

from aelab.cluster.cluster import ELSEWHERE, Cluster
from aelab.cluster.job import MOST_ORDERS, TOO_MANY_ORDERS
from aelab.cluster.queue import OTHERS, YOURS, runs_each
from aelab.cluster.transitions import Phase
from aelab.params import InputError
from aelab.runs import checkpoints
from aelab.runs.channel import Command
from aelab.runs.protocol import Op, State
from aelab.spec import Spec


def spec():
    return Spec(dataset="Two moons", model="PCA")


class Workers:
    """A Dask side whose workers do at once what they are told, if they are well."""

    def __init__(self, cluster):
        self.cluster, self.deaf, self.abandoned, self.told = cluster, False, [], []

    def launch(self, job):
        self.cluster.taken(job.id, job.turn, "tcp://worker")
        self.cluster.began(job.id, job.turn, "tcp://worker", job.begin)

    def tell(self, job, command):
        self.told.append(command.op)
        if not self.deaf:
            self._obey(job, command)

    def _obey(self, job, command):
        state = {"stop": "stopped", "park": "paused", "pause": "paused"}.get(command.op, job.state)
        reply = {"ok": True, "state": state, "message": "", "fix": None}
        self.cluster.replied(job, command, reply)
        if command.op in ("stop", "park"):
            ending = {"state": state, "message": command.value or "", "fix": None, "frame": b""}
            self.cluster.ended(job, job.turn, ending)

    def abandon(self, job):
        self.abandoned.append(job.turn)

    def refusal(self, spec, seconds):
        return ""

    def follow(self, job):
        pass

    look = leave = follow


@pytest.fixture
def cluster():
    """Return a cluster of two slots."""
    made = Cluster(grace=600)
    made._dispatch = made._queue._dispatch = Workers(made)
    made.counted(2)
    return made


def states(cluster, runs):
    return [cluster.find(run).state for run in runs]


def submit(cluster, visitor, tab):
    """Begin a run as a tab does, which then looks at it."""
    run = cluster.submit(spec(), f"{visitor}, tab {tab}", visitor=visitor)
    cluster.watch(run, lambda: None)
    return run


def test_a_visitor_with_forty_tabs_has_two_runs_and_a_sentence(cluster):
    runs = [submit(cluster, "many", tab) for tab in range(2)]
    assert states(cluster, runs) == ["running", "running"]  # nobody else waits
    for tab in range(2, 40):
        with pytest.raises(InputError, match="2 runs training or waiting already"):
            submit(cluster, "many", tab)
    other = submit(cluster, "bystander", 0)
    assert states(cluster, [*runs, other]) == ["running", "paused", "running"]
    assert cluster.find(runs[1]).message == OTHERS
    assert cluster.command(runs[1], "play").result(1)["state"] == "queued"
    late = submit(cluster, "late", 0)
    cluster.stop(other)
    assert states(cluster, [late, runs[1]]) == ["running", "queued"]  # whose turn it is by visitor


def test_where_others_train_a_visitor_has_one_slot_even_if_another_is_idle(cluster):
    cluster.counted(3)
    other, mine = submit(cluster, "other", 0), submit(cluster, "many", 0)
    second = submit(cluster, "many", 1)
    assert states(cluster, [other, mine, second]) == ["running", "running", "queued"]
    assert cluster.find(second).message == YOURS
    cluster.stop(other)
    assert states(cluster, [mine, second]) == ["running", "running"]  # alone in the lab
    assert cluster.find(second).message == ""
    other = submit(cluster, "other", 0)
    assert states(cluster, [mine, second, other]) == ["running"] * 3  # nobody had to wait


def test_who_waits_for_a_run_of_their_own_follows_it_at_once(cluster):
    cluster.counted(3)
    submit(cluster, "other", 0)
    mine, second = submit(cluster, "many", 0), submit(cluster, "many", 1)
    cluster.stop(mine)
    assert states(cluster, [mine, second]) == ["stopped", "running"]
    assert cluster.find(second).message == ""


@pytest.fixture
def earlier(tmp_path, monkeypatch):
    """Return the ids of three runs that a server before this one kept."""
    monkeypatch.setenv("AELAB_HOME", str(tmp_path))
    runs = [secrets.token_urlsafe(16) for _ in range(3)]
    notes = {"spec": spec().to_json(), "life": 1, "turn": 1, "index": 0, "rate": 0.1}
    notes |= {"state": "running", "message": "", "fix": None}
    monkeypatch.setattr(checkpoints, "notes", dict.fromkeys(runs, notes).get)
    return runs


def test_runs_of_an_earlier_server_count_for_the_visitor_who_looks_at_them(cluster, earlier):
    for run in earlier:
        cluster.watch(run, lambda: None, "many")
    replies = [cluster.command(run, "play").result(1) for run in earlier]
    assert [reply["ok"] for reply in replies] == [True, True, False]
    assert "2 runs training or waiting already" in replies[2]["message"]


def test_runs_of_an_earlier_server_count_for_each_of_those_who_look_at_them(cluster, earlier):
    for number, run in enumerate(earlier):
        cluster.watch(run, lambda: None, f"visitor {number}")
    assert all(cluster.command(run, "play").result(1)["ok"] for run in earlier)


def test_a_run_that_replaces_the_tabs_own_is_never_refused(cluster):
    submit(cluster, "one", 0)
    submit(cluster, "one", 1)
    for _ in range(5):
        submit(cluster, "one", 1)
    assert sum(job.phase is Phase.LIVE for job in cluster._jobs.values()) == 2


def test_no_command_brings_a_visitor_beyond_the_limit(cluster):
    aside = submit(cluster, "many", 0)
    cluster._queue.park(cluster.find(aside))
    submit(cluster, "many", 1)
    submit(cluster, "many", 2)
    for op in ("play", "reset", "step"):
        reply = cluster.command(aside, op).result(1)
        assert not reply["ok"] and "already" in reply["message"]
    assert cluster.find(aside).phase is Phase.ASIDE


def test_a_slot_that_was_given_to_others_does_not_go_to_the_same_visitors_next_run(cluster):
    cluster.counted(1)
    first, second = submit(cluster, "one", 0), submit(cluster, "one", 1)
    other = submit(cluster, "other", 0)
    assert states(cluster, [first, second, other]) == ["running", "queued", "queued"]
    cluster._queue.park(cluster.find(first), OTHERS)
    assert states(cluster, [first, second, other]) == ["paused", "queued", "running"]
    cluster.stop(other)
    assert states(cluster, [second]) == ["running"]


def test_runs_on_pages_that_were_left_make_room_and_are_not_lost(cluster):
    runs = []
    for page in range(5):
        runs.append(submit(cluster, "lecturer", page))
        assert states(cluster, runs[-1:]) == ["running"]
        for watcher in tuple(cluster.find(runs[-1]).watchers):
            cluster.unwatch(watcher)
    assert states(cluster, runs) == ["paused"] * 3 + ["running"] * 2
    assert cluster.find(runs[0]).message == ELSEWHERE
    assert cluster.command(runs[0], "play").result(1)["ok"]
    assert states(cluster, runs[:1]) == ["running"]
    assert states(cluster, runs).count("running") == 2


def test_a_run_that_waits_makes_room_at_once(cluster):
    cluster.counted(0)
    runs = [cluster.submit(spec(), f"tab {tab}", visitor="one") for tab in range(3)]
    assert states(cluster, runs) == ["paused", "queued", "queued"]
    assert [cluster.find(run).position for run in runs[1:]] == [1, 2]


def test_a_run_on_its_way_to_a_worker_makes_room_once_it_is_there(cluster, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(cluster._dispatch, "launch", lambda job: None)
        runs = [cluster.submit(spec(), f"tab {tab}", visitor="one") for tab in range(5)]
    assert not cluster._dispatch.abandoned
    first = cluster.find(runs[0])
    assert [order.op for order in first.orders] == ["park"]
    cluster.began(first.id, first.turn, "tcp://worker", "running")
    assert (first.state, first.message) == ("paused", ELSEWHERE)


def test_a_long_run_gives_its_slot_to_others_and_keeps_it_without_them(cluster):
    cluster._queue.patience = -1.0
    first = submit(cluster, "first", 0)
    submit(cluster, "second", 0)
    cluster.counted(2)
    assert states(cluster, [first]) == ["running"]
    third = submit(cluster, "third", 0)
    assert states(cluster, [first, third]) == ["paused", "running"]
    assert cluster.find(first).message == OTHERS


def test_a_run_that_nobody_sees_waits_for_a_slot_of_its_own_accord(cluster):
    series = cluster.submit(spec(), "one, series", shown=False, visitor="one")
    second, third = submit(cluster, "two", 0), submit(cluster, "three", 0)
    cluster._queue.park(cluster.find(series), OTHERS)
    assert states(cluster, [series, second, third]) == ["queued", "running", "running"]
    cluster.stop(second)
    assert states(cluster, [series]) == ["running"]


def test_paused_runs_give_way_before_running_ones(cluster):
    paused, running = submit(cluster, "a", 0), submit(cluster, "b", 0)
    cluster.command(paused, "pause")
    third = submit(cluster, "c", 0)
    assert states(cluster, [paused, running, third]) == ["paused", "running", "running"]
    assert cluster.find(paused).message == ""


def test_stop_frees_the_slot_of_a_worker_that_does_not_answer(cluster, monkeypatch):
    monkeypatch.setattr("aelab.cluster.cluster.STOP_SECONDS", -1.0)
    run = submit(cluster, "a", 0)
    cluster._dispatch.deaf = True
    reply = cluster.command(run, "stop")
    cluster.counted(2)
    job = cluster.find(run)
    assert (job.state, job.phase) == ("stopped", Phase.OVER)
    assert cluster._dispatch.abandoned == [1] and reply.result(1)["ok"]
    cluster.began(run, 1, "tcp://worker", "running")  # it answers too late
    assert job.phase is Phase.OVER


@pytest.mark.parametrize("how", ["stop", "grace"])
def test_stop_and_the_grace_time_reach_a_run_on_its_way_to_a_worker(cluster, monkeypatch, how):
    monkeypatch.setattr(cluster._dispatch, "launch", lambda job: None)
    run = submit(cluster, "a", 0)
    job = cluster.find(run)
    waiting = cluster.command(run, "step")
    assert job.phase is Phase.STARTING and not waiting.done()
    if how == "stop":
        assert cluster.command(run, "stop").result(1)["state"] == "stopped"
    else:
        for watcher in tuple(job.watchers):
            cluster.unwatch(watcher)
        cluster.grace = -1.0
        cluster.counted(2)
    assert (job.state, job.phase) == ("stopped", Phase.OVER) and cluster._dispatch.abandoned
    assert not waiting.result(1)["ok"]
    assert not cluster.taken(run, 1, "tcp://worker")  # the worker is told to let go of it


def test_stop_survives_the_death_of_the_worker(cluster):
    run = submit(cluster, "a", 0)
    cluster._dispatch.deaf = True
    cluster.command(run, "stop")
    cluster.lost(cluster.find(run), "tcp://worker")
    assert cluster.find(run).state == "stopped"


def test_orders_to_a_waiting_run_are_bounded(cluster):
    cluster.counted(0)
    run = submit(cluster, "a", 0)
    replies = [
        cluster.command(run, op, value) for op, value in [("axes", [0, 1]), ("pick", 1)] * 500
    ]
    replies += [cluster.command(run, "step") for _ in range(500)]
    job = cluster.find(run)
    assert len(job.orders) == MOST_ORDERS
    assert [order.op for order in job.orders[:3]] == ["axes", "pick", "step"]
    assert sum(not reply.done() for reply in replies) == MOST_ORDERS
    assert replies[-1].result(1)["message"] == TOO_MANY_ORDERS
    cluster.stop(run)
    assert all(reply.done() for reply in replies) and not job.orders


def test_runs_are_queued_again_when_the_scheduler_was_lost(cluster):
    going, stopping = submit(cluster, "a", 0), submit(cluster, "b", 0)
    cluster._dispatch.deaf = True
    cluster.command(stopping, "stop")
    cluster.cut_off()
    assert states(cluster, [going, stopping]) == ["queued", "stopped"]
    assert "scheduler" in cluster.find(going).message
    cluster.counted(2)
    assert states(cluster, [going]) == ["running"]


def test_no_run_is_lost_or_has_more_than_a_slot_whatever_visitors_do(cluster):
    dice = random.Random(1)
    cluster._queue.patience = 0.0
    runs, count = [], itertools.count()
    for _ in range(800):
        act = dice.randrange(4)
        if act == 0 or not runs:
            try:
                runs.append(submit(cluster, dice.choice("abcde"), next(count)))
            except InputError:
                continue
        elif act == 1:
            cluster.counted(2)
        else:
            op = dice.choice(["play", "pause", "step", "stop", "reset"])
            cluster.command(dice.choice(runs), op)
        jobs = [cluster.find(run) for run in runs]
        assert sum(job.phase in (Phase.STARTING, Phase.LIVE) for job in jobs) <= 2
        for visitor in "abcde":
            mine = [j for j in jobs if j.visitor == visitor and not j.end]
            assert sum(j.phase in (Phase.WAITING, Phase.STARTING, Phase.LIVE) for j in mine) <= 2
        waiting = [j for j in jobs if j.phase is Phase.WAITING]
        assert sorted(j.position for j in waiting if not j.end) == list(range(1, len(waiting) + 1))


@pytest.mark.parametrize("text", ["2", "a+b", "1+", "-1+1", "1+1+1"])
def test_the_setting_of_runs_each_is_two_numbers(monkeypatch, text):
    monkeypatch.setenv("AELAB_RUNS_EACH", text)
    with pytest.raises(InputError, match="such as 1"):
        runs_each()
    monkeypatch.setenv("AELAB_RUNS_EACH", "3+2")
    assert runs_each() == (3, 2)


def test_a_command_to_park_is_not_answered_by_a_person(cluster):
    run = submit(cluster, "a", 0)
    cluster._obey(cluster.find(run), Command(Op.PARK))
    assert cluster.find(run).state == "paused"


def test_a_run_that_had_ended_keeps_its_end_if_it_is_not_looked_at_again_after_all(cluster):
    run = submit(cluster, "a", 0)
    job = cluster.find(run)
    job.phase, job.end, job.message = Phase.LIVE, State.FINISHED, "Converged."
    unbegun = {"state": "paused", "message": "", "fix": None, "frame": b"", "carried": b"kept"}
    cluster.ended(job, job.turn, unbegun)
    assert (job.phase, job.state, job.message) == (Phase.OVER, "finished", "Converged.")


def test_a_run_that_could_not_begin_is_set_aside_as_it_was(cluster):
    run = submit(cluster, "a", 0)
    job = cluster.find(run)
    job.index, job.rate = 7, 0.5
    unbegun = {"state": "paused", "message": "", "fix": None, "frame": b"", "carried": b"kept"}
    cluster.ended(job, job.turn, unbegun)
    assert (job.phase, job.state, job.carried) == (Phase.ASIDE, "paused", b"kept")
    assert (job.index, job.rate) == (7, 0.5)
