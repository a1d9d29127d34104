"""A worker's memory: what is too much fails alone, and is said."""

import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

import pytest
from torch import Tensor

from aelab.cluster import worker
from aelab.spec import Spec
from aelab.training.learning import Learning

GREEDY = """
import numpy as np
from aelab.cluster.worker import limit_memory
before = np.ones(10**7)
limit_memory(1_500_000_000)
try:
    np.ones(4 * 10**8)  # 3.2 GB
except MemoryError:
    print("refused")
print(float(np.ones(10**7).sum() + before.sum()))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_an_allocation_beyond_the_limit_fails_and_the_process_goes_on() -> None:
    done = subprocess.run(
        [sys.executable, "-c", GREEDY], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split() == ["refused", "20000000.0"]


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        (MemoryError(), True),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to …"), True),
        (RuntimeError("something else"), False),
    ],
)
def test_a_failed_allocation_is_told_from_other_errors(problem: Exception, answer: bool) -> None:
    assert worker._is_out_of_memory(problem) is answer


def test_an_update_of_more_than_a_second_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    learning = Learning(
        Spec(dataset="two-moons", model="autoencoder", model_params={"widths": (4,)})
    )
    learning.update()
    assert "commands wait" not in learning.caution
    learn = learning.model.learn

    def slowly(batch: Tensor) -> Mapping[str, Any]:
        time.sleep(1.05)
        return learn(batch)

    monkeypatch.setattr(learning.model, "learn", slowly)
    learning.update()
    assert "An update takes up to 1." in learning.caution
