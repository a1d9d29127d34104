"""The Dask scheduler: our own on this machine, or the one at ``AELAB_SCHEDULER``."""

import ipaddress
import logging
import multiprocessing
import multiprocessing.spawn
import os
import threading
from typing import Any
from urllib.parse import urlsplit

import dask
from distributed import Client, LocalCluster
from distributed.system import MEMORY_LIMIT

from aelab.params import InputError
from aelab.training.limits import limits

ADDRESS = "AELAB_SCHEDULER"
WORKERS = "AELAB_WORKERS"
FORCE_SECONDS = 0.8  # workers that take longer to end are killed
CONNECT_SECONDS = 10  # maximum time to connect to a scheduler
# Little work when idle, short logs, and no second task on a worker that is busy.
SETTINGS = {
    "distributed.admin.low-level-log-length": 100,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "2s",
    "distributed.worker.profile.enabled": False,
    "distributed.scheduler.allowed-failures": 3,
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.worker.daemon": True,
    # No web pages of Dask; a worker beyond its memory limit is ended, not paused.
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
}
MEMORY_SHARE = 0.8  # of the machine's memory, for all workers together


def named() -> str:
    """Return the scheduler's address from the environment, empty if there is none.

    Raises:
        InputError: If the connection would be neither local nor encrypted. Tasks are pickled, so
            whoever can change them on the network can execute any code.

    """
    address = os.environ.get(ADDRESS, "").strip()
    if not address:
        return ""
    parts = urlsplit(address)
    if parts.scheme == "tls" or (parts.scheme == "tcp" and _loopback(parts.hostname)):
        return address
    raise InputError(
        f"{ADDRESS} is {address[:80]}; off this machine a scheduler needs TLS: give tls://host:port."
    )


def wanted_workers() -> int:
    """Return how many workers our own scheduler gets: ``AELAB_WORKERS``, or one for each core.

    Raises:
        InputError: If the setting is not a whole number from 1 to 1024.

    """
    given = os.environ.get(WORKERS, "")
    if given:
        if not (given.isascii() and given.isdigit() and 1 <= int(given) <= 1024):
            raise InputError(f"{WORKERS} is {given[:20]}; give a whole number from 1.")
        return int(given)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def worker_memory() -> int:
    """Return the memory limit of one of our own workers, in bytes."""
    share = int(MEMORY_SHARE * MEMORY_LIMIT / wanted_workers())
    return min(share, limits().worker_bytes)


def embedded() -> LocalCluster:
    """Start a scheduler and one worker of one thread on the loopback.

    Whoever can connect to a scheduler can execute any code there, so all connections need
    certificates, which are made at each start and stay in memory. The other workers are started
    later: if all of them imported torch at once, no core would be left for the first page.
    """
    dask.config.set(SETTINGS)
    _children_without_main()
    cluster = LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        security=True,
        memory_limit=worker_memory(),
        dashboard_address="127.0.0.1:0",
        worker_dashboard_address="127.0.0.1:0",
        scheduler_kwargs={"dashboard": False},
        silence_logs=logging.CRITICAL,  # no messages of workers that we end ourselves
    )
    running: Any = cluster.scheduler
    running.http_server.stop()  # Dask opens the port of its pages regardless of the settings
    return cluster


def connect(where: "LocalCluster | str") -> Client:
    """Return a client of our own cluster or of the scheduler at an address.

    Certificates for TLS are set in Dask's own configuration (``distributed.comm.tls``).
    """
    dask.config.set(SETTINGS)
    return Client(where, timeout=CONNECT_SECONDS, name="aelab")


def end(cluster: LocalCluster) -> None:
    """End our own scheduler and its workers; kill workers that take long."""
    force = threading.Timer(FORCE_SECONDS, _kill_workers)
    force.start()
    try:
        cluster.close(timeout=3 * FORCE_SECONDS)
    except TimeoutError:
        _kill_workers()
        cluster.shutdown_on_close = False  # otherwise Dask tries again when Python ends
    finally:
        force.cancel()


def _kill_workers() -> None:
    for process in multiprocessing.active_children():
        if process.name.startswith("Dask Worker"):
            process.kill()
            process.join(1)


def _loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _children_without_main() -> None:
    """Keep spawned workers from executing the main module of this process.

    While a page is made, the main module is that page's script, and a worker that is restarted
    meanwhile would execute it. Workers need nothing from it.
    """
    prepare = multiprocessing.spawn.get_preparation_data
    if prepare.__name__ == "without_main":
        return

    def without_main(name: str) -> dict[str, Any]:
        data = prepare(name)
        return {key: value for key, value in data.items() if not key.startswith("init_main")}

    multiprocessing.spawn.get_preparation_data = without_main
