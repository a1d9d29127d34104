"""The reference dataset's HDF5, as pandas writes it: understood, or refused before it costs."""

import io
import pickle
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from numpy.typing import NDArray
from pandas import DataFrame

from aelab.home import home
from aelab.jets import files, images, incoming, reference
from aelab.params import InputError
from tests.made_jets import equal, made

pd = pytest.importorskip("pandas")
pytest.importorskip("tables")

ROWS = 60
MUTATED = 12  # each is a process of its own; as a benchmark more


def momenta(rows: int = ROWS, seed: int = 0) -> NDArray[Any]:
    """Jets as the rows of the dataset: E, px, py, pz (rows, 200, 4) padded with zeros."""
    rng = np.random.default_rng(seed)
    four = np.zeros((rows, 200, 4))
    for row in four:
        count = rng.integers(2, 200)
        pt = np.sort(rng.exponential(10, count) + 0.1)[::-1]
        eta, phi = rng.normal(0.5, 0.2, count), rng.normal(3.1, 0.2, count)  # across φ = π
        p = [pt * np.cosh(eta), pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta)]
        row[:count] = np.stack(p, axis=1)
    return four.astype(np.float32)


def frame(four: NDArray[Any]) -> DataFrame:
    names = [f"{c}_{i}" for i in range(200) for c in ("E", "PX", "PY", "PZ")]
    names += ["truthE", "truthPX", "truthPY", "truthPZ"]
    whole = np.concatenate([four.reshape(len(four), -1), np.zeros((len(four), 4), np.float32)], 1)
    table = pd.DataFrame(whole, columns=names)
    table["ttv"] = 0
    table["is_signal_new"] = np.arange(len(four)) % 2
    return table


@pytest.fixture(scope="module")
def four() -> NDArray[Any]:
    return momenta()


@pytest.fixture
def path(tmp_path: Path, four: NDArray[Any]) -> Path:
    frame(four).to_hdf(tmp_path / "jets.h5", key="table", format="table")
    return tmp_path / "jets.h5"


