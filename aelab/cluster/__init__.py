"""The cluster: admission, queue and execution of runs on Dask workers."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # for editors; at run time the names are imported when they are first used
    from aelab.cluster.cluster import Cluster as Cluster
    from aelab.cluster.interface import Backend as Backend
    from aelab.cluster.interface import RunCluster as RunCluster
    from aelab.cluster.interface import RunRecord as RunRecord
    from aelab.cluster.subscription import Subscription as Subscription

__all__ = ["Backend", "Cluster", "RunCluster", "RunRecord", "Subscription"]
_MODULES = {
    "Backend": "aelab.cluster.interface",
    "Cluster": "aelab.cluster.cluster",
    "RunCluster": "aelab.cluster.interface",
    "RunRecord": "aelab.cluster.interface",
    "Subscription": "aelab.cluster.subscription",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(_MODULES[name]), name)
    raise AttributeError(f"{__name__} has no {name}.")
