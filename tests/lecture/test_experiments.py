"""Every experiment: its runs can be made, what is shipped of it is whole, and it can be read."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from _pytest.monkeypatch import MonkeyPatch
from numpy.typing import NDArray

from aelab import catalogue, frames
from aelab.bundled import build
from aelab.lecture.core.experiment import EXPERIMENTS, SEEDS, Experiment
from aelab.params import InputError
from aelab.registry import DATASETS, MODELS
from aelab.spec import Spec

ALL = list(EXPERIMENTS)
# Experiments whose claims count over further seeds, and whose figures do not yet.
ONE_SEED = {"ae.sizes", "vae.beta"}


@pytest.fixture(scope="module", autouse=True)
def made() -> None:
    catalogue.make()


def quick(spec: Spec) -> Spec:
    """The same run with few samples and a single epoch, where it has any."""
    entries = catalogue.read()
    assert entries is not None
    fields = entries.models[spec.model].fields
    params = dict(spec.model_params) | ({"epochs": 1} if "epochs" in fields else {})
    data = dict(spec.dataset_params) | {"points": 256}
    return Spec(
        dataset=spec.dataset,
        model=spec.model,
        dataset_params=data,
        model_params=params,
        seed=spec.seed,
    )


@pytest.mark.parametrize("slug", ALL)
def test_the_runs_of_an_experiment_are_specs_of_what_is_there_and_differ(slug: str) -> None:
    experiment = EXPERIMENTS[slug]
    specs = experiment.specs
    assert list(specs) == list(experiment.runs) and len(specs) > 1
    assert len(set(specs.values())) == len(specs)
    for legend, spec in specs.items():
        assert spec.dataset in DATASETS and spec.model in MODELS
        assert dict(spec.model_params) == dict(experiment.runs[legend].get("model_params", {}))
        assert dict(spec.dataset_params) == dict(experiment.runs[legend].get("dataset_params", {}))
    assert slug.partition(".")[2], "chapter.name"


@pytest.mark.parametrize("slug", ALL)
def test_what_is_shipped_has_every_run_and_finite_numbers_of_each(slug: str) -> None:
    experiment = EXPERIMENTS[slug]
    assert experiment.file.is_file(), f"make it: python -m aelab ship {slug}"
    assert experiment.file.stat().st_size <= 60_000
    results = experiment.shipped()
    assert list(results) == list(experiment.runs)
    assert set.intersection(*(set(read) for read in results.values())), "nothing to be compared"
    for read in results.values():
        assert all(np.isfinite(array).all() and array.size for array in read.values())


def each_model() -> list[tuple[str, str]]:
    """The first run of each model in each experiment: the experiment and the legend."""
    first = {
        (slug, arguments["model"]): (slug, legend)
        for slug in ALL
        for legend, arguments in reversed(EXPERIMENTS[slug].runs.items())
    }
    return sorted(first.values())


@pytest.mark.parametrize(("slug", "legend"), each_model())
def test_a_run_of_one_epoch_can_be_read_and_gives_what_is_shipped(slug: str, legend: str) -> None:
    experiment = EXPERIMENTS[slug]
    torch.set_num_threads(1)
    spec = experiment.specs[legend]
    read = experiment.read(frames.picture(build.trained(quick(spec)).frame))
    assert set(read) == set(experiment.shipped()[legend])
    assert all(np.isfinite(np.asarray(array)).all() for array in read.values())


def made_of(runs: dict[str, Any], tmp_path: Path, monkeypatch: MonkeyPatch) -> Experiment:
    monkeypatch.setattr("aelab.lecture.core.experiment.SHIPPED", tmp_path / "experiments")
    return Experiment(slug="test.one", title="One", runs=runs, read=lambda picture: {})


def test_what_is_shipped_is_read_back_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = made_of({"a = 1, b": {}, "a = 2, b": {}}, tmp_path, monkeypatch)
    results: dict[str, dict[str, NDArray[Any]]] = {
        "a = 1, b": {"x": np.arange(3.0), "y.z": np.ones((2, 2), np.float32)},
        "a = 2, b": {"x": np.zeros(1)},
    }
    experiment.ship([results], {"seeds": [0]})
    again = experiment.shipped()
    assert experiment.about() == {"seeds": [0]}
    assert list(again) == list(results)
    for legend, read in results.items():
        assert set(again[legend]) == set(read)
        for name, array in read.items():
            np.testing.assert_array_equal(again[legend][name], array)
            assert again[legend][name].dtype == array.dtype


def test_numbers_are_kept_of_all_seeds_and_pictures_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = replace(made_of({"a": {}, "b": {}}, tmp_path, monkeypatch), numbers=("x",))
    pixels = np.zeros(2, np.uint8)
    by_seed: list[dict[str, dict[str, NDArray[Any]]]] = [
        {"a": {"x": np.array([seed, 1]), "pixels": pixels + seed}, "b": {"pixels": pixels}}
        for seed in range(SEEDS)
    ]
    experiment.ship(by_seed, {})
    assert experiment.seeds == SEEDS and list(experiment.over_seeds("x")) == ["a"]
    np.testing.assert_array_equal(experiment.over_seeds("x")["a"][:, 0], range(SEEDS))
    again = experiment.shipped()
    assert set(again["a"]) == {"x", "pixels"} and set(again["b"]) == {"pixels"}
    np.testing.assert_array_equal(again["a"]["pixels"], pixels)


@pytest.mark.parametrize("slug", sorted(set(ALL) - ONE_SEED))
def test_numbers_of_an_experiment_are_of_several_seeds_that_it_tells(slug: str) -> None:
    experiment = EXPERIMENTS[slug]
    about = experiment.about()
    assert {"aelab", "torch", "numpy", "commit"} < set(about), f"python -m aelab ship {slug}"
    assert about["seeds"] == list(range(SEEDS))
    for name in experiment.numbers:
        values, first = experiment.over_seeds(name), experiment.shipped()
        assert values
        for legend, of_seeds in values.items():
            assert of_seeds.shape == (SEEDS, *first[legend][name].shape)
            assert np.isfinite(of_seeds).all()
            np.testing.assert_allclose(of_seeds[0], first[legend][name])


def test_a_run_that_is_not_there_is_told_when_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = {"one": {"dataset": "two-moons", "model": "pca", "model_params": {"latent": 99}}}
    with pytest.raises(InputError):
        _ = made_of(runs, tmp_path, monkeypatch).specs
