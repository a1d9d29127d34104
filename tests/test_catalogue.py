"""The catalogue: what has been read holds, what is broken is made again."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from aelab import catalogue


@pytest.fixture(scope="module")
def content() -> Any:
    return catalogue.to_bytes()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AELAB_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def never() -> None:
    raise AssertionError("made twice")


def test_a_catalogue_that_was_read_outlives_its_file(content: Any, place: Any) -> None:
    assert catalogue.read() is None
    catalogue.take(content)
    shutil.rmtree(place)
    entries, model = catalogue.read(), catalogue.declared_as("model", "PCA")
    assert entries is not None and "pca" in entries.models
    assert model is not None and model.fields


def test_a_catalogue_made_elsewhere_is_kept(
    content: Any, place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.take(content)
    monkeypatch.setattr(catalogue, "_made", never)
    monkeypatch.setattr(catalogue, "_last", [])
    assert catalogue.read() is not None and catalogue.to_bytes() == content
    assert catalogue.make() == catalogue.path()


def test_a_catalogue_holds_where_nothing_can_be_written(
    content: Any, place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.write_text("in the way")
    monkeypatch.setattr(catalogue, "_made", lambda: json.loads(content))
    assert catalogue.to_bytes() == content
    entries = catalogue.read()
    assert entries is not None and "mnist" in entries.datasets


@pytest.mark.parametrize(
    "broken", [b"", b"{", b"\xff", b"[]", b"7", b'{"datasets": 7}', b"[" * 100_000]
)
def test_a_file_that_is_no_catalogue_is_made_again(
    content: Any, place: Any, monkeypatch: pytest.MonkeyPatch, broken: bytes
) -> None:
    monkeypatch.setattr(catalogue, "_made", lambda: json.loads(content))
    path = catalogue.path()
    path.parent.mkdir(parents=True)
    path.write_bytes(broken)
    assert catalogue.read() is None
    assert catalogue.to_bytes() == content == path.read_bytes()
    os.truncate(path, 10)
    assert catalogue.read() is not None
