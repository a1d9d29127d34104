"""Make the table of the lecture: `python -m tooling.lecture_table` writes docs/lecture.md.

Each row of the syllabus with its page, section, claims and their test, from the declarations.
"""

import ast
from collections import defaultdict
from pathlib import Path

from aelab.lecture.core.claim import CLAIMS
from aelab.presets.anomaly import TASKS
from aelab.registry import SCORES, VIEWS

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "lecture.md"
PACKAGE = ROOT / "aelab"
PAGES = [*PACKAGE.glob("lecture/*/page*.py"), *PACKAGE.glob("web/*/*.py")]
HEAD = """# The lecture, row by row

Made by `python -m tooling.lecture_table` from the pages, the claims and what the anomaly page
declares. Rows are those of the lecture, in its order; each claim is tested by
`tests/lecture/test_claims.py`, that it holds and that it [notices a fault](sensitivity.md).

| row | page | section | claims |
|---|---|---|---|
"""
ROWS = range(1, 55)
ANOMALY = {  # rows of the anomaly page: names of its tasks, views, scores and headings
    42: ("Brain slices, find lesions", "lesions", "dice", "Simulated data, measured"),
    46: ("QCD → find top", "reconstructions", "extremes"),
    47: ("scores",),
    48: ("roc",),
    49: ("AUC against the size of the code",),
    50: ("Top → find QCD", "complexity", "Why: complexity bias"),
    51: ("Smeared error", "All models, both directions"),
    52: ("mass", "Jet mass"),
    53: ("A contaminated training sample",),
    54: ("MNIST, find a digit", "Each digit in turn"),
}


def sections() -> dict[int, list[tuple[str, str]]]:
    """Return page and section of each row, as the pages declare them."""
    pages: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for page in sorted(PAGES):
        for node in ast.walk(ast.parse(page.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "lecture.section":
                slug, title = (ast.literal_eval(a) for a in node.args[:2])
                rows = next(ast.literal_eval(k.value) for k in node.keywords if k.arg == "rows")
                for row in rows:
                    pages[row].append((page.parent.name, f"{title} (#{slug})"))
    return pages


def declared() -> dict[str, str]:
    """Return what each name stands for that the anomaly page declares."""
    kinds = {task.name: "task" for task in TASKS}
    kinds |= dict.fromkeys(VIEWS, "view") | {score.title: "score" for score in SCORES.values()}
    for path in sorted((PACKAGE / "web" / "anomaly").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.header":
                kinds[ast.literal_eval(node.args[0])] = "heading"
    return kinds


def table() -> str:
    """Return the table as Markdown; `KeyError` if something is named that nothing declares."""
    where, claims, names = sections(), defaultdict(list), declared()
    for row, declared_names in ANOMALY.items():
        where[row] += [("anomaly", f"{names[name]} {name}") for name in declared_names]
    for slug, claim in CLAIMS.items():
        for row in claim.rows:
            claims[row].append(slug)
    lines = []
    for row in ROWS:
        pages = ", ".join(dict.fromkeys(page for page, _ in where[row])) or "–"
        places = "; ".join(section for _, section in where[row]) or "–"
        slugs = ", ".join(f"`{slug}`" for slug in claims[row]) or "–"
        lines.append(f"| {row} | {pages} | {places} | {slugs} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table())
