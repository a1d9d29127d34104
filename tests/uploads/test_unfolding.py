"""HDF5 that unfolds, or claims or hides what it has not: refused before it costs."""

import pickle
import threading
import time
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from h5py import h5d, h5p, h5s, h5t

from aelab.jets import incoming, reference
from aelab.params import InputError
from aelab.uploads import sandbox, sandbox_child

ROW = np.dtype([("index", "<i8"), ("values_block_0", "<f4", (801,))])
NAMES = [f"{c}_{i}" for i in range(200) for c in ("E", "PX", "PY", "PZ")]
MEGABYTE = 1_000_000


def file(tmp_path: Any, how: Any, fill: Any = lambda table: None, row: Any = ROW) -> Any:
    """Return the path of a file with a table that is made and filled like this."""
    path = tmp_path / "made.h5"
    with h5py.File(path, "w") as made:
        table = made.create_group("table").create_dataset("table", dtype=row, **how)
        table.attrs["values_block_0_kind"] = np.bytes_(pickle.dumps([*NAMES, reference.LABEL], 0))
        fill(table)
    return path


def stored(*chunks: Any) -> Any:
    """Return what fills a table with chunks as they lie in the file."""

    def fill(table: Any) -> None:
        for number, chunk in enumerate(chunks):
            table.id.write_direct_chunk((number * table.chunks[0],), chunk, 0)

    return fill


def deflated(count: Any) -> Any:
    return zlib.compress(bytes(count), 9)


PACKED = {"chunks": (20,), "compression": "gzip", "shape": (20,)}


def repeated(tmp_path: Any) -> Any:
    rows = 40_000
    chunk = deflated(1_000 * ROW.itemsize)
    how = PACKED | {"shape": (rows,), "chunks": (1_000,)}
    return file(tmp_path, how, stored(*[chunk] * (rows // 1_000)))


def vlen(tmp_path: Any) -> Any:
    row = np.dtype([("values_block_0", "<f4", (801,)), ("text", h5py.string_dtype())])
    rows = np.zeros(40, row)
    rows["text"] = "x" * 10_000
    return file(tmp_path, {"data": rows}, row=row)


def packed_twice(tmp_path: Any) -> Any:
    path, made = tmp_path / "twice.h5", h5p.create(h5p.DATASET_CREATE)
    made.set_chunk((20,))
    made.set_deflate(9)
    made.set_filter(h5py.h5z.FILTER_DEFLATE, 0, (9,))
    with h5py.File(path, "w") as whole:
        group, space = whole.create_group("table"), h5s.create_simple((20,))
        table = h5d.create(group.id, b"table", h5t.py_create(ROW), space, made)
        table.write_direct_chunk((0,), zlib.compress(deflated(10**8), 9), 0)
    return path


def many_chunks(tmp_path: Any) -> Any:
    row = np.dtype([("values_block_0", "i1", (4,))])
    how = {"shape": (reference.MOST_CHUNKS + 1,), "chunks": (1,)}
    return file(tmp_path, how, row=row)


BOMBS = {
    "130 MB from a megabyte": (repeated, "does not hold what its header says"),
    "a chunk larger than its rows": (
        lambda path: file(path, PACKED, stored(deflated(10**8))),
        "does not hold what its header says",
    ),
    "texts of any length": (vlen, "texts of any length"),
    "packed twice": (packed_twice, "packed more than once"),
    "many chunks": (many_chunks, "too many pieces"),
    "large chunks": (
        lambda path: file(path, PACKED | {"shape": (9_000,), "chunks": (9_000,)}),
        "pieces that are too large",
    ),
    "nothing behind the header": (
        lambda path: file(path, PACKED | {"shape": (9_000,)}),
        "does not hold what its header says",
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_by_its_description(tmp_path: Path, name: str) -> None:
    made, sentence = BOMBS[name]
    path = made(tmp_path)
    tracemalloc.start()
    with pytest.raises(InputError, match=sentence):
        reference.read(path, 60_000)
    assert tracemalloc.get_traced_memory()[1] < 30 * MEGABYTE
    tracemalloc.stop()


def test_a_chunk_that_unfolds_beyond_its_rows_ends_the_process_and_nothing_else(
    tmp_path: Path,
) -> None:
    chunk = deflated(60 * MEGABYTE)  # of 60 kB, as its rows may have
    rows = 20 * 30
    path = file(tmp_path, PACKED | {"shape": (rows,)}, stored(*[chunk] * 30))
    content, begin = path.read_bytes(), time.monotonic()
    tracemalloc.start()
    with pytest.raises(InputError):
        incoming.uploaded(content)
    assert tracemalloc.get_traced_memory()[1] < MEGABYTE
    tracemalloc.stop()
    assert time.monotonic() - begin < 2 * sandbox_child.limits(len(content))["RLIMIT_CPU"]


def test_tables_that_pack_well_are_still_taken(tmp_path: Path) -> None:
    rows = np.zeros(3_000, ROW)
    rows["values_block_0"][:, :4] = 5, 3, 4, 0
    packed = PACKED | {"shape": None, "data": rows, "shuffle": True}
    path = file(tmp_path, {k: v for k, v in packed.items() if v is not None})
    assert path.stat().st_size < rows.nbytes / 50  # in a small file so much is no harm
    assert len(reference.read(path, 60_000).jet) == 3_000


@pytest.mark.parametrize("count", [20])
def test_uploads_at_the_same_time_are_read_a_few_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    content = file(tmp_path, {"data": np.zeros(4, ROW)}).read_bytes()
    now, most, sentences = [], [], []

    def run(*_: Any) -> None:
        now.append(1)
        most.append(len(now))
        time.sleep(0.01)
        now.pop()
        raise InputError("read")

    monkeypatch.setattr(sandbox, "_run", run)

    def upload() -> None:
        try:
            incoming.uploaded(content)
        except InputError as refused:
            sentences.append(str(refused))

    threads = [threading.Thread(target=upload) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sentences == ["read"] * count and max(most) <= sandbox.AT_ONCE
