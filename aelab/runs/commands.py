"""Commands from a browser: each is validated here before anything acts on it.

A valid command is plain data of bounded size, with text that can be encoded as UTF-8. It is sent
to a worker as JSON text, so that no library on the way interprets its value.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aelab.params import InputError
from aelab.runs.protocol import Op, command_name
from aelab.views.options import OPTIONS, is_finite, is_text

MESSAGE_BYTES = 4096  # maximum size of a message
LARGEST = 1e6  # coordinate of a code
NUMBERED = 2**53  # numbers of commands are below it, as integers of JavaScript are exact


@dataclass(frozen=True)
class Order:
    """A command in a message; ``number`` is sent back with the acknowledgement."""

    op: str  # a member of `Op`, or the name of a view option
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
    op = command_name(name)
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
    return value if isinstance(value, str) and is_text(value) else None


# The value of each command.


def _rate(value: Any) -> float:
    if not is_finite(value):
        raise InputError("A learning rate is a number.")
    return float(value)


def _probe(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        sample, code = value.get("sample"), value.get("code")
        if type(sample) is int and 0 <= sample < 2**31:
            return {"sample": sample}
        if isinstance(code, list) and 1 <= len(code) <= 2 and all(map(_is_coordinate, code)):
            return {"code": list(code)}
    raise InputError("A probe is a sample by its number, or a place in the axes that are drawn.")


def _is_coordinate(value: Any) -> bool:
    return is_finite(value) and abs(value) <= LARGEST


CHECKS: dict[str, Callable[[Any], Any] | None] = {  # None takes no value
    Op.DRAWN: None,
    Op.PLAY: None,
    Op.PAUSE: None,
    Op.STEP: None,
    Op.STOP: None,
    Op.RESET: None,
    Op.RATE: _rate,
    Op.PROBE: _probe,
    **{option.name: option.check for option in OPTIONS.values()},
}
