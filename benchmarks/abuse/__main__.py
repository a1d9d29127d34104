"""Attacks on the lab: `python -m benchmarks.abuse` tries all, with names only some of them.

Each attack has a lab of its own on the loopback, in a temporary home, and a bystander who works
with it meanwhile. An attack is held if what it tried came to nothing, the bystander's p95 of
commands, reruns and files stayed below 300 ms, the web process grew by less than 50 MB, and all
slots were free 5 s after the last attacker had left.
"""

import argparse
import sys

from benchmarks.abuse import trial
from benchmarks.abuse.families import ATTACKS
from benchmarks.abuse.site import made
from benchmarks.abuse.trial import Result

SECONDS = 120.0
STARTS = 5
TOLD = 3  # failures told of one attack


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.abuse", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(ATTACKS))
    parser.add_argument("--seconds", type=float, default=SECONDS, help="bound of each attack")
    parser.add_argument("--all", action="store_true", help="tell of every failure, not the first")
    parser.add_argument("--starts", type=int, default=STARTS, help="how many starts are tried")
    given = parser.parse_args()
    if unknown := set(given.names) - set(ATTACKS):
        parser.error(f"there is no attack {', '.join(sorted(unknown))}")
    return given


def show(result: Result, most: int) -> None:
    waits = "/".join(f"{p95:.0f}" for p95 in result.waits.p95) if result.waits else "-"
    slots = "-" if result.slots != result.slots else f"{result.slots:.1f}"
    growth = "-" if result.growth != result.growth else f"+{result.growth:.0f}"
    failures = result.failures
    remark = "; ".join(failures[:most])
    if len(failures) > most:
        remark += f"; {len(failures) - most} more"
    if not failures:
        remark = f"{len(result.findings)} tried" if result.findings else "nothing tried"
    held = "NO" if failures or not result.findings else "yes"
    line = f"{result.name:<12} {held:<5} {waits:>15} {growth:>7} {slots:>6} {result.seconds:>5.0f}"
    print(f"{line}  {remark}", flush=True)


def main() -> None:
    given = parsed()
    columns = ("attack", "held", "p95 ms c/r/f", "web MB", "slots", "s")
    print("{:<12} {:<5} {:>15} {:>7} {:>6} {:>5}  remark".format(*columns))
    lost = []
    with made(given.seconds, given.starts) as site:
        for name in given.names or ATTACKS:
            result = trial.tried(ATTACKS[name], site)
            show(result, 1_000 if given.all else TOLD)
            lost += [name] if result.failures or not result.findings else []
    if lost:
        sys.exit(f"{len(lost)} not held: {', '.join(lost)}")


if __name__ == "__main__":
    main()
