"""Simulation of jets with Pythia 8 and FastJet, as in the Top Quark Tagging Reference Dataset.

Source: Kasieczka, Plehn, Thompson and Russell, "Top Quark Tagging Reference Dataset", 2019,
doi:10.5281/zenodo.2603256; Bierlich et al., "A comprehensive guide to the physics and usage of
PYTHIA 8.3", 2022, arXiv:2203.11601; Cacciari, Salam and Soyez, "FastJet user manual", 2012,
arXiv:1111.6097.
"""

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aelab.jets import detector
from aelab.jets.detector import Particles
from aelab.jets.files import KINDS, MOST_CONSTITUENTS, Jets, join

SETTINGS = (
    "Beams:eCM = 14000.",
    "PartonLevel:MPI = off",
    "PhaseSpace:pTHatMin = 400.",  # 500 is faster but loses a third of the QCD jets in the window
    "PhaseSpace:pTHatMax = 800.",
)
PROCESSES = {
    "qcd": ("HardQCD:all = on",),
    "top": (
        "Top:gg2ttbar = on",
        "Top:qqbar2ttbar = on",
        "24:onMode = off",
        "24:onIfAny = 1 2 3 4 5",
    ),
}
PACKAGES = ("pythia8mc", "fastjet", "awkward", "vector", "numpy")
RADIUS = 0.8  # of anti-kt, and for matching the quarks
PT = (550.0, 650.0)  # range of the pT of jets in GeV
ETA = 2.0  # largest |η| of jets
SOFTEST = 200.0  # smallest pT of clustered jets in GeV
EVENTS = 500  # per batch of Pythia
BLOCK = 1_000  # jets per seed
MOST_SEEDS = 900_000_000  # number of different seeds of Pythia
TOP, W, HARD = 6, 24, 23
NEUTRINOS = (12, 14, 16)


def recipe(kind: str, seed: int, size: int = BLOCK) -> dict[str, Any]:
    """Return all parameters that the jets of a kind depend on, as plain data."""
    return {
        "kind": kind,
        "seed": seed,
        "settings": [*SETTINGS, *PROCESSES[kind]],
        "block": size,
        "versions": {name: version(name) for name in PACKAGES},
    }


def block(parameters: Mapping[str, Any], number: int) -> tuple[Jets, int]:
    """Return the jets of one block, and the number of events they took.

    They only depend on the recipe and the number of the block.
    """
    import vector

    vector.register_awkward()
    own = np.random.SeedSequence([parameters["seed"], number])
    pythia = _pythia(parameters["settings"], int(own.generate_state(1)[0]) % MOST_SEEDS + 1)
    rng = np.random.default_rng(own.spawn(1)[0])
    parts: list[Jets] = []
    events = 0
    while sum(len(part.jet) for part in parts) < parameters["block"]:
        record = pythia.nextBatch(EVENTS).prt
        events += len(record)
        parts.append(_selected(record, parameters["kind"], rng))
    return join(parts).select(np.arange(parameters["block"])), events


def _pythia(settings: Iterable[str], seed: int) -> Any:
    import pythia8mc

    pythia = pythia8mc.Pythia("", False)
    own = ("Print:quiet = on", "Random:setSeed = on", f"Random:seed = {seed}")
    for line in (*own, *settings):
        if not pythia.readString(line):
            raise RuntimeError(f"Pythia does not know the setting “{line}”.")
    if not pythia.init():
        raise RuntimeError("Pythia could not be set up.")
    return pythia


def _selected(record: Any, kind: str, rng: np.random.Generator) -> Jets:
    """Return the leading jets in the window; for kind "top", those that contain a top quark."""
    particles = detector.detected(*_visible(record), rng)
    axis, members = _leading(particles, len(record))
    pt, eta = axis[:, 0], axis[:, 1]
    wanted = (pt > PT[0]) & (pt < PT[1]) & (np.abs(eta) < ETA)
    if kind == "top":
        wanted &= _contains_top(record, axis)
    events = np.flatnonzero(wanted)
    return _packed(particles, axis[events], members[events], KINDS.index(kind))


