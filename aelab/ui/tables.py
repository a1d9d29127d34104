"""Tables of results, in Markdown."""

from collections.abc import Iterable, Sequence

from aelab.results import Result, mean
from aelab.ui import theme


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are shown as they are written."""
    lines = [_line(heads), "|---" * len(heads) + "|", *map(_line, rows)]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(theme.plain, cells)) + " |"


def value(one: Result) -> float:
    """Return the mean AUC over seeds."""
    return mean(one.auc) or 0.0


def auc(one: Result) -> str:
    """Return the AUC with its spread over seeds, or its error."""
    return f"{value(one):.3f} ± {max(one.spread, 0.001):.3f}"


def left(one: Result) -> str:
    """Return which share of the variance of normal samples is not reconstructed."""
    return number(mean(one.unexplained), "{:.0%}")


def rejection(one: Result) -> str:
    """Return 1/ε_B at ε_S = 0.3."""
    return number(mean(one.rejection), "{:.1f}")


def number(known: float | None, form: str) -> str:
    """Return a number in a form, or a dash where it is not known."""
    return "–" if known is None else form.format(known)
