"""Numbers for every sentence about a result: clearly more, clearly less, and no difference."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from aelab.bundled.results import Result
from aelab.lecture.autoencoders import conclusions as autoencoders
from aelab.lecture.latent import conclusions as latent
from aelab.lecture.regularised import conclusions as regularised
from aelab.lecture.vae import conclusions as vae
from aelab.metrics import Estimate
from aelab.web.anomaly import conclusions as anomaly
from aelab.web.jets import conclusions as jets
from tests.lecture.test_vae_conclusions import runs, trained
from tests.web.test_conclusions import profile


@dataclass(frozen=True)
class Case:
    """Sentences of one function: for a number that is more, less, or not to be told apart."""

    larger: Callable[[], str]
    smaller: Callable[[], str]
    alike: Callable[[], str]


def compared(say: Callable[..., str], low: Any, high: Any, **others: Any) -> Case:
    """Cases of a function of two numbers: the first is more, less, the same."""
    return Case(
        partial(say, high, low, **others),
        partial(say, low, high, **others),
        partial(say, high, high, **others),
    )


def result(auc: float, rejection: float = 30.0, **other: Any) -> Result:
    settings: dict[str, Any] = {"rejection": [rejection], "rejection_error": rejection / 20}
    return Result("top", "autoencoder", 6, "", "x", [auc], 0.003, **settings | other)


def beside_the_mass(auc: float, rejection: float) -> str:
    errors = [result(auc, rejection), result(auc - 0.001, rejection)]
    return " ".join(anomaly.against_the_mass(result(0.8), errors, ["one", "other"]))


def changed(after: float) -> str:
    return anomaly.change("QCD → find top", result(0.8), result(after))


def contaminated(after: float) -> str:
    return anomaly.contaminated(result(0.8), result(after, contamination=0.5))


def biased(learnt: float, unknown: float) -> str:
    return anomaly.bias(profile((learnt, unknown)))


def cured(auc: float) -> str:
    five = {way: replace(result(a), auc=[a] * 5) for way, a in (("way", 0.8), ("inverse", auc))}
    return anomaly.cured("model", five)


def untrained(auc: float) -> str:
    return anomaly.untrained("mean", {"way": result(auc)}, {"way": result(0.8)})


def remapped(auc: float) -> str:
    return anomaly.remapped({"√": [result(0.8), result(auc)]})


def traded(last: float, spread: float = 0.0) -> str:
    sweep = runs([1, 1, 1], [30, 20, last], [80, 90, 100])
    sweep.kl[:, 2] += spread * np.array([1.0, -2.0, 1.1])[:, None]
    return vae.traded(sweep)


def gains(gain: float) -> str:
    return vae.gains([trained(1, 0.0, 0.0), trained(50, gain)])


def from_level(say: Callable[..., str], level: float, **others: Any) -> Case:
    """Cases of a function of one number, which is compared with a level."""
    numbers = (Estimate(level * times, 0.01 * level) for times in (2, 0.5, 1.01))
    return Case(*(partial(say, number, **others) for number in numbers))


def named(say: Callable[..., str], level: float, **others: Any) -> Case:
    """Cases of a function of several numbers with names, which are compared with a level."""
    numbers = (Estimate(level * times, 0.01 * level) for times in (2, 0.5, 1.01))
    return Case(*(partial(say, {"this": number, "that": number}, **others) for number in numbers))


def dearest(first: float, second: float) -> str:
    return regularised.dearest({"L1": Estimate(first, 0.1), "KL": Estimate(second, 0.1)}, 5)


LOW, HIGH = Estimate(20.0, 0.5), Estimate(40.0, 0.5)
CASES = {
    "lecture.autoencoders.conclusions.noise": from_level(autoencoders.noise, 10.0, seeds=5),
    "lecture.autoencoders.conclusions.identity": compared(
        lambda noise, digits: autoencoders.identity(digits, noise, 5), LOW, HIGH
    ),
    "lecture.autoencoders.conclusions.left": compared(autoencoders.left, LOW, HIGH),
    "lecture.autoencoders.conclusions.held_out": compared(
        partial(autoencoders.held_out, 32), LOW, HIGH, seeds=5
    ),
    "lecture.autoencoders.conclusions.columns": compared(autoencoders.columns, LOW, HIGH),
    "lecture.autoencoders.conclusions.between": compared(autoencoders.between, LOW, HIGH),
    "lecture.latent.conclusions.holes": compared(latent.holes, LOW, HIGH, seeds=5),
    "lecture.latent.conclusions.compared": named(latent.compared, 5.0, usual=5.0, seeds=5),
    "web.jets.conclusions.masses": compared(jets.masses, LOW, HIGH, near=(145.0, 205.0)),
    "lecture.regularised.conclusions.code_layer": from_level(regularised.code_layer, 1.0),
    "lecture.regularised.conclusions.prices": named(regularised.prices, 1.0, seeds=5),
    "lecture.regularised.conclusions.dearest": Case(
        lambda: dearest(40.0, 20.0), lambda: dearest(20.0, 40.0), lambda: dearest(20.0, 20.1)
    ),
    "lecture.vae.conclusions.gains": Case(*(partial(gains, gain) for gain in (3.0, -3.0, 0.3))),
    "lecture.vae.conclusions.traded": Case(
        partial(traded, 40), partial(traded, 1), partial(traded, 20, 1.0)
    ),
    "web.anomaly.conclusions.bias": Case(
        lambda: biased(2.0, 8.0), lambda: biased(8.0, 2.0), lambda: biased(2.0, 2.01)
    ),
    "web.anomaly.conclusions.against_the_mass": Case(
        lambda: beside_the_mass(0.9, 90.0),
        lambda: beside_the_mass(0.7, 9.0),
        lambda: beside_the_mass(0.801, 30.0),
    ),
    "web.anomaly.conclusions.inverse": Case(
        lambda: anomaly.inverse(result(0.8), result(0.7)),
        lambda: anomaly.inverse(result(0.8), result(0.3)),
        lambda: anomaly.inverse(result(0.8), result(0.501)),
    ),
    "web.anomaly.conclusions.change": Case(
        lambda: changed(0.9), lambda: changed(0.7), lambda: changed(0.801)
    ),
    "web.anomaly.conclusions.contaminated": Case(
        lambda: contaminated(0.9), lambda: contaminated(0.7), lambda: contaminated(0.801)
    ),
    "web.anomaly.conclusions.cured": Case(*(partial(cured, auc) for auc in (0.7, 0.3, 0.501))),
    "web.anomaly.conclusions.remapped": Case(
        *(partial(remapped, auc) for auc in (0.7, 0.3, 0.501))
    ),
    "web.anomaly.conclusions.untrained": Case(
        *(partial(untrained, auc) for auc in (0.9, 0.7, 0.801))
    ),
    "web.anomaly.conclusions.balance": compared(partial(anomaly.balance, "way"), LOW, HIGH),
    "web.anomaly.conclusions.worst_digit": Case(
        lambda: anomaly.worst_digit([result(0.6)]),
        lambda: anomaly.worst_digit([result(0.4)]),
        lambda: anomaly.worst_digit([result(0.501)]),
    ),
    "web.anomaly.conclusions.segmentation": compared(
        partial(anomaly.segmentation, "net"), Estimate(0.4, 0.01), Estimate(0.5, 0.01)
    ),
}

WORDS = {  # what is said of a number that is larger, and of one that is smaller
    "lecture.autoencoders.conclusions.between": (
        "middle of the codes is nearer",
        "pixels is near",
    ),
    "lecture.autoencoders.conclusions.columns": ("its axes are not", "nearer to eigenvectors"),
    "lecture.autoencoders.conclusions.held_out": ("by heart", "reconstructed better"),
    "lecture.autoencoders.conclusions.identity": ("not become the identity", "better than digits"),
    "lecture.autoencoders.conclusions.left": ("more than PCA's", "less than PCA's"),
    "lecture.autoencoders.conclusions.noise": ("it is not copied", "it is copied"),
    "lecture.latent.conclusions.compared": ("clearly more often", "clearly less often"),
    "lecture.latent.conclusions.holes": ("autoencoder's miss more", "VAE's miss more"),
    "lecture.regularised.conclusions.code_layer": ("it costs", "it helps"),
    "lecture.regularised.conclusions.dearest": ("that of L1 is", "that of KL is"),
    "lecture.regularised.conclusions.prices": ("clearly worse", "clearly better"),
    "lecture.vae.conclusions.gains": ("raises ln p(x)", "lowers ln p(x)"),
    "lecture.vae.conclusions.traded": ("rate rises", "rate falls"),
    "web.anomaly.conclusions.against_the_mass": ("2 are clearly better", "2 clearly worse"),
    "web.anomaly.conclusions.bias": ("4.0 times the error", "was learnt is reconstructed worse"),
    "web.anomaly.conclusions.balance": ("energy that is too low", "still far from the data"),
    "web.anomaly.conclusions.cured": ("cure is reproduced", "below 0.5"),
    "web.anomaly.conclusions.remapped": ("1 above 0.5", "1 below it"),
    "web.anomaly.conclusions.untrained": ("clearly above", "clearly below"),
    "web.anomaly.conclusions.change": (" up from", " down from"),
    "web.anomaly.conclusions.contaminated": ("The AUC rises", "The AUC falls"),
    "web.anomaly.conclusions.inverse": ("better than guessing", "worse than guessing"),
    "web.anomaly.conclusions.segmentation": ("more than the", "less than the"),
    "web.anomaly.conclusions.worst_digit": ("above guessing", "below guessing"),
    "web.jets.conclusions.masses": ("separates the classes", "more often than tops"),
}
