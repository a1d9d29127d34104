"""The mailbox: each event is handled once, in the order of posting, whatever a handler does."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from aelab.cluster.cluster import Cluster
from aelab.cluster.events import Event, Place, Taken, WorkersCounted
from aelab.cluster.mailbox import Mailbox
from tests.cluster.jobs import dask_of


def until(holds: Callable[..., Any], seconds: int = 10) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "this took too long"
        time.sleep(0.005)


def test_each_event_is_handled_once_and_in_order_by_one_thread() -> None:
    handled, threads = [], set()

    def handle(event: Event) -> None:
        assert isinstance(event, WorkersCounted)
        threads.add(threading.current_thread().name)
        handled.append(event.slots)

    mailbox = Mailbox(handle)
    mailbox.post(WorkersCounted(0))  # before the start
    mailbox.start()

    def post(first: Any) -> None:
        for n in range(first, first + 500):
            mailbox.post(WorkersCounted(n))

    posters = [threading.Thread(target=post, args=(first,)) for first in (1000, 2000, 3000)]
    for poster in posters:
        poster.start()
    for poster in posters:
        poster.join()
    mailbox.close()
    assert len(handled) == 1501 and threads == {"aelab-events"}
    for first in (1000, 2000, 3000):
        mine = [n for n in handled if first <= n < first + 500]
        assert mine == list(range(first, first + 500))


def test_a_handler_that_fails_is_logged_and_the_next_event_is_handled(
    caplog: pytest.LogCaptureFixture,
) -> None:
    handled = []

    def handle(event: Event) -> None:
        if isinstance(event, Taken):
            raise KeyError("a defect")
        handled.append(event)

    mailbox = Mailbox(handle)
    mailbox.start()
    mailbox.post(Taken(Place("run", 1, "tcp://worker")))
    mailbox.post(WorkersCounted(2))
    mailbox.close()
    assert handled == [WorkersCounted(2)] and "Taken could not be handled" in caplog.text


def test_whoever_posts_does_not_wait_for_the_lock_on_the_runs() -> None:
    cluster = Cluster(grace=600)
    cluster._mailbox.start()
    with cluster._lock:
        began = time.monotonic()
        dask_of(cluster)._post(WorkersCounted(3))
        assert time.monotonic() - began < 1.0
        assert cluster.slots == 0
    until(lambda: cluster.slots == 3)
    cluster.close()
