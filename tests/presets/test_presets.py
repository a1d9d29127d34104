"""Presets are plain data that must fit what is declared."""

import re
from pathlib import Path

import pytest

from aelab.lecture.demos import EVERY
from aelab.presets import PRESETS, Preset, first, firsts, named
from aelab.registry import DATASETS, MODELS

EXPECTED = re.compile(r"\b(should|[Ll]ook|[Cc]ompare|[Ss]ee)\b")
RESULT = re.compile(r"\d ?%|\d°|\d\.\d{2}|\de-\d|\b[Cc]learly\b|\b(better|worse) than\b")


@pytest.mark.parametrize("preset", EVERY, ids=lambda p: p.slug)
def test_a_preset_is_a_spec_of_what_is_there(preset: Preset) -> None:
    spec = preset.spec
    assert spec.dataset in DATASETS
    assert spec.model in MODELS
    assert dict(spec.model_params) == dict(preset.model_params)
    assert dict(spec.dataset_params) == dict(preset.dataset_params)


@pytest.mark.parametrize("preset", EVERY, ids=lambda p: p.slug)
def test_a_preset_says_what_to_look_for_in_whole_sentences(preset: Preset) -> None:
    assert preset.look_for.endswith(".")
    assert "!" not in preset.look_for
    longest = 20 if preset in PRESETS else 30
    assert 0 < len(preset.name) <= longest, "longer names do not fit on a card"


@pytest.mark.parametrize("preset", EVERY, ids=lambda p: p.slug)
def test_what_to_look_for_is_an_expectation_and_no_result(preset: Preset) -> None:
    assert EXPECTED.search(preset.look_for), (
        "it should say what to look for, or what should happen"
    )
    assert not RESULT.search(preset.look_for), "a number of a run belongs to the run"


def test_presets_differ_in_name_in_file_and_in_what_they_run() -> None:
    assert len({p.name for p in EVERY}) == len(EVERY)
    assert len({p.slug for p in EVERY}) == len(EVERY)
    assert len({p.spec for p in EVERY}) == len(EVERY)


def test_the_first_preset_of_each_model_stands_with_the_first() -> None:
    assert firsts(PRESETS) == list(first.PRESETS)


@pytest.mark.parametrize("preset", EVERY, ids=lambda p: p.slug)
def test_a_preset_can_begin_its_training(preset: Preset) -> None:
    model = MODELS[preset.model](**preset.model_params, seed=preset.seed)
    data = DATASETS[preset.dataset](**preset.dataset_params)
    model.begin(data.train[:256])
    if not model.encodes:
        assert model.generate(3).shape == (3, *data.train.shape[1:])
        return
    assert model.encode(data.test[:3]).shape == (3, preset.model_params["latent"])


def test_a_shipped_run_is_named_only_if_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aelab.presets.preset.SHIPPED", tmp_path)
    assert PRESETS[0].shipped == ""
    (tmp_path / f"{PRESETS[0].slug}.frame.gz").touch()
    assert PRESETS[0].shipped == f"{PRESETS[0].slug}.frame.gz"


def test_a_preset_is_found_by_its_slug_alone() -> None:
    preset = PRESETS[0]
    assert named(preset.slug, "loss").spec == preset.spec
    with pytest.raises(KeyError, match="nowhere"):
        named("nowhere")