def _visible(record: Any) -> tuple[Particles, NDArray[np.int64]]:
    """Return the final particles except neutrinos, and their PDG codes (m,)."""
    import awkward as ak

    final = record[record.status > 0]
    for neutrino in NEUTRINOS:
        final = final[abs(final.id) != neutrino]
    event = np.repeat(np.arange(len(final)), np.asarray(ak.num(final)))
    momenta = (np.asarray(ak.flatten(final.p[c]), np.float64) for c in ("px", "py", "pz", "e"))
    return Particles(event, *momenta), np.asarray(ak.flatten(final.id), np.int64)


def _leading(particles: Particles, events: int) -> tuple[NDArray[np.float64], Any]:
    """Return pT, η, φ and mass (events, 4) of the leading jets, and the indices of constituents.

    An event without a jet has zeros and None.
    """
    import awkward as ak
    import fastjet

    momenta = dict(zip(("px", "py", "pz", "E"), particles[1:], strict=True))
    counts = np.bincount(particles.event, minlength=events)
    clustered = fastjet.ClusterSequence(
        ak.unflatten(ak.zip(momenta, with_name="Momentum4D"), counts),
        fastjet.JetDefinition(fastjet.antikt_algorithm, RADIUS),
    )
    jets = clustered.inclusive_jets(min_pt=SOFTEST)
    first = ak.argmax(np.hypot(jets.px, jets.py), axis=1, keepdims=True)
    lead = ak.firsts(jets[first])
    px, py, pz, e = (ak.to_numpy(ak.fill_none(lead[c], 0.0)) for c in ("px", "py", "pz", "E"))
    pt, eta, phi = _cylindrical(px, py, pz)
    mass = np.sqrt(np.maximum(e**2 - pt**2 - pz**2, 0))
    members = ak.firsts(clustered.constituent_index(min_pt=SOFTEST)[first])
    starts = np.cumsum(counts) - counts
    return np.stack([pt, eta, phi, mass], axis=1), members + starts


def _cylindrical(
    px: NDArray[np.float64], py: NDArray[np.float64], pz: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return pT (GeV), η and φ (rad) of momenta in GeV."""
    pt = np.hypot(px, py)
    return pt, np.arcsinh(pz / np.maximum(pt, 1e-9)), np.arctan2(py, px)


def _contains_top(record: Any, axis: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return whether all quarks of a top decay and their sum lie in the leading jet (events,)."""
    import awkward as ak

    mother = record.id[record.mother1]
    quark = (abs(record.status) == HARD) & (abs(record.id) < TOP)
    contained = np.zeros(len(axis), bool)
    for sign in (1, -1):
        decay = record[quark & ((mother == sign * TOP) | (mother == sign * W))].p
        momenta = [ak.to_numpy(decay[c]) for c in ("px", "py", "pz")]  # (events, 3) each
        near = [
            _near(m, axis[:, None]) for m in (momenta, [m.sum(1, keepdims=True) for m in momenta])
        ]
        contained |= near[0].all(1) & near[1][:, 0]
    return contained


def _near(momenta: list[NDArray[np.float64]], axis: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which momenta (events, m) lie in the jets with these axes (events, 1, 4)."""
    _, eta, phi = _cylindrical(*momenta)
    return np.hypot(eta - axis[..., 1], _wrapped(phi - axis[..., 2])) < RADIUS


def _wrapped(angle: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return angles in rad, wrapped to −π … π."""
    return (angle + np.pi) % (2 * np.pi) - np.pi


def _packed(particles: Particles, axis: NDArray[np.float64], members: Any, label: int) -> Jets:
    """Return the jets with their hardest constituents, in descending order of pT."""
    import awkward as ak

    counts = np.asarray(ak.num(members), np.int64)
    index = np.asarray(ak.flatten(members), np.int64)
    jet = np.repeat(np.arange(len(axis)), counts)
    pt, eta, phi = _cylindrical(*(array[index] for array in particles[1:4]))
    order = np.lexsort((-pt, jet))
    order = order[(np.arange(len(jet)) - (np.cumsum(counts) - counts)[jet]) < MOST_CONSTITUENTS]
    jet = jet[order]
    counts = np.minimum(counts, MOST_CONSTITUENTS)
    return Jets(
        pt[order].astype(np.float32),
        (eta[order] - axis[jet, 1]).astype(np.float32),
        _wrapped(phi[order] - axis[jet, 2]).astype(np.float32),
        np.append(0, np.cumsum(counts)),
        axis.astype(np.float32),
        np.full(len(axis), label, np.uint8),
    )
