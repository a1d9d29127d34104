"""Write the table of checks into `docs/jets.md`: `python -m docs.jets`."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.jets import files, images
from aelab.jets.files import Jets

PAGE = Path(__file__).with_suffix(".md")
BEGIN, END = "<!-- checks -->\n", "<!-- end of checks -->\n"
CLUSTERED = 2_000  # jets whose subjets are looked for


def peak(values: NDArray[np.floating[Any]], low: float, high: float) -> str:
    """Return where the spectrum (bins of 5 GeV) is highest between two masses in GeV."""
    counts, edges = np.histogram(values, np.arange(low, high + 1, 5.0))
    return f"{edges[counts.argmax()]:.0f}–{edges[counts.argmax() + 1]:.0f}"


def subjets(
    pt: NDArray[Any], eta: NDArray[Any], phi: NDArray[Any], count: int = 3
) -> NDArray[np.float64]:
    """Return four-momenta (count, 4) of the exclusive kt subjets: E, px, py, pz in GeV.

    Source: Catani et al., "Longitudinally invariant kt clustering algorithms", 1993.
    """
    p = np.stack([pt * np.cosh(eta), pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta)], 1)
    while len(p) > count:
        e, px, py, pz = p.T
        kt, rapidity, angle = np.hypot(px, py), np.arctanh(pz / e), np.arctan2(py, px)
        apart = (rapidity[:, None] - rapidity) ** 2 + (angle[:, None] - angle) ** 2
        distance = np.minimum(kt[:, None], kt) ** 2 * apart
        distance[np.tril_indices(len(p))] = np.inf
        first, second = np.unravel_index(distance.argmin(), distance.shape)
        p[first] += p[second]
        p = np.delete(p, second, axis=0)
    return p


def lightest_pair(jets: Jets) -> NDArray[np.float64]:
    """Return the smallest mass in GeV of two of three subjets of each jet: of a top, the W."""
    masses = []
    for a, b in zip(jets.start[:-1], jets.start[1:], strict=True):
        if b - a < 3:
            continue
        pt, eta, phi = (array[a:b].astype(float) for array in jets[:3])
        three = subjets(pt, eta, phi)
        pairs = three.sum(0) - three
        square = pairs[:, 0] ** 2 - (pairs[:, 1:] ** 2).sum(1)
        masses.append(np.sqrt(max(square.min(), 0)))
    return np.array(masses)


def row(name: str, *values: str) -> str:
    """Return a row of the table."""
    return "| " + " | ".join((name, *values)) + " |\n"


def numbers(kind: str) -> dict[str, str]:
    """Return what is checked of the jets of a kind, in words."""
    with files.path_of(kind).open("rb") as file:
        about = files.about(file)
    jets = files.shipped(kind)
    pt, eta, phi, mass = jets.jet.T
    counts = images.multiplicity(jets)
    some = jets.select(files.evenly(len(jets.jet), CLUSTERED))
    held = images.deposits(some).sum(1) / np.add.reduceat(some.pt, some.start[:-1])
    middle = np.percentile(mass, [16, 50, 84])
    return {
        "jets": f"{len(pt):,}",
        "of so many events": f"{about['events']:,}",
        "pT in GeV: least, median, most": f"{pt.min():.1f}, {np.median(pt):.1f}, {pt.max():.1f}",
        "η: farthest from 0, mean": f"{np.abs(eta).max():.2f}; {eta.mean():+.3f}",
        "share with φ > 0": f"{(phi > 0).mean():.3f}",
        "constituents: median, mean": f"{np.median(counts):.0f}, {counts.mean():.1f}",
        "most constituents of a jet": f"{counts.max()}",
        "mass in GeV: 16 %, median, 84 %": ", ".join(f"{m:.1f}" for m in middle),
        "highest bin of the mass, above 50 GeV": f"{peak(mass, 50, 250)} GeV",
        "share with 150 < m < 200 GeV": f"{((mass > 150) & (mass < 200)).mean():.3f}",
        "highest bin of the lightest pair of subjets, above 40 GeV": (
            f"{peak(lightest_pair(some), 40, 150)} GeV"
        ),
        "share of the pT inside of the image": f"{held.mean():.5f}",
        "size of the file": f"{files.path_of(kind).stat().st_size / 1e6:.2f} MB",
        "seed": str(about["seed"]),
    }


def table() -> str:
    """Return the table of checks, QCD beside top."""
    qcd, top = (numbers(kind) for kind in files.KINDS)
    lines = [row("", "QCD", "top"), row("---", "---", "---")]
    return "".join([*lines, *(row(name, qcd[name], top[name]) for name in qcd)])


def main() -> None:
    """Put the table into the page."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(before + BEGIN + "\n" + table() + "\n" + END + after)


if __name__ == "__main__":
    main()
