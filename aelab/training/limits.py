"""The cost of a run, and the limits of a shared lab.

A `Cost` is estimated from the declaration of a run, before anything is allocated. The lab refuses
a run beyond its `Limits`; a script only gets a warning.
"""

import os
import re
from dataclasses import dataclass, fields, replace
from functools import lru_cache

from aelab.params import InputError

VARIABLE = "AELAB_LIMITS"
FLOPS = 5e10  # floating-point operations per second of one core in matrix products
LONG_SECONDS = 1.0  # longer updates give a warning


@dataclass(frozen=True)
class Cost:
    """The cost of an update: trainable parameters, memory in bytes, floating-point operations."""

    parameters: float
    bytes: float
    operations: float

    @property
    def seconds(self) -> float:
        """Approximate duration of an update on one core."""
        return self.operations / FLOPS


@dataclass(frozen=True)
class Limits:
    """The limits of a run; ``worker_bytes`` is the memory of the whole worker process."""

    parameters: float = 1e6
    bytes: float = 1e9
    seconds: float = 2.0
    worker_bytes: int = 4 * 10**9

    def without_parameters(self) -> "Limits":
        """Return these limits without one on the number of parameters."""
        return replace(self, parameters=float("inf"))

    def refusal(self, cost: Cost) -> str:
        """Return why a run is refused and what helps, in one sentence; empty if it is not."""
        if cost.parameters > self.parameters:
            return (
                f"This model has {_count(cost.parameters)} parameters and the lab takes "
                f"{_count(self.parameters)} at most: choose narrower layers or a smaller code{OWN}"
            )
        if cost.bytes > self.bytes:
            return (
                f"An update of this run needs about {cost.bytes / 1e9:,.1f} GB of memory and the "
                f"lab gives {self.bytes / 1e9:g} GB at most: choose a smaller batch, code or "
                f"network{OWN}"
            )
        if cost.seconds > self.seconds:
            return (
                f"An update of this run takes about {cost.seconds:,.0f} s and the lab gives "
                f"{self.seconds:g} s at most: choose a smaller batch, code or network{OWN}"
            )
        return ""


OWN = f", or raise {VARIABLE} on a machine of your own."


def limits() -> Limits:
    """Return the limits: the usual ones, changed by ``AELAB_LIMITS``.

    The setting reads like ``parameters=1e7,bytes=4e9,seconds=10``; ``none`` removes all limits but
    that of the worker.

    Raises:
        InputError: If the setting cannot be read.

    """
    return _parsed(os.environ.get(VARIABLE, "").strip())


@lru_cache(maxsize=4)
def _parsed(text: str) -> Limits:
    usual = Limits()
    if not text:
        return usual
    if text == "none":
        return replace(usual, parameters=float("inf"), bytes=float("inf"), seconds=float("inf"))
    names = "|".join(field.name for field in fields(Limits))
    changed = {}
    for part in text.split(","):
        match = re.fullmatch(rf"\s*({names})\s*=\s*(\d+(?:\.\d*)?(?:e\+?\d{{1,2}})?)\s*", part)
        if match is None or not float(match[2]) > 0:
            raise InputError(
                f"{VARIABLE} is {text[:60]!r}; give none, or numbers such as "
                "parameters=1e7,bytes=4e9,seconds=10,worker_bytes=8e9."
            )
        changed[match[1]] = float(match[2])
    whole = int(changed.pop("worker_bytes", usual.worker_bytes))
    return replace(usual, worker_bytes=whole, **changed)


def _count(number: float) -> str:
    """Return a large number as text."""
    return f"{number / 1e6:,.1f} million" if number >= 1e6 else f"{number:,.0f}"
