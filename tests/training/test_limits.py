"""What a run costs, against torch's own counts; what is refused, and in which words."""

import dataclasses
import math
from typing import Any

import numpy as np
import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import flop_registry

from aelab.cluster.admission import offered, refusal
from aelab.params import InputError
from aelab.registry import MODELS
from aelab.spec import Spec
from aelab.training.limits import Cost, Limits, limits
from aelab.training.loop import cost, steps

D, N = 64, 50  # 8 × 8 pixels
CASES = [
    ("autoencoder", {}),
    ("autoencoder", {"widths": (), "latent": 5}),
    ("autoencoder", {"decoder": "linear"}),
    ("autoencoder", {"decoder": "tied", "widths": (20, 10)}),
    ("autoencoder", {"network": "convolutional"}),
    ("autoencoder", {"network": "convolutional", "decoder": "tied"}),
    ("sparse", {"latent": 40}),
    ("denoising", {}),
    ("contractive", {"widths": (), "latent": 12}),
    ("contractive", {"widths": (30,), "latent": 12, "method": "exact"}),
    ("contractive", {"widths": (30,), "latent": 12, "method": "Hutchinson"}),
    ("contractive", {"network": "convolutional", "latent": 6, "method": "exact"}),
    ("vae", {"samples": 7}),
    ("vae", {"covariance": "full", "latent": 9}),
    ("vae", {"network": "convolutional", "samples": 3}),
    ("gan", {"widths": (30, 20)}),
]


class Operations(TorchDispatchMode):
    """Adds up the operations of all products and convolutions, as torch's own formulas say."""

    total = 0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        if func._overloadpacket in flop_registry:
            count = flop_registry[func._overloadpacket]
            self.total += count(*args, **(kwargs or {}), out_val=result)
        return result


def begun(title: Any, params: Any) -> Any:
    model = MODELS[title](**params, batch=32)
    model.begin(np.random.default_rng(0).random((N, D), np.float32))
    return model


@pytest.mark.parametrize(("title", "params"), CASES)
def test_the_parameters_are_counted_as_torch_counts_them(
    title: str, params: dict[str, Any]
) -> None:
    model = begun(title, params)
    numbers = sum(p.numel() for p in model._nets.parameters())
    assert model.cost(N, D).parameters == numbers


@pytest.mark.parametrize(("title", "params"), CASES)
def test_the_operations_of_an_update_are_near_those_that_torch_counts(
    title: str, params: dict[str, Any]
) -> None:
    model = begun(title, params)
    with Operations() as counted:  # type: ignore[no-untyped-call]  # its base is torch's
        model.learn(torch.arange(32))
    assert 0.6 < model.cost(N, D).operations / counted.total < 1.8


@pytest.mark.parametrize(("title", "params"), CASES)
def test_the_bytes_of_an_update_are_at_least_what_torch_keeps_for_it(
    title: str, params: dict[str, Any]
) -> None:
    model = begun(title, params)
    stored: dict[int, int] = {}

    def noted(tensor: Any) -> Any:
        stored[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(noted, lambda tensor: tensor):
        terms = model.objective(model._training.x[:32])
    del terms
    cost = model.cost(N, D)
    assert sum(stored.values()) <= cost.bytes < 40 * sum(stored.values())


def test_no_update_has_more_samples_than_there_are() -> None:
    model = MODELS["autoencoder"](batch=4096)
    assert (
        model.cost(100, D).operations == MODELS["autoencoder"](batch=100).cost(100, D).operations
    )


@pytest.mark.parametrize("name", offered())
def test_all_that_the_lab_offers_is_taken_in(name: str) -> None:
    assert refusal(offered()[name]) == ""


def test_a_network_as_large_as_one_that_the_lab_offers_on_these_data_is_taken_in() -> None:
    brain = offered()["anomaly-brain"]
    params = dict(brain.model_params) | {"epochs": 7}
    assert cost(brain).parameters > Limits().parameters
    assert refusal(dataclasses.replace(brain, model_params=params)) == ""
    assert "parameters" in refusal(
        dataclasses.replace(brain, model_params=params | {"widths": (1024,)})
    )


HOSTILE: dict[str, tuple[str, dict[str, Any]]] = {
    "an exact Jacobian of convolutions": (
        "contractive",
        {
            "network": "convolutional",
            "method": "exact",
            "latent": 784,
            "batch": 4096,
            "widths": (2048, 2048),
        },
    ),
    "an exact Jacobian of few samples": (
        "contractive",
        {"method": "exact", "latent": 784, "batch": 512, "widths": (64,)},
    ),
    "wide layers": ("autoencoder", {"widths": (2048, 2048, 2048, 2048)}),
    "many samples of z": (
        "vae",
        {"samples": 64, "batch": 512, "network": "convolutional", "latent": 64},
    ),
    "full covariances": (
        "vae",
        {"samples": 64, "batch": 512, "covariance": "full", "latent": 64},
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_would_take_a_lab_down_is_refused_in_a_sentence_with_a_remedy(name: str) -> None:
    model, params = HOSTILE[name]
    why = refusal(Spec(dataset="mnist", model=model, model_params=params))
    assert "at most: choose" in why and why.endswith(".") and len(why) < 220


def test_each_limit_has_its_own_sentence() -> None:
    mine = Limits(parameters=10, bytes=10, seconds=1)
    assert mine.refusal(Cost(5, 5, 5)) == ""
    assert "11 parameters" in mine.refusal(Cost(11, 0, 0))
    assert "GB" in mine.refusal(Cost(0, 11, 0))
    assert " s and the lab" in mine.refusal(Cost(0, 0, 1e12))


def test_limits_are_changed_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AELAB_LIMITS", "parameters=1e7, seconds=10")
    assert limits() == Limits(parameters=1e7, seconds=10)
    monkeypatch.setenv("AELAB_LIMITS", "none")
    assert math.isinf(limits().bytes) and limits().worker_bytes == Limits().worker_bytes


@pytest.mark.parametrize(
    "text",
    ["parameters", "parameters=-1", "size=1", "bytes=1e999", "bytes=0", "bytes=nan", "x" * 99],
)
def test_limits_that_make_no_sense_are_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("AELAB_LIMITS", text)
    with pytest.raises(InputError, match="AELAB_LIMITS is"):
        limits()


def test_a_script_is_warned_and_trains_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AELAB_LIMITS", "parameters=10")
    spec = Spec(dataset="two-moons", model="autoencoder", model_params={"widths": (8,)})
    with pytest.warns(UserWarning, match="parameters and the lab takes 10 at most"):
        assert next(steps(spec)).index == 1