@pytest.mark.parametrize("packing", [{}, {"complib": "zlib"}, {"complib": "blosc"}])
def test_the_constituents_are_those_that_pandas_wrote(
    tmp_path: Path, four: NDArray[Any], packing: dict[str, str]
) -> None:
    if packing.get("complib") == "blosc":
        pytest.importorskip("hdf5plugin")
    path = tmp_path / "jets.h5"
    frame(four).to_hdf(path, key="table", format="table", complevel=5, **packing)
    jets = reference.read(path, 1_000)
    assert jets.label.tolist() == [0, 1] * (ROWS // 2)
    for i, row in enumerate(four.astype(float)):
        row = row[row[:, 0] > 0]
        _, px, py, pz = row.T
        a, b = jets.start[i : i + 2]
        np.testing.assert_allclose(jets.pt[a:b], np.hypot(px, py), rtol=1e-5)
        whole = row.sum(0)
        pt, eta, phi, mass = jets.jet[i]
        np.testing.assert_allclose(pt, np.hypot(whole[1], whole[2]), rtol=1e-5)
        np.testing.assert_allclose(pt * np.sinh(eta), whole[3], rtol=1e-4)
        np.testing.assert_allclose(mass**2, whole[0] ** 2 - (whole[1:] ** 2).sum(), rtol=1e-2)
        np.testing.assert_allclose(np.sinh(jets.eta[a:b] + eta), pz / np.hypot(px, py), atol=1e-4)
        np.testing.assert_allclose(np.cos(jets.phi[a:b] + phi), px / np.hypot(px, py), atol=1e-4)
        assert np.abs(jets.phi[a:b]).max() < 2  # no turn around the circle


def test_of_many_rows_those_that_are_wanted_are_evenly_spread(path: Path) -> None:
    whole = reference.read(path, ROWS)
    some = reference.read(path, 17)
    rows = files.evenly(ROWS, 17)
    assert equal(some, whole.select(rows))


def test_pieces_of_the_table_make_no_difference(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = reference.read(path, 23)
    monkeypatch.setattr(reference, "PIECE", 1)
    again = reference.read(path, 23)
    assert equal(again, whole)


def test_a_row_without_momenta_is_left_out(tmp_path: Path, four: NDArray[Any]) -> None:
    empty = four.copy()
    empty[3] = 0
    frame(empty).to_hdf(tmp_path / "e.h5", key="table", format="table")
    assert len(reference.read(tmp_path / "e.h5", ROWS).jet) == ROWS - 1


def test_the_names_of_the_columns_are_read_in_every_way_that_python_pickled_them(
    path: Path, four: NDArray[Any]
) -> None:
    names = pickle.dumps([str(n) for n in frame(four).columns[:804]], 0)
    as_python_2 = names.replace(b"\naV", b"\naS'").replace(b"(lp0\nV", b"(lp0\nS'")
    as_python_2 = b"\n".join(
        line + b"'" if b"S'" in line else line for line in as_python_2.split(b"\n")
    )
    before = reference.read(path, ROWS)
    with h5py.File(path, "a") as file:
        file["table/table"].attrs["values_block_0_kind"] = np.bytes_(as_python_2)
    after = reference.read(path, ROWS)
    assert equal(before, after)


def test_nothing_is_unpickled(path: Path, tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[Callable[..., Any], tuple[str, str]]:
            return open, (str(tmp_path / "touched"), "w")

    with h5py.File(path, "a") as file:
        for group, name in (("table/table", "values_block_0_kind"), ("table", "info")):
            file[group].attrs[name] = np.bytes_(pickle.dumps(Evil(), 0))
    with pytest.raises(InputError, match="names of the columns"):
        reference.read(path, ROWS)
    assert not (tmp_path / "touched").exists()


def rewritten(tmp_path: Path, **how: Any) -> Path:
    """A file with a table of its own making."""
    path = tmp_path / "made.h5"
    with h5py.File(path, "w") as file:
        file.create_group("table").create_dataset("table", **how)
    return path


ROW = np.dtype([("index", "<i8"), ("values_block_0", "<f4", (804,))])


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"shape": (1_000_000,), "dtype": ROW, "chunks": (40,)}, "does not hold"),
        ({"shape": (10**12,), "dtype": ROW, "chunks": (40,)}, "rows"),
        ({"shape": (10,), "dtype": ROW, "chunks": (10,), "maxshape": (None,)}, "does not hold"),
        ({"shape": (100_000,), "dtype": ROW, "chunks": (100_000,)}, "pieces that are too large"),
        ({"data": np.zeros(9, [("a", "<f4", (9_000,))])}, "rows"),
        ({"data": np.zeros((4, 3))}, "no table with columns"),
        ({"data": np.zeros(4, ROW)}, "names of the columns"),
        ({"data": np.zeros(4, [("a", "<f4")])}, "no columns E_0"),
        (
            {"data": np.zeros(40, ROW), "chunks": (40,), "scaleoffset": None},
            "names of the columns",
        ),
    ],
)
def test_what_a_table_claims_is_looked_at_before_anything_is_allocated(
    tmp_path: Path, how: dict[str, Any], message: str
) -> None:
    path = rewritten(tmp_path, **how)
    tracemalloc.start()
    with pytest.raises(InputError, match=message):
        reference.read(path, ROWS)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_table_that_is_in_another_file_is_refused(tmp_path: Path, path: Path) -> None:
    secret = tmp_path / "secret.bin"
    secret.write_bytes(b"x" * 10 * ROW.itemsize)
    outside = rewritten(tmp_path, shape=(10,), dtype=ROW, external=[(str(secret), 0, 32_240)])
    with pytest.raises(InputError, match="another file"):
        reference.read(outside, ROWS)
    linked = tmp_path / "linked.h5"
    with h5py.File(linked, "w") as file:
        file["table"] = h5py.ExternalLink(str(path), "/table")
    with pytest.raises(InputError, match="no table"):
        reference.read(linked, ROWS)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"E_0": np.nan}, "Row 1 "),
        ({"PX_7": np.inf}, "Row 1 "),
        ({"PY_7": 1e9}, "Row 1 "),
        ({"is_signal_new": 2}, "neither 0 nor 1"),
    ],
)
def test_a_number_that_cannot_be_is_told_with_its_row(
    tmp_path: Path, four: NDArray[Any], change: dict[str, float], message: str
) -> None:
    table = frame(four)
    for name, value in change.items():
        table[name] = np.full(ROWS, value, table[name].dtype)
    table.to_hdf(tmp_path / "b.h5", key="table", format="table")
    with pytest.raises(InputError, match=message):
        reference.read(tmp_path / "b.h5", ROWS)


def test_columns_of_several_types_are_told(tmp_path: Path, four: NDArray[Any]) -> None:
    table = frame(four).assign(E_0=1.0)
    table.to_hdf(tmp_path / "t.h5", key="table", format="table")
    with pytest.raises(InputError, match="several types"):
        reference.read(tmp_path / "t.h5", ROWS)


