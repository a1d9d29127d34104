"""Uploads: what is understood, what is refused and in which words, and what bombs cost."""

import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from aelab.params import InputError
from aelab.uploads.parser import drawn, read
from tests.uploaded import X, header, npz, rows, zipped

# What is understood


def test_a_table_with_a_header_and_a_column_of_classes() -> None:
    samples = read(f"width,height,Class\n{rows()}".encode())
    np.testing.assert_allclose(samples.x[:3], [[0.5, 0], [1.5, -0.1], [2.5, -0.2]])
    assert samples.x.dtype == np.float32 and samples.labels.dtype == np.uint8
    assert samples.labels.tolist() == [0, 1] * 6 and samples.classes == ("a", "b")
    assert samples.columns == ("width", "height") and samples.shape == (2,)


@pytest.mark.parametrize("sign", [",", ";", "\t", " ", "   "])
@pytest.mark.parametrize("head", ["", "a,b,c\n", "# a,b,c\n", "\n\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_headers_and_ends_of_lines_are_seen(sign: str, head: str, end: str) -> None:
    text = (head + "".join(f"{i},{i}e3,-.5\n" for i in range(9))).replace(",", sign)
    samples = read(text.replace("\n", end).encode("utf-8-sig"))
    assert samples.x[:, 1].tolist() == [1000 * i for i in range(9)]
    assert samples.classes == ("sample",) and not samples.labels.any()
    assert samples.columns[0] == ("a" if "a" in head else "column 1")


def test_quoted_names_may_hold_the_delimiter() -> None:
    text = '"width; in cm","height, in cm","label"\n' + '1,2,"a, b"\n3,"4",c\n' * 5
    samples = read(text.encode())
    assert samples.columns == ("width; in cm", "height, in cm")
    assert samples.classes == ("a, b", "c") and samples.x[1, 1] == 4


def test_numbers_as_classes_are_in_their_order() -> None:
    text = "y,a,b\n" + "".join(f"{i % 10 + 1},{i},0\n" for i in range(40))
    assert read(text.encode()).classes == tuple(map(str, range(1, 11)))


def test_a_column_without_a_name_that_counts_the_rows_is_no_feature() -> None:
    text = ",a,b,class\n" + "".join(f"{i},{i}.5,0,c\n" for i in range(9))
    assert read(text.encode()).columns == ("a", "b")


def test_too_many_classes_leave_one_and_a_note() -> None:
    samples = read(("y,a,b\n" + "".join(f"{i},1,{i}\n" for i in range(11))).encode())
    assert samples.classes == ("sample",) and not samples.labels.any()
    assert samples.note == "Its labels were left out, for they are more than 10."


@pytest.mark.parametrize("kind", ["f2", "<f4", ">f8", "i1", ">u2", "i8", "?"])
@pytest.mark.parametrize("pack", [np.savez, np.savez_compressed])
def test_arrays_of_any_numbers_are_taken(kind: str, pack: Callable[..., Any]) -> None:
    x = np.random.default_rng(0).integers(0, 2, (30, 5)).astype(kind)
    samples = read(npz(pack, x=x, y=np.arange(30) % 3))
    np.testing.assert_array_equal(samples.x, x.astype(np.float32))
    assert samples.labels.tolist() == [0, 1, 2] * 10 and samples.classes == ("0", "1", "2")
    assert samples.shape == (5,) and len(samples.columns) == 5


@pytest.mark.parametrize("shape", [(300, 1000), (300, 20, 50)])
def test_an_array_in_the_order_of_fortran_is_the_same(shape: tuple[int, ...]) -> None:
    x = np.random.default_rng(0).normal(size=shape)  # more than one piece
    samples = read(npz(x=np.asfortranarray(x)))
    np.testing.assert_array_equal(samples.x, x.reshape(300, -1).astype(np.float32))
    assert samples.shape == shape[1:]


def test_grey_levels_in_bytes_are_brought_to_0_to_1_and_keep_their_shape() -> None:
    x = np.random.default_rng(0).integers(0, 256, (20, 9, 7), np.uint8)
    samples = read(npz(x=x))
    np.testing.assert_allclose(samples.x, x.reshape(20, 63) / 255, rtol=1e-6)
    assert samples.shape == (9, 7) and samples.columns == ()


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        (np.array([b"one", b"two"] * 4), ("one", "two")),
        (np.array(["δ", "a b"] * 4), ("a b", "δ")),
        (np.array([[2.0], [0.5]] * 4), ("0.5", "2")),
        (np.array([True, False] * 4), ("False", "True")),
    ],
)
def test_labels_of_an_archive_may_be_words(labels: NDArray[Any], classes: tuple[str, str]) -> None:
    assert read(npz(x=np.zeros((8, 2)), labels=labels)).classes == classes


