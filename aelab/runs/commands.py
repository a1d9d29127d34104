"""Commands from a browser: each is validated here before anything acts on it.

A valid command is plain data of bounded size, with text that can be encoded as UTF-8. It is sent
to a worker as JSON text, so that no library on the way interprets its value.
"""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aelab.params import InputError
from aelab.runs.protocol import Op

MESSAGE_BYTES = 4096  # maximum size of a message
LARGEST = 1e6  # coordinate of a code, or updates per second
TEXT = 60  # characters of a title or a name
VIEWS = 32  # maximum number of views that are shown at once
NUMBERED = 2**53  # numbers of commands are below it, as integers of JavaScript are exact


@dataclass(frozen=True)
class Order:
    """A command in a message; ``number`` is sent back with the acknowledgement."""

    op: Op
    value: Any = None
    number: int | str | None = None


class Refused(InputError):
    """A known command has an invalid value."""

    def __init__(self, number: int | str | None, why: str) -> None:
        """Store the ``number`` of the command, to be sent back with the refusal ``why``."""
        super().__init__(why)
        self.number = number


def read(text: str) -> Order | None:
    """Return the command in a message, None if there is none.

    Raises:
        Refused: If the value of the command is invalid.

    """
    try:
        message = json.loads(text)  # also NaN and Infinity, which the checks refuse
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict):
        return None
    name = message.get("op")
    if not isinstance(name, str) or name not in CHECKS:
        return None
    op = Op(name)
    number = _number(message.get("id"))
    check = CHECKS[op]
    if check is None:
        return Order(op, None, number)
    try:
        return Order(op, check(message.get("value")), number)
    except InputError as problem:
        raise Refused(number, str(problem)) from None


def _number(value: Any) -> int | str | None:
    """Return the number of a command, None if it is not one that may be sent back."""
    if type(value) is int and abs(value) < NUMBERED:
        return value
    return value if isinstance(value, str) and _is_text(value) else None


def _is_text(value: Any) -> bool:
    """Return whether a value is short text without surrogates."""
    return isinstance(value, str) and len(value) <= TEXT and value.isprintable()


def _is_finite(value: Any) -> bool:
    """Return whether a value is a number that a float can hold."""
    if type(value) not in (int, float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


# The value of each command.


def _rate(value: Any) -> float:
    if not _is_finite(value):
        raise InputError("A learning rate is a number.")
    return float(value)


def _axes(value: Any) -> list[int] | str:
    if value == "pca":
        return "pca"
    whole = isinstance(value, list) and all(type(v) is int and 0 <= v < 2**16 for v in value)
    if not whole or not 1 <= len(value) <= 2:
        raise InputError("Axes are the numbers of one or two dimensions of the code, or “pca”.")
    return list(value)


def _index(value: Any) -> int | None:
    if value is None or (type(value) is int and 0 <= value < 2**31):
        return value
    raise InputError("A sample is picked by its number.")


def _names(value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > VIEWS or not all(map(_is_text, value)):
        raise InputError(f"Views are given as a list of at most {VIEWS} names.")
    return list(value)


def _pace(value: Any) -> int:
    if not _is_finite(value) or value != int(value) or not 0 <= value <= LARGEST:
        raise InputError(f"A pace is a whole number of updates per second, up to {LARGEST:,.0f}.")
    return int(value)


def _text(value: Any) -> str:
    if not _is_text(value):
        raise InputError(f"A name has at most {TEXT} printable characters.")
    return str(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise InputError("Give true or false.")
    return value


def _probe(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        sample, code = value.get("sample"), value.get("code")
        if type(sample) is int and 0 <= sample < 2**31:
            return {"sample": sample}
        if isinstance(code, list) and 1 <= len(code) <= 2 and all(map(_is_coordinate, code)):
            return {"code": list(code)}
    raise InputError("A probe is a sample by its number, or a place in the axes that are drawn.")


def _is_coordinate(value: Any) -> bool:
    return _is_finite(value) and abs(value) <= LARGEST


CHECKS: dict[Op, Callable[[Any], Any] | None] = {  # None takes no value
    Op.DRAWN: None,
    Op.PLAY: None,
    Op.PAUSE: None,
    Op.STEP: None,
    Op.STOP: None,
    Op.RESET: None,
    Op.RATE: _rate,
    Op.AXES: _axes,
    Op.PICK: _index,
    Op.SHOW: _names,
    Op.PACE: _pace,
    Op.PROBE: _probe,
    Op.SCORE: _text,
    Op.FLAT: _flag,
    Op.SAMPLE: _text,
}
