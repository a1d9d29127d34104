"""What is built into the package: last frames, decoders and results of small runs."""

import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aelab import frames
from aelab.bundled import build, decoders
from aelab.frames import Picture
from aelab.lecture.core.experiment import Experiment, Read
from aelab.presets import Preset

SMALL = {"latent": 2, "widths": (8,), "epochs": 2, "batch": 64}
RUN: dict[str, Any] = {
    "dataset": "two-moons",
    "dataset_params": {"points": 256},
    "model_params": SMALL,
}
PRESET = Preset(name="Small", slug="small", look_for="", target=0.5, model="autoencoder", **RUN)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep what is built in a folder of its own."""
    monkeypatch.setattr("aelab.presets.preset.SHIPPED", tmp_path)
    monkeypatch.setattr("aelab.bundled.decoders.SHIPPED", tmp_path)
    monkeypatch.setattr("aelab.lecture.core.experiment.SHIPPED", tmp_path)
    return tmp_path


def test_a_preset_is_kept_as_its_last_frame_with_numbers_that_are_close(folder: Path) -> None:
    line = build.ship(PRESET)
    assert line.startswith("Small: finished after 8 updates") and "(target 0.5)" in line
    header, parts = frames.unpack(gzip.decompress((folder / "small.frame.gz").read_bytes()))
    assert (header["run"], header["seq"], header["state"]) == ("", 0, "finished")
    exact = frames.picture(build.trained(PRESET.spec).frame).arrays
    for part in parts:
        if part.array.dtype == np.float32:
            np.testing.assert_allclose(part.array, exact[part.name], rtol=2**-12)


def test_a_decoder_is_kept_that_decodes_as_the_trained_model(folder: Path) -> None:
    assert decoders.ship(PRESET).startswith("Small: its decoder, ")
    packed = frames.picture(gzip.decompress((folder / "small.decoder.gz").read_bytes()))
    assert packed.header["shape"] == [2] and not packed.header["logistic"]
    exact = frames.picture(build.trained(PRESET.spec).frame).arrays["latent.points"]
    codes = packed.arrays["codes"]
    np.testing.assert_allclose(codes, exact[: len(codes)], rtol=1e-5, atol=1e-5)


def last_error(picture: Picture) -> Read:
    """Return the last held-out J."""
    return {"error": np.array(picture.header["heldout"])}


def test_an_experiment_trains_each_run_and_keeps_what_it_reads(folder: Path) -> None:
    runs = {model: RUN | {"model": model} for model in ("autoencoder", "vae")}
    experiment = Experiment(slug="a.b", title="Two", runs=runs, read=last_error)
    assert build.compare(experiment).startswith("Two: 2 runs, ")
    results = experiment.shipped()
    for legend, spec in experiment.specs.items():
        expected = frames.unpack(build.trained(spec).frame)[0]["heldout"]
        assert results[legend]["error"] == pytest.approx(expected)


def test_only_what_is_named_is_built(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Preset(name="Other", slug="other", look_for="", target=None, model="pca", **RUN)
    experiment = Experiment(slug="a.b", title="Two", runs={}, read=last_error)
    monkeypatch.setattr(build, "EVERY", [PRESET, other])
    monkeypatch.setattr(build, "EXPERIMENTS", {"a.b": experiment})
    monkeypatch.setattr(build, "ship", lambda preset: preset.slug)
    monkeypatch.setattr(build, "compare", lambda experiment: experiment.slug)
    build.main(["other"])
    assert capsys.readouterr().out.split() == ["other"]
    build.main(["a.b"])
    assert capsys.readouterr().out.split() == ["a.b"]
    build.main()
    assert capsys.readouterr().out.split() == ["small", "other", "a.b"]
