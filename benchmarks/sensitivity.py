"""The smallest mistake that each claim of the lecture detects: `python -m benchmarks.sensitivity`.

For each claim the setting that its fault names is bent, in either direction, until the verdict
turns. With `--write` the result is kept: tests apply twice the smallest fault of each claim, and
docs/sensitivity.md is the table of all. Slugs of claims measure these alone.
"""

import argparse
from collections.abc import Sequence

from aelab.lecture.core.claim import CLAIMS
from tooling import faults


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("slugs", nargs="*")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(arguments)
    measured: dict[str, faults.Stored] = {}
    for slug in options.slugs or sorted(CLAIMS):
        measured[slug] = faults.entry(CLAIMS[slug], faults.sensitivity(CLAIMS[slug]))
        print("  ".join(faults.cells(slug, measured[slug])), flush=True)
    if options.write:
        faults.write({**faults.stored(), **measured})


if __name__ == "__main__":
    main()
