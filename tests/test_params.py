"""Declarations: what they accept, what they refuse, and what they say then."""

import math
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import pytest

from aelab.params import Choice, Field, InputError, Range, Token, Widths, checked, declared

NUMBER = Range(0.1, 10, "x", "A number.", "number", log=True)
WHOLE = Range(1, 64, "k", "A size.", "size", integer=True)
ONE = Choice(("a", "b"), "c", "One of them.", "letter")
SOME = Choice(("a", "b", "c"), "c", "Some of them.", "letters", several=True)
LAYERS = Widths(1, 512, "n", "Layers.", name="layers")
NAME = Token("", "A name.", most=8, name="file")


@pytest.mark.parametrize(
    ("declaration", "value", "expected"),
    [
        (NUMBER, 3, 3.0),
        (NUMBER, np.float32(0.5), 0.5),
        (WHOLE, 7.0, 7),
        (WHOLE, np.int64(7), 7),
        (ONE, "b", "b"),
        (SOME, ["c", "a", "a"], ("a", "c")),
        (LAYERS, [32, 8], (32, 8)),
        (LAYERS, (), ()),
        (NAME, "a1", "a1"),
        (NAME, "", ""),
    ],
)
def test_a_value_in_range_is_kept_in_its_declared_type(
    declaration: Any, value: Any, expected: tuple[int | str, ...] | float | str
) -> None:
    assert declaration.check(value) == expected
    assert type(declaration.check(value)) is type(expected)


@pytest.mark.parametrize(
    ("declaration", "value"),
    [
        (NUMBER, 11),
        (NUMBER, math.nan),
        (NUMBER, math.inf),
        (NUMBER, 10**400),
        (NUMBER, "3"),
        (NUMBER, True),
        (NUMBER, None),
        (NUMBER, [1]),
        (WHOLE, 2.5),
        (WHOLE, 0),
        (ONE, "z"),
        (ONE, 1),
        (SOME, "a"),
        (SOME, []),
        (SOME, ["z"]),
        (LAYERS, [0]),
        (LAYERS, [513]),
        (LAYERS, [True]),
        (LAYERS, [8.0]),
        (LAYERS, [8] * 5),
        (LAYERS, "8"),
        (NAME, "A"),
        (NAME, "../x"),
        (NAME, "a" * 9),
        (NAME, "é"),
        (NAME, "a\n"),
        (NAME, 5),
        (NAME, None),
    ],
)
def test_a_value_out_of_range_is_refused_by_name(
    declaration: Any, value: list[float | str] | float | str | None
) -> None:
    with pytest.raises(InputError, match=declaration.name):
        declaration.check(value)


@pytest.mark.parametrize(
    ("declaration", "value"),
    [
        (NUMBER, 0.25),
        (WHOLE, 12),
        (ONE, "a"),
        (SOME, ("a", "c")),
        (LAYERS, (256, 64)),
        (LAYERS, ()),
        (NAME, "0z"),
        (NAME, ""),
    ],
)
def test_a_link_says_the_value_again(
    declaration: Any, value: tuple[int | str, ...] | float | str
) -> None:
    assert declaration.parse(declaration.text(value)) == value


@pytest.mark.parametrize("text", ["", "x", "nan", "inf", "-1e999", "9" * 5000, "1;2", "½", "0x1"])
@pytest.mark.parametrize("declaration", [NUMBER, WHOLE, ONE, SOME])
def test_hostile_text_is_refused_in_a_short_sentence(
    declaration: Range | Choice, text: str
) -> None:
    with pytest.raises(InputError) as error:
        declaration.parse(text)
    assert len(str(error.value)) < 250


@pytest.mark.parametrize("text", ["x", "1e3", "-", "0", "99999999", "1.5", "²"])
def test_hostile_widths_are_refused_or_empty(text: str) -> None:
    if text == "-":
        assert LAYERS.parse(text) == ()
    else:
        with pytest.raises(InputError):
            LAYERS.parse(text)


@pytest.mark.parametrize("text", ["../../etc/passwd", "a b", "\0", "9" * 5000, "½"])
def test_a_hostile_name_is_refused_in_a_short_sentence(text: str) -> None:
    with pytest.raises(InputError) as error:
        NAME.parse(text)
    assert len(str(error.value)) < 250


def test_a_range_of_whole_numbers_is_told_exactly() -> None:
    seeds = Range(0, 2**31 - 1, "s", "A seed.", "seed", integer=True)
    assert seeds.span() == "0 to 2147483647"


def test_clamping_gives_the_nearest_value() -> None:
    assert [NUMBER.clamp(v) for v in (-1, 2, 99)] == [0.1, 2.0, 10.0]
    assert WHOLE.clamp(2.6) == 3


def test_the_ladder_climbs_in_steps_of_1_2_5_from_end_to_end() -> None:
    assert NUMBER.ladder() == [0.1, 0.2, 0.5, 1, 2, 5, 10]
    assert Range(0, 1, "x", "A.", log=True).ladder()[0] == 0


def test_whole_numbers_also_climb_one_by_one_to_ten_and_in_powers_of_two() -> None:
    assert WHOLE.ladder() == [*range(1, 11), 16, 20, 32, 50, 64]
    many = Range(16, 60_000, "m", "Samples.", integer=True).ladder()
    assert {16, 64, 128, 256, 4096, 20_000, 60_000} < set(many)
    assert all(type(rung) is int and 16 <= rung <= 60_000 for rung in many)
    assert many == sorted(many)


@dataclass(kw_only=True)
class Owner:
    """Something with declared parameters."""

    rate: Annotated[float, Range(0, 1, "r", "A rate.")] = 0.5
    size: Annotated[int, Range(1, 9, "k", "A size.", name="code size")] = 2


def test_a_class_declares_its_parameters_in_order_with_names_and_types() -> None:
    fields = declared(Owner)
    assert list(fields) == ["rate", "size"]
    assert fields["rate"].declaration.name == "rate"
    assert fields["size"].declaration == Range(1, 9, "k", "A size.", "code size", integer=True)


def test_a_default_out_of_range_is_a_mistake_of_the_programmer() -> None:
    @dataclass
    class Wrong:
        rate: Annotated[float, Range(0, 1, "r", "A rate.")] = 0.5

    Wrong.__dataclass_fields__["rate"].default = 2.0
    with pytest.raises(InputError):
        declared(Wrong)


def test_an_undeclared_parameter_is_named() -> None:
    with pytest.raises(InputError, match="no parameter “speed”; it has rate, size"):
        checked(declared(Owner), {"speed": 1}, "Owner")


@pytest.mark.parametrize("declaration", [NUMBER, WHOLE, ONE, SOME, LAYERS, NAME])
def test_a_field_survives_json(declaration: Any) -> None:
    import json

    field = Field("key", (8, 4) if declaration is LAYERS else 1, declaration)
    assert Field.from_json(json.loads(json.dumps(field.to_json()))) == field
