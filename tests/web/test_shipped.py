"""The route of what comes with the lab: its files, and nothing else."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from aelab.web import shipped
from tests.asgi import ask

APP = Starlette(routes=[shipped.route()])


def got(name: Any, method: str = "GET") -> Any:
    return ask(APP, f"/shipped/{name}", method=method)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "name",
    [
        "experiments",
        "experiments.gz",
        "..%2F__init__.py",
        "nothing.frame",
        "%2e%2e",
        ".",
        "%00",
        ".hidden/x",
        "x" * 3000,
        "%ff%fe",
        "",
        "a%0ab",
    ],
)
def test_what_is_no_file_of_the_folder_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, name: str
) -> None:
    monkeypatch.setattr(shipped, "SHIPPED", tmp_path / "shipped")
    (tmp_path / "shipped" / "experiments").mkdir(parents=True)
    (tmp_path / "shipped" / "experiments.gz").mkdir()
    (tmp_path / "__init__.py").write_text("secret")
    answer = got(name, method)
    assert answer.status == 404 and b"secret" not in answer.body


def test_without_the_folder_there_is_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shipped, "SHIPPED", tmp_path / "nowhere")
    assert got("one.frame").status == 404


def test_the_folder_of_experiments_that_comes_with_the_lab_is_not_served() -> None:
    assert (shipped.SHIPPED / "experiments").is_dir()
    assert got("experiments").status == 404


def test_other_methods_are_not_allowed() -> None:
    assert got("vae-mnist.frame.gz", "POST").status == 405


def test_a_packed_run_says_that_it_is_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shipped, "SHIPPED", tmp_path)
    (tmp_path / "one.frame.gz").write_bytes(gzip.compress(b"frame"))
    (tmp_path / "two.frame").write_bytes(b"another")
    for name in ("one.frame", "one.frame.gz"):
        answer = got(name)
        assert answer.status == 200 and answer.headers["content-encoding"] == "gzip"
        assert gzip.decompress(answer.body) == b"frame"
    answer = got("two.frame")
    assert answer.body == b"another" and "content-encoding" not in answer.headers
