"""Files of jets: what is kept, and what is refused in which words."""

import io
import json
import os
import tracemalloc
import zipfile
from typing import Any

import numpy as np
import pytest

from aelab.home import home
from aelab.jets import files, incoming
from aelab.jets.files import ANGLE_UNIT, PT_UNIT
from aelab.params import InputError
from aelab.uploads import store
from tests.made_jets import equal, made, of

MUTATED = 300


def unpacked(content: bytes, most: int = files.MOST_JETS) -> files.Jets:
    return files.unpack(io.BytesIO(content), most)


def packed(**changes: Any) -> bytes:
    """A file of three jets, some of whose arrays are others."""
    arrays: dict[str, Any] = {
        "pt": np.array([10, 20, 30, 40], np.uint16),
        "eta": np.zeros(4, np.int16),
        "phi": np.zeros(4, np.int16),
        "count": np.array([1, 2, 1], np.uint16),
        "jet": np.ones((3, 4), np.float32),
        "label": np.array([0, 1, 0], np.uint8),
    }
    file = io.BytesIO()
    np.savez_compressed(file, **{k: v for k, v in (arrays | changes).items() if v is not None})
    return file.getvalue()


def test_what_is_packed_comes_back_to_the_precision_of_the_file() -> None:
    jets = made(50)
    back = unpacked(files.pack(jets, {}))
    np.testing.assert_allclose(back.pt, jets.pt, atol=PT_UNIT / 2 + 1e-4)
    np.testing.assert_allclose(back.eta, jets.eta, atol=ANGLE_UNIT / 2 + 1e-6)
    np.testing.assert_allclose(back.phi, jets.phi, atol=ANGLE_UNIT / 2 + 1e-6)
    for name in ("start", "jet", "label"):
        np.testing.assert_array_equal(getattr(back, name), getattr(jets, name))
    assert [a.dtype for a in back] == [a.dtype for a in jets]


def test_the_same_jets_give_the_same_bytes_and_packing_again_changes_nothing() -> None:
    once = files.pack(made(50), {"seed": 1})
    assert once == files.pack(made(50), {"seed": 1})
    assert once == files.pack(unpacked(once), {"seed": 1})


def test_a_constituent_too_soft_for_a_number_is_left_out() -> None:
    back = unpacked(files.pack(of((5, 0, 0), (0.04, 0.1, 0.1), (3, 0.2, 0)), {}))
    np.testing.assert_allclose(back.pt, [5, 3], rtol=1e-6)
    assert back.start.tolist() == [0, 2]


def test_a_file_says_what_it_is_made_of() -> None:
    content = files.pack(made(3), {"seed": 4, "settings": ["a"]})
    assert files.about(io.BytesIO(content)) == {"seed": 4, "settings": ["a"]}


def test_of_many_jets_only_so_many_are_taken_evenly_spread() -> None:
    jets = unpacked(files.pack(made(100), {}))
    some = unpacked(files.pack(made(100), {}), 30)
    rows = files.evenly(100, 30)
    assert len(set(rows)) == 30 and rows[0] == 0 and rows[-1] >= 96
    assert max(np.diff(rows)) - min(np.diff(rows)) <= 1
    assert equal(some, jets.select(rows))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"pt": None}, "no array pt"),
        ({"count": np.array([1, 2, 0], np.uint16)}, "1 to 200 constituents"),
        ({"count": np.array([1, 2, 201], np.uint16)}, "1 to 200 constituents"),
        ({"count": np.array([1, 2, 2], np.uint16)}, "shape"),
        ({"count": np.zeros(0, np.uint16)}, "no jets"),
        ({"count": np.array([[1, 2, 1]], np.uint16)}, "no jets"),
        ({"eta": np.zeros(4)}, "holds"),
        ({"pt": np.array([1, 2, 3, 4], object)}, "holds"),
        ({"jet": np.ones((2, 4), np.float32)}, "shape"),
        ({"jet": np.full((3, 4), np.nan, np.float32)}, "cannot be"),
        ({"jet": np.full((3, 4), 1e30, np.float32)}, "cannot be"),
        ({"label": np.array([0, 1, 2], np.uint8)}, "cannot be"),
    ],
)
def test_a_file_that_cannot_be_is_refused_in_a_sentence(
    changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        unpacked(packed(**changes))


def test_a_header_that_claims_more_than_there_is_costs_no_memory() -> None:
    head = str({"descr": "<u2", "fortran_order": False, "shape": (900_000_000,)}).encode() + b"\n"
    bomb = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed())) as good, zipfile.ZipFile(bomb, "w") as bad:
        for name in good.namelist():
            lie = b"\x93NUMPY\1\0" + len(head).to_bytes(2, "little") + head
            bad.writestr(name, lie if name == "count.npy" else good.read(name))
    tracemalloc.start()
    with pytest.raises(InputError, match="header says"):
        unpacked(bomb.getvalue())
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_whatever_is_changed_in_a_file_only_a_sentence_comes_of_it() -> None:
    good, rng = packed(), np.random.default_rng(0)
    refused = 0
    for _ in range(MUTATED):
        bad = bytearray(good)
        for _ in range(rng.integers(1, 4)):
            bad[rng.integers(len(bad))] = rng.integers(256)
        try:
            unpacked(bytes(bad[: rng.integers(1, len(bad) + 1)] if rng.random() < 0.3 else bad))
        except InputError:
            refused += 1
    assert refused > MUTATED / 2


