"""Declarations of hyperparameters: symbol, range, default and help, once in the signature."""

import math
import re
import typing
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields, replace
from numbers import Real
from typing import Annotated, Any, Self, TypeAlias, get_args, get_origin

NO_LAYER = "none"  # since links leave out empty values

Value: TypeAlias = bool | int | float | str | tuple[Any, ...]


class InputError(ValueError):
    """Invalid input; the message is one sentence: what is wrong, and what to do."""


@dataclass(frozen=True)
class Range:
    """A number between ``low`` and ``high``, both included."""

    low: float
    high: float
    symbol: str
    help: str
    name: str = ""
    log: bool = False
    advanced: bool = False
    live: bool = False
    integer: bool = False

    def check(self, value: Any) -> int | float:
        """Return ``value`` as a number of this range.

        Raises:
            InputError: it is not a number, out of range, or not an integer.

        """
        if isinstance(value, bool) or not isinstance(value, Real):
            raise InputError(f"{self.name} is {value!r}; give a number from {self.span()}.")
        try:
            value = float(value)
        except OverflowError:
            value = math.inf
        if not self.low <= value <= self.high:
            raise InputError(
                f"{self.name} = {value:g} is out of range; choose from {self.span()}."
            )
        if self.integer and value != int(value):
            raise InputError(f"{self.name} = {value:g} is not a whole number.")
        return int(value) if self.integer else value

    def span(self) -> str:
        """Return the range in words."""
        return f"{self.text(self.low)} to {self.text(self.high)}"

    def clamp(self, value: float) -> int | float:
        """Return the closest value within the range."""
        nearest = min(max(value, self.low), self.high)
        return round(nearest) if self.integer else float(nearest)

    def parse(self, text: str) -> int | float:
        """Return the number written in ``text``.

        Raises:
            InputError: it is not a number, or out of range.

        """
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise InputError(f"{self.name} = “{text[:40]}” is not a number.")
        return self.check(int(value) if self.integer and value == int(value) else value)

    def text(self, value: Any) -> str:
        """Return ``value`` as text for a link."""
        return str(value) if self.integer else f"{value:.6g}"

    def ladder(self) -> list[int | float]:
        """Return the values of a logarithmic slider: 1, 2, 5, 10, … in the range, and its ends.

        Integers also have all values up to ten, and powers of two.
        """
        start = math.floor(math.log10(self.low)) if self.low > 0 else -6
        stop = math.ceil(math.log10(self.high))
        rungs = [float(f"{m}e{e}") for e in range(start, stop + 1) for m in (1, 2, 5)]
        if self.integer:
            rungs += [*range(1, 11), *(2.0**e for e in range(4, int(self.high).bit_length()))]
        inside = [r for r in rungs if self.low < r < self.high]
        ends = sorted({float(self.low), *inside, float(self.high)})
        return [int(r) for r in ends] if self.integer else list(ends)


@dataclass(frozen=True)
class Choice:
    """One of ``options``, or a selection of them if ``several``."""

    options: tuple[str, ...]
    symbol: str
    help: str
    name: str = ""
    several: bool = False
    advanced: bool = False
    live: bool = False

    def check(self, value: Any) -> str | tuple[str, ...]:
        """Return ``value`` if it is one of the options, or a selection of them.

        Raises:
            InputError: it is not.

        """
        if not self.several:
            return self._option(value)
        if isinstance(value, str) or not isinstance(value, tuple | list):
            raise InputError(f"{self.name} is {value!r}; give a list of {self.span()}.")
        if not value:
            raise InputError(f"{self.name} is empty; choose at least one of {self.span()}.")
        chosen = {self._option(v) for v in value}
        return tuple(o for o in self.options if o in chosen)

    def _option(self, value: Any) -> str:
        if not isinstance(value, str) or value not in self.options:
            raise InputError(
                f"{self.name} has no option {str(value)[:40]!r}; choose from {self.span()}."
            )
        return value

    def span(self) -> str:
        """Return the options in words."""
        return ", ".join(self.options)

    def parse(self, text: str) -> str | tuple[str, ...]:
        """Return the option in ``text``, or the options joined by dots."""
        return self.check(text[:200].split(".") if self.several else text[:80])

    def text(self, value: Any) -> str:
        """Return ``value`` as text for a link."""
        return ".".join(value) if self.several else str(value)


