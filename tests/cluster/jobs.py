"""The jobs that the tests of the cluster look at."""

from aelab.cluster.backend import DaskBackend
from aelab.cluster.cluster import Cluster
from aelab.cluster.job import Job


def job_of(cluster: Cluster, run: str) -> Job:
    """Return the job of a run, which must be there."""
    job = cluster.find(run)
    assert job is not None, run
    return job


def dask_of(cluster: Cluster) -> DaskBackend:
    """Return the backend of a cluster that has workers of Dask."""
    assert isinstance(cluster._backend, DaskBackend)
    return cluster._backend
