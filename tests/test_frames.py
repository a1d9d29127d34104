"""The frame: what is packed comes out again."""

import struct

import numpy as np
import pytest

from aelab.frames import Part, pack, unpack


def test_a_frame_gives_back_header_and_arrays():
    parts = [
        Part("a.points", np.arange(6, dtype=np.float32).reshape(3, 2), start=4, rows=9),
        Part("a.labels", np.array([1, 2, 3], np.uint8)),
        Part("b.rows", np.array([[-1]], np.int32)),
        Part("c.none", np.zeros((0, 2), np.float32)),
    ]
    header, back = unpack(pack({"state": "running", "loss": None}, parts))
    assert header == {"state": "running", "loss": None}
    for one, two in zip(parts, back, strict=True):
        np.testing.assert_array_equal(one.array, two.array)
        assert (one.name, one.start) == (two.name, two.start)
    assert [p.rows for p in back] == [9, 3, 1, 0]


def test_arrays_begin_at_multiples_of_eight():
    frame = pack(
        {"x": "é"}, [Part("a", np.zeros(3, np.uint8)), Part("b", np.zeros(2, np.float32))]
    )
    (length,) = struct.unpack_from("<I", frame)
    assert (4 + length) % 8 == 0 and len(frame) == 4 + length + 16


def test_what_json_cannot_say_never_reaches_the_screen():
    with pytest.raises(ValueError):
        pack({"loss": float("nan")}, [])
    with pytest.raises(TypeError, match="a is float64"):
        pack({}, [Part("a", np.zeros(1))])
