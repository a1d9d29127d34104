"""Bombs and mutants: what a file must not do to the server."""

import random
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from aelab.params import InputError
from aelab.uploads import parser
from aelab.uploads.parser import read
from tests.uploaded import X, header, npz, rows, wide, zipped

MUTATED = 2_000  # inputs of the fuzz test; as a benchmark 20,000 for each format
MEGABYTE = 1_000_000


def many_entries() -> Any:
    """An archive of 40,000 entries, whose list alone would be costly to read."""
    content = zipped({f"{i}": b"" for i in range(40_000)}, zipfile.ZIP_STORED)
    return content[:-14] + b"\1\0\1\0" + content[-10:]


BOMBS: dict[str, Callable[[], bytes]] = {
    "zeros that unpack to 200 MB": lambda: npz(
        np.savez_compressed, x=np.zeros(2 * 10**8, "b")[None]
    ),
    "a small header before 200 MB": lambda: zipped({"x.npy": header((20, 3)) + bytes(2 * 10**8)}),
    "a header of 200 MB": lambda: zipped({"x.npy": wide(2 * 10**8) + bytes(2 * 10**8)}),
    "a header of 4 GB": lambda: zipped({"x.npy": wide(2**32 - 1) + bytes(10**6)}),
    "an array of 10 ** 27": lambda: zipped({"x.npy": header((10**9 - 1,) * 3) + bytes(99)}),
    "320 MB of zeros that would be samples": lambda: npz(
        np.savez_compressed, x=np.zeros((10_000, 4_000))
    ),
    "labels that unpack to 200 MB": lambda: npz(
        np.savez_compressed, x=X, y=np.zeros(2 * 10**8, "b")
    ),
    "40,000 entries": many_entries,
    "200,000 columns": lambda: b"1," * 600_000,
    "200,000 columns further down": lambda: b"1,2\n" * 50 + b"1,2,3," * 200_000,
    "a field that never ends": lambda: b'1,"' + b"2\n" * 600_000,
    "many empty lines": lambda: b"\n" * 1_000_000,
    "nothing but quotes": lambda: b'"' * 1_000_000,
}


def memory(action: Any) -> Any:
    """Return what an action returns, and the bytes that it held at most."""
    tracemalloc.start()
    try:
        result = action()
        return result, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def refusal(content: Any) -> Any:
    with pytest.raises(InputError) as refused:
        read(content)
    return refused


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_before_anything_large_is_allocated(bomb: str) -> None:
    content = BOMBS[bomb]()
    assert len(content) < 6 * MEGABYTE
    assert memory(lambda: refusal(content))[1] < 30 * MEGABYTE


@pytest.mark.parametrize("content", [b"1,2,3\n" * 40_000, npz(x=np.ones((5_000, 500), "f4"))])
def test_of_an_upload_the_server_itself_holds_next_to_nothing(content: Any) -> None:
    (_, note), most = memory(lambda: parser.save_upload(content))
    assert note == "" and most < MEGABYTE


def test_names_of_columns_are_short_however_long_they_come() -> None:
    text = f"{'x' * 100_000}," + ",".join(f"c{i}" for i in range(4_000)) + "\n"
    content = (text + ("1," * 4_000 + "1\n") * 8).encode()
    samples, most = memory(lambda: read(content))
    assert max(map(len, samples.columns)) <= 24 and most < 30 * MEGABYTE


def test_an_array_is_read_in_pieces() -> None:
    content = npz(np.savez_compressed, x=np.zeros((5_000, 1_000)))
    peak, most = memory(lambda: read(content))
    assert peak.x.nbytes == 20 * MEGABYTE and most < 40 * MEGABYTE


def mutants(original: Any, dice: Any) -> Iterator[Any]:
    """Yield the original with bytes changed, lost, doubled or put in, and cut off."""
    odd = [
        b"\0",
        b"\xff" * 4,
        b'"',
        b"nan",
        b"-",
        b"1e999",
        b"\n",
        b"PK\5\6",
        b"9999999",
        b"'",
        b"(",
    ]
    while True:
        content = bytearray(original)
        for _ in range(dice.randint(1, 4)):
            at, size = dice.randrange(len(content)), dice.randint(1, 12)
            piece = dice.choice([dice.randbytes(size), dice.choice(odd), content[at : at + size]])
            keep = dice.choice([0, size, len(piece)])
            content[at : at + keep] = piece
        if dice.random() < 0.1:
            del content[dice.randrange(len(content)) :]
        yield bytes(content)


ORIGINALS = {
    "table": f"a,b,class\n{rows()}".encode(),
    "stored": npz(x=X, y=np.array(["a", "b"] * 10)),
    "packed": npz(np.savez_compressed, x=X.astype("f2"), y=np.arange(20)),
}


@pytest.mark.parametrize("name", ORIGINALS)
def test_a_mutated_file_is_understood_or_refused_and_nothing_else(name: str) -> None:
    mutant = mutants(ORIGINALS[name], random.Random(0))
    understood = 0
    for _ in range(MUTATED // len(ORIGINALS)):
        try:
            samples = read(next(mutant))
        except InputError as refused:
            assert len(str(refused)) < 300
            continue
        understood += 1
        assert np.isfinite(samples.x).all() and samples.labels.max() < len(samples.classes)
        assert len(samples.x) == len(samples.labels) and all(map(str.isprintable, samples.classes))
    assert understood
