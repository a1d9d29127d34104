"""Bounds of VAEs that were trained with the importance-weighted bound, as they come with the lab.

`benchmarks/iwae.py` trains and measures them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from aelab.metrics import Estimate

FILE = Path(__file__).parents[2] / "bundled" / "files" / "iwae.json"
PUBLISHED = {1: 86.76, 5: 85.54, 50: 84.78}  # −ln p(x) in nats by samples k of the training
PUBLISHED_EPOCHS, PUBLISHED_DRAWS = 3280, 5000


@dataclass(frozen=True)
class Trained:
    """A model trained with the bound of ``samples`` samples, and its bounds on held-out digits.

    ``bound`` is in nats, for each number of samples in ``counts``, with its standard ``error``
    over the digits. ``gain`` is its difference from that of the first model on the same digits,
    with the standard error ``gain_error``. ``minutes`` are those of a CPU core.
    """

    samples: int
    epochs: int
    minutes: float
    counts: Sequence[int]
    bound: Sequence[float]
    error: Sequence[float]
    gain: Sequence[float]
    gain_error: Sequence[float]

    @property
    def evidence(self) -> Estimate:
        """The bound of most samples, which stands for ln p(x)."""
        return Estimate(self.bound[-1], self.error[-1])

    @property
    def over_first(self) -> Estimate:
        """By how much it is above that of the first model."""
        return Estimate(self.gain[-1], self.gain_error[-1])


def write(results: Sequence[Trained], about: Mapping[str, Any]) -> None:
    """Write the shipped results; ``about`` describes how they were made."""
    lines = ",\n".join(json.dumps(asdict(result)) for result in results)
    FILE.write_text(f'{{\n"about": {json.dumps(dict(about))},\n"models": [\n{lines}\n]\n}}\n')
    _read.cache_clear()


def read() -> list[Trained]:
    """Return the shipped results; empty if there are none."""
    return [Trained(**item) for item in _read()["models"]]


def circumstances() -> Mapping[str, Any]:
    """Return how the shipped results were made."""
    described: Mapping[str, Any] = _read()["about"]
    return described


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    none: dict[str, Any] = {"about": {}, "models": []}
    content: dict[str, Any] = json.loads(FILE.read_text()) if FILE.exists() else none
    return content