def test_hostile_names_of_classes_become_short_plain_text() -> None:
    text = "label,a,b\n" + ("\x1b[31m<script>" + "x" * 60 + ",1,2\n") * 9
    name = read(text.encode()).classes[0]
    assert name.isprintable() and len(name) <= 24 and name.endswith("…")


# What is refused


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("\n \n\n", "empty"),
        ("a,b\n1,2\n", "There is 1 sample: at least 8"),
        ("1,2\n" * 7, "There are 7 samples"),
        ("1\n" * 20, "at least two numbers"),
        ("x,class\n" + "1,a\n" * 20, "at least two numbers"),
        ("a,b\n" + "1,2\n" * 9 + "1,2,3\n", "Line 11 has 3 fields where the first line has 2"),
        ("a,b\n1,2\n\n1,\n", r"Line 4, column 2 \(“b”\) is empty"),
        ("1,2\n1,nan\n", "Line 2, column 2 is “nan”: give numbers up to 1e\\+15"),
        ("1,2\n-inf,1\n", "Line 2, column 1 is “-inf”"),
        ("1,2\n1,1e16\n", "“1e16”"),
        ("1,2\n1,1e999\n", "“1e999”"),
        ("1,2\n1,0x10\n", "“0x10”: that is not a decimal number"),
        ("1,2\n1,1_0\n", "“1_0”: that is not"),
        ("1,2\n1,٣\n", "“٣”: that is not"),
        ("1,2\n1,=1+1\n", "not a decimal number"),
        ("a;b\n1,5;2\n", r"Line 2, column 1 \(“a”\) is “1,5”"),
        ("1,2\n1," + "1" * 300 + "\n", "not a decimal number"),
        ('1,2\n1,"3\n' + "4,5\n" * 50_000, "quote that does not end"),
        ("a,b\n" + "1,2\n" * 50_001, "more than 50,000 samples"),
        ("a,b\n", "There are 0 samples"),
        (",".join(map(str, range(4098))) + "\n", "4,098 columns: at most 4,096"),
        ("1,2\n" * 9 + "1," * 200_000, "Line 10 is too long"),
        ("x" * 300_000, "Line 1 is too long"),
        ("\n" * 150_000, "more than 50,000 samples"),
    ],
)
def test_a_bad_table_is_refused_in_one_sentence_that_says_where(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as refused:
        read(text.encode())
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\0\xff", b"\x89HDF\r\n", "ä,ö\n".encode("latin-1")]
)
def test_what_is_no_text_is_refused(content: Any) -> None:
    with pytest.raises(InputError, match="neither an NPZ file nor text in UTF-8"):
        read(content * 50)


