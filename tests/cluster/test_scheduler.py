"""A scheduler and a worker that somebody started by hand, and who may use our own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from distributed import Client

import aelab
from aelab import plugins
from aelab.cluster.backend import DaskBackend
from aelab.cluster.cluster import Cluster
from aelab.cluster.connection import AWAY
from aelab.cluster.transitions import Phase
from aelab.spec import Spec
from tests.cluster.jobs import dask_of
from tests.schedulers import outside

pytestmark = pytest.mark.slow

DIAGONAL = '''
"""A dataset from outside."""

import numpy as np

from aelab.datasets.base import Arrays, Dataset, dataset


@dataset("diagonal", "Diagonal")
class Diagonal(Dataset):
    """Points on a line."""

    description = "Points on a line."
    source = "this test"
    sample = "point"
    sample_shape = (2,)
    classes = ("all",)
    span = (-1.0, 1.0)

    def load(self):
        """Return the points."""
        x = np.linspace(-1, 1, 200)[:, None].repeat(2, axis=1)
        labels = np.zeros(100, int)
        return Arrays(x[::2], x[1::2], labels, labels)
'''


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return what starts a cluster; it is closed at the end."""
    clusters = []

    def start(**environment: Any) -> Any:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        cluster = Cluster(grace=600)
        clusters.append(cluster)
        cluster.start()
        assert cluster.ready.wait(90), cluster.problem
        return cluster

    yield start
    for cluster in clusters:
        cluster.close()


def until(holds: Any, seconds: float = 60.0) -> Any:
    end = time.monotonic() + seconds
    while not (result := holds()):
        assert time.monotonic() < end, "this took too long"
        time.sleep(0.02)
    return result


def test_a_scheduler_that_dies_is_told_and_its_runs_go_on_when_it_is_back(
    tmp_path: Path, started: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AELAB_HOME", str(tmp_path))  # the workers' home, too
    with outside(tmp_path) as there:
        cluster = started(AELAB_SCHEDULER=there.address)
        assert cluster.slots == 1
        long = {"epochs": 1000, "batch": 1, "widths": (64,), "rate": 1e-5}
        spec = Spec(dataset="two-moons", model="autoencoder", model_params=long)
        run = cluster.submit(spec, "somebody")
        job = cluster.find(run)
        until(lambda: job.phase is Phase.LIVE)
        assert cluster.command(run, "rate", 2e-5).result(30)["ok"]
        time.sleep(1)  # a command is followed by a checkpoint
        there.kill("scheduler")
        until(lambda: cluster.problem == AWAY and job.state == "queued")
        assert "scheduler was lost" in job.message
        there.kill("worker")
        there.start_scheduler()
        there.start_worker()
        until(lambda: job.state == "running")
        assert cluster.problem == ""
        reply = cluster.command(run, "pause").result(30)
        assert reply["index"] > 0 and reply["rate"] == 2e-5
        cluster.stop(run)
        until(lambda: job.phase is Phase.OVER)
        cluster.close()


STRANGER = """
import sys
from distributed import Client
try:
    Client(sys.argv[1], timeout=3).submit(print, 1).result(3)
except Exception as problem:
    print("refused", type(problem).__name__)
"""


def test_our_own_scheduler_and_workers_let_nobody_in_without_their_certificates(
    tmp_path: Path, started: Any
) -> None:
    cluster = started(AELAB_HOME=str(tmp_path), AELAB_WORKERS="1")
    client: Client = dask_of(cluster).connection.client
    assert client.scheduler is not None
    scheduler = client.scheduler.address
    workers = list(client.scheduler_info()["workers"])
    assert all(address.startswith("tls://127.0.0.1:") for address in (scheduler, *workers))
    for address in (scheduler, *workers):
        for way in (address, address.replace("tls:", "tcp:")):
            answer = subprocess.run(
                [sys.executable, "-c", STRANGER, way], capture_output=True, text=True, timeout=60
            )
            assert answer.stdout.startswith("refused"), answer.stderr[-500:]
    assert cluster.submit(Spec(dataset="two-moons", model="pca"), "somebody")


def listening() -> Any:
    """Return the ports that this process and its workers listen at, and the addresses."""
    me = psutil.Process(os.getpid())
    workers = [
        p for p in me.children(recursive=True) if "multiprocessing" in " ".join(p.cmdline())
    ]
    return {
        connection.laddr.port: connection.laddr.ip
        for process in (me, *workers)
        for connection in process.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN
    }


def test_no_port_of_ours_speaks_plainly(tmp_path: Path, started: Any) -> None:
    before = listening()
    started(AELAB_HOME=str(tmp_path), AELAB_WORKERS="1")
    ports = {port: address for port, address in listening().items() if port not in before}
    assert ports and set(ports.values()) == {"127.0.0.1"}
    for port in ports:
        with socket.create_connection(("127.0.0.1", port), 3) as plain:
            plain.settimeout(3)
            try:
                plain.sendall(b"GET /status HTTP/1.0\r\n\r\n")
                answer = plain.recv(100)
            except (TimeoutError, ConnectionError):
                answer = b""
            assert not answer.startswith(b"HTTP"), port


def test_a_worker_elsewhere_gets_the_plugin_files_of_the_server(
    tmp_path: Path, started: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AELAB_HOME", str(tmp_path / "home"))
    file = tmp_path / "diagonal.py"
    file.write_text(DIAGONAL)
    with outside(tmp_path) as there:  # the worker's environment does not name the file
        monkeypatch.setenv("AELAB_WITH", str(file))
        monkeypatch.setattr(aelab.DATASETS, "_entries", dict(aelab.DATASETS))
        monkeypatch.setattr(plugins, "_loaded", [])
        plugins.load()  # as the server has done
        monkeypatch.setattr(DaskBackend, "make_catalogue", lambda self: None)  # that takes long
        cluster = started(AELAB_SCHEDULER=there.address)
        job = cluster.find(cluster.submit(Spec(dataset="diagonal", model="pca"), "somebody"))
        until(lambda: job.phase is Phase.OVER)
        assert (job.state, job.message) == ("finished", "")
        sys.modules.pop("aelab_with_diagonal")
        cluster.close()
