"""The classes of models, datasets and scores can be imported by their names, when first used."""

import ast
import importlib
from pathlib import Path

import pytest

import aelab
from tests.architecture.test_layers import loaded_after

PACKAGES = {"models": aelab.MODELS, "datasets": aelab.DATASETS, "scores": aelab.SCORES}


@pytest.mark.parametrize("name", PACKAGES)
def test_each_class_is_an_attribute_of_its_package(name: str) -> None:
    package = importlib.import_module(f"aelab.{name}")
    for entry in PACKAGES[name].values():
        assert getattr(package, entry.__name__) is entry
        assert entry.__name__ in dir(package)


@pytest.mark.parametrize("name", PACKAGES)
def test_all_names_only_classes(name: str) -> None:
    package = importlib.import_module(f"aelab.{name}")
    assert set(package.__all__) <= {entry.__name__ for entry in PACKAGES[name].values()}


def test_a_name_that_no_class_has_is_refused() -> None:
    with pytest.raises(ImportError, match="Variational"):
        from aelab.models import Variational  # noqa: F401


@pytest.mark.parametrize("name", PACKAGES)
def test_what_editors_complete_exists(name: str) -> None:
    package = importlib.import_module(f"aelab.{name}")
    assert package.__file__ is not None
    for node in ast.walk(ast.parse(Path(package.__file__).read_text())):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith(f"aelab.{name}."):
            for alias in node.names:
                owner = getattr(package, alias.name)
                assert owner.__module__ == node.module and owner in PACKAGES[name].values()


@pytest.mark.slow
def test_a_class_is_imported_when_it_is_asked_for() -> None:
    light = loaded_after("import aelab.models, aelab.datasets, aelab.scores")
    assert not {"torch", "sklearn"} & light
    assert "torch" in loaded_after("from aelab.models import VariationalAutoencoder")


@pytest.mark.parametrize("name", ["cluster", "runs", "training", "uploads"])
def test_the_public_names_of_a_package_can_be_imported(name: str) -> None:
    package = importlib.import_module(f"aelab.{name}")
    for public in package.__all__:
        assert getattr(package, public).__module__.startswith(f"aelab.{name}.")
    with pytest.raises(AttributeError):
        package.Nothing  # noqa: B018


@pytest.mark.slow
def test_the_packages_of_the_server_are_light() -> None:
    assert "torch" not in loaded_after("import aelab.cluster, aelab.runs, aelab.uploads")
