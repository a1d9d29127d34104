"""Files and packages from outside: what they add is there, and what is wrong is one sentence."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import aelab
from aelab import catalogue, contract, plugins
from aelab.params import InputError

SCORE = '''"""A score of another."""

import numpy as np

from aelab.scores.base import Score, score


@score("{slug}", "Value of the brightest pixel")
class Brightest(Score):
    """max x: the brightest pixel.

    Source: this test.
    """

    description = "The brightest pixel."

    def __call__(self, model, x):
        """Return the largest value (n,) of samples (n, d)."""
        return x.max(1).astype({dtype})
'''
GOOD = SCORE.format(slug="brightest-pixel", dtype="np.float64")
MISTAKES = {
    "syntax": ("x = = 3\n", "has a mistake in line 1: invalid syntax."),
    "name": ("import aelab\n\nx = unknown\n", "NameError: name 'unknown' is not defined (line 3)"),
    "import": ("import no_such_library\n", "No module named 'no_such_library'"),
    "clash": (SCORE.format(slug="jet-mass", dtype="float"), "both claim “jet-mass”"),
    "nothing": ("x = 3\n", "defines no model, dataset, score or view."),
    "contract": (
        SCORE.format(slug="brightest", dtype="np.float32"),
        "“brightest”: It is float32, not float64",
    ),
    "slug": (SCORE.format(slug="Brightest", dtype="float"), "“Brightest”: Its slug has to be"),
    "exception": (SCORE.format(slug="bright", dtype="np.wrong"), "AttributeError"),
}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Path of a file that is named as a plugin; what it registers is forgotten again."""
    path = tmp_path / "my score.py"
    for registry in (aelab.DATASETS, aelab.MODELS, aelab.SCORES, aelab.VIEWS):
        len(registry)  # filled before the file is named
    monkeypatch.setenv(plugins.FILES, str(path))
    monkeypatch.setattr(plugins, "_loaded", [])
    monkeypatch.setattr(aelab.SCORES, "_entries", dict(aelab.SCORES))
    yield path
    sys.modules.pop("aelab_with_my score", None)


def run(file: Any, *arguments: Any) -> Any:
    """Run Python with a file as a plugin, and return what came of it."""
    return subprocess.run(
        [sys.executable, *arguments],
        env=os.environ | {plugins.FILES: str(file)},
        capture_output=True,
        text=True,
        timeout=100,
    )


def load_and_check() -> None:
    plugins.load()
    contract.require_plugins()


@pytest.mark.slow
def test_a_file_adds_a_score_that_is_in_the_catalogue_and_needs_no_torch_there(file: Any) -> None:
    file.write_text(GOOD)
    made = run(file, "-m", "aelab", "catalogue")
    assert made.returncode == 0 and not made.stderr, made.stderr
    code = (
        "import sys; from aelab import catalogue; known = catalogue.read()\n"
        "print('brightest-pixel' in known.scores, bool({'torch', 'sklearn'} & set(sys.modules)))"
    )
    assert run(file, "-c", code).stdout == "True False\n"
    assert "brightest-pixel" not in aelab.SCORES


def test_the_catalogue_is_another_with_a_file_and_when_the_file_has_changed(
    file: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    digests = []
    for text in ("", GOOD, GOOD + "\n"):
        if text:
            file.write_text(text)
        monkeypatch.setattr(catalogue, "_looked", [])
        digests.append(catalogue.digest())
    assert len(set(digests)) == 3


def test_a_score_that_keeps_the_contract_passes_its_checks(file: Any) -> None:
    file.write_text(GOOD)
    load_and_check()
    assert aelab.SCORES["brightest-pixel"].__module__ == "aelab_with_my score"


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_file_is_told_in_a_sentence(file: Any, mistake: str) -> None:
    text, sentence = MISTAKES[mistake]
    file.write_text(text)
    with pytest.raises(InputError) as caught:
        load_and_check()
    told = str(caught.value)
    assert told.startswith("my score.py") and "\n" not in told and sentence in told


def test_a_file_that_could_not_be_loaded_is_loaded_once_it_is_mended(file: Any) -> None:
    file.write_text("x = = 3")
    with pytest.raises(InputError):
        plugins.load()
    file.write_text(GOOD)
    load_and_check()


@pytest.mark.slow
def test_the_lab_does_not_start_with_a_file_that_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "none.py"
    done = run("", "-m", "aelab", "lab", "--with", str(file), "--port", "1")
    assert done.returncode == plugins.BROKEN
    assert done.stderr == f"none.py cannot be loaded: there is no file {file}.\n"


def test_two_files_of_the_same_name_need_another(
    file: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other" / file.name
    other.parent.mkdir()
    for path in (file, other):
        path.write_text(GOOD)
    monkeypatch.setenv(plugins.FILES, f"{file}{os.pathsep}{other}")
    with pytest.raises(InputError, match="has the same name; rename one of them"):
        plugins.load()


@pytest.mark.slow
def test_a_plugin_may_read_the_registries_while_it_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "reads.py"
    file.write_text("from aelab.models import VariationalAutoencoder\n" + GOOD)
    done = run(file, "-c", "import aelab; print(list(aelab.SCORES).index('brightest-pixel'))")
    before = [
        slug for slug, s in aelab.SCORES.items() if (s.order, slug) < (100, "brightest-pixel")
    ]
    assert done.stdout.strip() == str(len(before)), done.stderr


def test_a_worker_takes_the_files_that_it_lacks_from_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, stale = tmp_path / "mine.py", tmp_path / "stale.py"
    mine.write_bytes(b"x = 1\n")
    stale.write_bytes(b"x = 1\n")
    monkeypatch.setenv(plugins.FILES, os.pathsep.join(map(str, (mine, stale))))
    server = {"mine.py": b"x = 1\n", "stale.py": b"x = 2\n", "new.py": b"x = 3\n"}
    plugins.receive(server, tmp_path / "received")
    assert plugins.contents() == server
    assert mine in [plugin.file for plugin in plugins.plugins()]
    named = os.environ[plugins.FILES]
    plugins.receive(server, tmp_path / "received")
    assert os.environ[plugins.FILES] == named


def test_files_named_before_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(plugins.FILES, str(tmp_path / "a.py"))
    plugins.use([tmp_path / "b.py"])
    assert [p.file for p in plugins.plugins() if p.file] == [tmp_path / "a.py", tmp_path / "b.py"]


def test_a_broken_contract_is_a_failing_test() -> None:
    with pytest.raises(AssertionError, match="a sentence"):
        contract.require(False, "a sentence")
    contract.require(True, "not said")