@pytest.mark.parametrize("lost", ["is_signal_new", "PZ"])
def test_a_missing_column_is_named(tmp_path: Path, four: NDArray[Any], lost: str) -> None:
    table = frame(four)
    columns = [name for name in table.columns if name.startswith(lost)]
    table.drop(columns=columns).to_hdf(tmp_path / "m.h5", key="table", format="table")
    with pytest.raises(InputError, match=lost):
        reference.read(tmp_path / "m.h5", ROWS)


def test_memory_does_not_grow_with_the_number_of_rows(tmp_path: Path) -> None:
    few, many = momenta(500), momenta(4_000)
    peaks = []
    for four in (few, many):
        path = tmp_path / f"{len(four)}.h5"
        frame(four).to_hdf(path, key="table", format="table")
        tracemalloc.start()
        reference.read(path, 100)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 30_000_000 < many.nbytes * 3


# Uploads


def test_an_upload_is_read_and_kept(path: Path) -> None:
    name = incoming.uploaded(path.read_bytes())
    expected = files.unpack(io.BytesIO(files.pack(reference.read(path, ROWS), {})))
    back = incoming.load(name)
    assert equal(back, expected)


def test_what_is_wrong_with_an_upload_is_told_in_the_same_words(tmp_path: Path) -> None:
    path = rewritten(tmp_path, data=np.zeros((4, 3)))
    with pytest.raises(InputError, match="no table with columns"):
        incoming.uploaded(path.read_bytes())


@pytest.mark.slow
def test_whatever_is_changed_in_an_upload_only_a_sentence_comes_of_it(path: Path) -> None:
    good, rng = path.read_bytes(), np.random.default_rng(0)
    for _ in range(MUTATED):
        bad = bytearray(good)
        for _ in range(8):
            bad[rng.integers(8, 4_000 if rng.random() < 0.7 else len(bad))] = rng.integers(256)
        try:
            incoming.uploaded(bytes(bad))
        except InputError as error:
            assert str(error)


def test_a_file_put_into_the_home_is_found_by_its_name(path: Path) -> None:
    folder = home() / "data"
    folder.mkdir(exist_ok=True)
    (folder / "reference.h5").write_bytes(path.read_bytes())
    assert len(incoming.load("reference").jet) == ROWS


def test_a_large_file_is_read_once_and_again_when_it_is_another(
    tmp_path: Path, four: NDArray[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = home() / "data"
    folder.mkdir(exist_ok=True)
    frame(four).to_hdf(folder / "large.h5", key="table", format="table")
    first = incoming.load("large")
    with monkeypatch.context() as patch:
        patch.delattr(reference, "read")
        again = incoming.load("large")
    assert equal(first, again)
    frame(four[:20]).to_hdf(folder / "large.h5", key="table", format="table", mode="w")
    assert len(incoming.load("large").jet) == 20
    assert len([*(home() / "converted").glob("large-*")]) == 1


def test_a_made_up_jet_is_the_same_by_either_way_into_the_lab(tmp_path: Path) -> None:
    jets = made(8, label=1)
    four = np.zeros((8, 200, 4), np.float32)
    for row, a, b in zip(four, jets.start, jets.start[1:], strict=False):
        pt, eta, phi = (x[a:b].astype(float) for x in jets[:3])
        p = [pt * np.cosh(eta), pt * np.cos(phi), pt * np.sin(phi), pt * np.sinh(eta)]
        row[: b - a] = np.stack(p, axis=1)
    frame(four).to_hdf(tmp_path / "same.h5", key="table", format="table")
    back = reference.read(tmp_path / "same.h5", 8)
    np.testing.assert_allclose(images.mass(back), images.mass(jets), rtol=1e-4)
    np.testing.assert_allclose(back.jet[:, 3], images.mass(jets), rtol=1e-3)


def test_a_copy_that_is_broken_or_cannot_be_written_changes_nothing(
    tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AELAB_HOME", str(tmp_path / "home"))
    (home() / "data").mkdir()
    (home() / "data" / "mine.h5").write_bytes(path.read_bytes())
    jets = incoming.load("mine")
    (copy,) = (home() / "converted").glob("mine-*")
    copy.write_bytes(b"PK broken")
    assert np.array_equal(incoming.load("mine").jet, jets.jet)
    copy.unlink()
    (home() / "converted").rmdir()
    (home() / "converted").write_bytes(b"a file where the folder should be")
    assert np.array_equal(incoming.load("mine").jet, jets.jet)
