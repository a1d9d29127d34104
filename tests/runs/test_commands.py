"""Commands from a browser: what passes the border, and what never does."""

import json
import random
from typing import Any

import pytest
from distributed.protocol.core import dumps

from aelab.runs import commands
from aelab.runs.commands import CHECKS, Order, Refused, read
from aelab.runs.protocol import VIEWING, Op
from aelab.views.options import OPTIONS

GOOD: dict[str, list[Any]] = {
    "drawn": [None],
    "play": [None],
    "pause": [None],
    "step": [None],
    "stop": [None],
    "reset": [None],
    "rate": [0.01, 1],
    "axes": [[0, 1], [3], "pca"],
    "pick": [None, 0, 17],
    "show": [[], ["latent", "loss"]],
    "pace": [0, 30, 1000],
    "probe": [{"sample": 3}, {"code": [0.5, -2]}],
    "score": ["Reconstruction error", "‖z‖² of q(z|x)"],
    "flat": [True, False],
    "sample": ["pixel a"],
}
HOSTILE = [
    "\ud800",
    "a\udfffb",
    ["\ud800"],
    {"code": ["\ud800"]},
    {"sample": "\ud800"},
    {"__Enum__": True, "name": "x", "__module__": "os", "__type__": "X"},
    {"__Pickled__": "gASVAAAA"},
    {"__Serialized__": [], "__header__": {}},
    "__Serialized__",
    float("nan"),
    float("inf"),
    [float("nan")],
    {"code": [float("nan"), 0]},
    10**400,
    -(10**400),
    10**21,
    1e21,
    -1,
    2**63,
    [10**30],
    [10**400, 1],
    {"code": [10**400, 0]},
    [[[[[[[[]]]]]]]],
    {"a": {"b": {"c": {}}}},
    [1] * 500,
    ["x"] * 500,
    "x" * 3000,
    ["x" * 3000],
    {"sample": True},
    {"sample": 1.5},
    {"code": [True, False]},
    {"code": []},
    {"code": [1, 2, 3]},
    "\x00",
    "a\x1b[31m",
    "‮",
    {},
    True,
    False,
    None,
    1.5,
    "",
    [],
    [None],
    [-1],
    ["\x00"],
]


def message(op: Any, value: Any, number: int = 1) -> Any:
    return json.dumps({"op": op, "value": value, "id": number})


def test_every_command_has_an_example_here_and_every_view_option_is_a_command() -> None:
    assert set(GOOD) == set(CHECKS)
    assert set(VIEWING) < set(CHECKS)


def test_no_view_option_has_the_name_of_another_command() -> None:
    assert OPTIONS.keys().isdisjoint(Op)


@pytest.mark.parametrize(("op", "value"), [(op, v) for op, some in GOOD.items() for v in some])
def test_what_the_page_sends_passes_unchanged(op: str, value: Any) -> None:
    assert read(message(op, value)) == Order(op, value, 1)


@pytest.mark.parametrize("op", CHECKS)
@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:30])
def test_a_value_is_refused_in_a_sentence_or_is_plain_data_that_can_be_encoded(
    op: Op, value: Any
) -> None:
    try:
        order = read(message(op, value))
    except Refused as refused:
        assert refused.number == 1 and str(refused).endswith(".")
        return
    assert order is not None
    text = json.dumps(order.value, ensure_ascii=False, allow_nan=False)
    assert len(text.encode()) < commands.MESSAGE_BYTES  # also not a lone surrogate
    assert "__" not in text or isinstance(order.value, str)
    dumps({"value": json.dumps(order.value)})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        "7",
        '"play"',
        '{"op": 1}',
        '{"op": ["play"]}',
        '{"op": "park"}',
        '{"op": "suspend"}',
        '{"op": "full"}',
        '{"op": "__class__"}',
        "[" * 4000,
        '{"op":"pace","value":' + "9" * 4000 + "}",
        '{"op":"axes","value":' + "[" * 1900 + "]" * 1900 + "}",
        '{"op": "\\ud800"}',
    ],
)
def test_what_is_no_command_is_nothing_or_refused(text: str) -> None:
    try:
        assert read(text) is None
    except Refused:
        assert '"op":"' in text


@pytest.mark.parametrize("number", ["\ud800", "x" * 99, 1.5, True, [], {}, 10**300, "a\nb"])
def test_a_number_that_cannot_be_sent_back_is_left_out(number: Any) -> None:
    order = read(message("play", None, number))
    assert order is not None and order.number is None


def test_random_json_never_raises_anything_but_a_refusal() -> None:
    dice = random.Random(0)
    leaves = [*HOSTILE, *(value for some in GOOD.values() for value in some)]

    def anything(depth: Any) -> Any:
        kind = dice.randrange(4 if depth else 1)
        if kind < 2:
            return dice.choice(leaves)
        parts = [anything(depth - 1) for _ in range(dice.randrange(4))]
        return parts if kind == 2 else {str(i): part for i, part in enumerate(parts)}

    for _ in range(3000):
        op = dice.choice([*CHECKS, "suspend", "\ud800", None])
        try:
            read(json.dumps({"op": op, "value": anything(3), "id": anything(1)}))
        except Refused as refused:
            assert len(str(refused)) < 200
