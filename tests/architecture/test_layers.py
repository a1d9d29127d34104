"""The direction of the imports, and what the web side must not import."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

import aelab

PACKAGE = Path(aelab.__file__).parent
ROOT = PACKAGE.parent

# Each layer may import itself and the layers before it; the longest name that fits counts. A star
# is any one name, or any end of one.
LAYERS = [
    {
        "params",
        "locks",
        "once",
        "interrupts",
        "home",
        "frames",
        "plugins",
        "registry",
        "entries",
        "catalogue",
        "spec",
        "uploads",
    },
    {
        "training",
        "bundled.results",
        "metrics",
        "theory",
        "presets",
        "jets",
        "figures",
    },
    {"datasets", "models", "views", "scores", "lecture"},
    {"runs", "contract"},
    {"cluster.admission"},
    {"cluster.worker"},
    {"cluster"},
    {"bundled"},
    {"web", "__main__", "lecture.*.page*"},
]
MONTE_CARLO = ("pythia8mc", "fastjet", "vector", "awkward")
DASK = {f"cluster.{name}" for name in ("attempts", "backend", "connection", "scheduler", "worker")}
ONLY_IN = {
    "streamlit": {"web", "lecture.*.page*"},
    "starlette": {"web"},
    "plotly": {"figures", "web", "lecture.*.charts*", "lecture.*.page*"},
    "dask": DASK,
    "distributed": DASK,
    **{name: {"jets"} for name in MONTE_CARLO},
}
FILES = sorted(PACKAGE.rglob("*.py"))


def module(path: Path) -> str:
    """Return the name of a file's module within the package, such as "cluster.queue"."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module(path) for path in FILES} - {""}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            for alias in node.names:
                longer = f"{node.module}.{alias.name}"
                yield longer if longer.removeprefix("aelab.") in MODULES else str(node.module)


def fits(name: str, rooms: set[str]) -> set[str]:
    parts = name.split(".")
    return {room for room in rooms if _begins(parts, room.split("."))}


def _begins(parts: list[str], room: list[str]) -> bool:
    return len(parts) >= len(room) and all(map(fnmatchcase, parts, room))


def rank(name: str) -> int:
    longest = max((room for layer in LAYERS for room in fits(name, layer)), key=len)
    return next(i for i, layer in enumerate(LAYERS) if longest in layer)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_module_has_a_layer(name: str) -> None:
    rank(name)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_its_own_layer_and_those_before_it(path: Any) -> None:
    if path == PACKAGE / "__init__.py":
        return
    mine = module(path)
    for name in imports(path):
        theirs = name.removeprefix("aelab.")
        if name.startswith("aelab.") and theirs in MODULES:
            assert rank(theirs) <= rank(mine), f"{mine} imports {theirs}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_big_libraries_stay_in_their_rooms(path: Any) -> None:
    for name in imports(path):
        rooms = ONLY_IN.get(name.split(".")[0])
        assert rooms is None or fits(module(path), rooms), f"{path.name} imports {name}"


def loaded_after(code: str) -> set[str]:
    probe = f"import sys\n{code}\nprint(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.slow
def test_the_web_side_imports_neither_torch_nor_scikit_learn() -> None:
    loaded = loaded_after(
        "import aelab.cluster.cluster, aelab.presets, aelab.web.live, aelab.web.controls\n"
        "import aelab.web.session"
    )
    assert "streamlit" in loaded
    assert not {"torch", "sklearn", "numba"} & loaded


@pytest.mark.slow
def test_importing_the_lab_is_light_and_so_is_a_spec_with_a_catalogue() -> None:
    aelab.catalogue.make()
    loaded = loaded_after(
        "import aelab; aelab.Spec(dataset='MNIST', model='PCA', model_params={'latent': 3})"
    )
    assert not {"torch", "sklearn", "streamlit", "distributed"} & loaded


@pytest.mark.slow
def test_only_the_generator_of_jets_imports_pythia_and_only_when_it_runs() -> None:
    users = {p for p in FILES if {n.split(".")[0] for n in imports(p)} & set(MONTE_CARLO)}
    assert users == {PACKAGE / "jets" / "generate.py"}
    loaded = loaded_after("import aelab.__main__, aelab.jets.blocks, aelab.jets.generate")
    assert not {*MONTE_CARLO, "h5py"} & loaded


@pytest.mark.slow
def test_only_the_page_of_a_chapter_imports_its_parts() -> None:
    """What draws a page is found by the registry of chapters, and by nobody's import."""
    for path in FILES:
        for name in imports(path):
            theirs = name.removeprefix("aelab.")
            if theirs in MODULES and fits(theirs, {"lecture.*.page*"}):
                assert fits(module(path), {"lecture.*.page*"}), f"{path} imports {name}"
                assert theirs.split(".")[1] == module(path).split(".")[1], f"{path}: {name}"


def test_no_module_of_the_package_needs_the_pages_or_the_tests() -> None:
    for path in FILES:
        assert not {n.split(".")[0] for n in imports(path)} & {"pages", "tests", "app", "tooling"}


@pytest.mark.parametrize("folder", ["tests", "docs", "benchmarks", "tooling"])
def test_tests_docs_and_benchmarks_share_tooling_and_import_nothing_of_each_other(
    folder: Any,
) -> None:
    others = {"tests", "docs", "benchmarks"} - {folder}
    for path in (ROOT / folder).rglob("*.py"):
        names = {name.split(".")[0] for name in imports(path)}
        assert not names & others, path.relative_to(ROOT)
