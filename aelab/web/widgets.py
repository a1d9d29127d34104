"""One widget for each declared parameter, drawn from its declaration alone.

Each says its value, although its key has one in the session's state: that one is told the browser
once, which misses it if the script runs again before the widget is there, and then takes the
first option for what the visitor chose.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st

from aelab.params import Choice, Declaration, Field, InputError, Range, Value, Widths
from aelab.web import link, theme

FEW = 24  # letters of all options together that still fit beside each other
MANY = 500  # number of values above which a slider is too coarse


def shown(field: Field, value: Any) -> Any:
    """Return a value as its widget holds it."""
    if isinstance(field.declaration, Widths):
        return field.declaration.text(value)
    return list(value) if isinstance(value, tuple) else value


def parsed(field: Field, raw: Any) -> Value:
    """Return what a widget holds as a value; `InputError` if it is none."""
    declaration = field.declaration
    if isinstance(declaration, Widths):
        return declaration.parse(str(raw))
    return link.rounded(declaration, declaration.check(raw))


def names(fields: Sequence[Field]) -> str:
    """Return a label for folded parameters: the first names, and the last."""
    all_of_them = [field.declaration.name for field in fields]
    short = [*all_of_them[:2], "…", all_of_them[-1]] if len(fields) > 3 else all_of_them
    return ", ".join(short).replace(", …,", " …").capitalize()


def draw(fields: Iterable[tuple[str, Field]]) -> None:
    """Draw the widget of each field under its key, whose value is in the session's state."""
    for key, field in fields:
        declaration = field.declaration
        if isinstance(declaration, Range):
            _number(key, declaration, field.default)
        elif isinstance(declaration, Choice):
            _choice(key, declaration)
        else:
            now = st.session_state[key]
            st.text_input(_label(declaration), now, key=key, help=_help(declaration), max_chars=60)
        _complaint(key, field)


def _label(declaration: Declaration) -> str:
    symbol = f"${declaration.symbol}$  " if declaration.symbol else ""
    return f"{symbol}{declaration.name}{', live' if declaration.live else ''}"


def _help(declaration: Declaration) -> str:
    return (
        f"{declaration.help} From {declaration.span()}."
        if isinstance(declaration, Range)
        else declaration.help
    )


def _number(key: str, declaration: Range, default: Any) -> None:
    shared: dict[str, Any] = {"key": key, "help": _help(declaration)}
    low, high = (
        int(v) if declaration.integer else float(v) for v in (declaration.low, declaration.high)
    )
    now = st.session_state[key]
    label = f"{_label(declaration)} `{written(now)}`"  # the style puts it on the right
    if declaration.log:
        rungs = sorted({*declaration.ladder(), default, now})
        st.select_slider(label, rungs, now, format_func=written, **shared)
    elif declaration.integer and high - low > MANY:
        st.number_input(_label(declaration), low, high, now, step=1, **shared)
    else:
        shared |= (
            {"step": 1} if declaration.integer else {"step": step(high - low), "format": "%g"}
        )
        st.slider(label, low, high, now, **shared)


def step(span: float) -> float:
    """Return the 1-2-5 step that divides a range into about a hundred."""
    size = 10.0 ** math.floor(math.log10(span / 100))
    return next(m * size for m in (1, 2, 5, 10) if m * size >= span / 200)


def written(value: float) -> str:
    """Return a number as a slider shows it: thousands apart, small ones as powers."""
    if isinstance(value, int):
        return f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return f"{value:g}"


def _choice(key: str, declaration: Choice) -> None:
    shared: dict[str, Any] = {"key": key, "help": _help(declaration)}
    label, options, now = _label(declaration), declaration.options, st.session_state[key]
    if declaration.several:
        with st.container(key=f"several-{key.replace('.', '-')}"):
            st.pills(label, options, selection_mode="multi", default=now, **shared)
    elif sum(map(len, options)) <= FEW:
        st.segmented_control(label, options, required=True, default=now, **shared)
    else:
        st.selectbox(label, options, options.index(now), **shared)


def _complaint(key: str, field: Field) -> None:
    """Say in one sentence what is wrong with a widget, if anything; the last value stays."""
    try:
        parsed(field, st.session_state[key])
    except InputError as error:
        sentence = str(error)
        st.error(f"{theme.plain(sentence[:1].upper() + sentence[1:])} Kept as it was.")
