"""Typed content of any kind: a label, a header, a name; an upload is understood or refused."""

import io
import random
import zipfile
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from aelab.jets import files
from aelab.params import InputError
from aelab.uploads import parser
from aelab.uploads.npz import printable
from tests.made_jets import made
from tests.uploaded import X, header, npz, zipped

MUTATED = 600
SIGNS = [
    "\0",
    "\x1b[31m",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\u0301" * 9,
    "\ud800",
    "\udfff",
    "\U0010ffff",
    "\ue000",
    "\u2028",
    "\n",
    "<b>",
    "`",
    "$",
    "٣",
    "ﬁ",
    "x" * 99,
    "",
    " ",
    "nan",
    "-inf",
    "1e999",
    "0x1",
    "1_0",
    "_",
    "=1+1",
]
KINDS = [
    "<U1",
    ">U9",
    "<U99",
    "|S1",
    "|S99",
    "<f2",
    ">f8",
    "|b1",
    "<i8",
    "|u1",
    "<c16",
    "|V8",
    "|O",
    "<M8[s]",
    "<m8",
    "<U0",
    "|S0",
    "<U999",
    "<f16",
    "|i9",
    "[('a', '<f4')]",
    "é",
    "<U1,",
    "\x00",
]


def shown(samples: Any) -> Any:
    """Whatever of samples may be shown on a page."""
    return [*samples.classes, *samples.columns, samples.note]


def check(content: Any, read: Any = parser.read) -> Any:
    """Read an upload; what is shown of it, or said against it, can be shown. None if refused."""
    try:
        samples = read(content)
    except InputError as refused:
        assert len(str(refused)) < 300 and str(refused).isprintable() and str(refused).encode()
        return None
    if read is parser.read:
        assert all(text.isprintable() and text.encode() is not None for text in shown(samples))
        assert np.isfinite(samples.x).all() and samples.labels.max() < len(samples.classes)
    return samples


def strange(dice: Any) -> Any:
    return "".join(dice.choice([*SIGNS, "a", "b"]) for _ in range(dice.randint(1, 4)))


def codes(dice: Any, count: Any) -> Any:
    """Bytes of a text of NumPy's, of which some are no Unicode."""
    some = [97, 0, 0xD800, 0xDFFF, 0x10FFFF, 0x110000, 0x7FFFFFFF, 0xFFFFFFFF, 0x202E, 0x200B]
    return np.array([dice.choice(some) for _ in range(count)], "<u4").tobytes()


@pytest.mark.parametrize("code", [0x110000, 0xFFFFFFFF, 0x80000000, 0xD800, 0xDFFF])
@pytest.mark.parametrize("order", "<>")
def test_labels_outside_unicode_are_refused_in_a_sentence(code: int, order: str) -> None:
    labels = np.full(20, code, f"{order}u4").view(f"{order}U1")
    with pytest.raises(InputError, match=r"“y\.npy” holds what is no text"):
        parser.read(npz(x=X, y=labels))


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        (np.array([b"\xff\xfe", b"ok"] * 10), ("ok", "\ufffd\ufffd")),
        (np.array(["a\0b", "a\u202e\u200bc"] * 10), ("ab", "ac")),
        (np.array(["\ue000", " "] * 10), ("none", "none")),
        (np.array([np.nan, np.inf] * 10), ("inf", "nan")),
        (np.array([-(2**63), 2**63 - 1] * 10), ("-9223372036854775808", "9223372036854775807")),
    ],
)
def test_strange_labels_become_names_that_can_be_shown(
    labels: NDArray[Any], classes: tuple[str, str]
) -> None:
    samples = check(npz(x=X, y=labels))
    assert samples is not None and {*samples.classes} == {*classes}


def test_any_bytes_as_labels_of_any_type_are_understood_or_refused() -> None:
    dice, understood = random.Random(0), 0
    for _ in range(MUTATED):
        kind = dice.choice(KINDS)
        size = int("".join(filter(str.isdigit, kind)) or 1) * (4 if "U" in kind else 1)
        y = dice.choice([codes(dice, 5 * size), dice.randbytes(20 * size)])
        content = {"x.npy": header((20, 3)) + X.tobytes(), "y.npy": header((20,), kind) + y}
        understood += check(zipped(content)) is not None
    assert understood > MUTATED / 10


def test_any_header_is_understood_or_refused() -> None:
    dice, understood = random.Random(1), 0
    for _ in range(MUTATED):
        shape = dice.choice(
            [(20, 3), (20, 3), (20,), (0, 3), (2**31, 2**31), (-1, 3), (20, 3, 0), (True, 60), ()]
        )
        order = dice.choice([False, True, None, "x"])
        kind = dice.choice(["<f8", *KINDS])
        x = header(shape, kind, order) + dice.choice([X.tobytes(), dice.randbytes(480), b""])
        name = dice.choice(["x.npy", "x.npy", "X.NPY", strange(dice).replace("\0", "")])
        with zipfile.ZipFile(file := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as made_up:
            made_up.writestr(name.encode("utf-8", "replace").decode() or "x.npy", x)
        understood += check(file.getvalue()) is not None
    assert understood


def test_any_field_of_a_table_is_understood_or_refused() -> None:
    dice, understood = random.Random(2), 0
    for _ in range(MUTATED):
        head = f"{strange(dice)},{strange(dice)},{strange(dice)},class\n"
        rows = [f"{i},{i}.5,1,{dice.choice(['a', strange(dice)])}\n" for i in range(12)]
        if dice.random() < 0.3:
            rows[5] = f"{strange(dice)},{strange(dice)},1,b\n"
        content = (head + "".join(rows)).encode("utf-8", "replace")
        understood += check(content) is not None
    assert understood > MUTATED / 10


def test_any_array_in_a_file_of_jets_is_understood_or_refused() -> None:
    dice = random.Random(3)
    good = dict(np.load(io.BytesIO(files.pack(made(12), {}))))
    refused = 0
    for _ in range(MUTATED // 3):
        arrays = dict(good)
        name = dice.choice([*arrays])
        array = arrays[name]
        arrays[name] = dice.choice(
            [
                array.astype(dice.choice(["f8", "u1", "<u2", "S3", "U3", "?"])),
                array[: dice.randint(0, len(array))],
                np.full_like(array, dice.choice([0, 1, 255])),
                array.reshape(-1, 1),
                np.frombuffer(dice.randbytes(array.nbytes), array.dtype),
            ]
        )
        content = npz(np.savez_compressed, **arrays)
        refused += check(content, lambda c: files.unpack(io.BytesIO(c))) is None
        check(content, lambda c: files.counts(io.BytesIO(c)))
    assert refused > MUTATED / 10


def test_a_name_that_shows_nothing_is_none_and_a_long_one_is_cut() -> None:
    assert printable("\u200b \0") == "none"
    assert printable("x" * 25) == "x" * 23 + "…"
    assert all(printable(sign).encode() for sign in SIGNS)
