"""Tables in Markdown."""

from collections.abc import Collection, Iterable, Sequence

from aelab.bundled.results import Result, mean
from aelab.web import theme

BARS = {r"\|": r"\Vert ", "|": r"\vert "}  # in LaTeX, by their signs


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are shown as they are written."""
    return written([theme.plain(head) for head in heads], (map(theme.plain, row) for row in rows))


def written(
    heads: Sequence[str], rows: Iterable[Iterable[str]], right: Collection[str] = ()
) -> str:
    """Return a table of cells that are Markdown, formulas among them made by `maths`.

    Columns whose head is in ``right`` end at the right, as numbers do.
    """
    rule = "".join("|---:" if head in right else "|:---" for head in heads)
    return "\n".join([_line(heads), f"{rule}|", *map(_line, rows)])


def maths(latex: str) -> str:
    """Return a formula as a cell: a bar as such would end the cell."""
    for sign, name in BARS.items():
        latex = latex.replace(sign, name)
    return f"${latex}$"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def value(result: Result) -> float:
    """Return the mean AUC over seeds."""
    return mean(result.auc) or 0.0


def auc(result: Result) -> str:
    """Return the AUC with its error, if that is known."""
    if len(result.auc) == 1 and result.error is None:
        return f"{value(result):.3f}"
    return f"{value(result):.3f} ± {max(result.uncertainty, 0.001):.3f}"


def left(result: Result) -> str:
    """Return which share of the variance of normal samples is not reconstructed."""
    return number(mean(result.unexplained), "{:.0%}")


def rejection(result: Result) -> str:
    """Return 1/ε_B at ε_S = 0.3 with its error, if that is known."""
    rejected, error = number(mean(result.rejection), "{:.1f}"), result.rejection_uncertainty
    return rejected if error is None or rejected == "–" else f"{rejected} ± {error:.1f}"


def number(quantity: float | None, form: str) -> str:
    """Return a number in a form, or a dash where it is not known."""
    return "–" if quantity is None else form.format(quantity)
