"""Imports everything that pages need, in one thread before the first visitor arrives.

Modules that several threads import for the first time at once may see each other half made.
"""

import ast
import importlib
import inspect
from pathlib import Path

import numpy as np
import plotly.graph_objects as go

from aelab.figures import look
from aelab.lecture.core.chapter import CHAPTERS
from aelab.lecture.core.claim import CLAIMS
from aelab.lecture.core.experiment import EXPERIMENTS
from aelab.web.site import PAGES

LAZY = (  # what Streamlit imports when it first needs it
    "streamlit.components.v2.manifest_scanner",
    "streamlit.dataframe_util",
    "streamlit.emojis",
    "streamlit.web.skills",
    "pandas",
    "pyarrow",
)
PARTS = (go.scatter, go.heatmap, go.bar, go.contour, go.layout)  # which Plotly imports when named


def up() -> None:
    """Import what the pages need, fill the registries that they read, and draw a figure."""
    for page in sorted(PAGES.glob("*.py")):
        _imports(page)
    for name in LAZY:
        importlib.import_module(name)
    for registry in (CLAIMS, EXPERIMENTS, CHAPTERS):
        len(registry)
    _figure()
    inspect.getmodule(up.__code__)  # looks up the files of all modules, once


def _imports(page: Path) -> None:
    """Import what a page imports."""
    for node in ast.walk(ast.parse(page.read_text())):
        if isinstance(node, ast.Import):
            for alias in node.names:
                importlib.import_module(alias.name)
        elif isinstance(node, ast.ImportFrom) and node.module:
            __import__(node.module, fromlist=[alias.name for alias in node.names])


def _figure() -> None:
    """Draw a figure with all that the lab's figures have, and name what else they may have."""
    line, numbers, bar = {"line": {"width": 1}}, np.zeros((2, 2)), {"title": {"text": "z"}}
    look.template()
    figure = look.figure()
    figure.add_scatter(x=numbers[0], y=numbers[0], **line)
    figure.add_bar(x=numbers[0], marker=line)
    figure.add_heatmap(z=numbers, colorbar=bar)
    figure.add_contour(z=numbers, colorbar=bar)
    figure.add_annotation(text="", font={"size": look.SIZE})
    figure.add_shape(**line)
    for part in PARTS:
        for name in part.__all__:
            getattr(part, name)
    figure.to_json()
