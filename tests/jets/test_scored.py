"""The scored jets: what is written is read again."""

import inspect
from pathlib import Path

import numpy as np
import pytest

from aelab.jets import scored
from aelab.jets.scored import Components, Scored


def test_what_is_written_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scored, "FILE", tmp_path / "scored.npz")
    jets = Scored(np.array([80.5, 173.25]), np.array([0.5, 2.0]), np.array([False, True]))
    errors = Components(*np.arange(20.0).reshape(4, 5))
    assert scored.write(jets, errors) == (tmp_path / "scored.npz").stat().st_size
    read = [scored.shipped, scored.components]
    again = [array for each in read for array in inspect.unwrap(each)()]
    for first, second in zip((*jets, *errors), again, strict=True):
        np.testing.assert_array_equal(first, second)
        assert first.dtype == second.dtype
