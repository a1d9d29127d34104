"""The contracts of the cluster: the real ones and the fakes of the tests keep to them."""

from typing import Any

import pytest

from aelab.cluster.backend import DaskBackend
from aelab.cluster.cluster import Cluster
from aelab.cluster.interface import Backend, RunCluster, RunRecord
from aelab.cluster.job import Job
from aelab.spec import Spec
from tests.cluster import test_queue, test_transitions
from tests.notes import Notes, Record
from tests.protocols import check
from tests.web import test_live_route, test_sockets

MOONS = Spec(dataset="two-moons", model="pca")
KEPT = [
    (RunCluster, Cluster()),
    (RunCluster, Notes()),
    (RunCluster, test_live_route.FakeCluster()),
    (RunCluster, test_sockets.Answering()),
    (RunRecord, Job("id-of-a-run", MOONS, "me")),
    (RunRecord, Record(MOONS, "me")),
    (Backend, DaskBackend(lambda event: None)),
    (Backend, test_queue.Workers()),
    (Backend, test_transitions.Slow()),
]


@pytest.mark.parametrize(
    ("protocol", "thing"), KEPT, ids=lambda v: getattr(v, "__name__", type(v).__name__)
)
def test_what_stands_for_a_contract_has_all_of_its_members(
    protocol: type[Any], thing: Any
) -> None:
    check(protocol, thing)


def test_a_thing_that_lacks_a_member_or_takes_something_else_is_noticed() -> None:
    class Less:
        state = "running"

    class Other(Notes):
        def find(self, name: Any) -> Any:
            return None

    with pytest.raises(AssertionError, match="has no"):
        check(RunRecord, Less())
    with pytest.raises(AssertionError, match="find"):
        check(RunCluster, Other())
