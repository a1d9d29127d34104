"""What an attack is: a function that tries something against a lab and yields what it saw."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from benchmarks.abuse.lab import Lab
from benchmarks.abuse.site import Site


@dataclass(frozen=True)
class Finding:
    """One thing that was tried: what it is about, and whether the lab held."""

    what: str
    held: bool


Findings: TypeAlias = Iterator[Finding]


@dataclass(frozen=True)
class Attack:
    """An attack on a lab that runs while a bystander works with it."""

    name: str
    run: Callable[[Lab], Findings]
    environment: dict[str, str]


@dataclass(frozen=True)
class Outage:
    """An attack on the life of the lab itself; it starts and ends its labs on its own."""

    name: str
    run: Callable[[Site], Findings]


ATTACKS: dict[str, Attack | Outage] = {}


def attack(name: str, **environment: str) -> Callable[[Callable[[Lab], Findings]], None]:
    """Register an attack on a lab that is started with an environment."""

    def register(run: Callable[[Lab], Findings]) -> None:
        ATTACKS[name] = Attack(name, run, environment)

    return register


def outage(name: str) -> Callable[[Callable[[Site], Findings]], None]:
    """Register an attack that starts its labs on its own."""

    def register(run: Callable[[Site], Findings]) -> None:
        ATTACKS[name] = Outage(name, run)

    return register
