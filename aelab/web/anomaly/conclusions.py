"""Conclusions from measured results: each sentence is made from its numbers and their errors."""

from collections.abc import Sequence

from aelab.bundled.results import EFFICIENCY, Profile, Result, improvement, mean
from aelab.lecture.core.comparing import differ, exactly, precisely, written
from aelab.metrics import Estimate
from aelab.web.tables import value

LEARNT = {"top": "QCD", "QCD": "top"}  # by what is looked for


def _area(result: Result) -> Estimate:
    """Return the AUC with its error."""
    return Estimate(value(result), result.uncertainty)


def against_the_mass(mass: Result, errors: Sequence[Result], names: Sequence[str]) -> list[str]:
    """Say how reconstruction errors compare with the jet mass: over all cuts, and at one cut.

    Args:
        mass: the result of the jet mass as a score.
        errors: results of reconstruction errors on the same jets.
        names: the name of each of them.

    """
    by_area = [differ(_area(result), _area(mass)) for result in errors]
    best = max(range(len(errors)), key=lambda i: value(errors[i]))
    sentences = [
        f"Over all thresholds: the jet mass alone, without any training, has an AUC of "
        f"{written(_area(mass))}. Of {len(errors)} reconstruction errors {by_area.count(1)} are "
        f"clearly better and {by_area.count(-1)} clearly worse; the largest AUC, "
        f"{written(_area(errors[best]))}, is that of {names[best]}."
    ]
    reference = improvement(mass)
    gains = [improvement(result) for result in errors]
    measured = [i for i, gain in enumerate(gains) if gain is not None]
    if reference is None or not measured:
        return sentences
    by_cut = [differ(gain, reference) for gain in gains if gain is not None]
    best = max(measured, key=lambda i: (gains[i] or reference).value)
    sentences.append(
        f"Where a search would cut, at ε_S = {EFFICIENCY:g}: the mass keeps one in "
        f"{_rejection(mass)} QCD jets and changes the significance, ε_S/√ε_B, by a factor of "
        f"{written(reference, 2)}. Of the {len(measured)} errors {by_cut.count(1)} are clearly "
        f"better and {by_cut.count(-1)} clearly worse; the largest factor, "
        f"{written(gains[best] or reference, 2)}, is that of {names[best]}, with 1/ε_B = "
        f"{_rejection(errors[best])}."
    )
    return sentences


def _rejection(result: Result) -> str:
    rejected = mean(result.rejection)
    if rejected is None:
        return "–"
    return written(Estimate(rejected, result.rejection_uncertainty or 0.0), 1)


def inverse(top: Result, qcd: Result) -> str:
    """Say how the task with the kinds exchanged compares with guessing."""
    verdict = {
        1: "better than guessing",
        0: "not to be told from guessing",
        -1: "worse than guessing: what was learnt from has the larger error",
    }[differ(_area(qcd), Estimate(0.5, 0.0))]
    return (
        f"The inverse task: the autoencoder with k = {qcd.latent} has an AUC of "
        f"{written(_area(top))} for top jets among QCD and of {written(_area(qcd))} for QCD among "
        f"top jets, {verdict}."
    )


def change(way: str, before: Result, after: Result) -> str:
    """Say how a remap or another error changes the AUC in one direction."""
    words = {1: "up", 0: "no clear change,", -1: "down"}[differ(_area(after), _area(before))]
    return f"{way} {words} from {written(_area(before))} to {written(_area(after))}"


def bias(profile: Profile) -> str:
    """Say what a profile of the error against the number of active pixels shows."""
    rows = range(len(profile.names))
    learnt, other = (Estimate(profile.average(i), profile.statistical(i)) for i in rows)
    trends = " and ".join(f"{_trend(profile.trend(i))} for {profile.names[i]}" for i in rows)
    verdict = {
        1: f"the unknown kind has {other.value / learnt.value:.1f} times the error",
        0: "the two cannot be told apart by it",
        -1: "what was learnt is reconstructed worse than what was not: the error tells how "
        "complex a jet is, not whether it is known",
    }[differ(other, learnt)]
    return (
        f"Learnt from {LEARNT[profile.task]}, one run, with the statistical error: the mean error "
        f"is {precisely(learnt)} for {profile.names[0]} and {precisely(other)} for "
        f"{profile.names[1]}; with the number of active pixels it {trends}; {verdict}."
    )


def _trend(correlation: Estimate) -> str:
    return {1: "rises", 0: "has no clear trend", -1: "falls"}[differ(correlation, exactly(0))]


def contaminated(least: Result, most: Result) -> str:
    """Say what anomalies in the training sample do to the AUC."""
    verdict = {1: "The AUC falls", 0: "The AUC shows no clear change,", -1: "The AUC rises"}[
        differ(_area(least), _area(most))
    ]
    return (
        f"{verdict} from {written(_area(least))} at {least.contamination:.0%} of top jets to "
        f"{written(_area(most))} at {most.contamination:.0%}."
    )


def worst_digit(results: Sequence[Result]) -> str:
    """Say which digit is found worst when it is left out, and whether that is below guessing."""
    worst = min(results, key=value)
    verdict = {
        1: "above guessing",
        0: "not to be told from guessing",
        -1: "below guessing: it is reconstructed better than the digits that were learnt",
    }[differ(_area(worst), Estimate(0.5, 0.0))]
    return (
        f"The digit {worst.task} is found worst by the autoencoder, with an AUC of "
        f"{written(_area(worst))}, {verdict}."
    )


def segmentation(network: str, dice: Estimate, baseline: Estimate) -> str:
    """Say how the best network compares with the residual of the mean image."""
    verdict = {1: "more than", 0: "not clearly different from", -1: "less than"}
    return (
        f"The best network, the {network}, has a Dice of {written(dice, 2)}, "
        f"{verdict[differ(dice, baseline)]} the {written(baseline, 2)} of the residual of the "
        f"mean image. A Dice at the best threshold of the "
        "test slices themselves would be optimistic."
    )
