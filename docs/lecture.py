"""Make the table of the lecture: `python -m docs.lecture` writes docs/lecture.md.

Each row of the syllabus with its page, section, claims and their test, from the declarations.
"""

import ast
from collections import defaultdict
from pathlib import Path

from aelab.claims import CLAIMS

HERE = Path(__file__).parent
PAGES = HERE.parent / "pages"
HEAD = """# The lecture, row by row

Made by `python -m docs.lecture` from the pages and the claims. Rows are those of the lecture, in
its order; each claim is tested by `tests/test_claims.py`, that it holds and that it fails when its
setup is broken. Rows without a page are still to come.

| row | page | section | claims |
|---|---|---|---|
"""
ROWS = range(1, 42)


def sections() -> dict[int, list[tuple[str, str]]]:
    """Return page and section of each row, as the pages declare them."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for page in sorted(PAGES.glob("*.py")):
        for node in ast.walk(ast.parse(page.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "lecture.section":
                slug, title = (ast.literal_eval(a) for a in node.args[:2])
                rows = next(ast.literal_eval(k.value) for k in node.keywords if k.arg == "rows")
                for row in rows:
                    found[row].append((page.stem, f"{title} (#{slug})"))
    return found


def table() -> str:
    """Return the table as Markdown."""
    where, claims = sections(), defaultdict(list)
    for slug, claim in CLAIMS.items():
        for row in claim.rows:
            claims[row].append(slug)
    lines = []
    for row in ROWS:
        pages = ", ".join(dict.fromkeys(page for page, _ in where[row])) or "–"
        places = "; ".join(section for _, section in where[row]) or "–"
        said = ", ".join(f"`{slug}`" for slug in claims[row]) or "–"
        lines.append(f"| {row} | {pages} | {places} | {said} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    (HERE / "lecture.md").write_text(table())
