"""A scheduler and a worker that somebody started by hand: the same runs go there."""

import subprocess
import sys
import time

import pytest

from aelab.cluster import Cluster
from aelab.spec import Spec
from tests.e2e.conftest import free_port

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
LOCAL = ["--host", "127.0.0.1", "--no-dashboard"]


@pytest.fixture
def address(tmp_path, monkeypatch):
    """Address of a scheduler with one worker, both processes of their own."""
    monkeypatch.setenv("AELAB_HOME", str(tmp_path))
    port = free_port()
    where = f"tcp://127.0.0.1:{port}"
    commands = [
        ["distributed.cli.dask_scheduler", "--port", str(port), *LOCAL],
        ["distributed.cli.dask_worker", where, "--nthreads", "1", "--no-nanny", *LOCAL],
    ]
    processes = [subprocess.Popen([sys.executable, "-m", *c], **QUIET) for c in commands]
    yield where
    for process in processes[::-1]:  # the worker takes leave of a scheduler that is still there
        process.terminate()
        process.wait(20)


def test_a_run_goes_to_the_scheduler_that_is_named(address, monkeypatch):
    monkeypatch.setenv("AELAB_SCHEDULER", address)
    cluster = Cluster()
    cluster.start()
    try:
        assert cluster.ready.wait(60), cluster.problem
        assert cluster.slots == 1
        spec = Spec(dataset="Two moons", model="PCA", model_params={"latent": 1})
        run = cluster.submit(spec, "somebody")
        for _ in range(600):
            if (job := cluster.find(run)).state == "finished":
                break
            time.sleep(0.05)
        assert (job.state, job.index) == ("finished", 6)
    finally:
        cluster.close()
