"""Tables in Markdown, alone and on the pages of the lecture."""

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from aelab import catalogue
from aelab.lecture.pca import page_sections as pca
from aelab.lecture.vae import page_bounds as bounds
from aelab.theory import projection
from aelab.web import contents, live, tables
from tests.notes import Notes

PAGES = Path(__file__).resolve().parents[2] / "pages"
LAST = {
    "vae.line": len(bounds.LINES) - 1,
    pca.STEP: len(projection.LINES) - 1,
}  # of each derivation
BAR = re.compile(r"(?<!\\)\|")  # that ends a cell


def cells(text: Any) -> Any:
    """Return how many cells each row of the tables in a text has, row by row."""
    return [len(BAR.findall(line)) - 1 for line in text.splitlines() if line.startswith("|")]


def test_a_formula_is_a_cell_without_bars_that_would_end_it() -> None:
    formula = tables.maths(r"\mathrm{KL}(q(z|x) \,\|\, p) + |h|")
    assert formula == r"$\mathrm{KL}(q(z\vert x) \,\Vert \, p) + \vert h\vert $"


def test_a_table_has_a_rule_below_its_heads_and_numbers_at_the_right() -> None:
    text = tables.written(("name", "nats"), [("a", "1"), ("b", "2")], right=("nats",))
    assert text.splitlines() == ["| name | nats |", "|:---|---:|", "| a | 1 |", "| b | 2 |"]


def test_plain_cells_are_shown_as_they_are_written() -> None:
    assert cells(tables.table(("a", "b"), [("x|y", "$1$")])) == [2, 2, 2]
    assert "\\$1\\$" in tables.table(("a",), [("$1$",)])


@pytest.mark.parametrize("name", [*contents.titles(), "reference"])
def test_every_row_of_a_page_has_as_many_cells_as_its_head(name: str) -> None:
    catalogue.make()
    live.use(Notes())
    page = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=60)
    for key, value in LAST.items():
        page.session_state[key] = value
    page.run()
    assert not page.exception
    written = [m.value for m in page.main.markdown if m.value.startswith("|")]
    for table in written:
        assert len(set(cells(table))) == 1, table
        assert table.count("$") % 2 == 0, table
    assert written or name not in ("pca", "regularised", "vae", "reference")