def test_a_file_beyond_the_limit_is_refused_unread() -> None:
    with pytest.raises(InputError, match=r"20\.0 MB: at most 20 MB"):
        read(b"PK" + bytes(20 * 2**20))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (npz(arr_0=X), "no array x: it has “arr_0”"),
        (npz(a=X, b=X), "it has “a”, “b”"),
        (zipped({}), "it has nothing"),
        (zipped({"../../etc/x.npy": b"x", "x": b"y"}), "no plain array"),
        (npz(x=np.zeros(20)), "1 dimensions"),
        (npz(x=np.zeros((9, 2, 2, 2))), "4 dimensions"),
        (npz(x=np.zeros((20, 1))), "at least two numbers"),
        (npz(x=np.zeros((3, 4))), "There are 3 samples"),
        (npz(x=np.zeros((20, 4097), "b")), "4,097 numbers"),
        (npz(x=np.zeros((20, 3), "c16")), "“x.npy” holds '<c16'"),
        (npz(x=np.full((20, 3), "1")), "give an array of numbers"),
        (npz(x=np.zeros((20, 3), "M8[s]")), "no plain array|holds"),
        (npz(x=np.array([[{}, {}]] * 9)), "give an array of numbers"),
        (npz(x=np.zeros((20, 3), [("a", "f4")])), "no plain array"),
        (npz(x=np.where(np.arange(60) == 31, np.nan, 0).reshape(20, 3)), r"x\[10, 1\] is nan"),
        (npz(x=np.full((20, 3), 1e300)), r"x\[0, 0\] is 1e\+300"),
        (npz(x=X, y=np.zeros(19)), "There are 20 samples: give as many labels"),
        (npz(x=X, y=np.zeros((20, 10))), "as many labels"),
        (npz(x=X, y=np.array([{}] * 20)), "“y.npy” holds"),
        (npz(x=X, y=np.full(20, "x" * 200)), "“y.npy” holds"),
        (npz(np.savez, **{f"a{i}": X for i in range(17)}), "too many entries"),
        (npz(x=X) + b"tail", "not an NPZ as NumPy writes it"),
        (zipped({"x.npy": header((20, 3))}, zipfile.ZIP_STORED), "does not hold what its header"),
        (zipped({"x.npy": header((20, 3)) + bytes(480)}, zipfile.ZIP_BZIP2), "unsupported"),
        (zipped({"x.npy": header((20, 3)) + bytes(480)}, zipfile.ZIP_LZMA), "unsupported"),
        (zipped({"x.npy": header((20, 3), order="__import__('os')") + bytes(480)}), "no plain"),
    ],
)
def test_a_bad_archive_is_refused_in_one_sentence(content: Any, message: str) -> None:
    with pytest.raises(InputError, match=message) as refused:
        read(content)
    assert len(str(refused.value)) < 200


# Drawn points


def test_points_drawn_by_hand_become_samples() -> None:
    samples = drawn({"points": [[0.5, -1, 3], [0, 1, 7]] * 5})
    np.testing.assert_array_equal(samples.x[:2], np.array([[0.5, -1], [0, 1]], np.float32))
    assert samples.labels.tolist() == [0, 1] * 5 and samples.classes == ("class 4", "class 8")


@pytest.mark.parametrize(
    "points",
    [
        None,
        [],
        {},
        {"points": None},
        {"points": "abc"},
        {"points": {}},
        {"points": [[0, 0, 0]] * 7},
        {"points": [[0, 0, 0]] * 2001},
        *(
            {"points": [p] * 20}
            for p in (
                [0, 0],
                [0, 0, 0, 0],
                5,
                None,
                [0, 0, 10],
                [0, 0, -1],
                [0, 0, 0.5],
                [0, 0, True],
                [0, 1.01, 0],
                [-2, 0, 0],
                [float("nan"), 0, 0],
                [0, float("inf"), 0],
                ["0", 0, 0],
                [10**400, 0, 0],
                [0, [0], 0],
                {"0": 1},
            )
        ),
    ],
)
def test_a_drawing_that_makes_no_sense_is_refused(
    points: dict[str, Any] | list[Any] | None,
) -> None:
    with pytest.raises(InputError):
        drawn(points)
