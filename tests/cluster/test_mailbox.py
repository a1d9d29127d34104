"""The mailbox: each event is handled once, in the order of posting, whatever a handler does."""

import threading
import time

from aelab.cluster.cluster import Cluster
from aelab.cluster.events import Place, Taken, WorkersCounted
from aelab.cluster.mailbox import Mailbox


def until(holds, seconds=10):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "this took too long"
        time.sleep(0.005)


def test_each_event_is_handled_once_and_in_order_by_one_thread():
    handled, threads = [], set()

    def handle(event):
        threads.add(threading.current_thread().name)
        handled.append(event.slots)

    mailbox = Mailbox(handle)
    mailbox.post(WorkersCounted(0))  # before the start
    mailbox.start()
    posters = [
        threading.Thread(
            target=lambda first=first: [
                mailbox.post(WorkersCounted(n)) for n in range(first, first + 500)
            ]
        )
        for first in (1000, 2000, 3000)
    ]
    for poster in posters:
        poster.start()
    for poster in posters:
        poster.join()
    mailbox.close()
    assert len(handled) == 1501 and threads == {"aelab-events"}
    for first in (1000, 2000, 3000):
        mine = [n for n in handled if first <= n < first + 500]
        assert mine == list(range(first, first + 500))


def test_a_handler_that_fails_is_logged_and_the_next_event_is_handled(caplog):
    handled = []

    def handle(event):
        if isinstance(event, Taken):
            raise KeyError("a defect")
        handled.append(event)

    mailbox = Mailbox(handle)
    mailbox.start()
    mailbox.post(Taken(Place("run", 1, "tcp://worker")))
    mailbox.post(WorkersCounted(2))
    mailbox.close()
    assert handled == [WorkersCounted(2)] and "Taken could not be handled" in caplog.text


def test_whoever_posts_does_not_wait_for_the_lock_on_the_runs():
    cluster = Cluster(grace=600)
    cluster._mailbox.start()
    with cluster._lock:
        began = time.monotonic()
        cluster._backend._post(WorkersCounted(3))
        assert time.monotonic() - began < 1.0
        assert cluster.slots == 0
    until(lambda: cluster.slots == 3)
    cluster.close()
