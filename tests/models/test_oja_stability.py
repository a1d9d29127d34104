"""When Oja's rule is bounded, and the messages when it is not."""

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import aelab
from aelab.models.oja import Oja
from aelab.spec import Spec
from aelab.theory.pca import principal
from aelab.training.learning import Learning, Verdict
from aelab.training.loop import train


def cloud(m: int = 2000) -> NDArray[Any]:
    return np.random.default_rng(0).normal(size=(m, 4)) * [2.0, 1.2, 0.7, 0.4] + 3.0


def heavy(m: int = 400, seed: int = 0) -> NDArray[Any]:
    x = np.random.default_rng(seed).standard_t(2, size=(m, 4)) * [2, 1, 1, 0.5]
    x -= x.mean(0)
    return x / np.sqrt((x**2).sum(1).max())  # max‖x‖² = 1


@pytest.mark.parametrize(("k", "start"), [(1, 1.7), (3, 0.1)])
def test_it_is_bounded_when_the_longest_step_is_at_most_one(k: int, start: float) -> None:
    for seed in range(20):
        steps = train(Oja(latent=k, rate=1.0, start=start, epochs=20), heavy(seed=seed))
        assert max((step.model.components_**2).sum(1).max() for step in steps) < 3


def test_it_diverges_beyond_and_fit_raises() -> None:
    x = cloud()
    x *= np.sqrt(1.6 / ((x - x.mean(0)) ** 2).sum(1).mean())  # Tr C = 1.6
    with pytest.raises(
        aelab.InputError, match=r"without bound: ε max‖x‖² = .* is above 1\. Up to"
    ):
        Oja(rate=1.0).fit(x)


def test_there_is_a_warning_before_the_training() -> None:
    x = heavy()
    trace = (x**2).sum(1).mean()
    cautions = {}
    for rate in (1.0, 0.5):
        model = Oja(rate=rate)
        model.begin(x)
        cautions[rate] = model.caution()
    assert cautions == {1.0: "", 0.5: ""}
    model.begin(2 * x)  # max‖x‖² = 4
    model.change_rate(1.0)
    assert model.caution() == (
        "Long samples overshoot: ε max‖x‖² = 4 is above 1. Up to ε = 0.25 it is safe."
    )
    model.begin(x / np.sqrt(trace))
    model.change_rate(1.0)
    assert model.caution().startswith("May diverge: ε Tr C = 1 is not below 1. Up to ε = 0.0")
    model = Oja(start=10.0, alpha=10.0, rate=1e-2)
    model.begin(x)
    assert model.caution() == (
        "May diverge: the start α‖w₀‖² = 1e+03 is too long. Up to ε = 0.002 it is safe."
    )
    model.begin(1e5 * x)
    assert model.caution().endswith("No rate on offer is safe: scale the data.")


def test_pure_hebb_warns_how_fast_it_grows() -> None:
    x = cloud()
    model = Oja(rule="Hebb", rate=1e-3, epochs=2)
    model.begin(x)
    growth = 2 * math.log1p(1e-3 * principal(x).values[0])
    text = model.caution()
    assert f"e-fold every {1 / growth:.0f} samples" in text
    assert f"10^{4000 * growth / math.log(10):.0f} in all" in text
    decaying = Oja(rule="Hebb", rate=1e-3, epochs=2, decay=1.0)
    decaying.begin(x)
    assert f"10^{2000 * math.log(3) * growth / math.log(10):.0f} in all" in decaying.caution()


def spec(**params: Any) -> Spec:
    return aelab.Spec(
        dataset="two-moons", dataset_params={"points": 500}, model="oja", model_params=params
    )


def run(learning: Learning) -> Verdict:
    while learning.verdict is None:
        learning.update()
    return learning.verdict


def test_a_diverged_run_returns_to_its_last_good_state_and_gives_advice() -> None:
    learning = Learning(spec(rate=1.0))
    verdict = run(learning)
    assert verdict.state == "diverged"
    assert "ε max‖x‖² = 2.78 is above 1" in verdict.message
    assert verdict.fix is not None and verdict.fix["rate"] == 0.35
    assert isinstance(learning.model, Oja)
    assert np.isfinite(learning.model.components_).all()
    assert np.isfinite(learning.history.measures).all()
    learning.restart(verdict.fix["rate"])
    assert learning.rate == 0.35 and run(learning).state == "finished"


def test_a_run_of_pure_hebb_ends_with_a_message() -> None:
    learning = Learning(spec(rule="Hebb", rate=0.2))
    verdict = run(learning)
    assert verdict.state == "diverged" and "nothing in Hebb's rule holds w" in verdict.message
    assert learning.history.measures[-1, 0] > 1e6
