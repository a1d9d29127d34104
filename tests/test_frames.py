"""The frame: what is packed comes out again."""

import struct

import numpy as np
import pytest

from aelab.frames import Part, merged, pack, unpack


def test_a_frame_gives_back_header_and_arrays() -> None:
    parts = [
        Part("a.points", np.arange(6, dtype=np.float32).reshape(3, 2), start=4, rows=9),
        Part("a.labels", np.array([1, 2, 3], np.uint8)),
        Part("b.rows", np.array([[-1]], np.int32)),
        Part("c.none", np.zeros((0, 2), np.float32)),
    ]
    header, back = unpack(pack({"state": "running", "loss": None}, parts))
    assert header == {"state": "running", "loss": None}
    for part, copy in zip(parts, back, strict=True):
        np.testing.assert_array_equal(part.array, copy.array)
        assert (part.name, part.start) == (copy.name, copy.start)
    assert [p.rows for p in back] == [9, 3, 1, 0]


def test_arrays_begin_at_multiples_of_eight() -> None:
    frame = pack(
        {"x": "é"}, [Part("a", np.zeros(3, np.uint8)), Part("b", np.zeros(2, np.float32))]
    )
    (length,) = struct.unpack_from("<I", frame)
    assert (4 + length) % 8 == 0 and len(frame) == 4 + length + 16


def test_a_number_of_a_header_that_is_not_finite_is_null_wherever_it_stands() -> None:
    header = {
        "loss": float("nan"),
        "views": [{"levels": ({"value": np.inf}, {"value": 1.5}), "best": np.float32("-inf")}],
        "count": np.int64(3),
    }
    frame = pack(header, [Part("a", np.array([np.nan], np.float32))])
    assert b"NaN" not in frame and b"Infinity" not in frame
    header, (part,) = unpack(frame)
    views = [{"levels": [{"value": None}, {"value": 1.5}], "best": None}]
    assert header == {"loss": None, "views": views, "count": 3}
    assert np.isnan(part.array).all()


def test_arrays_of_another_kind_are_refused() -> None:
    with pytest.raises(TypeError, match="a is float64"):
        pack({}, [Part("a", np.zeros(1))])


def test_a_full_frame_is_brought_up_to_date_by_the_moving_ones_after_it() -> None:
    whole = np.zeros((4, 2), np.float32)
    full = pack(
        {"full": True, "index": 1, "views": ["v"]},
        [Part("points", whole), Part("labels", np.array([3], np.uint8)), Part("curve", whole[:1])],
    )
    later = [
        pack({"full": False, "index": 2}, [Part("points", whole[:2] + 1, start=0, rows=4)]),
        pack(
            {"full": False, "index": 3},
            [Part("points", whole[:2] + 2, start=2, rows=4), Part("curve", whole[:3] + 5)],
        ),
    ]
    header, parts = unpack(merged(full, later))
    assert header == {"full": True, "index": 3, "views": ["v"]}
    arrays = {p.name: p.array for p in parts}
    assert arrays["points"][:, 0].tolist() == [1, 1, 2, 2]
    assert arrays["labels"].tolist() == [3] and arrays["curve"].shape == (3, 2)
    assert merged(full, []) == full
