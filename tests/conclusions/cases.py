"""Numbers for every sentence about a result: clearly more, clearly less, and no difference."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from aelab.bundled.results import Result
from aelab.metrics import Estimate
from aelab.web.anomaly import conclusions as anomaly
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


CASES = {
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
    "web.anomaly.conclusions.worst_digit": Case(
        lambda: anomaly.worst_digit([result(0.6)]),
        lambda: anomaly.worst_digit([result(0.4)]),
        lambda: anomaly.worst_digit([result(0.501)]),
    ),
    "web.anomaly.conclusions.segmentation": compared(
        partial(anomaly.segmentation, "net"), Estimate(0.4, 0.01), Estimate(0.5, 0.01)
    ),
}
