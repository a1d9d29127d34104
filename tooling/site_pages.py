"""Pages of the documentation site that are made of the texts of the project; a hook of MkDocs.

README.md becomes the start, the guide and the page on the library, by its sections; the other
texts become a page each. Nothing is copied by hand, so that nothing can differ. The benchmarks
are described by their docstrings, with what they printed the last time that it was stored.
"""

import ast
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

ROOT = Path(__file__).parents[1]
SECTIONS = {  # of README.md, after the part before its first section
    "guide.md": ("# Guide", ("What is in it", "Settings")),
    "library.md": ("# As a library", ("As a library",)),
}
WHOLE = {
    "contributing.md": "CONTRIBUTING.md",
    "architecture.md": "ARCHITECTURE.md",
    "changelog.md": "CHANGELOG.md",
}


def pages() -> dict[str, str]:
    """Return the Markdown of each page; `KeyError` if the README has no such section."""
    start, *parts = re.split(r"^## ", (ROOT / "README.md").read_text(), flags=re.MULTILINE)
    sections = {part.partition("\n")[0]: part.partition("\n")[2] for part in parts}
    made = {"index.md": start}
    for name, (title, wanted) in SECTIONS.items():
        texts = [f"## {w}\n{sections[w]}" if len(wanted) > 1 else sections[w] for w in wanted]
        made[name] = "\n".join([title, "", *texts])
    made["benchmarks.md"] = benchmarks()
    made |= {name: (ROOT / source).read_text() for name, source in WHOLE.items()}
    return {name: _relinked(text) for name, text in made.items()}


def benchmarks() -> str:
    """Return the page of the benchmarks: what each measures, how to run it, and its figures."""
    folder = ROOT / "benchmarks"
    parts = [
        "# Benchmarks",
        "What the lab's own benchmarks measure. Figures are of one run on one machine, named in "
        "their first line; ratios within a run carry over to other machines, seconds do not.",
    ]
    modules = [*folder.glob("[!_]*.py"), *folder.glob("*/__main__.py")]
    for module in sorted(modules, key=_called):
        parts += [f"## {_called(module)}", _docstring(module)]
        figures = folder / "figures" / f"{_called(module)}.txt"
        if figures.exists():
            parts.append(f"```text\n{figures.read_text().rstrip()}\n```")
    return "\n\n".join(parts) + "\n"


def _called(module: Path) -> str:
    return module.parent.name if module.stem == "__main__" else module.stem


def _docstring(module: Path) -> str:
    return ast.get_docstring(ast.parse(module.read_text())) or ""


def _relinked(text: str) -> str:
    """Return a text with links to files of docs/ as they are within that folder."""
    return re.sub(r'(\]\(|src="|srcset=")docs/', r"\1", text)


def on_files(files: Any, config: Any) -> Any:
    """Add the pages to those that are files of docs/."""
    for name, text in pages().items():
        files.append(File.generated(config, name, content=text))
    return files
