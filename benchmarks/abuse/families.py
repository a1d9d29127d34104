"""All families of attacks: to import them registers their attacks, in this order."""

from benchmarks.abuse import calm, values  # isort: skip
from benchmarks.abuse import (
    crash,
    disk,
    doors,
    floods,
    heavy,
    links,
    messages,
    prepared,
    starts,
    tabs,
    unpacked,
)
from benchmarks.abuse.attack import ATTACKS

__all__ = [
    "ATTACKS",
    "calm",
    "crash",
    "disk",
    "doors",
    "floods",
    "heavy",
    "links",
    "messages",
    "prepared",
    "starts",
    "tabs",
    "unpacked",
    "values",
]
