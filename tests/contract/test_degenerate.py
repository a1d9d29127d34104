"""Data that leave little to learn or to find: no run ends in an error, no header has a NaN."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

import aelab
from aelab import frames
from aelab.bundled.results import Result, of_frame
from aelab.params import InputError
from aelab.runs.channel import Channel
from aelab.runs.publisher import FramePublisher
from aelab.runs.run import Run
from aelab.spec import Spec
from aelab.training.learning import Learning
from aelab.uploads import store
from aelab.uploads.store import Samples
from aelab.web import tables

torch.set_num_threads(1)
RNG = np.random.default_rng(0)
UPDATES = 3


def looked_for(samples: int, odd: int) -> np.ndarray:
    """Return labels of which so many are 1, all of them among the held-out samples."""
    labels = np.zeros(samples, np.uint8)
    labels[np.random.default_rng(0).permutation(samples)[:odd]] = 1
    return labels


def spec(x: NDArray[Any], labels: NDArray[Any], model: str, **params: Any) -> Spec:
    shape = x.shape[1:]
    flat = np.float32(x).reshape(len(x), -1)
    file = store.save(Samples(flat, labels, ("normal", "odd"), (), shape))
    data = {"file": file, "anomaly": 2}
    size = {"latent": min(2, flat.shape[1])}
    return Spec(dataset="own-data", model=model, dataset_params=data, model_params=size | params)


def outliers(odd: int) -> tuple[NDArray[Any], NDArray[Any]]:
    x, labels = RNG.normal(size=(148, 5)), looked_for(148, odd)
    x[labels == 1] += 6
    return x, labels


CASES = {
    "a constant feature": (RNG.normal(size=(60, 4)) * [1, 1, 0, 1], looked_for(60, 3)),
    "identical samples": (np.ones((40, 3)), looked_for(40, 2)),
    "nothing but zeros": (np.zeros((40, 3)), looked_for(40, 2)),
    "eight samples": (RNG.normal(size=(8, 3)), looked_for(8, 1)),
    "one feature": (RNG.normal(size=(30, 1)), looked_for(30, 2)),
    "identical images": (np.full((20, 5, 5), 0.5), looked_for(20, 2)),
    "images of one pixel": (RNG.random((20, 1, 1)), looked_for(20, 1)),
    "the largest numbers": (3e14 * RNG.normal(size=(30, 3)), looked_for(30, 2)),
    "the smallest numbers": (1e-20 * RNG.normal(size=(30, 3)), looked_for(30, 2)),
    "far from the origin": (1e7 + RNG.normal(size=(60, 3)), looked_for(60, 2)),
}


@pytest.mark.parametrize("model", list(aelab.MODELS))
@pytest.mark.parametrize("odd", [1, 2])
def test_a_run_comes_to_its_end_however_few_are_to_be_found(model: str, odd: int) -> None:
    few = {} if "pca" in model else {"epochs": 1}  # which has a closed form
    run = f"few-{odd}-{model.replace(' ', '-')}"
    x, labels = outliers(odd)
    ending = Run(spec(x, labels, model, **few), Channel(), run).go()
    assert ending.state == "finished", ending.message
    figures = of_frame(frames.unpack(ending.frame)[0])
    assert figures is not None and figures["auc"] is not None
    assert (figures["auc_error"] is None) == (odd == 1)


def test_where_nothing_is_to_be_found_the_run_says_so_in_a_sentence() -> None:
    x, labels = outliers(0)
    with pytest.raises(InputError, match="choose another anomalous class, or 0 for none"):
        Learning(spec(x, labels, "autoencoder"))


def watched(case: str, model: str) -> FramePublisher:
    """Return the snapshots of a training of some updates, a frame taken after each."""
    learning = Learning(spec(*CASES[case], model))
    snapshots = FramePublisher("run", learning)
    for _ in range(UPDATES):
        if learning.verdict is None:
            learning.update()
        learning.read()
        snapshots.take({"state": "running"}, full=False)
    return snapshots


@pytest.mark.parametrize("model", list(aelab.MODELS))
@pytest.mark.parametrize("case", CASES)
def test_every_model_learns_and_is_shown_whatever_the_data(case: str, model: str) -> None:
    with np.errstate(all="ignore"):
        header, _ = frames.unpack(watched(case, model).take({"state": "stopped"}, full=True))
    assert "figures" in header["views"][0]


@pytest.mark.parametrize("model", ["pca", "vae"])
@pytest.mark.parametrize("case", CASES)
def test_every_score_is_shown_whatever_the_data(case: str, model: str) -> None:
    with np.errstate(all="ignore"):
        snapshots = watched(case, model)
        for score in aelab.SCORES:
            snapshots.set_option("score", score)
            header, _ = frames.unpack(snapshots.take({"state": "stopped"}, full=True))
            assert of_frame(header) is not None


def test_an_auc_without_an_error_has_none_in_the_table() -> None:
    result = Result("odd", "PCA", 2, "", "Reconstruction error", [0.97], rejection=[None])
    assert tables.auc(result) == "0.970"
    assert tables.auc(replace(result, error=0.02)) == "0.970 ± 0.020"
    assert tables.rejection(result) == "–"
