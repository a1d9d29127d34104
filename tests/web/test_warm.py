"""Right after a start: everything is imported, and all visitors see pages."""

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from aelab import catalogue
from aelab.registry import Registry
from tests.architecture.test_layers import loaded_after
from tests.visitors import kinds, served, visit, words

pytestmark = pytest.mark.slow

CHAPTERS = ("pca", "hebb", "autoencoders", "regularised", "latent", "vae")
VISITORS = 12
LATE: list[Registry] = []


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AELAB_HOME", str(tmp_path))
    catalogue.make()
    return tmp_path


@pytest.mark.parametrize("start", range(2))
def test_twelve_visitors_in_the_first_second_see_pages(home: Any, start: int) -> None:
    with served(home) as port, ThreadPoolExecutor(VISITORS) as crowd:
        began = time.monotonic()
        pages = [CHAPTERS[i % len(CHAPTERS)] for i in range(VISITORS)]
        seen = list(crowd.map(lambda page: visit(port, page), pages))
        assert time.monotonic() - began < 60
    for page, drawn in zip(pages, seen, strict=True):
        assert "heading" in kinds(drawn) and "exception" not in kinds(drawn), page
        assert "failed" not in words(drawn), words(drawn)
    log = (home / "log").read_text()
    assert "Traceback" not in log and "partially initialized" not in log


def test_the_web_side_is_warm_without_torch() -> None:
    loaded = loaded_after("from aelab.web import warm\nwarm.up()")
    assert {"pandas", "plotly", "scipy", "pyarrow"} <= loaded
    assert not {"torch", "sklearn", "numba"} & loaded


def test_the_arithmetic_of_pages_takes_one_core() -> None:
    script = (
        "import threadpoolctl\n"
        "from aelab.web import warm\nfrom aelab.web.access import pace\n"
        "warm.up()\n"
        "pace.keep_to_one_core()\n"
        "found = [pool['num_threads'] for pool in threadpoolctl.threadpool_info()]\n"
        "assert found and set(found) == {1}, found\n"
    )
    alone = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    subprocess.run([sys.executable, "-c", script], check=True, env=alone)


def test_no_page_imports_a_module_of_these_once_it_is_warm(home: Any) -> None:
    """A page that draws in another way names it in `warm`."""
    late = loaded_after(
        "from streamlit.testing.v1 import AppTest\n"
        "from aelab.web import live, warm\n"
        "import tests.notes as notes\n"
        "warm.up()\n"
        "live.use(notes.Notes())\n"
        "sys.modules['aelab.web.pictures'].last_frame = lambda run: b''\n"
        "before = set(sys.modules)\n"
        "for page in sorted((notes.SCRIPT.parents[2] / 'pages').glob('*.py')):\n"
        "    assert not AppTest.from_file(str(page), default_timeout=60).run().exception\n"
        "late = set(sys.modules) - before\n"
        "sys.modules = {name: None for name in late}"
    )
    ours = {"aelab", "numpy", "pandas", "plotly", "pyarrow", "scipy", "streamlit"}
    assert not late & ours


def test_threads_that_read_a_registry_first_all_see_it_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "slowly"
    package.mkdir()
    (package / "__init__.py").write_text("")
    for name in "abcdef":
        (package / f"{name}.py").write_text(
            "import time\nfrom tests.web.test_warm import LATE\ntime.sleep(0.02)\n"
            f"LATE[0].add({name!r}, type({name!r}, (), {{'order': 1}}))\n"
        )
    monkeypatch.syspath_prepend(tmp_path)
    filled, fill = [], Registry._fill

    def counted(registry: Any) -> None:
        filled.append(registry)
        fill(registry)

    monkeypatch.setattr(Registry, "_fill", counted)
    LATE[:] = [Registry("slowly")]
    together, seen = threading.Barrier(8), []

    def read() -> None:
        together.wait()
        seen.append(tuple(LATE[0]))

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert seen == [tuple("abcdef")] * 8 and len(filled) == 1
