"""The catalogue: what has been read holds, what is broken is made again."""

import json
import os
import shutil

import pytest

from aelab import catalogue


@pytest.fixture(scope="module")
def content():
    return catalogue.to_bytes()


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("AELAB_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def never():
    raise AssertionError("made twice")


def test_a_catalogue_that_was_read_outlives_its_file(content, place):
    assert catalogue.read() is None
    catalogue.take(content)
    shutil.rmtree(place)
    assert "pca" in catalogue.read().models
    assert catalogue.declared_as("model", "PCA").fields


def test_a_catalogue_made_elsewhere_is_kept(content, place, monkeypatch):
    catalogue.take(content)
    monkeypatch.setattr(catalogue, "_made", never)
    monkeypatch.setattr(catalogue, "_last", [])
    assert catalogue.read() is not None and catalogue.to_bytes() == content
    assert catalogue.make() == catalogue.path()


def test_a_catalogue_holds_where_nothing_can_be_written(content, place, monkeypatch):
    place.write_text("in the way")
    monkeypatch.setattr(catalogue, "_made", lambda: json.loads(content))
    assert catalogue.to_bytes() == content
    assert "mnist" in catalogue.read().datasets


@pytest.mark.parametrize(
    "broken", [b"", b"{", b"\xff", b"[]", b"7", b'{"datasets": 7}', b"[" * 100_000]
)
def test_a_file_that_is_no_catalogue_is_made_again(content, place, monkeypatch, broken):
    monkeypatch.setattr(catalogue, "_made", lambda: json.loads(content))
    path = catalogue.path()
    path.parent.mkdir(parents=True)
    path.write_bytes(broken)
    assert catalogue.read() is None
    assert catalogue.to_bytes() == content == path.read_bytes()
    os.truncate(path, 10)
    assert catalogue.read() is not None
