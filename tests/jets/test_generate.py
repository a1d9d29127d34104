"""The generator: a stand-in for a detector, blocks that can be resumed, and Pythia itself."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.random import Generator
from numpy.typing import NDArray

import aelab.__main__ as command
from aelab.jets import blocks, detector, files, generate, images
from aelab.jets.detector import Particles
from tests.made_jets import equal, made

TOP_MASS, W_MASS = 173, 80


# The detector


def beam(
    pid: int, count: int = 40_000, e: float = 50.0, eta: float = 0.3, mass: float = 0.0
) -> tuple[Particles, NDArray[Any], Generator]:
    """Many particles of a kind in one direction, each in an event of its own."""
    ones = np.ones(count)
    p = np.sqrt(e**2 - mass**2)
    pt, pz = p / np.cosh(eta), p * np.tanh(eta)
    momenta = Particles(np.arange(count), pt * ones, 0 * ones, pz * ones, e * ones)
    return momenta, np.full(count, pid), np.random.default_rng(0)


def test_most_charged_particles_are_tracks_with_their_direction_kept() -> None:
    made, pid, rng = beam(211, mass=0.1396)
    seen = detector.detected(made, pid, rng)
    track = seen.py == 0
    assert track.mean() == pytest.approx(0.95 / (0.95 + 0.05), abs=0.06)
    share = np.bincount(seen.event[track], minlength=len(pid)).mean()
    assert share == pytest.approx(0.95, abs=0.004)
    np.testing.assert_allclose(seen.pz[track] / seen.px[track], np.sinh(0.3), rtol=1e-12)
    pt = seen.px[track]
    true = made.px[0]
    assert pt.mean() == pytest.approx(true, rel=0.002)
    assert pt.std() / true == pytest.approx(np.hypot(0.06, 0.0013 * true), rel=0.02)
    mass = seen.e[track] ** 2 - seen.px[track] ** 2 - seen.pz[track] ** 2
    np.testing.assert_allclose(mass, 0.1396**2, rtol=1e-5)


@pytest.mark.parametrize(
    ("pid", "e", "width"),
    [
        (22, 50.0, np.hypot(0.0017 * 50, 0.101 * np.sqrt(50))),
        (130, 50.0, np.sqrt((0.0302 * 50) ** 2 + 0.5205**2 * 50 + 1.59**2)),
    ],
    ids=["photon", "neutral hadron"],
)
def test_a_tower_has_the_energy_but_for_its_resolution_and_lies_about_the_particle(
    pid: int, e: float, width: float
) -> None:
    seen = detector.detected(*beam(pid, e=e))
    assert len(seen.e) == 40_000
    assert seen.e.mean() == pytest.approx(e, rel=0.003)
    assert seen.e.std() == pytest.approx(width, rel=0.02)
    tower = detector.ELECTROMAGNETIC if pid == 22 else detector.HADRONIC
    pt, eta, phi = generate._cylindrical(seen.px, seen.py, seen.pz)
    assert np.ptp(eta) == pytest.approx(tower.eta, rel=1e-2)
    assert np.ptp(phi) == pytest.approx(tower.phi, rel=1e-2)
    assert np.floor(eta / tower.eta).min() == np.floor(eta / tower.eta).max()
    np.testing.assert_allclose(pt * np.cosh(eta), seen.e, rtol=1e-9)  # massless


def test_photons_in_the_same_tower_of_the_same_event_are_one() -> None:
    made, pid, rng = beam(22, count=1_000)
    together = made._replace(event=np.arange(1_000) // 4)
    seen = detector.detected(together, pid, rng)
    assert seen.event.tolist() == list(range(250))
    assert seen.e.mean() == pytest.approx(200, rel=0.01)


def test_muons_without_a_track_and_what_is_too_far_forward_are_lost() -> None:
    seen = detector.detected(*beam(13))
    assert len(seen.e) == pytest.approx(0.98 * 40_000, rel=0.01)
    assert len(detector.detected(*beam(13, eta=3.0)).e) == 0
    assert len(detector.detected(*beam(22, e=5_000, eta=5.5)).e) == 0


def test_faint_towers_do_not_fire() -> None:
    assert len(detector.detected(*beam(22, e=0.3)).e) < 400
    assert len(detector.detected(*beam(130, e=0.8)).e) < 4_000


# Blocks


def fake(recipe: Mapping[str, Any], number: int) -> tuple[files.Jets, int]:
    """Jets that depend on the seed and the block; a trace of the call is left behind."""
    if recipe.get("trace"):
        with open(recipe["trace"], "a") as file:
            file.write(f"{number} ")
    if number in recipe.get("fails", ()):
        raise RuntimeError("the machine stopped")
    return made(recipe["block"], seed=100 * recipe["seed"] + number, label=0), 10


@pytest.mark.slow
def test_the_same_seed_gives_the_same_file_whatever_the_number_of_processes(
    tmp_path: Path,
) -> None:
    recipe = {"kind": "qcd", "seed": 5, "block": 4}
    for processes in (1, 2):
        blocks.run(fake, recipe, 10, tmp_path / f"{processes}.npz", processes)
    serial, parallel = ((tmp_path / f"{p}.npz").read_bytes() for p in (1, 2))
    assert serial == parallel
    with (tmp_path / "1.npz").open("rb") as file:
        jets = files.unpack(file)
        assert len(jets.jet) == 10
        assert files.about(file) == {**recipe, "jets": 10, "events": 30}
    np.testing.assert_array_equal(jets.jet[4:8], made(4, seed=501).jet)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["1.npz", "2.npz"]


@pytest.mark.slow
def test_what_was_stopped_goes_on_where_it_was(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out, trace = tmp_path / "out.npz", tmp_path / "trace"
    recipe = {"kind": "qcd", "seed": 1, "block": 3, "trace": str(trace)}
    with pytest.raises(RuntimeError, match="stopped"):
        blocks.run(stops_at_two, recipe, 12, out, 1)
    assert not out.exists()
    trace.unlink()
    blocks.run(fake, recipe, 12, out, 1)
    assert "2" in trace.read_text() and not {"0", "1"} & set(trace.read_text().split())
    assert "12 of 12 jets" in capfd.readouterr().err


def stops_at_two(recipe: Mapping[str, Any], number: int) -> tuple[files.Jets, int]:
    return fake({**recipe, "fails": (2,)}, number)


@pytest.mark.slow
def test_another_recipe_does_not_go_on_with_the_blocks_of_the_first(tmp_path: Path) -> None:
    out = tmp_path / "out.npz"
    first = {"kind": "qcd", "seed": 1, "block": 3}
    with pytest.raises(RuntimeError):
        blocks.run(stops_at_two, first, 12, out, 1)
    blocks.run(fake, {**first, "seed": 2}, 12, out, 1)
    with out.open("rb") as file:
        np.testing.assert_array_equal(files.unpack(file).jet[:3], made(3, seed=200).jet)


@pytest.mark.parametrize("words", ["--n 0", "--n x", "--kind muon", "--processes 0", ""])
def test_a_command_that_cannot_be_is_refused(
    words: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    given = f"jets generate --kind qcd --out {tmp_path}/x.npz {words}".split()
    with pytest.raises(SystemExit):
        command.main(given if words else given[:-2])
    assert "usage" in capsys.readouterr().err


# Pythia


@pytest.fixture(scope="module", params=["qcd", "top"])
def block(request: pytest.FixtureRequest) -> Any:
    pytest.importorskip("pythia8mc")
    pytest.importorskip("fastjet")
    recipe = generate.recipe(request.param, 7, size=12)
    return request.param, generate.block(recipe, 0)


def test_jets_are_in_the_window_and_hold_what_they_are_said_to(block: Any) -> None:
    kind, (jets, events) = block
    pt, eta, phi, mass = jets.jet.T
    assert len(pt) == 12 and events % generate.EVENTS == 0
    assert ((pt > 550) & (pt < 650)).all() and (np.abs(eta) < 2).all()
    assert (np.abs(phi) <= np.pi).all()
    assert (jets.label == files.KINDS.index(kind)).all()
    if kind == "top":
        assert np.median(mass) == pytest.approx(TOP_MASS, rel=0.15)


def test_the_constituents_make_up_their_jet(block: Any) -> None:
    _, (jets, _) = block
    massless = images.mass(jets)  # a jet is heavier by the masses of its constituents
    assert (massless < jets.jet[:, 3] + 0.1).all() and (massless > jets.jet[:, 3] - 15).all()
    for i, (a, b) in enumerate(zip(jets.start[:-1], jets.start[1:], strict=True)):
        pt, eta, phi = (x[a:b].astype(float) for x in jets[:3])
        whole = np.hypot((pt * np.cos(phi)).sum(), (pt * np.sin(phi)).sum())
        assert whole == pytest.approx(jets.jet[i, 0], rel=1e-3)
        assert (pt * np.sin(phi)).sum() == pytest.approx(0, abs=1)  # relative to the axis
        assert (np.diff(pt) <= 0).all() and len(pt) <= files.MOST_CONSTITUENTS
        assert np.average(eta, weights=pt) == pytest.approx(0, abs=0.1)


def test_a_block_is_the_same_again_and_another_block_is_not() -> None:
    pytest.importorskip("pythia8mc")
    recipe = generate.recipe("qcd", 7, size=2)
    first, again, other = (generate.block(recipe, number)[0] for number in (3, 3, 4))
    assert equal(first, again)
    assert not np.array_equal(first.jet, other.jet)
