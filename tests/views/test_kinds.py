"""The contract between views and drawers: what is declared, sent, drawn and stored agrees."""

import gzip
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import aelab
from aelab import frames
from aelab.contract import contexts
from aelab.frames import Part
from aelab.presets import SHIPPED
from aelab.views.base import views_for
from aelab.views.kinds import KINDS, problems
from tests.e2e import fabricated
from tooling import kinds as browser

JS = Path(aelab.__file__).parent / "web" / "js"
HEAD = {"name": "v", "kind": "roc", "title": "ROC", "names": ["normal", "odd"]}
PARTS = {
    "cuts": np.zeros((9, 3), np.float32),
    "samples": np.zeros(2, np.float32),
    "numbers": np.zeros(8, np.float32),
}


def broken(head: Any = None, full: bool = True, **parts: Any) -> Any:
    arrays = {name: array for name, array in (PARTS | parts).items() if array is not None}
    made = [Part(f"v.{name}", array) for name, array in arrays.items()]
    return problems(HEAD | (head or {}), made, full=full)


def test_the_types_of_the_browser_are_those_of_today() -> None:
    assert (browser.KIT / "kinds.d.ts").read_text() == browser.types_text()
    assert (browser.KIT / "required.js").read_text() == browser.table_text()


def test_every_kind_has_a_drawer_and_every_drawer_a_kind() -> None:
    index = (JS / "drawers" / "index.js").read_text()
    table = re.search(r"DRAWERS = .*?\{(.*?)\}", index, re.DOTALL)
    assert table is not None
    assert set(re.findall(r"^\s*(\w+):", table[1], re.MULTILINE)) == set(KINDS)


def test_what_keeps_the_contract_breaks_nothing() -> None:
    assert broken() == []
    assert broken({"note": "of 40"}) == []
    assert broken(numbers=None, full=False) == []


@pytest.mark.parametrize(
    ("head", "parts", "sentence"),
    [
        ({"kind": "pie"}, {}, "There is no kind “pie”"),
        ({"colour": "red"}, {}, "has “colour”, which its kind does not declare"),
        ({}, {"numbers": None}, "The array “numbers” is missing."),
        ({}, {"extra": np.zeros(2, np.float32)}, "“extra” is not declared"),
        ({}, {"samples": np.zeros(2)}, "“samples” is float64 (2,), not float32 (2,)."),
        ({}, {"cuts": np.zeros((9, 4), np.float32)}, "“cuts” is float32 (9, 4), not"),
        ({}, {"cuts": np.zeros(9, np.float32)}, "“cuts” is float32 (9,), not"),
    ],
)
def test_what_breaks_the_contract_is_one_sentence(
    head: dict[str, str], parts: dict[str, Any], sentence: str
) -> None:
    (told,) = broken(head, **parts)
    assert sentence in told


def test_a_missing_key_is_named() -> None:
    head = {key: value for key, value in HEAD.items() if key != "names"}
    parts = [Part(f"v.{name}", array) for name, array in PARTS.items()]
    assert problems(head, parts) == ["The layout has no “names”."]


@pytest.mark.slow
def test_every_view_of_every_model_keeps_the_contract() -> None:
    seen = set()
    for context in contexts():
        for view in views_for(context):
            for frame_number in (None, 0, 1):
                told = problems(view.head(), view.parts(frame_number), full=frame_number is None)
                assert not told, (context.model.slug, view.name, told)
            seen.add(view.kind)
    assert len(seen) >= 12


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.frame.gz")), ids=lambda file: file.stem)
def test_every_picture_that_comes_with_the_lab_can_still_be_drawn(file: Any) -> None:
    header, parts = frames.unpack(gzip.decompress(file.read_bytes()))
    for head in header["views"]:
        own = [part for part in parts if part.name.startswith(f"{head['name']}.")]
        assert problems(head, own) == []


def test_the_frames_made_up_for_the_tests_of_the_browser_keep_the_contract() -> None:
    names = tuple(fabricated.LAYOUTS)
    header, parts = frames.unpack(fabricated.frame(names))
    for head in header["views"]:
        own = [part for part in parts if part.name.startswith(f"{head['name']}.")]
        assert problems(head, own) == []
