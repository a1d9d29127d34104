"""The command line: what it starts, and what it refuses."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.web import cli

import aelab.__main__ as command
from aelab import catalogue, plugins
from aelab.lecture.core.experiment import EXPERIMENTS
from aelab.lecture.demos import EVERY
from aelab.web.site import APP


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Note what `aelab lab` would start, in its order."""
    calls: list[tuple[str, Any]] = []

    def run(arguments: list[str], check: bool) -> SimpleNamespace:
        calls.append(("catalogue", arguments))
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(cli, "main", lambda call, prog_name: calls.append(("server", call)))
    monkeypatch.setattr(plugins, "use", lambda files: calls.append(("files", files)))
    return calls


def test_the_lab_takes_the_files_makes_the_catalogue_and_serves_the_app(started: Any) -> None:
    command.main(["lab", "--port", "8123", "--with", "a.py", "--with", "b.py"])
    assert [name for name, _ in started] == ["files", "catalogue", "server"]
    assert started[0][1] == [Path("a.py"), Path("b.py")]
    assert started[1][1] == [sys.executable, "-P", "-m", "aelab", "catalogue"]
    where = ["--server.address", "127.0.0.1", "--server.port", "8123"]
    assert started[2][1] == ["run", str(APP), *where]


@pytest.mark.parametrize(("code", "served"), [(plugins.BROKEN, False), (1, True)])
def test_only_a_broken_plugin_keeps_the_lab_from_starting(
    started: Any, monkeypatch: pytest.MonkeyPatch, code: int, served: bool
) -> None:
    result = SimpleNamespace(returncode=code)
    monkeypatch.setattr(subprocess, "run", lambda arguments, check: result)
    if served:
        command.main(["lab"])
    else:
        with pytest.raises(SystemExit) as stopped:
            command.main(["lab"])
        assert stopped.value.code == plugins.BROKEN
    assert ("server" in dict(started)) is served


def test_the_catalogue_is_made_and_its_place_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(catalogue, "make", lambda: Path("there"))
    command.main(["catalogue"])
    assert capsys.readouterr().out == "The catalogue is at there\n"


def test_what_is_named_is_built(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    built: list[str] = []
    monkeypatch.setattr("aelab.bundled.build.main", built.extend)
    monkeypatch.setattr("aelab.bundled.decoders.ship", lambda preset: f"shipped {preset.slug}")
    slugs = [EVERY[0].slug, next(iter(EXPERIMENTS))]
    command.main(["ship", *slugs])
    assert built == slugs
    command.main(["decoder", EVERY[0].slug])
    assert capsys.readouterr().out == f"shipped {EVERY[0].slug}\n"


@pytest.mark.parametrize("words", ["ship ae-mnist of-nobody", "decoder of-nobody"])
def test_a_slug_that_does_not_exist_is_told_in_a_sentence(words: str) -> None:
    with pytest.raises(SystemExit, match=r"There is no preset .*of-nobody\."):
        command.main(words.split())
