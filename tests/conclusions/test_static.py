"""Sentences that stand on a page as they are do not tell how a run or a comparison came out.

Those that do are made from numbers, in a module named "conclusions". What is looked for here are
the words of a verdict; a sentence without them can be wrong as well.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import aelab

PACKAGE = Path(aelab.__file__).parent
PAGES = ("lecture/*/page*.py", "web/anomaly/*.py", "web/jets/*.py")
FILES = sorted(
    path for pages in PAGES for path in PACKAGE.glob(pages) if path.name != "conclusions.py"
)
VERDICT = re.compile(
    r"\bas predicted\b|\bmeasured \d|\bclearly\b|\b(better|worse|larger|smaller|nearer) than\b"
    r"|\b(outperforms?|improves?|fails|wins|loses|blurs?)\b|\bcosts? reconstruction\b"
    r"|\d\.\d+ ?(%|°)|\bpaid for\b",
    re.IGNORECASE,
)
EXCEPTIONS = {
    "the estimate looks better than it is.": "a property of the estimator, with its claim",
}


def sentences(path: Path) -> Iterator[str]:
    """The sentences of all texts in a module that are no documentation."""
    tree = ast.parse(path.read_text())
    documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in docstrings:
                yield from re.split(r"(?<=[.:;?]) ", node.value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_fixed_sentence_has_no_verdict(path: Path) -> None:
    verdicts = [text for text in sentences(path) if VERDICT.search(text)]
    assert [text for text in verdicts if text not in EXCEPTIONS] == []


@pytest.mark.parametrize(
    "text",
    [
        "On MNIST, ε = 0.001: predicted 0.024, measured 0.022.",
        "On the right the curves of Hebb and Oja lie upon each other, as predicted.",
        "It copies digits, and fails on noise, which it has never seen.",
        "The codes of KL are sigmoid layers, which cost reconstruction, too.",
        "Held out, the network loses some of its lead.",
        "Contraction makes the code ignore moves; each variant is paid for in x̂.",
    ],
)
def test_a_fixed_verdict_would_be_noticed(text: str) -> None:
    assert VERDICT.search(text)