# One's own


def test_an_upload_is_kept_under_the_hash_of_its_content() -> None:
    content = files.pack(made(20), {"seed": 3})
    name = incoming.uploaded(content)
    assert name == incoming.uploaded(files.pack(made(20), {}))  # what is said of them is left out
    back = incoming.load(name)
    assert equal(back, unpacked(content))


@pytest.mark.slow
def test_as_many_jets_of_as_many_constituents_as_are_kept_are_taken() -> None:
    total = incoming.MOST * files.MOST_CONSTITUENTS
    content = packed(
        pt=np.full(total, 7, np.uint16),
        eta=np.full(total, 3, np.int16),
        phi=np.full(total, -3, np.int16),
        count=np.full(incoming.MOST, files.MOST_CONSTITUENTS, np.uint16),
        jet=np.ones((incoming.MOST, 4), np.float32),
        label=np.zeros(incoming.MOST, np.uint8),
    )
    path = incoming.path_of(incoming.uploaded(content))
    assert path is not None
    with path.open("rb") as file:
        assert files.counts(file) == {"qcd": incoming.MOST, "top": 0}
    path.unlink()


def test_a_file_put_into_the_home_is_found_by_its_name() -> None:
    folder = home() / "data"
    folder.mkdir(exist_ok=True)
    (folder / "mine.npz").write_bytes(files.pack(made(5), {}))
    assert len(incoming.load("mine").jet) == 5


@pytest.mark.parametrize("name", ["", "gone", "../mine", "a/b", "A", "mine.npz", "x" * 41])
def test_a_name_without_a_file_is_told(name: str) -> None:
    with pytest.raises(InputError, match="no longer kept"):
        incoming.load(name)


@pytest.mark.slow
def test_what_holds_no_jets_is_refused() -> None:
    for content in (b"", b"a,b\n1,2\n", b"PK"):
        with pytest.raises(InputError):
            incoming.uploaded(content)


def test_the_store_drops_old_uploads_but_no_file_that_was_put_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = home() / "data"
    folder.mkdir(exist_ok=True)
    (folder / "theirs.npz").write_bytes(files.pack(made(5), {}))
    old = incoming.uploaded(files.pack(made(30, seed=8), {}))
    for path in folder.glob("*.npz"):
        os.utime(path, (1, 1))  # used last long ago
    monkeypatch.setattr(store, "MOST_BYTES", 10)
    new = incoming.uploaded(files.pack(made(30, seed=9), {}))
    assert incoming.path_of("theirs") and incoming.path_of(new) and not incoming.path_of(old)


def test_jets_shipped_say_how_they_were_made() -> None:
    for label, kind in enumerate(files.KINDS):
        with files.path_of(kind).open("rb") as file:
            about = files.about(file)
        jets = files.shipped(kind)
        assert about["kind"] == kind and about["jets"] == len(jets.jet)
        assert (jets.label == label).all()
        assert about["versions"]["pythia8mc"] == "8.317.2"
        assert json.dumps(about["settings"]).count("PhaseSpace:pTHatMin = 400") == 1


@pytest.mark.parametrize(
    ("kind", "mass", "most_often", "constituents"),
    [("qcd", 72, 52.5, 48), ("top", 173, 172.5, 62)],
)
def test_jets_shipped_have_the_masses_and_multiplicities_of_their_kind(
    kind: str, mass: int, most_often: float, constituents: int
) -> None:
    jets = files.shipped(kind)
    pt, eta, phi, masses = jets.jet.T
    assert (pt > 550).all() and (pt < 650).all() and (np.abs(eta) < 2).all()
    assert (phi > 0).mean() == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(len(phi)))
    assert np.median(masses) == pytest.approx(mass, abs=1.5)
    counts, edges = np.histogram(masses, np.arange(50, 250, 5))
    assert edges[counts.argmax()] + 2.5 == most_often
    assert np.diff(jets.start).mean() == pytest.approx(constituents, abs=1.5)
