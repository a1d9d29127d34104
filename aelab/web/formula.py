"""The formula of J as Markdown: each term in the colour of its curve, and with current values."""

import re
from collections.abc import Mapping
from typing import Any

from aelab.catalogue import Entry
from aelab.params import Field, Range

FIRST, OTHERS = (
    "blue",
    "orange",
)  # reconstruction; penalty or KL. The theme has both, light and dark
OPEN, CLOSE = "{([", "})]"


def terms(formula: str) -> tuple[str, list[str]]:
    """Return the left side of a formula such as ``J = a + b``, and its terms."""
    left, equals, right = formula.partition(" = ")
    if not equals:
        left, right = "", formula
    return left, _split(right)


def _split(text: str) -> list[str]:
    depth, parts = 0, [""]
    for i, sign in enumerate(text):
        depth += (sign in OPEN) - (sign in CLOSE)
        if depth == 0 and text[i - 1 : i + 2] == " + ":
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def coloured(formula: str, *, second: bool = False) -> str:
    """Return the formula as Markdown, each term in its colour; lines may break between terms.

    The ``second`` line of an equation leaves its left side out.
    """
    left, right = terms(formula)
    pieces = [
        f":{OTHERS}[${{}}+{term}$]" if i else f":{FIRST}[${term}$]" for i, term in enumerate(right)
    ]
    return " ".join(([f"${'' if second else left} =$"] if left else []) + pieces)


def lines(entry: Entry, params: Mapping[str, Any]) -> list[str]:
    """Return a model's formula as Markdown, and again with current values if it has weights."""
    both = [entry.formula_for(params), valued(entry, params)]
    return [written(entry, text, second=i > 0) for i, text in enumerate(both) if text]


def written(entry: Entry, formula: str, *, second: bool = False) -> str:
    """Return a model's formula as Markdown; a learning rule, which has no J, in one colour."""
    return coloured(formula, second=second) if entry.minimises else f"${formula}$"


def valued(entry: Entry, params: Mapping[str, Any]) -> str:
    """Return the formula with the values of its numeric parameters put in, "" if it has none."""
    formula = entry.formula_for(params)
    filled = formula
    for field in entry.fields.values():
        declaration = field.declaration
        if isinstance(declaration, Range) and declaration.symbol:
            value = number(params.get(field.key, field.default))
            filled = _replaced(filled, declaration.symbol, value)
    return filled if filled != formula else ""


def weighs(entry: Entry, params: Mapping[str, Any], field: Field) -> bool:
    """Return whether a parameter stands in the formula."""
    declaration, text = field.declaration, entry.formula_for(params)
    return (
        isinstance(declaration, Range)
        and bool(declaration.symbol)
        and _replaced(text, declaration.symbol, "") != text
    )


def _replaced(formula: str, symbol: str, value: str) -> str:
    """Replace a symbol where it stands alone: not inside a command, a word or an index."""
    alone = rf"(?<![\\A-Za-z_{{]){re.escape(symbol)}(?![A-Za-z_])"
    return re.sub(alone, lambda _: f"{{{value}}}", formula)


def number(value: float) -> str:
    """Return a number in LaTeX, with a power of ten when it is very small or large."""
    digits, _, power = f"{value:.4g}".partition("e")
    return rf"{digits}\cdot 10^{{{int(power)}}}" if power else digits