@dataclass(frozen=True)
class Widths:
    """Widths of the hidden layers of a network, from the data to the code."""

    low: int
    high: int
    symbol: str
    help: str
    most: int = 4
    name: str = ""
    advanced: bool = False
    live: bool = False

    def check(self, value: Any) -> tuple[int, ...]:
        """Return ``value`` as a tuple of widths.

        Raises:
            InputError: it is not a list of allowed widths.

        """
        wrong = not isinstance(value, tuple | list) or len(value) > self.most
        if wrong or any(
            isinstance(w, bool) or not isinstance(w, int) or not self.low <= w <= self.high
            for w in value
        ):
            raise InputError(f"{self.name} is {value!r}; give {self.span()}.")
        return tuple(value)

    def span(self) -> str:
        """Return the allowed values in words."""
        return f"at most {self.most} whole numbers from {self.low} to {self.high}"

    def parse(self, text: str) -> tuple[int, ...]:
        """Return the widths in ``text``, such as ``256-64``; ``none`` or no text is no layer.

        Raises:
            InputError: it is not a list of allowed widths.

        """
        if text.strip() == NO_LAYER:
            return ()
        parts = [p for p in text.replace(",", "-").replace(" ", "-").split("-") if p]
        if any(not (p.isascii() and p.isdigit() and len(p) < 6) for p in parts):
            raise InputError(f"{self.name} = “{text[:40]}” is not {self.span()}.")
        return self.check(tuple(int(p) for p in parts))

    def text(self, value: Any) -> str:
        """Return ``value`` as text for a link."""
        return "-".join(str(w) for w in value) or NO_LAYER


@dataclass(frozen=True)
class Token:
    """The name of a stored file: small letters and digits, or empty for none."""

    symbol: str
    help: str
    most: int = 40
    name: str = ""
    advanced: bool = False
    live: bool = False

    def check(self, value: Any) -> str:
        """Return ``value`` if it is such a name.

        Raises:
            InputError: it is not.

        """
        if not isinstance(value, str) or not re.fullmatch(rf"[0-9a-z]{{0,{self.most}}}", value):
            raise InputError(f"{self.name} is {str(value)[:40]!r}; give {self.span()}.")
        return value

    def span(self) -> str:
        """Return the allowed values in words."""
        return f"at most {self.most} small letters and digits"

    def parse(self, text: str) -> str:
        """Return the name in ``text``."""
        return self.check(text)

    def text(self, value: Any) -> str:
        """Return ``value`` as text for a link."""
        return str(value)


Declaration: TypeAlias = Range | Choice | Widths | Token

KINDS: dict[str, type[Declaration]] = {
    "Range": Range,
    "Choice": Choice,
    "Widths": Widths,
    "Token": Token,
}


@dataclass(frozen=True)
class Field:
    """A declared hyperparameter: name in the code, default and declaration."""

    key: str
    default: Value
    declaration: Declaration

    def to_json(self) -> dict[str, Any]:
        """Return the field as plain data."""
        kind = type(self.declaration).__name__
        plain = {"key": self.key, "default": self.default, "kind": kind}
        return plain | {"declaration": asdict(self.declaration)}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        """Return the field from the result of `to_json`."""
        kind = KINDS[plain["kind"]]
        values: dict[str, Any] = plain["declaration"]
        values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
        default = plain["default"]
        return cls(
            plain["key"], tuple(default) if isinstance(default, list) else default, kind(**values)
        )


def declared(owner: type) -> dict[str, Field]:
    """Return the declared hyperparameters of a dataclass, by name, in their order.

    Raises:
        TypeError: a field has no declaration or no default, or the default is out of range.

    """
    hints = typing.get_type_hints(owner, include_extras=True)
    result = {}
    for item in fields(owner):
        hint = hints[item.name]
        declarations = [a for a in get_args(hint) if isinstance(a, Declaration)]
        if get_origin(hint) is not Annotated or not declarations or item.default is MISSING:
            raise TypeError(f"{owner.__name__}.{item.name} needs a declaration and a default.")
        first = declarations[0]
        declaration = replace(first, name=first.name or item.name.replace("_", " "))
        if isinstance(declaration, Range):
            declaration = replace(declaration, integer=get_args(hint)[0] is int)
        if declaration.check(item.default) != item.default:
            raise TypeError(f"{owner.__name__}.{item.name}: the default is not in its range.")
        result[item.name] = Field(item.name, item.default, declaration)
    return result


def checked(
    allowed: Mapping[str, Field], given: Mapping[str, Any], owner: str
) -> dict[str, Value]:
    """Return ``given`` with each value checked against its declaration.

    ``owner`` is the name of the model or dataset for messages.

    Raises:
        InputError: a name is not declared, or a value is not allowed.

    """
    for key in given:
        if key not in allowed:
            names = ", ".join(allowed) or "no parameters"
            raise InputError(f"{owner} has no parameter “{str(key)[:40]}”; it has {names}.")
    return {key: allowed[key].declaration.check(value) for key, value in given.items()}
